"""What a chair looks at before the close: decisions against the order of scores, unexplained, or drifting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from indicators.language import Message
from scoring.meeting.outcomes import SittingOutcome
from scoring.meeting.proposal import Outcome
from scoring.meeting.triage import Block

FAR: Final = 3
"""Places in the order of scores from which on an inversion is far, as LEMS counts it."""
EACH_END: Final = 3
"""Items compared at the beginning and at the end of the talk."""
_RANK: Final[Mapping[str, int]] = {"do_not_propose": 0, "propose_aa": 1, "send_to_site_visit": 2, "propose_aaa": 2}
_NONE: Final = "none"
_CLOSE: Final = 1e-12


@dataclass(frozen=True, slots=True)
class DecidedItem:
    """One decided item; items are given in the order in which they were decided.

    Attributes
    ----------
    application_id, target : str
    block : Block
        Consent items are voted at once and have no order of their own.
    outcome : SittingOutcome
    proposed : Outcome or None
        What rules and marks proposed when it was decided.
    reason : str
        Of the decision; blank where none was given.
    total : float or None
        Held against the lines at the decision, in points.
    grade_before, grade_after : str or None
        By score, before the sitting and after the re-score; the same where there was none.
    """

    application_id: str
    target: str
    block: Block
    outcome: SittingOutcome
    proposed: Outcome | None
    reason: str
    total: float | None
    grade_before: str | None = None
    grade_after: str | None = None


@dataclass(frozen=True, slots=True)
class Inversion:
    """Of two applicants for the same grade the one with the lower total got the better outcome.

    `places`: how far apart the two stand in the order of totals of those who applied for that grade and were decided.
    """

    target: str
    lower: str
    higher: str
    lower_total: float
    higher_total: float
    places: int
    message: Message

    @property
    def far(self) -> bool:
        """At least `FAR` places."""
        return self.places >= FAR


@dataclass(frozen=True, slots=True)
class ReasonMissing:
    """The decision departs from the proposal, or defers, and nobody wrote why."""

    application_id: str
    outcome: SittingOutcome
    proposed: Outcome | None
    message: Message


@dataclass(frozen=True, slots=True)
class LineCrossed:
    """The re-score changed the grade by score."""

    application_id: str
    before: str
    after: str
    message: Message


@dataclass(frozen=True, slots=True)
class FirstAgainstLast:
    """The first three items talked about against the last three.

    Attributes
    ----------
    first, last : tuple of str
        Applications, in order.
    departing_first, departing_last : float
        Share whose outcome is not the proposed one.
    shift_first, shift_last : float or None
        Mean steps from the proposed outcome, positive = better than proposed; ``None`` where every item was deferred
        or had no proposal.
    p_departing, p_shift : float or None
        Two-sided exact permutation p-values over the 20 ways to choose three of six: the least there can be is 0.1, so
        that a small one is a hint and never a proof. `p_shift` is ``None`` where an item has no steps.
    """

    first: tuple[str, ...]
    last: tuple[str, ...]
    departing_first: float
    departing_last: float
    shift_first: float | None
    shift_last: float | None
    p_departing: float
    p_shift: float | None
    message: Message


@dataclass(frozen=True, slots=True)
class Contradictions:
    """Everything found. `ends` is ``None`` where fewer than six items were talked about."""

    inversions: tuple[Inversion, ...]
    reasons_missing: tuple[ReasonMissing, ...]
    lines_crossed: tuple[LineCrossed, ...]
    ends: FirstAgainstLast | None

    @property
    def count(self) -> int:
        """How many findings want a look: inversions, missing reasons, crossed lines."""
        return len(self.inversions) + len(self.reasons_missing) + len(self.lines_crossed)


def contradictions(decided: Sequence[DecidedItem]) -> Contradictions:
    """Return what contradicts in the decisions of a sitting. None of it is wrong by itself; each wants a look."""
    return Contradictions(
        inversions=tuple(_inversions(decided)),
        reasons_missing=tuple(_reasons_missing(decided)),
        lines_crossed=tuple(_lines_crossed(decided)),
        ends=first_against_last([one for one in decided if one.block != "consent"]),
    )


def _inversions(decided: Sequence[DecidedItem]) -> Iterable[Inversion]:
    for target in dict.fromkeys(one.target for one in decided):
        ranked = [
            (one.total, _RANK[one.outcome], one.application_id)
            for one in decided
            if one.target == target and one.total is not None and one.outcome in _RANK
        ]
        totals = [total for total, _, _ in ranked]
        found = []
        for (a_total, a_rank, a), (b_total, b_rank, b) in combinations(ranked, 2):
            if (a_total - b_total) * (a_rank - b_rank) >= 0:
                continue
            (low, lower), (high, higher) = sorted([(a_total, a), (b_total, b)])
            places = sum(low < total <= high for total in totals)
            facts = {"lower": lower, "higher": higher, "places": places, "by": f"{high - low:.2f}"}
            key = "contradictions.inversion_far" if places >= FAR else "contradictions.inversion"
            found.append(Inversion(target, lower, higher, low, high, places, Message(key, facts)))
        yield from sorted(found, key=lambda one: -one.places)


def _reasons_missing(decided: Sequence[DecidedItem]) -> Iterable[ReasonMissing]:
    for one in decided:
        if one.outcome != one.proposed and not one.reason.strip():
            key = "contradictions.defer_without_reason" if one.outcome == "defer" else "contradictions.reason_missing"
            message = Message(key, {"application_id": one.application_id})
            yield ReasonMissing(one.application_id, one.outcome, one.proposed, message)


def _lines_crossed(decided: Sequence[DecidedItem]) -> Iterable[LineCrossed]:
    for one in decided:
        before, after = one.grade_before or _NONE, one.grade_after or _NONE
        if before != after:
            shown = {"before": _grade(before), "after": _grade(after)}
            message = Message("contradictions.line_crossed", {"application_id": one.application_id, **shown})
            yield LineCrossed(one.application_id, before, after, message)


def _grade(grade: str) -> object:
    return Message("contradictions.no_grade") if grade == _NONE else grade


def first_against_last(talked: Sequence[DecidedItem]) -> FirstAgainstLast | None:
    """Return the first three items against the last three; ``None`` where they would overlap.

    Judges drift through a sequence (Bruine de Bruin 2005). `talked` in the order decided, without consent items.
    """
    if len(talked) < 2 * EACH_END:
        return None
    six = [*talked[:EACH_END], *talked[-EACH_END:]]
    departing = [float(one.outcome != one.proposed) for one in six]
    steps = [_steps(one) for one in six]
    known = [one for one in steps if one is not None]
    p_shift = _permutation_p(known) if len(known) == len(six) else None
    values = (_mean(departing[:EACH_END]) or 0.0, _mean(departing[EACH_END:]) or 0.0)
    facts = {"each": EACH_END, "first": f"{100 * values[0]:.0f}%", "last": f"{100 * values[1]:.0f}%"}
    return FirstAgainstLast(
        first=tuple(one.application_id for one in six[:EACH_END]),
        last=tuple(one.application_id for one in six[EACH_END:]),
        departing_first=values[0],
        departing_last=values[1],
        shift_first=_mean(steps[:EACH_END]),
        shift_last=_mean(steps[EACH_END:]),
        p_departing=_permutation_p(departing),
        p_shift=p_shift,
        message=Message("contradictions.ends", facts),
    )


def _steps(one: DecidedItem) -> float | None:
    if one.proposed is None or one.outcome not in _RANK:
        return None
    return float(_RANK[one.outcome] - _RANK[one.proposed])


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _permutation_p(values: Sequence[float]) -> float:
    """Return the share of ways to choose the first half whose difference of means is at least the observed one."""
    half = len(values) // 2
    whole = sum(values)
    observed = abs(2 * sum(values[:half]) - whole)
    ways = [abs(2 * sum(chosen) - whole) >= observed - _CLOSE for chosen in combinations(values, half)]
    return sum(ways) / len(ways)
