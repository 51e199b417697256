"""The limits of the funnel over numbers of cases, as a chart draws them: the very ones that lines are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scoring.flow.regional.records import Line
from scoring.model import FloatArray
from scoring.statistics.regions.funnel import INNER, OUTER, funnel, funnel_limits
from scoring.statistics.regions.ranks import ranks
from scoring.statistics.regions.result import IntArray

_POINTS: Final = 200
_LEAST_GROUPS: Final = 2


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """Limits as shares.

    Attributes
    ----------
    target : float
        The rate of all groups together.
    dispersion : float or None
        How many times more rates vary than by chance; limits lie its square root times as far away. ``None`` with
        fewer than three groups, where it is taken for 1.
    cases : tuple of int
    inner_low, inner_high, outer_low, outer_high : tuple of float
        At 95 and 99.8 percent, at each of `cases`; 0 and 1 where they would lie beyond.
    outside : tuple of int
        Of each line: -2, -1, 0, 1, 2; 0 where it has no case.
    """

    target: float
    dispersion: float | None
    cases: tuple[int, ...]
    inner_low: tuple[float, ...]
    inner_high: tuple[float, ...]
    outer_low: tuple[float, ...]
    outer_high: tuple[float, ...]
    outside: tuple[int, ...]


def funnel_of(lines: Sequence[Line]) -> FunnelLimits | None:
    """Return the limits from the fewest to the most cases of the lines.

    ``None`` with fewer than two groups that have cases: a group is not held against itself.
    """
    x, n = _counts(lines)
    if (n > 0).sum() < _LEAST_GROUPS:
        return None
    found = funnel(x, n)
    target = float(found.target)
    low, high = int(n[n > 0].min()), int(n.max())
    cases = np.unique(np.linspace(max(low - 1, 1), high + 1, num=_POINTS).round().astype(np.int64))
    dispersion = float(found.dispersion)
    known = bool(np.isfinite(dispersion))
    stretch = np.sqrt(dispersion) if known else 1.0

    def stretched(limit: FloatArray) -> tuple[float, ...]:
        return tuple(float(one) for one in np.clip(target + stretch * (limit - target), 0.0, 1.0))

    inner, outer = (funnel_limits(target, cases, confidence=share) for share in (INNER, OUTER))
    return FunnelLimits(
        target=target,
        dispersion=dispersion if known else None,
        cases=tuple(int(count) for count in cases),
        inner_low=stretched(inner[0]),
        inner_high=stretched(inner[1]),
        outer_low=stretched(outer[0]),
        outer_high=stretched(outer[1]),
        outside=tuple(int(one) if count else 0 for one, count in zip(found.outside_dispersed, n, strict=True)),
    )


def groups_of(lines: Sequence[Line]) -> tuple[int | None, ...]:
    """Return which lines cannot be told apart: those of one number, 1 the highest; ``None`` without a case."""
    if not lines:
        return ()
    return tuple(int(group) or None for group in ranks(*_counts(lines)).group)


def _counts(lines: Sequence[Line]) -> tuple[IntArray, IntArray]:
    x = np.array([line.rate.numerator or 0 for line in lines], np.int64)
    return x, np.array([line.rate.denominator or 0 for line in lines], np.int64)
