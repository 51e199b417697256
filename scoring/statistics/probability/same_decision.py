"""How far another panel's total may lie from what it measures, and whether it would give the same grade."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from scoring.model import FloatArray
from scoring.statistics.agreement.anova import two_way
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.mixed import TwoWayFit
from scoring.statistics.reasons import Reason

_PRIOR_FREEDOM = 8


def error_of_total(fit: TwoWayFit) -> FloatArray:
    """Return s², the error variance of the mean of as many totals by other experts, shape (..., n_applications).

    s² = (σ²_r + σ²_e) / k_p: the next panel's experts are others, and so is what they are severe by.
    """
    of_mark = fit.var_expert + fit.var_residual
    return _over(of_mark[..., None], fit.marks_per_application)


def error_of_adjusted_total(fit: TwoWayFit) -> FloatArray:
    """Return s² of a total from which severities were taken out, shape (..., n_applications).

    s² = σ²_e / k_p + σ²_r / R, R being the experts of the round: what an adjusted total keeps of severity is that of
    all experts together.
    """
    of_panel = _over(fit.var_expert, fit.n_experts)[..., None]
    return np.asarray(_over(fit.var_residual[..., None], fit.marks_per_application) + of_panel)


def error_by_own_spread(fit: TwoWayFit, totals: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return s² where applications are disputed unequally, and its degrees of freedom, both (..., n_applications).

    The variance of one mark is that of all applications, worth 8 degrees of freedom, with that of the application's own
    totals s²_p, worth k_p − 1:

        s² = ((k_p − 1) s²_p + 8 (σ²_r + σ²_e)) / ((k_p + 7) k_p),  k_p + 7 degrees of freedom

    so that an application on which the panel is split is known to be less certain. 8 was chosen by simulation: the same
    calibration as `error_of_total` where all are disputed alike.
    """
    k = fit.marks_per_application
    given = np.isfinite(totals)
    mean = _over(np.where(given, totals, 0.0).sum(axis=-1), k)
    squares = np.where(given, (totals - mean[..., None]) ** 2, 0.0).sum(axis=-1)
    freedom = np.maximum(k - 1, 0) + _PRIOR_FREEDOM
    pooled = squares + _PRIOR_FREEDOM * (fit.var_expert + fit.var_residual)[..., None]
    return _over(pooled / freedom, k), np.asarray(freedom, np.float64)


def severity_freedom(fit: TwoWayFit, variance: FloatArray, of_severity: FloatArray) -> FloatArray:
    """Return the degrees of freedom of a variance of which a part is severity, all (..., n_applications).

    Satterthwaite's (1946), everything but severity taken as known: variance² / (part² / (R − 1)). Infinite without any.
    """
    known = np.maximum(fit.n_experts - 1, 1)[..., None]
    uncertain = of_severity**2 / known
    return np.asarray(np.divide(variance**2, uncertain, out=np.full(variance.shape, np.inf), where=uncertain > 0))


def _over(value: FloatArray, count: NDArray[np.int64]) -> FloatArray:
    value, count = np.broadcast_arrays(value, count)
    return np.asarray(np.divide(value, count, out=np.full(value.shape, np.nan), where=count > 0))


def same_by_student(totals: FloatArray, cuts: CutScores) -> tuple[FloatArray, NDArray[np.uint8]]:
    """Return the probability that another panel gives the same grade by t alone, and `Reason` of each panel.

    A check of `outlook.panel_outlook` that needs no model of the applications: with SEM the absolute standard error of
    measurement of a mean of k totals,

        SEM² = MSC / (nk) + MSE (n − 1) / (nk),  another's mean ~ x_p + √2 SEM t_df,

    df by Satterthwaite (1946) of the two mean squares. It does not shrink, so it is less sure far from the middle.

    Parameters
    ----------
    totals : ndarray, shape (..., n_applications, n_experts)
        Complete; a panel with gaps has `GAPS` for its reason.
    cuts : CutScores

    Returns
    -------
    same : ndarray, shape (..., n_applications)
    reason : ndarray of uint8, shape (...)
    """
    found = two_way(totals)
    n, k = np.asarray(found.n_applications, np.float64), np.asarray(found.n_experts, np.float64)
    reason = np.where((found.reason == Reason.NONE) & ~found.complete, np.uint8(Reason.GAPS), found.reason)
    reason = np.where((reason == Reason.NONE) & found.all_equal, np.uint8(Reason.ALL_EQUAL), reason)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        severity, error = found.ms_experts / (n * k), found.ms_error * (n - 1) / (n * k)
        freedom = (severity + error) ** 2 / (severity**2 / found.df_experts + error**2 / found.df_error)
        spread = np.sqrt(2 * (severity + error))
        mean = np.nansum(totals, axis=-1) / k[..., None]
        grade = cuts.grade_of(mean)
        bounds = np.array([-np.inf, *cuts.scores, np.inf])
        low, high = bounds[np.maximum(grade, 0)], bounds[np.maximum(grade, 0) + 1]
        below, above = ((edge - mean) / spread[..., None] for edge in (low, high))
        same = stdtr(freedom[..., None], above) - stdtr(freedom[..., None], below)
        same = np.where((spread == 0)[..., None], 1.0, same)
    there = (reason == Reason.NONE)[..., None] & ~np.isnan(totals).all(axis=-1)
    return np.where(there, same, np.nan), reason
