"""From the solver's point to what people read: measures with errors and fit, by facet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.rasch.categories import IntArray, Model, Scales
from scoring.statistics.rasch.expected import expected_points
from scoring.statistics.rasch.extremes import (
    APPLICATION,
    EXPERT,
    FACETS,
    INDICATOR,
    BoolArray,
    Estimable,
    NumberArray,
    measure_the_rest,
)
from scoring.statistics.rasch.fit_statistics import FitStatistics, fit_statistics
from scoring.statistics.rasch.newton import Solution
from scoring.statistics.rasch.prepare import Prepared
from scoring.statistics.rasch.result import Facet, RaschFit
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.connected import Subsets, connected_subsets

_APART = 1e-6  # entries of null vectors that differ by more than rounding
_ROUNDING = 1e-20  # a variance of measures that are equal, in squared logits

# Axes of `marks`, which come the other way round in `numbers`.
_OTHER_AXES = {APPLICATION: (1, 2), EXPERT: (0, 2), INDICATOR: (0, 1)}
_SIGNS = {APPLICATION: 1.0, EXPERT: -1.0, INDICATOR: -1.0}


def nothing(marks: FloatArray, scales: Scales, model: Model, reason: Reason, *, iterations: int = 0) -> RaschFit:
    """Return a fit without measures, with the reason."""
    subsets = connected_subsets(np.asarray(~np.isnan(marks).all(axis=2)))
    facets = {axis: _unmeasured(marks, axis, reason) for axis in FACETS}
    gaps = [np.full(size, np.nan) for size in marks.shape]
    intercepts = np.full(scales.points.shape, np.nan)
    return RaschFit(
        facets[APPLICATION],
        facets[EXPERT],
        facets[INDICATOR],
        model=model,
        points=scales.points,
        thresholds=intercepts[:, 1:],
        intercepts=intercepts,
        eta_applications=gaps[0],
        eta_experts=gaps[1],
        eta_indicators=gaps[2],
        log_likelihood=np.nan,
        connected=bool(subsets.count == 1),
        application_subset=subsets.applications,
        expert_subset=subsets.experts,
        iterations=iterations,
        reason=reason,
    )


def _unmeasured(marks: FloatArray, axis: int, reason: Reason) -> Facet:
    count, mean = _observed(marks, axis)
    gap = np.full(count.size, np.nan)
    reasons = np.where(count > 0, reason, Reason.NO_MARKS).astype(np.uint8)
    extreme = np.zeros(count.size, np.int8)
    return Facet(gap, gap, gap, gap, gap, gap, count, mean, gap, extreme, reasons, np.nan, np.nan, reason)


def _observed(marks: FloatArray, axis: int) -> tuple[IntArray, FloatArray]:
    """Return how many marks each element has, and their mean; ``nan`` where one is infinite."""
    others = _OTHER_AXES[axis]
    usable = np.isfinite(marks)
    count = usable.sum(axis=others)
    total = np.sum(marks, axis=others, where=usable)
    mean = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    return (~np.isnan(marks)).sum(axis=others), np.where(np.isinf(marks).any(axis=others), np.nan, mean)


def report(
    marks: FloatArray,
    numbers: NumberArray,
    scales: Scales,
    model: Model,
    estimable: Estimable,
    prepared: Prepared,
    solution: Solution,
) -> RaschFit:
    """Return the fit of a solution, with the elements that were set aside measured beside those estimated."""
    point, layout = solution.point, prepared.layout
    fits = fit_statistics(prepared.numbers, layout, point)
    by_group = np.full((int(scales.group.max()) + 1, scales.points.shape[1]), -np.inf)
    by_group[prepared.groups, prepared.first : prepared.first + point.intercepts.shape[1]] = point.intercepts
    intercepts = by_group[scales.group]

    eta: dict[int, FloatArray] = {}
    information: dict[int, FloatArray] = {}
    for axis, found in ((APPLICATION, point.applications), (EXPERT, point.experts), (INDICATOR, point.indicators)):
        eta[axis] = _spread_out(found, estimable.kept[axis])
        information[axis] = _spread_out(fits[axis].information, estimable.kept[axis])
    measure_the_rest(numbers, estimable, eta, information, intercepts)

    subsets = connected_subsets(np.asarray((numbers >= 0).any(axis=0).T))
    connected = solution.null.shape[1] == 2
    incomparable = _incomparable(eta, subsets, estimable, solution.null)
    fair = _fair_means(eta, intercepts, scales.points, float(point.applications.mean()))
    facets = {}
    for axis in FACETS:
        count, mean = _observed(marks, axis)
        facets[axis] = _facet(
            measure=_SIGNS[axis] * eta[axis] + 0.0,
            information=information[axis],
            fit=fits[axis],
            kept=estimable.kept[axis],
            extreme=_extreme(numbers, estimable, axis),
            observed=(count, mean),
            fair_mean=fair[axis],
            incomparable=incomparable[axis],
            connected=connected,
        )
    return RaschFit(
        facets[APPLICATION],
        facets[EXPERT],
        facets[INDICATOR],
        model=model,
        points=scales.points,
        thresholds=_thresholds(intercepts),
        intercepts=intercepts,
        eta_applications=eta[APPLICATION],
        eta_experts=eta[EXPERT],
        eta_indicators=eta[INDICATOR],
        log_likelihood=solution.log_likelihood,
        connected=connected,
        application_subset=subsets.applications,
        expert_subset=subsets.experts,
        iterations=solution.iterations,
        reason=Reason.NONE,
    )


def _spread_out(values: FloatArray, kept: BoolArray) -> FloatArray:
    out = np.full(kept.size, np.nan)
    out[kept] = values
    return out


def _thresholds(intercepts: FloatArray) -> FloatArray:
    between = np.isfinite(intercepts[:, 1:]) & np.isfinite(intercepts[:, :-1])
    gaps = np.full(between.shape, np.nan)
    return np.asarray(np.subtract(intercepts[:, :-1], intercepts[:, 1:], out=gaps, where=between))


def _incomparable(
    eta: dict[int, FloatArray], subsets: Subsets, estimable: Estimable, null: FloatArray
) -> dict[int, NDArray[np.uint8]]:
    """Return the reason of elements whose measure rests on a convention alone.

    The only expert of a subset and the only indicator have nobody to be compared with. Two experts of a subset (or two
    indicators) whom a direction without consequence moves apart cannot be compared either: each marked indicators of
    his own, say, and who is severe cannot be told from what is hard.
    """
    n_experts = int(estimable.kept[EXPERT].sum())
    found = {APPLICATION: np.zeros(eta[APPLICATION].size, np.uint8)}
    for axis, labels, rows, lone in (
        (EXPERT, subsets.experts, null[:n_experts], Reason.ONE_EXPERT),
        (INDICATOR, np.ones(eta[INDICATOR].size, np.int64), null[n_experts:], Reason.NO_INDICATORS),
    ):
        measured = ~np.isnan(eta[axis])
        company = np.bincount(labels[measured], minlength=labels.max(initial=0) + 1)
        reasons = np.where(company[labels] < 2, lone, Reason.NONE).astype(np.uint8)
        of_kept = labels[estimable.kept[axis]]
        for label in np.unique(of_kept):
            if np.ptp(rows[of_kept == label], axis=0).max(initial=0.0) > _APART:
                reasons[labels == label] = Reason.CONFOUNDED
        found[axis] = reasons
    return found


def _extreme(numbers: NumberArray, estimable: Estimable, axis: int) -> NDArray[np.int8]:
    """Return 1 for elements with only the highest marks, -1 for those with only the lowest, among those set aside."""
    others = tuple(other for other in FACETS if other != axis)
    given = numbers >= 0
    known = estimable.lowest[:, None, None] >= 0
    above = (given & ((numbers > estimable.lowest[:, None, None]) | ~known)).any(axis=others)
    below = (given & ((numbers < estimable.highest[:, None, None]) | ~known)).any(axis=others)
    aside = ~estimable.kept[axis] & given.any(axis=others)
    return (aside * (above.astype(np.int8) - below.astype(np.int8))).astype(np.int8)


def _facet(
    *,
    measure: FloatArray,
    information: FloatArray,
    fit: FitStatistics,
    kept: BoolArray,
    extreme: NDArray[np.int8],
    observed: tuple[IntArray, FloatArray],
    fair_mean: FloatArray,
    incomparable: NDArray[np.uint8],
    connected: bool,
) -> Facet:
    marks, mean = observed
    reason = np.select(
        [marks == 0, np.isnan(measure), incomparable != Reason.NONE, ~kept],
        [np.full(marks.shape, Reason.NO_MARKS), np.full(marks.shape, Reason.ALL_EQUAL), incomparable, Reason.EXTREME],
        Reason.NONE,
    ).astype(np.uint8)
    unknown = np.isnan(measure) | (incomparable != Reason.NONE)
    measure = np.where(unknown, np.nan, measure)
    error = np.sqrt(1.0 / np.where(unknown | (information <= 0), np.nan, information))
    separation, reliability, why = _separation(measure[kept], error[kept], connected=connected)
    return Facet(
        measure=measure,
        standard_error=error,
        infit=_spread_out(fit.infit, kept),
        outfit=_spread_out(fit.outfit, kept),
        infit_z=_spread_out(fit.infit_z, kept),
        outfit_z=_spread_out(fit.outfit_z, kept),
        marks=marks,
        observed_mean=mean,
        fair_mean=fair_mean,
        extreme=extreme,
        reason=reason,
        separation=separation,
        reliability=reliability,
        spread_reason=why,
    )


def _separation(measure: FloatArray, error: FloatArray, *, connected: bool) -> tuple[float, float, Reason]:
    """Return separation and reliability (Wright & Masters 1982, ch. 5), or why there are none."""
    known = ~np.isnan(measure)
    if not connected:
        return np.nan, np.nan, Reason.NOT_CONNECTED
    if known.sum() < 2:
        return np.nan, np.nan, Reason.TOO_FEW
    variance = float(np.var(measure[known], ddof=1))
    noise = float(np.mean(error[known] ** 2))
    if variance < _ROUNDING:
        return np.nan, np.nan, Reason.NO_VARIANCE
    true = max(variance - noise, 0.0)
    return float(np.sqrt(true / noise)), true / variance, Reason.NONE


def _fair_means(
    eta: dict[int, FloatArray], intercepts: FloatArray, points: FloatArray, mean_application: float
) -> dict[int, FloatArray]:
    """Return each element's expected points of a mark, beside average elements of the other facets."""
    measured = ~np.isnan(eta[INDICATOR])
    indicators = (eta[INDICATOR][measured], intercepts[measured], points[measured])
    return {
        APPLICATION: expected_points(eta[APPLICATION], *indicators)[0].mean(axis=0),
        EXPERT: expected_points(mean_application + eta[EXPERT], *indicators)[0].mean(axis=0),
        INDICATOR: expected_points(np.array([mean_application]), eta[INDICATOR], intercepts, points)[0][:, 0],
    }
