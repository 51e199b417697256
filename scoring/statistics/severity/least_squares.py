"""Severity by two-way least squares: the adjustment that is published."""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import of_panels
from scoring.statistics.severity.answer import answer, error_variance
from scoring.statistics.severity.entry import enter
from scoring.statistics.severity.result import Severity
from scoring.statistics.severity.two_way import Layouts, effects


def least_squares(marks: FloatArray, weights: FloatArray | None = None, *, layouts: Layouts | None = None) -> Severity:
    """Return severities and fair totals by weighted two-way least squares.

    x_pr = t_p + v_r + e_pr with Var e = σ²/w and Σ v = 0 in each connected subset; severity = −v, fair total = t.
    Applications are eliminated: S = diag(n_r) − Nᵀ diag(1/k_p) N, v = S⁺(Nᵀx − Nᵀ diag(1/k_p) N x), cov v = σ² S⁺,
    var t_p = σ²(1/k_p + g'S⁺g) with g_r = w_pr/k_p, σ² = Σ w e²/(n − unknowns); the F test of all v equal is
    v'Sv/(df σ²), the extra sum of squares. O(n R²) for n applications and R experts, and no n × n matrix (Searle 1971;
    connectedness: Weeks & Williams 1964). Checked against R's ``lm`` with sum-to-zero contrasts (golden answers
    ``sev.ls.*``) and ``numpy.linalg.lstsq`` on the dummy matrix.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        Totals, or marks of one indicator, in points; ``nan`` = no mark. Leading axes are panels.
    weights : ndarray, optional
        Weight of each mark, of the same shape or broadcast to it; 1 unless given. 0 leaves a mark out.
    layouts : Layouts, optional
        Of several calls whose marks stand in the same places.
    """
    known = layouts or Layouts()
    if weights is not None:
        return _least_squares(marks, weights, known)
    return of_panels(lambda panels: _least_squares(panels, None, known), np.asarray(marks, np.float64))


def _least_squares(marks: FloatArray, weights: FloatArray | None, layouts: Layouts) -> Severity:
    """Return what `least_squares` does, of a stack as a whole."""
    entry = enter(marks, weights)
    design = layouts.of(entry.weights)
    applications, experts = effects(design, entry.above)
    residuals = entry.above - applications[..., None] - experts[..., None, :]
    variance = error_variance(entry, design, residuals, design.freedom)
    return answer(
        entry,
        design,
        applications=applications,
        experts=experts,
        variance=variance,
        plain_variance=variance,
        weights=entry.weights,
    )
