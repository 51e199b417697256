"""What the mixed model of a panel answers with."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import log, pi
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.agreement.result import CodeArray, CountArray
from scoring.statistics.reasons import Reason

BoolArray = NDArray[np.bool_]
LOG_2PI: Final = log(2 * pi)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TwoWayFit:
    """x = mu + u_application − severity_expert + e, all three random, by restricted maximum likelihood.

    Shapes are those of a stack of panels: (...) for one number a panel. Points are those of the marks, variances are in
    squared points. Everything is ``nan`` where `reason` is not ``NONE``, but the mean of equal marks.

    Attributes
    ----------
    mean : ndarray, shape (...)
        mu, by generalised least squares.
    var_application, var_expert, var_residual : ndarray, shape (...)
        Components, never negative: one that would be is 0, and the others are those of the model without it.
    log_likelihood : ndarray, shape (...)
        Restricted, with the constants of lme4; infinite where no residual is left.
    application, application_variance : ndarray, shape (..., n_applications)
        Posterior mean T_p and variance V_p of mu + u_p: mu with a flat prior, components taken as known. The variance
        counts that the panel as a whole may be severe. ``nan`` for an application without marks.
    severity, severity_variance : ndarray, shape (..., n_experts)
        Posterior mean and variance of an expert's severity; positive = marks lower than experts of his kind do (the
        opposite of lme4's ``ranef``). ``nan`` for an expert without marks.
    marks_per_application : ndarray of int, shape (..., n_applications)
        k_p.
    n_experts : ndarray of int, shape (...)
        Experts with marks.
    connected : ndarray of bool, shape (...)
        Whether every expert can be compared with every other, if only by way of others. Where not, what the model says
        of the difference between subsets rests on the belief that they got applications of one kind.
    reason : ndarray of uint8, shape (...)
        `Reason` of each panel.
    """

    mean: FloatArray
    var_application: FloatArray
    var_expert: FloatArray
    var_residual: FloatArray
    log_likelihood: FloatArray
    application: FloatArray
    application_variance: FloatArray
    severity: FloatArray
    severity_variance: FloatArray
    marks_per_application: CountArray
    n_experts: CountArray
    connected: BoolArray
    reason: CodeArray

    @property
    def icc_a1(self) -> FloatArray:
        """ICC(A,1), the share of applications in the variance of one mark, shape (...)."""
        total = self.var_application + self.var_expert + self.var_residual
        return np.asarray(np.divide(self.var_application, total, out=np.full(np.shape(total), np.nan), where=total > 0))

    def reason_of(self, panel: int | tuple[int, ...] = ()) -> Reason:
        """Return why one panel has no components."""
        return Reason(int(self.reason[panel]))


@dataclass(frozen=True, slots=True)
class Solution:
    """A fit of panels on one leading axis; attributes as in `TwoWayFit`, but leniency = −severity, as in lme4."""

    mean: FloatArray
    var_application: FloatArray
    var_expert: FloatArray
    var_residual: FloatArray
    log_likelihood: FloatArray
    application: FloatArray
    application_variance: FloatArray
    leniency: FloatArray
    leniency_variance: FloatArray


def empty_solution(n_panels: int, n_applications: int, n_experts: int) -> Solution:
    """Return a fit without a value."""
    numbers = [np.full(n_panels, np.nan) for _ in range(5)]
    return Solution(
        *numbers,
        *(np.full((n_panels, n_applications), np.nan) for _ in range(2)),
        *(np.full((n_panels, n_experts), np.nan) for _ in range(2)),
    )


def put(into: Solution, where: NDArray[np.intp], found: Solution) -> None:
    """Write the fit of some panels into that of all."""
    for one in fields(Solution):
        getattr(into, one.name)[where] = getattr(found, one.name)


def some(of: T, where: NDArray[np.intp]) -> T:
    """Return a record of arrays for some panels of its first axis."""
    kind: Any = type(of)
    return kind(*(getattr(of, one.name)[where] for one in fields(kind)))  # type: ignore[no-any-return]
