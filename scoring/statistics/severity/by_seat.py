"""Severity of each of many lists of marks by two-way least squares, where a few of hundreds of experts mark a thing.

The same model and numbers as `least_squares`, which holds every expert beside every application: of a round of 4,236
applications and 600 experts that is a hundred times what was marked. Who marked what is laid out once for all lists
that have it in common.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.result import CodeArray
from scoring.statistics.reasons import Reason
from scoring.statistics.seats import IntArray
from scoring.statistics.severity.connected import BoolArray, CountArray
from scoring.statistics.severity.entry import LARGEST
from scoring.statistics.severity.guarded import divided, first_reason
from scoring.statistics.severity.links import own_variances
from scoring.statistics.severity.two_way import layout


@dataclass(frozen=True, slots=True)
class SeverityOfLists:
    """Severities of lists of marks, each by itself, as in `Severity`.

    Attributes
    ----------
    severity, severity_error : ndarray, shape (..., n_experts)
    estimate : ndarray, shape (..., n_applications)
    marks : ndarray of int, shape (..., n_experts)
    degrees_of_freedom : ndarray of int, shape (...)
    expert_reason, test_reason : ndarray of uint8, shapes (..., n_experts) and (...)
    """

    severity: FloatArray
    severity_error: FloatArray
    estimate: FloatArray
    marks: CountArray
    degrees_of_freedom: CountArray
    expert_reason: CodeArray
    test_reason: CodeArray


def severity_by_seat(marks: FloatArray, seats: IntArray, n_experts: int) -> SeverityOfLists:
    """Return the severities of lists of marks, each by itself.

    Parameters
    ----------
    marks : ndarray, shape (n_lists, n_applications, n_seats)
        In points; ``nan`` = no mark.
    seats : ndarray of int, shape (n_applications, n_seats)
        Which expert sits there; -1 where nobody does, and then there is no mark.
    n_experts : int
    """
    laid_out: dict[bytes, _Layout] = {}
    found = SeverityOfLists(
        severity=np.full((len(marks), n_experts), np.nan),
        severity_error=np.full((len(marks), n_experts), np.nan),
        estimate=np.full(marks.shape[:2], np.nan),
        marks=np.zeros((len(marks), n_experts), np.int64),
        degrees_of_freedom=np.zeros(len(marks), np.int64),
        expert_reason=np.zeros((len(marks), n_experts), np.uint8),
        test_reason=np.zeros(len(marks), np.uint8),
    )
    for at, values in enumerate(marks):
        given, reason = _entered(values)
        key = np.packbits(given).tobytes()
        if key not in laid_out:
            laid_out[key] = _laid_out(given, seats, n_experts)
        _answer(found, at, values, reason, laid_out[key])
    return found


def _entered(values: FloatArray) -> tuple[BoolArray, Reason]:
    given = ~np.isnan(values)
    if not given.any():
        return given, Reason.NO_MARKS
    if (np.abs(values[given]) > LARGEST).any():
        return np.zeros_like(given), Reason.NOT_FINITE
    return given, Reason.NONE


@dataclass(frozen=True, slots=True)
class _Layout:
    """Who marked what, and what that lets one know; `cells` and `who` are places of marks and the experts of them."""

    cells: tuple[IntArray, IntArray]
    who: IntArray
    per_application: FloatArray
    per_expert: CountArray
    marked: BoolArray
    alone: BoolArray
    inverse: FloatArray
    variances: FloatArray
    freedom: int
    f_freedom: int


def _laid_out(given: BoolArray, seats: IntArray, n_experts: int) -> _Layout:
    rows, places = np.nonzero(given)
    who = seats[rows, places]
    weights = np.zeros((len(given), n_experts))
    weights[rows, who] = 1.0
    design = layout(weights)
    per_expert = np.bincount(who, minlength=n_experts)
    compared = not design.alone[per_expert > 0].all()
    return _Layout(
        cells=(rows, places),
        who=who,
        per_application=design.per_application,
        per_expert=per_expert,
        marked=np.asarray(given.any(axis=1)),
        alone=design.alone,
        inverse=design.inverse,
        variances=own_variances(design),
        freedom=int(design.freedom),
        f_freedom=int((per_expert > 0).sum() - design.subsets.count) if compared else 0,
    )


def _answer(found: SeverityOfLists, at: int, values: FloatArray, reason: Reason, design: _Layout) -> None:
    """Write what is known of one list to its place."""
    rows, who = design.cells[0], design.who
    points = values[design.cells]
    lowest, largest = (points.min(), np.abs(points).max()) if len(points) else (0.0, 0.0)
    above = points - lowest
    means = np.bincount(rows, above, minlength=len(values)) / design.per_application
    experts = design.inverse @ np.bincount(who, above - means[rows], minlength=len(design.inverse))
    applications = means - np.bincount(rows, experts[who], minlength=len(values)) / design.per_application
    squares = float(((above - applications[rows] - experts[who]) ** 2).sum())
    rounding = len(points) * (1e-12 * largest) ** 2
    variance = divided(np.asarray(squares if squares > rounding else 0.0), np.asarray(design.freedom))
    panel = np.uint8(reason)
    experts_reason = first_reason(
        np.full(len(experts), panel), (design.per_expert == 0, Reason.NO_MARKS), (design.alone, Reason.ONE_EXPERT)
    )
    error_reason = first_reason(
        np.asarray(panel), (design.f_freedom < 1, Reason.ONE_EXPERT), (design.freedom < 1, Reason.NO_FREEDOM)
    )
    known = experts_reason == Reason.NONE
    error = np.sqrt(variance * design.variances) if error_reason == Reason.NONE else np.nan
    found.severity[at] = np.where(known, 0.0 - experts, np.nan)
    found.severity_error[at] = np.where(known, error, np.nan)
    found.estimate[at] = np.where(design.marked, applications + lowest, np.nan)
    found.marks[at] = design.per_expert
    found.degrees_of_freedom[at] = design.freedom
    found.expert_reason[at] = experts_reason
    found.test_reason[at] = first_reason(error_reason, (variance == 0, Reason.EXACT_FIT))
