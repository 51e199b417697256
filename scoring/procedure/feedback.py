"""What a panel found, in bands that name nobody: strong, fair or weak, by indicator and by group of indicators.

The band of an indicator is the lower median of the bands of its sheets, given only where at least `LEAST_SHEETS` judged
it. So nothing about one expert follows from it: whatever he gave, there are marks of the others with which the panel's
band is the same (of three sheets, two that agree fix the median). And a mark that moves within its band, or across an
edge on which the median does not lie, leaves every band as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Final

LEAST_SHEETS: Final = 3
STRONG_FROM: Final = Decimal("0.75")
"""Share of an indicator's points that is strong where a grade has no line; else the line's own share of full marks."""
FAIR_FROM: Final = Decimal("0.5")


class Band(IntEnum):
    """How an indicator is met; the order is that of merit."""

    WEAK = 0
    FAIR = 1
    STRONG = 2


@dataclass(frozen=True, slots=True)
class GroupFound:
    """What was found in a group of indicators.

    `is_strong`: more than half of its indicators are strong and none is weak. `weak`: codes of its weak indicators, in
    the order of the table; `fair`: of the fair ones. `is_gap`: one is weak, or fewer than half are strong.
    """

    code: str
    is_strong: bool
    is_gap: bool
    weak: tuple[str, ...]
    fair: tuple[str, ...] = ()


def band_of(share: Decimal, line: Decimal = STRONG_FROM) -> Band:
    """Return the band of one mark, given as a share of the points of its indicator.

    Parameters
    ----------
    line : Decimal
        From where it is strong: the share of full marks at which the line of a grade stands, so that whoever is told
        that all is strong would have that grade's points.
    """
    if share >= line:
        return Band.STRONG
    return Band.FAIR if share >= FAIR_FROM else Band.WEAK


def panel_band(shares: Sequence[Decimal], line: Decimal = STRONG_FROM) -> Band | None:
    """Return the band of a panel on one indicator, ``None`` where too few sheets judged it to hide one of them."""
    if len(shares) < LEAST_SHEETS:
        return None
    return sorted(band_of(share, line) for share in shares)[(len(shares) - 1) // 2]


def groups_found(groups: Mapping[str, Sequence[str]], bands: Mapping[str, Band | None]) -> tuple[GroupFound, ...]:
    """Return what was found in each group of indicators of which any has a band.

    Parameters
    ----------
    groups : mapping of group to its indicators
        Both in the order of the table.
    bands : mapping of indicator to band
        As `panel_band` gives them.
    """
    found = []
    for code, leaves in groups.items():
        known = {leaf: band for leaf in leaves if (band := bands.get(leaf)) is not None}
        if not known:
            continue
        strong = sum(band == Band.STRONG for band in known.values())
        weak = tuple(leaf for leaf, band in known.items() if band == Band.WEAK)
        fair = tuple(leaf for leaf, band in known.items() if band == Band.FAIR)
        is_strong = 2 * strong > len(known) and not weak
        found.append(GroupFound(code, is_strong, bool(weak) or 2 * strong < len(known), weak, fair))
    return tuple(found)
