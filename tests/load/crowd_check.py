"""What the register holds, against what pages showed as saved: no mark lost, none doubled, none that nobody typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from indicators.load import shipped_rule_book
from indicators.plain import decimal_text
from scoring import flow
from scoring.model import Actor
from scoring.register import marks
from scoring.register.database import Register, open_register
from tests.load.crowd_clients import Typed

_INSPECTOR: Final = Actor("I01", "I01", frozenset({"inspector"}))
Place = tuple[str, str, str]
"""Expert, application, indicator."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison came to.

    Attributes
    ----------
    acknowledged, recorded : int
        Marks that pages showed as saved, and versions that the register holds.
    lost : int
        Acknowledged, and not there in just that version.
    doubled : int
        There twice in a row with the same digit, though typed once.
    unheard : int
        There, typed, and never shown as saved: what was under way when it ended.
    strange : int
        There, and nobody typed it, or not in that order.
    chain_faults : int
    """

    acknowledged: int
    recorded: int
    lost: int
    doubled: int
    unheard: int
    strange: int
    chain_faults: int

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.strange or self.chain_faults)


def compare(url: str, typed: Iterable[Typed]) -> Compared:
    """Hold everything that was typed, in the order of typing, against the register, and walk its chain."""
    by_place: dict[Place, list[Typed]] = defaultdict(list)
    for one in typed:
        by_place[one.expert, one.application, one.code].append(one)
    with open_register(url) as register:
        kept = _kept(register, {(place[0], place[1]) for place in by_place})
        faults = len(flow.verify(register, _INSPECTOR).faults)
    lost = doubled = unheard = strange = 0
    for place, given in by_place.items():
        held = kept.get(place, [])
        lost += sum(bool(one.version) and held[one.version - 1 : one.version] != [one.digit] for one in given)
        doubled += sum(one == after for one, after in pairwise(held))
        strange += not _is_part(held, [one.digit for one in given])
        unheard += len(held) - len({one.version for one in given if one.version})
    return Compared(
        acknowledged=sum(bool(one.version) for given in by_place.values() for one in given),
        recorded=sum(len(held) for held in kept.values()),
        lost=lost,
        doubled=doubled,
        unheard=unheard,
        strange=strange,
        chain_faults=faults,
    )


def _kept(register: Register, sheets: Iterable[tuple[str, str]]) -> Mapping[Place, Sequence[str]]:
    """Return the digits of every version of every mark of some sheets, in the order of their versions."""
    digits = {
        leaf.code: {decimal_text(one.share * leaf.max_score): str(at) for at, one in enumerate(levels)}
        for leaf in shipped_rule_book("2026-sample").round.indicator_table.leaves()
        if (levels := sorted(leaf.levels, key=lambda one: one.share))
    }
    kept: dict[Place, list[str]] = defaultdict(list)
    with register.read() as connection:
        for expert, application in sorted(sheets):
            found = marks.versions(connection, expert_id=expert, application_id=application, stage="document_review")
            for (code, _), mark in sorted(found.items(), key=lambda pair: pair[0][1]):
                kept[expert, application, code].append(digits[code].get(mark.value or "", "?"))
    return kept


def _is_part(held: Sequence[str], given: Sequence[str]) -> bool:
    """Whether what is held was given in this order, though not all of it may be held."""
    rest = iter(given)
    return all(one in rest for one in held)
