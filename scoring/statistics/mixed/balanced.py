"""REML where every expert scored every application: a closed form."""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.anova import TwoWay, two_way
from scoring.statistics.agreement.result import CodeArray
from scoring.statistics.mixed.result import LOG_2PI, Solution
from scoring.statistics.reasons import Reason


def solve_balanced(marks: FloatArray) -> tuple[Solution, CodeArray]:
    """Return the REML fit of complete panels, shape (n_panels, n_applications, n_experts), and why there is none.

    Rows and columns without marks do not count. With n applications and k experts the restricted likelihood is that of
    three mean squares (Searle, Casella & McCulloch 1992, ch. 4),

        −2 l = (nk − 1) log 2π + log nk + Σ_i df_i (log λ_i + MS_i / λ_i),
        λ_e = σ²_e,  λ_p = σ²_e + k σ²_p ≥ λ_e,  λ_r = σ²_e + n σ²_r ≥ λ_e,

    so the components are those of the analysis of variance, unless one comes out negative: then the optimum lies on
    the boundary, its mean square is pooled with the error, and the other is computed from the pooled error. The
    smaller one is pooled first. Checked against lme4 in the golden cases p01, p05, p08, p11, p16.

    With mu flat, mu + u_p splits into the mean over the panel and the deviation from it, which are independent:

        T_p = x̄ + ρ (x̄_p − x̄),  ρ = σ²_p / (σ²_p + σ²_e / k)
        V_p = (1 − ρ) σ²_p (1 − 1/n) + σ²_r / k + σ²_e / (nk)
    """
    found = two_way(marks)
    n, k = np.asarray(found.n_applications, np.float64), np.asarray(found.n_experts, np.float64)
    of_application, of_expert, error = _pooled(found)
    var_application = (of_application - error) / k
    var_expert = (of_expert - error) / n

    by_application, by_expert = _means(marks, 2, k), _means(marks, 1, n)
    grand = found.grand_mean
    kept = _share(var_application, error / k)
    kept_expert = _share(var_expert, error / n)
    deviation = (1 - kept) * var_application * (1 - 1 / n)
    variance = deviation + var_expert / k + error / (n * k)
    variance_expert = (1 - kept_expert) * var_expert * (1 - 1 / k) + var_expert / k
    solution = Solution(
        mean=grand,
        var_application=var_application,
        var_expert=var_expert,
        var_residual=error,
        log_likelihood=_log_likelihood(found, of_application, of_expert, error),
        application=grand[:, None] + kept[:, None] * (by_application - grand[:, None]),
        application_variance=np.repeat(variance[:, None], marks.shape[1], axis=1),
        leniency=kept_expert[:, None] * (by_expert - grand[:, None]),
        leniency_variance=np.repeat(variance_expert[:, None], marks.shape[2], axis=1),
    )
    equal = found.all_equal & (found.reason == Reason.NONE)
    return solution, np.where(equal, np.uint8(Reason.ALL_EQUAL), found.reason)


def _pooled(found: TwoWay) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return λ_p, λ_r, λ_e: mean squares pooled until none is below the error's."""
    squares = [found.ms_applications, found.ms_experts]
    freedoms = [found.df_applications, found.df_experts]
    error, freedom = found.ms_error, found.df_error
    applications_first = squares[0] <= squares[1]
    pooled = [np.zeros(np.shape(error), np.bool_), np.zeros(np.shape(error), np.bool_)]
    for turn in (True, False):
        for which in (0, 1):
            now = ((applications_first == (which == 0)) == turn) & (squares[which] < error)
            together = freedom + freedoms[which]
            error = np.where(now, (freedom * error + freedoms[which] * squares[which]) / together, error)
            freedom = np.where(now, together, freedom)
            pooled[which] |= now
    return np.where(pooled[0], error, squares[0]), np.where(pooled[1], error, squares[1]), error


def _log_likelihood(found: TwoWay, of_application: FloatArray, of_expert: FloatArray, error: FloatArray) -> FloatArray:
    cells = np.asarray(found.n_marks, np.float64)
    doubled = (cells - 1) * LOG_2PI + np.log(cells)
    with np.errstate(divide="ignore", invalid="ignore"):
        for freedom, square, scale in (
            (found.df_applications, found.ms_applications, of_application),
            (found.df_experts, found.ms_experts, of_expert),
            (found.df_error, found.ms_error, error),
        ):
            doubled = doubled + freedom * (np.log(scale) + np.where(scale > 0, square / scale, 0.0))
    return np.where(error > 0, -doubled / 2, np.inf)


def _share(signal: FloatArray, noise: FloatArray) -> FloatArray:
    total = signal + noise
    return np.divide(signal, total, out=np.zeros(np.shape(total)), where=total > 0)


def _means(marks: FloatArray, axis: int, count: FloatArray) -> FloatArray:
    """Return means over one axis; ``nan`` where there is no mark."""
    sums = np.asarray(np.nansum(marks, axis=axis) / count[:, None])
    return np.where(np.isnan(marks).all(axis=axis), np.nan, sums)
