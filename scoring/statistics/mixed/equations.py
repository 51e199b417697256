"""The mixed-model equations of a panel with gaps, applications eliminated: nothing is ever n × n."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.model import FloatArray


@dataclass(frozen=True, slots=True)
class Sums:
    """What of a stack of panels enters the equations; panels on the first axis.

    What an application's mean explains is kept apart from what lies within it, so that no large sums are subtracted.

    Attributes
    ----------
    given : ndarray, shape (n_panels, n_applications, n_experts)
        N: 1 where there is a mark, 0 where not.
    count, mean : ndarray, shape (n_panels, n_applications)
        k_p, and the mean of the application's marks (0 without any).
    expert_count, within : ndarray, shape (n_panels, n_experts)
        n_r, and the sum of the expert's marks less the means of their applications.
    fixed : ndarray, shape (n_panels, n_experts, n_experts)
        diag(n_r) − Nᵀ diag(1/k) N.
    squares, marks : ndarray, shape (n_panels,)
        Sum of squares within applications, and how many marks there are.
    """

    given: FloatArray
    count: FloatArray
    mean: FloatArray
    expert_count: FloatArray
    within: FloatArray
    fixed: FloatArray
    squares: FloatArray
    marks: FloatArray


def sums(marks: FloatArray) -> Sums:
    """Return the sums of marks of shape (n_panels, n_applications, n_experts), best centred; ``nan`` = no mark."""
    there = ~np.isnan(marks)
    given = there.astype(np.float64)
    count, expert_count = given.sum(axis=2), given.sum(axis=1)
    divisor = np.maximum(count, 1.0)
    mean = np.where(there, marks, 0.0).sum(axis=2) / divisor
    within = np.where(there, marks - mean[:, :, None], 0.0)
    n_experts = marks.shape[2]
    return Sums(
        given=given,
        count=count,
        mean=mean,
        expert_count=expert_count,
        within=within.sum(axis=1),
        fixed=expert_count[:, :, None] * np.eye(n_experts) - _folded(given, 1 / divisor),
        squares=np.einsum("par,par->p", within, within),
        marks=given.sum(axis=(1, 2)),
    )


def _folded(given: FloatArray, weights: FloatArray) -> FloatArray:
    """Return Nᵀ diag(w) N."""
    return np.asarray(given.transpose(0, 2, 1) @ (given * weights[:, :, None]))


@dataclass(frozen=True, slots=True)
class Equations:
    """The equations at ratios s = σ²_p / σ²_e and t = σ²_r / σ²_e; panels on the first axis.

    With D_p = s / (1 + s k_p), the mark's covariance over σ²_e within applications is inverted by hand,
    W = I − D_p J, and what is left is of the size of the experts:

        A = diag(n_r) − Nᵀ diag(D) N,  M = I + t A,  a = n_r − Nᵀ D k,  b = Σx_r − Nᵀ D Σx_p
        (Henderson 1963; Searle, Casella & McCulloch 1992, ch. 7)

    Attributes
    ----------
    own : ndarray, shape (n_panels, n_applications)
        1 − D_p k_p = 1 / (1 + s k_p).
    information, inverse : ndarray, shape (n_panels, n_experts, n_experts)
        M⁻¹A and M⁻¹.
    through : ndarray, shape (n_panels, n_experts)
        M⁻¹ a.
    precision, mean, squares : ndarray, shape (n_panels,)
        X'V⁻¹X, mu, and y'Py, the generalised residual sum of squares.
    leniency : ndarray, shape (n_panels, n_experts)
        Posterior means of the experts' effects.
    rest : ndarray, shape (n_panels, n_applications)
        Sum of the application's marks less mu and leniencies; D_p times it is the posterior mean of its effect.
    criterion : ndarray, shape (n_panels,)
        −2 × the restricted log-likelihood, σ²_e at its best, without constants.
    """

    own: FloatArray
    information: FloatArray
    inverse: FloatArray
    through: FloatArray
    precision: FloatArray
    mean: FloatArray
    squares: FloatArray
    leniency: FloatArray
    rest: FloatArray
    criterion: FloatArray


def equations(data: Sums, s: FloatArray, t: FloatArray) -> Equations:
    """Return the equations of each panel at its ratios, shape (n_panels,) each. O(n R²) a panel."""
    own = 1 / (1 + s[:, None] * data.count)
    apart = own / np.maximum(data.count, 1.0)
    information = data.fixed + _folded(data.given, apart)
    ones = np.einsum("par,pa->pr", data.given, own)
    right = data.within + np.einsum("par,pa->pr", data.given, own * data.mean)
    # Along eigenvectors: where hardly any error is left, an inverse would drown the small directions in the large ones.
    values, vectors = np.linalg.eigh(information)
    values = np.maximum(values, 0.0)
    grown = 1 + t[:, None] * values
    turned_ones, turned_right = (np.einsum("prq,pr->pq", vectors, one) for one in (ones, right))

    def inner(plain: FloatArray, one: FloatArray, other: FloatArray) -> FloatArray:
        return np.asarray(plain - t * np.einsum("pq,pq,pq->p", one, other, 1 / grown))

    def back(turned: FloatArray) -> FloatArray:
        return np.asarray(np.einsum("prq,pq->pr", vectors, turned))

    def between(scale: FloatArray) -> FloatArray:
        return np.asarray((vectors * scale[:, None, :]) @ vectors.transpose(0, 2, 1))

    kept = own * data.count
    precision = inner(kept.sum(axis=1), turned_ones, turned_ones)
    product = inner((kept * data.mean).sum(axis=1), turned_ones, turned_right)
    square = inner(data.squares + (kept * data.mean**2).sum(axis=1), turned_right, turned_right)
    mean = product / precision
    squares = square - product * mean
    leniency = back(t[:, None] * (turned_right - turned_ones * mean[:, None]) / grown)
    rest = data.count * (data.mean - mean[:, None]) - np.einsum("par,pr->pa", data.given, leniency)
    criterion = (
        np.log1p(s[:, None] * data.count).sum(axis=1)
        + np.log(grown).sum(axis=1)
        + np.log(precision)
        + (data.marks - 1) * np.log(squares)
    )
    return Equations(
        own=own,
        information=between(values / grown),
        inverse=between(1 / grown),
        through=back(turned_ones / grown),
        precision=precision,
        mean=mean,
        squares=squares,
        leniency=leniency,
        rest=rest,
        criterion=criterion,
    )


def posterior_variances(data: Sums, solved: Equations, s: FloatArray, t: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the posterior variances of mu + u_p and of v_r over σ²_e, shapes as `Equations.rest`, `leniency`.

    V_p = D_p + g' S⁻¹ g with g = e_mu − D_p (k_p, N_p) and S the block of mu and the experts; its inverse is written
    out in M⁻¹ and the precision of mu.
    """
    shrink = s[:, None] * solved.own
    weighted = data.given * shrink[:, :, None]
    spread = np.einsum("par,par->pa", weighted @ solved.inverse, weighted)
    of_mean = solved.own + t[:, None] * np.einsum("par,pr->pa", weighted, solved.through)
    application = shrink + t[:, None] * spread + of_mean**2 / solved.precision[:, None]
    own = np.diagonal(solved.inverse, axis1=1, axis2=2)
    expert = t[:, None] * own + (t[:, None] * solved.through) ** 2 / solved.precision[:, None]
    return application, expert
