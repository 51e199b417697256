"""The probability of each grade, and that another panel would decide the same: what the marks of a panel make sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.mixed import TwoWayFit, fit_two_way
from scoring.statistics.probability.grades import probability_of, probability_of_grades
from scoring.statistics.probability.same_decision import (
    error_by_own_spread,
    error_of_adjusted_total,
    error_of_total,
    severity_freedom,
)
from scoring.statistics.reasons import Reason

Design = Literal["total", "adjusted", "own_spread"]
"""Whose error another panel's total has: the plain mean's, an adjusted total's, or one that knows who is disputed."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a stack of panels makes sure of its applications.

    Attributes
    ----------
    grade : ndarray of int, shape (..., n_applications)
        The grade that the total reaches, a place in ``cuts.names``; -1 without a total.
    probability : ndarray, shape (..., n_applications, n_grades)
        How sure the marks make each grade; never the probability that the decision is right.
    same : ndarray, shape (..., n_applications)
        Probability that another panel of the same size gives `grade` as well.
    fit : TwoWayFit
        The model; `fit.application` and `fit.application_variance` are T and V.
    error_variance : ndarray, shape (..., n_applications)
        s², of another panel's total.
    consistency, kappa : ndarray, shape (...)
        Of the panel as a whole: mean of `same`, and how far that is beyond chance.
    reason : ndarray of uint8, shape (..., n_applications)
        `Reason` where there is no probability.
    """

    grade: NDArray[np.int64]
    probability: FloatArray
    same: FloatArray
    fit: TwoWayFit
    error_variance: FloatArray
    consistency: FloatArray
    kappa: FloatArray
    reason: NDArray[np.uint8]


def panel_outlook(
    expert_totals: FloatArray,
    cuts: CutScores,
    *,
    totals: FloatArray | None = None,
    design: Design = "total",
    student: bool = False,
) -> Outlook:
    """Return how sure a panel's marks make each grade, and whether another panel would decide the same.

    With T_p and V_p the posterior mean and variance of mu + u_p (`mixed.fit_two_way`), and s² the error variance of the
    total that other experts, as many, would give,

        P(grade g)         = P(N(T_p, V_p) in g's interval)
        P(same by another) = P(N(T_p, V_p + s²) in the interval of the grade that was reached)

    The grade is that of the total, which is not shrunk; T_p is, so the surest grade may be another.

    Parameters
    ----------
    expert_totals : ndarray, shape (..., n_applications, n_experts)
        ``nan`` where an expert gave none. Leading axes are a stack of panels.
    cuts : CutScores
    totals : ndarray, shape (..., n_applications), optional
        The panel's totals that are decided by; the means of `expert_totals` unless given.
    design : {"total", "adjusted", "own_spread"}
        Which s²: see `same_decision`.
    student : bool
        Count that σ²_r was estimated from few experts: Student's t in place of the normal distribution, with
        Satterthwaite's degrees of freedom.

    Notes
    -----
    By default components are taken as known. Simulated with 100 applications, error variance 31 and severities of
    standard deviation 6, the mean of `same` is above what independent panels do by .025 with 3 experts, .015 with 5,
    .007 with 7, .005 with 9 (`student`: .015, .009, .003, .003), and by .008 where each application has 3 of 9.
    """
    fit = fit_two_way(expert_totals)
    count = fit.marks_per_application
    if totals is None:
        sums = np.where(np.isfinite(expert_totals), expert_totals, 0.0).sum(axis=-1)
        totals = np.divide(sums, count, out=np.full(sums.shape, np.nan), where=count > 0)
    grade = cuts.grade_of(totals)
    freedom = None
    match design:
        case "total":
            error = error_of_total(fit)
        case "adjusted":
            error = error_of_adjusted_total(fit)
        case "own_spread":
            error, freedom = error_by_own_spread(fit, expert_totals)
    reason = _reasons(fit, totals)
    known = np.where(reason == Reason.NONE, fit.application, np.nan)
    variance, both = fit.application_variance, fit.application_variance + error
    own_freedom = None
    if student:
        of_panel = _of_severity(fit, fit.n_experts[..., None])
        other = of_panel if design == "adjusted" else _of_severity(fit, count)
        own_freedom = severity_freedom(fit, variance, of_panel)
        freedom = severity_freedom(fit, both, of_panel + other) if freedom is None else freedom
    probability = probability_of_grades(known, variance, cuts, freedom=own_freedom)
    another = probability_of_grades(known, both, cuts, freedom=freedom)
    same = probability_of(grade, another)
    consistency, kappa = _beyond_chance(grade, another, same)
    return Outlook(grade, probability, same, fit, error, consistency, kappa, reason)


def _of_severity(fit: TwoWayFit, count: NDArray[np.int64]) -> FloatArray:
    """Return the variance of a mean of so many severities, shape (..., n_applications)."""
    return np.asarray(np.broadcast_to(fit.var_expert[..., None] / np.maximum(count, 1), fit.application.shape))


def _reasons(fit: TwoWayFit, totals: FloatArray) -> NDArray[np.uint8]:
    """Return why there is no probability: the panel's reason, or that of an application without a total."""
    of_panel = np.where((fit.reason == Reason.NONE) & ~fit.connected, np.uint8(Reason.NOT_CONNECTED), fit.reason)
    without = np.isnan(totals) | (fit.marks_per_application == 0)
    of_application = np.where(without, np.uint8(Reason.INCOMPLETE_SHEET), np.uint8(Reason.NONE))
    return np.where(without, of_application, of_panel[..., None])


def _beyond_chance(grade: NDArray[np.int64], another: FloatArray, same: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the mean of `same` and its kappa, chance being two panels that give their grades as often, to anybody."""
    there = ~np.isnan(same)
    n = there.sum(axis=-1)

    def mean(values: FloatArray, count: NDArray[np.int64]) -> FloatArray:
        return np.asarray(np.divide(values, count, out=np.full(np.shape(values), np.nan), where=count > 0))

    consistency = mean(np.where(there, same, 0.0).sum(axis=-1), n)
    given = (grade[..., None] == np.arange(another.shape[-1])) & there[..., None]
    shares = mean(given.sum(axis=-2).astype(np.float64), n[..., None])
    others = mean(np.where(there[..., None], another, 0.0).sum(axis=-2), n[..., None])
    chance = (shares * others).sum(axis=-1)
    room = 1 - chance
    return consistency, np.divide(consistency - chance, room, out=np.full(np.shape(room), np.nan), where=room > 1e-12)
