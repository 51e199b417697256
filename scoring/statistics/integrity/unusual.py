"""Marks that neither the application nor the expert explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason

BoolArray = NDArray[np.bool_]

# A leverage nearer to one, or a square smaller against what it is a part of, is rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Unusual:
    """How unusual each total is. Arrays of marks have the shape of the totals, those of panels that of the stack.

    Attributes
    ----------
    residual : ndarray, shape (..., n_applications, n_experts)
        In points, from total ~ application + expert; ``nan`` where there is no total.
    z : ndarray, same shape
        Externally studentised: against the error that the other marks have, Student's t with
        `degrees_of_freedom`. ``nan`` where undefined; `reason` says why.
    p_value : ndarray, same shape
        Two-sided, of one mark chosen beforehand.
    bonferroni : ndarray, same shape
        The same for the most unusual of all `marks` marks of the panel: at 0.05, one honest panel in twenty has such
        a mark.
    reason : ndarray of uint8, same shape
        `Reason` of each mark.
    degrees_of_freedom : ndarray of int, shape (...)
    marks : ndarray of int, shape (...)
    """

    residual: FloatArray
    z: FloatArray
    p_value: FloatArray
    bonferroni: FloatArray
    reason: NDArray[np.uint8]
    degrees_of_freedom: NDArray[np.int64]
    marks: NDArray[np.int64]


def unusual(totals: FloatArray) -> Unusual:
    """Return the externally studentised residuals of total ~ application + expert within each panel.

    With e the residual, l its leverage, SSE = Σ e² and f degrees of freedom::

        s² = (SSE - e²/(1 - l)) / (f - 1)        the error variance without this mark
        z  = e / (s √(1 - l))                    Student's t with f - 1 degrees of freedom

    (Cook & Weisberg 1982, 2.2; p by Bonferroni over all marks). A wrong mark raises the error variance by which it
    would be judged; leaving it out is what finds it. Gaps are allowed, and so is a panel that falls apart: leverages
    come from what is left of the experts' dummies when applications are taken off, a matrix of experts × experts.

    Normal errors of equal variance are taken for granted. Where applications near the end of the scale vary less than
    the others, honest panels have such a mark somewhat more often than stated: 7 in 100 instead of 5 at 0.05, with 40
    applications of 84 ± 6 points of 100 by 7 experts, and 4 with 60 ± 6 (``scheme simulate``).

    Checked against R's ``rstudent(lm(score ~ target + rater))``
    (golden answers resid.*).

    Parameters
    ----------
    totals : ndarray, shape (..., n_applications, n_experts)
        In points; ``nan`` where an expert has none. A panel with an infinite total has no residuals.
    """
    infinite = np.isinf(totals).any(axis=(-2, -1), keepdims=True)
    given = ~np.isnan(totals) & ~infinite
    residual, leverage, freedom = _fit(totals, given)
    marks = given.sum(axis=(-2, -1))
    alone = given & (leverage > 1.0 - _ROUNDING)
    room = np.where(given & ~alone, 1.0 - leverage, 1.0)
    squares = np.where(alone | ~given, 0.0, residual**2)
    sse = squares.sum(axis=(-2, -1))[..., None, None]
    without = sse - squares / room
    size = np.where(given, np.abs(totals), 0.0).max(axis=(-2, -1), initial=0.0)[..., None, None]
    exact = without <= np.maximum(_ROUNDING * sse, (_ROUNDING * size) ** 2)
    left = freedom - 1
    too_few = (left < 1)[..., None, None] | alone
    codes = [Reason.NOT_FINITE, Reason.NO_MARKS, Reason.NO_FREEDOM, Reason.EXACT_FIT]
    reason = np.asarray(np.select([infinite, ~given, too_few, exact], codes, Reason.NONE), np.uint8)
    reason = np.broadcast_to(reason, totals.shape)
    sound = reason == Reason.NONE
    f = np.maximum(left, 1)[..., None, None]
    variance = np.where(sound, without, 1.0) / f
    z = np.where(sound, residual / np.sqrt(variance * room), np.nan)
    p_value = 2.0 * stdtr(f, -np.abs(z))
    return Unusual(
        residual=np.where(given, residual, np.nan),
        z=z,
        p_value=p_value,
        bonferroni=np.minimum(p_value * marks[..., None, None], 1.0),
        reason=reason,
        degrees_of_freedom=np.maximum(left, 0),
        marks=marks,
    )


def _fit(totals: FloatArray, given: BoolArray) -> tuple[FloatArray, FloatArray, NDArray[np.int64]]:
    """Return residuals, leverages and degrees of freedom of total ~ application + expert.

    Taking the mean of each application off marks and dummies leaves the normal equations S v = r with
    S = diag(n_r) - N' diag(1/k) N; with u = dummy of the expert - N/k, the leverage is 1/k + u' S⁺ u.
    """
    present = given.astype(np.float64)
    k = np.maximum(present.sum(axis=-1, keepdims=True), 1.0)
    x = np.where(given, totals, 0.0)
    x = np.where(given, x - x.sum(axis=-1, keepdims=True) / k, 0.0)
    share = present / k
    gram = -np.einsum("...ae,...af->...ef", present, share)
    n_experts = totals.shape[-1]
    gram[..., np.arange(n_experts), np.arange(n_experts)] += present.sum(axis=-2)
    inverse, rank = _inverse(gram)
    effect = np.einsum("...ef,...f->...e", inverse, x.sum(axis=-2))
    residual = np.where(given, x - effect[..., None, :] + (share @ effect[..., None]), 0.0)
    of_share = share @ inverse
    own = np.einsum("...ee->...e", inverse)[..., None, :]
    quadratic = own - 2.0 * of_share + (of_share * share).sum(axis=-1, keepdims=True)
    n_applications = given.any(axis=-1).sum(axis=-1)
    freedom = given.sum(axis=(-2, -1)) - n_applications - rank
    return residual, np.where(given, 1.0 / k + quadratic, 0.0), freedom


def _inverse(gram: FloatArray) -> tuple[FloatArray, NDArray[np.int64]]:
    """Return the pseudo-inverse of symmetric matrices, and their ranks."""
    values, vectors = np.linalg.eigh(gram)
    counts = values > _ROUNDING * np.maximum(values.max(axis=-1, keepdims=True, initial=0.0), 1.0)
    inverted = np.where(counts, 1.0 / np.where(counts, values, 1.0), 0.0)
    return (vectors * inverted[..., None, :]) @ np.swapaxes(vectors, -1, -2), counts.sum(axis=-1)
