"""Severities and fair totals of one panel as arrays, by each method."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike

from scoring.model import FloatArray, MarkState, ScoreTable, Weights
from scoring.sheets import Scale
from scoring.statistics.agreement.result import CodeArray
from scoring.statistics.mixed import fit_two_way
from scoring.statistics.rasch.fair import fair_totals
from scoring.statistics.rasch.fit import fit_rasch
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.connected import CountArray, Subsets, connected_subsets
from scoring.statistics.severity.result import Severity
from scoring.statistics.sharing import patterns
from scoring.statistics.totals import attendance, total_formula


@dataclass(frozen=True, slots=True)
class Estimates:
    """What a method makes of a panel: of experts, shape (n_experts,), and of applications, shape (n_applications,).

    `reason` is that of the panel as a whole, where it has none of these.
    """

    severity: FloatArray
    severity_error: FloatArray
    infit: FloatArray
    outfit: FloatArray
    marks: CountArray
    expert_reason: CodeArray
    fair: FloatArray
    fair_error: FloatArray
    application_reason: CodeArray
    subsets: Subsets
    reason: Reason = Reason.NONE


def of_two_way(result: Severity) -> Estimates:
    """Return what least squares or Huber's method says."""
    gap = np.full(result.severity.shape, np.nan)
    return Estimates(
        severity=result.severity,
        severity_error=result.severity_error,
        infit=gap,
        outfit=gap,
        marks=result.marks,
        expert_reason=result.expert_reason,
        fair=result.fair,
        fair_error=result.fair_error,
        application_reason=result.application_reason,
        subsets=result.subsets,
    )


def by_blup(totals: FloatArray) -> Estimates:
    """Return posterior means and standard deviations of the mixed model, each connected subset by itself.

    Taken together, subsets would be compared after all, by the belief that all got applications of one kind.
    """
    given = ~np.isnan(totals)
    subsets = connected_subsets(given)
    numbers = np.arange(1, max(int(subsets.count), 1) + 1)
    fit = fit_two_way(np.where(subsets.experts == numbers[:, None, None], totals, np.nan))
    of_expert, of_application = _own(subsets.experts), _own(subsets.applications)
    gap = np.full(subsets.experts.shape, np.nan)
    return Estimates(
        severity=fit.severity[of_expert],
        severity_error=np.sqrt(fit.severity_variance[of_expert]),
        infit=gap,
        outfit=gap,
        marks=given.sum(axis=0),
        expert_reason=np.where(subsets.experts > 0, fit.reason[of_expert[0]], np.uint8(Reason.NO_MARKS)),
        fair=fit.application[of_application],
        fair_error=np.sqrt(fit.application_variance[of_application]),
        application_reason=np.where(subsets.applications > 0, fit.reason[of_application[0]], np.uint8(Reason.NO_MARKS)),
        subsets=subsets,
    )


def _own(numbers: CountArray) -> tuple[CountArray, CountArray]:
    """Return the index of each member's own place in an array (subset, member)."""
    return np.maximum(numbers - 1, 0), np.arange(len(numbers))


def by_rasch(table: ScoreTable, weights: Weights | None, *, normalise: bool, scale: Scale | None) -> Estimates:
    """Return many-facet Rasch severities in logits, with infit and outfit, and fair totals in points."""
    n_applications, n_experts, _ = table.values.shape
    given = ~np.isnan(table.values)
    subsets = connected_subsets(np.asarray(given.any(axis=2)))
    fit = None if scale is None else fit_rasch(table.values, categories=_categories(table, scale))
    if fit is None or fit.reason is not Reason.NONE:
        reason = Reason.NO_SCALE if fit is None else fit.reason
        by_expert, by_application = np.full(n_experts, np.nan), np.full(n_applications, np.nan)
        return Estimates(
            severity=by_expert,
            severity_error=by_expert,
            infit=by_expert,
            outfit=by_expert,
            marks=given.sum(axis=(0, 2)),
            expert_reason=_reasons(given.any(axis=(0, 2)), reason),
            fair=by_application,
            fair_error=by_application,
            application_reason=_reasons(given.any(axis=(1, 2)), reason),
            subsets=subsets,
            reason=reason,
        )
    fair = fair_totals(fit, _weight_matrix(table, weights, normalise=normalise))
    return Estimates(
        severity=fit.experts.measure,
        severity_error=fit.experts.standard_error,
        infit=fit.experts.infit,
        outfit=fit.experts.outfit,
        marks=fit.experts.marks,
        expert_reason=fit.experts.reason,
        fair=fair.total,
        fair_error=fair.standard_error,
        application_reason=fair.reason,
        subsets=subsets,
    )


def _reasons(marked: ArrayLike, reason: Reason) -> CodeArray:
    return np.where(marked, np.uint8(reason), np.uint8(Reason.NO_MARKS))


def _categories(table: ScoreTable, scale: Scale) -> list[float]:
    """Return the points that may be given; those of insufficient material are 0, on the scale or not."""
    steps = int((scale.high - scale.low) / scale.step)
    points = {scale.low + step * scale.step for step in range(steps + 1)}
    if (table.states == MarkState.INSUFFICIENT).any():
        points.add(Decimal(0))
    return sorted(float(point) for point in points)


def _weight_matrix(table: ScoreTable, weights: Weights | None, *, normalise: bool) -> FloatArray:
    """Return what one point of each indicator adds to the total, shape (n_applications, n_indicators)."""
    applicable = attendance(table).applicable
    matrix = np.zeros(applicable.shape)
    for kind, rows in patterns(applicable):
        formula = total_formula(weights, table.indicators, kind, normalise=normalise)
        if formula is not None:
            matrix[rows] = np.array(formula.numerators, np.float64) / float(formula.denominator * formula.divisor)
    return matrix
