"""First and second derivatives of the restricted likelihood, and the step to its optimum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.mixed.equations import Equations, Sums

_WIDEST: Final = 10.0
"""How many times larger a ratio may become in one step."""
_FLAT: Final = 1e-100


@dataclass(frozen=True, slots=True)
class Slope:
    """Derivatives of the criterion by (s, t). `gradient` has shape (n_panels, 2), the others (n_panels, 2, 2).

    `expected` is the information matrix, positive definite everywhere; `observed` the matrix of second derivatives.
    """

    gradient: FloatArray
    observed: FloatArray
    expected: FloatArray


def slope(data: Sums, at: Equations, t: FloatArray) -> Slope:
    """Return the derivatives (Searle, Casella & McCulloch 1992, ch. 6), without a matrix of the size of the data.

    With V the covariance over σ²_e, P = V⁻¹ − V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹, V_s = Z_p Z_p' and V_t = Z_r Z_r',

        ∂/∂i   = tr(P V_i) − (N − 1) y'P V_i P y / y'Py
        ∂²/∂ij = −tr(P V_i P V_j) + (N − 1) (2 y'P V_i P V_j P y / y'Py − (y'P V_i P y)(y'P V_j P y) / (y'Py)²)
    """
    free = data.marks - 1
    own = at.own
    kappa = data.count * own
    # Z'PZ in blocks: applications (diagonal less a product of thin matrices), applications × experts, experts.
    scaled = data.given * own[:, :, None]
    thin = scaled @ at.inverse
    of_mean = own * data.count - t[:, None] * np.einsum("par,pr->pa", scaled, at.through)
    mean_row = at.through / np.sqrt(at.precision)[:, None]
    mean_column = of_mean / np.sqrt(at.precision)[:, None]
    cross = thin - mean_column[:, :, None] * mean_row[:, None, :]
    experts = at.information - mean_row[:, :, None] * mean_row[:, None, :]
    lost = t[:, None] * np.einsum("par,par->pa", thin, scaled) + mean_column**2
    trace_s = (kappa - lost).sum(axis=1)
    trace_t = np.trace(experts, axis1=1, axis2=2)
    # ‖diag(κ) − L‖², L = t F M⁻¹F' + hh'/x: the norm of L through products of its thin factors.
    gram = scaled.transpose(0, 2, 1) @ thin
    along = np.einsum("par,pa->pr", scaled, mean_column)
    norm_of_lost = (
        t**2 * np.einsum("prq,pqr->p", gram, gram)
        + 2 * t * np.einsum("pr,prq,pq->p", along, at.inverse, along)
        + (mean_column**2).sum(axis=1) ** 2
    )
    tr_ss = (kappa**2 - 2 * kappa * lost).sum(axis=1) + norm_of_lost
    tr_st = np.einsum("par,par->p", cross, cross)
    tr_tt = np.einsum("prq,pqr->p", experts, experts)

    # Z'Py, and (Z'PZ)(Z'Py).
    of_s = own * at.rest
    of_t = data.within - np.einsum("prq,pq->pr", data.fixed, at.leniency)
    of_t = of_t + np.einsum("par,pa->pr", data.given, of_s / np.maximum(data.count, 1.0))
    q_s, q_t = (of_s**2).sum(axis=1), (of_t**2).sum(axis=1)
    folded = np.einsum("par,pa->pr", scaled, of_s)
    r_ss = (
        (kappa * of_s**2).sum(axis=1)
        - t * np.einsum("pr,prq,pq->p", folded, at.inverse, folded)
        - (mean_column * of_s).sum(axis=1) ** 2
    )
    r_st = np.einsum("pa,par,pr->p", of_s, cross, of_t)
    r_tt = np.einsum("pr,prq,pq->p", of_t, experts, of_t)

    quadratic = at.squares
    share_s, share_t = q_s / quadratic, q_t / quadratic
    gradient = np.stack([trace_s - free * share_s, trace_t - free * share_t], axis=-1)
    observed = _matrix(
        -tr_ss + free * (2 * r_ss / quadratic - share_s**2),
        -tr_st + free * (2 * r_st / quadratic - share_s * share_t),
        -tr_tt + free * (2 * r_tt / quadratic - share_t**2),
    )
    expected = _matrix(tr_ss - trace_s**2 / free, tr_st - trace_s * trace_t / free, tr_tt - trace_t**2 / free)
    return Slope(gradient, observed, expected)


def _matrix(ss: FloatArray, st: FloatArray, tt: FloatArray) -> FloatArray:
    return np.stack([np.stack([ss, st], axis=-1), np.stack([st, tt], axis=-1)], axis=-2)


def step(ratios: FloatArray, at: Slope, *, careful: bool = False) -> FloatArray:
    """Return the next ratios, shape (n_panels, 2), none below zero.

    Newton's step where the second derivatives curve upwards, Fisher's where not; if `careful`, each ratio by its own
    curvature alone, a direction that cannot but go down at first. A ratio at zero that would go below stays out.
    """
    held = (ratios <= 0) & (at.gradient > 0)
    upwards = np.diagonal(at.observed, axis1=1, axis2=2) > 0
    bowl = upwards.all(axis=1) & (np.linalg.det(at.observed) > 0)
    # Along the edge only the curvature along it counts.
    curved = np.where(held.any(axis=1), (upwards | held).all(axis=1), bowl)
    matrix = at.expected if careful else np.where(curved[:, None, None], at.observed, at.expected)
    own = np.maximum(np.diagonal(matrix, axis1=1, axis2=2), _FLAT)
    cross = np.where(held.any(axis=1) | careful, 0.0, matrix[:, 0, 1])
    determinant = own[:, 0] * own[:, 1] - cross**2
    singular = determinant <= 0
    cross = np.where(singular, 0.0, cross)
    determinant = np.where(singular, own[:, 0] * own[:, 1], determinant)
    downhill = np.where(held, 0.0, at.gradient)
    by = (own[:, ::-1] * downhill - cross[:, None] * downhill[:, ::-1]) / determinant[:, None]
    return np.asarray(np.clip(ratios - by, 0.0, _WIDEST * ratios + 1.0))
