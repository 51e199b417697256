"""The mixed model of a stack of panels."""

from __future__ import annotations

from math import prod

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import of_panels
from scoring.statistics.agreement.result import entered
from scoring.statistics.mixed.balanced import solve_balanced
from scoring.statistics.mixed.result import TwoWayFit, empty_solution, put
from scoring.statistics.mixed.unbalanced import solve_unbalanced
from scoring.statistics.reasons import Reason


def fit_two_way(marks: FloatArray) -> TwoWayFit:
    """Fit x = mu + u_application − severity_expert + e by restricted maximum likelihood.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        Totals, or the marks of one indicator; ``nan`` where there is none. Leading axes are a stack of panels.

    Returns
    -------
    TwoWayFit
        Components, and posterior means and variances of applications and experts. A panel in which every expert scored
        every application is solved in closed form (`balanced`), one with gaps by Newton's method (`unbalanced`).

    Notes
    -----
    Searle, Casella & McCulloch (1992). Checked against lme4 in the golden cases p01, p05, p08, p11, p15 and p16.
    A panel whose applications were each scored by one expert, or which holds as many unknowns as marks, has no
    components: `Reason` says so. One that falls apart has them, with `connected` false.
    """
    return of_panels(_fit, np.asarray(marks, np.float64))


def _fit(marks: FloatArray) -> TwoWayFit:
    """Return what `fit_two_way` does, of a stack as a whole."""
    *stack, n_applications, n_experts = marks.shape
    who = entered(marks)
    flat = marks.reshape(prod(stack), n_applications, n_experts)
    reason = who.reason.reshape(-1).copy()
    connected = np.zeros(len(flat), np.bool_)
    solution = empty_solution(*flat.shape)
    usable = reason == Reason.NONE
    complete = usable & who.complete.reshape(-1)
    closed, searched = np.flatnonzero(complete), np.flatnonzero(usable & ~complete)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # what overflows is found out below
        if closed.size:
            found, reason[closed] = solve_balanced(flat if closed.size == len(flat) else flat[closed])
            put(solution, closed, found)
            connected[closed] = True
        if searched.size:
            found, reason[searched], connected[searched] = solve_unbalanced(flat[searched])
            put(solution, searched, found)
    bad = (
        usable
        & (reason == Reason.NONE)
        & ~np.isfinite(solution.var_residual + solution.application_variance.max(axis=1, initial=0.0))
    )
    reason[bad] = Reason.NOT_FINITE

    def number(values: FloatArray) -> FloatArray:
        return np.where(reason == Reason.NONE, values, np.nan).reshape(stack)

    def row(values: FloatArray, there: FloatArray) -> FloatArray:
        kept = (reason == Reason.NONE)[:, None] & there
        return np.where(kept, values, np.nan).reshape(*stack, values.shape[1])

    given = ~np.isnan(flat)
    per_application, per_expert = given.sum(axis=2), given.sum(axis=1)
    return TwoWayFit(
        mean=np.where((reason == Reason.NONE) | (reason == Reason.ALL_EQUAL), solution.mean, np.nan).reshape(stack),
        var_application=number(solution.var_application),
        var_expert=number(solution.var_expert),
        var_residual=number(solution.var_residual),
        log_likelihood=number(solution.log_likelihood),
        application=row(solution.application, per_application > 0),
        application_variance=row(solution.application_variance, per_application > 0),
        severity=row(-solution.leniency, per_expert > 0),
        severity_variance=row(solution.leniency_variance, per_expert > 0),
        marks_per_application=per_application.reshape(*stack, n_applications),
        n_experts=who.n_experts,
        connected=connected.reshape(stack),
        reason=reason.reshape(stack),
    )
