"""Findings of one indicator from its numbers: where each threshold is held against which number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scoring.statistics.items.anchors import Step
from scoring.statistics.items.bounded import Bounded
from scoring.statistics.items.flags import (
    ENOUGH_ALIKE,
    FALSE_SHARE,
    LEAST_APART,
    LEAST_APPLICATIONS,
    LEAST_ICC,
    LEAST_REST,
    LEAST_SPLIT,
    LEAST_STEP_MARKS,
    OFTEN_OPEN,
    ONE_END,
    SURE_STEP_MARKS,
    Flag,
    Kind,
)
from scoring.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class Pair:
    """Another indicator and how alike both are: observed, corrected for attenuation, and the q of "alike enough"."""

    other: str
    observed: Bounded
    true: Bounded
    q_value: float | None

    @property
    def strength(self) -> float:
        """By which pairs are ordered: the true correlation, or the observed one where there is none."""
        value = self.observed.value if self.true.value is None else self.true.value
        return -2.0 if value is None else value

    @property
    def repeats(self) -> bool:
        """Whether both are surely one thing."""
        return self.q_value is not None and self.q_value < FALSE_SHARE


@dataclass(frozen=True, slots=True)
class Seen:
    """The numbers that findings are made of; shares of the marks that could have been given, ``None`` = unknown."""

    applications: int
    rest: Bounded
    rest_q: float | None
    icc: Bounded
    icc_q: float | None
    apart: float | None
    floor: Bounded
    ceiling: Bounded
    open: Bounded
    nearest: Pair | None
    steps: tuple[Step, ...]
    split: Bounded
    split_q: float | None
    strict: int
    mild: int


def flags_of(seen: Seen) -> tuple[Flag, ...]:
    """Return the findings, the gravest kinds first; none of so few applications that anything might be chance."""
    if seen.applications < LEAST_APPLICATIONS:
        return ()
    return tuple(
        flag
        for part in (_spread(seen), _telling(seen), _agreement(seen), _repeating(seen), _anchors(seen), _openness(seen))
        for flag in part
    )


def _spread(seen: Seen) -> Iterator[Flag]:
    for kind, share in ((Kind.ALL_FULL, seen.ceiling), (Kind.ALL_NOTHING, seen.floor)):
        if share.value is not None and share.value >= ONE_END:
            sure = share.low is not None and share.low >= ONE_END
            yield Flag(kind, sure, (("share", f"{share.value:.0%}"),))


def _telling(seen: Seen) -> Iterator[Flag]:
    if seen.rest.reason is Reason.ALL_EQUAL:
        yield Flag(Kind.ALL_EQUAL, sure=True)
    elif seen.rest.value is not None and seen.rest.value < LEAST_REST:
        yield Flag(Kind.NOT_TELLING, _found(seen.rest_q), _limits("r", seen.rest))


def _agreement(seen: Seen) -> Iterator[Flag]:
    differ = seen.apart is not None and seen.apart >= LEAST_APART
    if seen.icc.value is not None and seen.icc.value < LEAST_ICC and differ:
        values = (*_limits("icc", seen.icc), ("apart", f"{seen.apart:.0%}"))
        yield Flag(Kind.NOT_AGREED, _found(seen.icc_q), values)


def _repeating(seen: Seen) -> Iterator[Flag]:
    near = seen.nearest
    if near is not None and (near.repeats or near.strength >= ENOUGH_ALIKE):
        shown = near.observed if near.true.value is None else near.true
        yield Flag(Kind.REPEATS, near.repeats, (("other", near.other), *_limits("r", shown)))


def _anchors(seen: Seen) -> Iterator[Flag]:
    # The lowest steps are for applicants who do not come this far; what lies above a step that is taken should be.
    lowest = next((one.share for one in seen.steps if one.count), 1.0)
    unused = [one.points for one in seen.steps if not one.count and one.share > lowest]
    taken = sum(one.count for one in seen.steps)
    if unused and taken >= LEAST_STEP_MARKS and sum(one.count > 0 for one in seen.steps) > 1:
        values = (("steps", ", ".join(unused)), ("marks", taken), ("count", len(unused)))
        yield Flag(Kind.STEP_UNUSED, taken >= SURE_STEP_MARKS, values)
    if seen.split.value is not None and seen.split.value >= LEAST_SPLIT:
        share = (("share", f"{seen.split.value:.0%}"),)
        yield Flag(Kind.TWO_CAMPS, _found(seen.split_q), share)
    if min(seen.strict, seen.mild) >= 2:
        yield Flag(Kind.TWO_READINGS, sure=True, values=(("strict", seen.strict), ("mild", seen.mild)))


def _openness(seen: Seen) -> Iterator[Flag]:
    if seen.open.value is not None and seen.open.value >= OFTEN_OPEN:
        sure = seen.open.low is not None and seen.open.low >= OFTEN_OPEN
        yield Flag(Kind.OFTEN_OPEN, sure, (("share", f"{seen.open.value:.0%}"),))


def _found(q_value: float | None) -> bool:
    return q_value is not None and q_value < FALSE_SHARE


def _limits(name: str, one: Bounded) -> tuple[tuple[str, object], ...]:
    shown = (one.value, one.low, one.high)
    value, low, high = ("-" if number is None else f"{number:.2f}" for number in shown)
    return ((name, value), ("low", low), ("high", high))
