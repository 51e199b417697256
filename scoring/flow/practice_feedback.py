"""What an expert reads of a reference case when he has ended it: reference marks, reasons, and what differs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.language import Message
from indicators.model import Indicator
from indicators.plain import decimal_text
from indicators.practice import Finding
from scoring import access
from scoring.errors import ConflictError
from scoring.flow.practising import CaseHead, found_case, head_of, refuse_unmarked
from scoring.flow.saving import SavedMark, leaves_of
from scoring.model import Actor, MarkState
from scoring.register.database import Register
from scoring.statistics.mirror.practice import Comparison, compare

_POINTS = (MarkState.SCORED, MarkState.INSUFFICIENT)


@dataclass(frozen=True, slots=True)
class IndicatorFeedback:
    """One indicator afterwards: the expert's own mark, the reference mark, and its reason."""

    indicator: Indicator
    evidence: str
    own: SavedMark
    reference: SavedMark
    reason: str


@dataclass(frozen=True, slots=True)
class PracticeFeedback:
    """A finished case: `feedback` in the order of the case, and what all of it comes to."""

    head: CaseHead
    feedback: tuple[IndicatorFeedback, ...]
    comparison: Comparison


def practice_feedback(register: Register, actor: Actor, case_id: str) -> PracticeFeedback:
    """Return the reference marks with their reasons beside the actor's own, and what the differences come to.

    Raises
    ------
    FaultsError
        With every indicator that has no mark yet.
    ConflictError
        Every indicator is marked, and the actor has not ended the case yet.
    AccessRefusedError
    """
    access.require(actor, "read", "practice", {"own"})
    with register.read() as connection:
        found = found_case(connection, actor, case_id, "read")
    refuse_unmarked(found)
    if found.closed_at is None:
        raise ConflictError(Message("practising.not_asked_for"))
    leaves = leaves_of(found.book)
    rows = tuple(_feedback(leaves[one.indicator], one, found.marks[one.indicator]) for one in found.case.findings)
    return PracticeFeedback(head_of(found), rows, _comparison(rows))


def _feedback(leaf: Indicator, one: Finding, own: SavedMark) -> IndicatorFeedback:
    value = None if one.share is None else decimal_text(one.share * leaf.max_score)
    reference = SavedMark(leaf.code, MarkState[one.state.upper()], value, "", 0, "")
    return IndicatorFeedback(leaf, one.evidence, own, reference, one.reason)


def _comparison(rows: tuple[IndicatorFeedback, ...]) -> Comparison:
    return compare(
        np.array([_points(one.own) for one in rows]),
        np.array([_points(one.reference) for one in rows]),
        np.array([float(one.indicator.max_score) for one in rows]),
        same=np.array([one.own.state is one.reference.state and _points_same(one) for one in rows]),
        levels=[
            np.array(sorted(float(level.share * one.indicator.max_score) for level in one.indicator.levels))
            for one in rows
        ],
    )


def _points(mark: SavedMark) -> float:
    return float(mark.value or 0) if mark.state in _POINTS else float("nan")


def _points_same(one: IndicatorFeedback) -> bool:
    return one.own.value == one.reference.value
