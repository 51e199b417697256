"""A number that never stands alone: what it means, of how many it is, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from indicators.language import Message
from scoring.statistics.regions.proportions import wilson_interval
from scoring.statistics.regions.result import Interval


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the report.

    Attributes
    ----------
    define : str
        Key of the words that say what it is.
    numerator, denominator : int or None
        What it was computed of; ``None`` where it is no share.
    value, low, high : float or None
        With its interval at 95 %; ``None`` where undefined, and `reason` says why.
    """

    define: str
    numerator: int | None
    denominator: int | None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: Message | None = None


def figure(
    define: str,
    numerator: int | None,
    denominator: int | None,
    *,
    value: float | None = None,
    low: float | None = None,
    high: float | None = None,
    reason: Message | None = None,
) -> Figure:
    """Return a figure; what is not finite is ``None``."""
    return Figure(define, numerator, denominator, _known(value), _known(low), _known(high), reason)


def rates(define: str, numerators: Sequence[int], denominators: Sequence[int]) -> tuple[Figure, ...]:
    """Return shares with Wilson's intervals."""
    if not numerators:
        return ()
    return figures(define, numerators, denominators, wilson_interval(numerators, denominators))


def figures(define: str, numerators: Sequence[int], denominators: Sequence[int], found: Interval) -> tuple[Figure, ...]:
    """Return figures of intervals, shape (n,)."""
    return tuple(
        figure(
            define,
            numerator,
            denominator,
            value=float(found.value[at]),
            low=float(found.low[at]),
            high=float(found.high[at]),
            reason=found.reason_of(at).message,
        )
        for at, (numerator, denominator) in enumerate(zip(numerators, denominators, strict=True))
    )


def _known(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None
