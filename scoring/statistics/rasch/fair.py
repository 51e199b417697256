"""The total an application would get, in points, if experts of mean severity marked every indicator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.rasch.expected import expected_points
from scoring.statistics.rasch.result import RaschFit
from scoring.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class FairTotals:
    """Fair totals, arrays of shape (n_applications,).

    Attributes
    ----------
    total : ndarray
        Points; ``nan`` where undefined.
    standard_error : ndarray
        Points: that of the application's measure times the slope of the total, the other measures taken as known.
    reason : ndarray of uint8
        `Reason` of each.
    """

    total: FloatArray
    standard_error: FloatArray
    reason: NDArray[np.uint8]


def fair_totals(fit: RaschFit, weights: FloatArray | None = None, *, normalise: bool = False) -> FairTotals:
    """Return Σ_i weight_i × expected points on indicator i at the application's measure and severity 0.

    Linacre's fair average (1989), summed over indicators as the panel sums its marks. An indicator whose marks are all
    the same point has no difficulty, and its expected points are that point. Extreme applications stand at their
    adjusted measure and so a little inside the end of the scale. Where experts fall apart into subsets, severity 0 is
    the mean of the subset, and totals of different subsets may not be set side by side.

    Parameters
    ----------
    fit : RaschFit
        The answer of `fit_rasch`.
    weights : ndarray, shape (n_indicators,) or (n_applications, n_indicators), optional
        Without them a total is the mean of the indicators.
    normalise : bool
        Divide by the sum of the weights.
    """
    n_applications, n_indicators = fit.eta_applications.size, fit.eta_indicators.size
    weight = np.broadcast_to(1.0 if weights is None else weights, (n_applications, n_indicators))
    sums = weight.sum(axis=1)
    no_weight = (weight == 0).all(axis=1)
    if normalise or weights is None:
        weight = np.divide(weight, sums[:, None], out=np.zeros(weight.shape), where=sums[:, None] != 0)
        no_weight |= sums == 0
    expected, slope = expected_points(fit.eta_applications, fit.eta_indicators, fit.intercepts, fit.points)
    constant = (fit.indicators.reason == Reason.ALL_EQUAL) & (fit.reason is Reason.NONE)
    expected[constant] = fit.indicators.observed_mean[constant, None]
    slope[constant] = 0.0
    total, rise = (np.sum(np.where(weight != 0, weight * part.T, 0.0), axis=1) for part in (expected, slope))
    reason = np.select(
        [no_weight, np.isnan(fit.eta_applications), np.isnan(total)],
        [np.full(n_applications, Reason.ZERO_WEIGHTS), fit.applications.reason, Reason.INCOMPLETE_SHEET],
        Reason.NONE,
    ).astype(np.uint8)
    defined = reason == Reason.NONE
    return FairTotals(
        np.where(defined, total, np.nan),
        np.where(defined, np.abs(rise) * fit.applications.standard_error, np.nan),
        reason,
    )
