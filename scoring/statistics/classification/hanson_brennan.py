"""Hanson and Brennan: the same for a score of whole points, with an error that need not be binomial."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.model import FloatArray
from scoring.statistics.classification.livingston_lewis import at_least
from scoring.statistics.classification.result import Classification, classified, grade_probabilities
from scoring.statistics.classification.true_scores import (
    Model,
    TrueScores,
    factorial_moments,
    fitted,
    nodes_of,
    true_moments,
)
from scoring.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class HansonBrennan:
    """Indices, the true scores as shares of full marks, and Lord's k; arrays of the shape of the stack."""

    indices: Classification
    true: TrueScores
    lords_k: FloatArray


def hanson_brennan(
    scores: FloatArray, reliability: ArrayLike, cuts: ArrayLike, *, full_marks: int, model: Model = "4P"
) -> HansonBrennan:
    """Return how often two equal panels would give the same grade, scores being whole points from 0 to full marks.

    Given the true share τ, a score is Lord's two-term compound binomial, b being the binomial probability::

        f(x | τ) = b(x; n, τ) − k τ (1 − τ) (b(x; n−2, τ) − 2 b(x−1; n−2, τ) + b(x−2; n−2, τ))
        k = n ((n − 1)(s² − e²) − n s² + m (n − m)) / (2 (m (n − m) − s² + e²)),  e² = (1 − ρ) s²

    so that the error has the variance that the reliability says. The true grade needs n τ ≥ c. Two terms of a series:
    with a k that is large for n, single f fall below 0. They are left so, for cutting them off would change the
    variance; then trust `livingston_lewis` more.

    Source: Hanson & Brennan (1990); Hanson (1991); Lord (1965). Checked against golden case p18 (betafunctions 1.9).

    Parameters
    ----------
    scores : ndarray, shape (..., n_applications)
        Whole points, ``nan`` where there is none; others are rounded.
    reliability : array_like, shape (...)
    cuts : array_like, shape (n_cuts,) or ()
        Ascending, in points; a score reaches one that is not below it.
    full_marks : int
        n.
    model : "4P" or "2P"
        As for `livingston_lewis`.
    """
    given = np.isfinite(scores)
    points = np.where(given, np.floor(np.where(given, scores, 0.0) + 0.5), 0.0)
    length = np.full(given.shape[:-1], float(full_marks))
    rho = np.broadcast_to(np.asarray(reliability, np.float64), length.shape)
    n = given.sum(axis=-1)
    mean = points.sum(axis=-1) / np.maximum(n, 1)
    variance = ((points - mean[..., None]) ** 2).sum(axis=-1, where=given) / np.maximum(n - 1, 1)
    reason = _reason(scores, points, variance, rho, n, full_marks)
    with np.errstate(all="ignore"):  # what does not fit is told apart below
        error = (1 - rho) * variance
        room = mean * (length - mean)
        lords_k = length * ((length - 1) * (variance - error) - length * variance + room)
        lords_k = np.asarray(lords_k / (2 * (room - variance + error)))
        true = fitted(true_moments(factorial_moments(points, given), length, lords_k), model)
    reason = np.where((reason == Reason.NONE) & ~true.fits, Reason.NO_COMPONENTS, reason).astype(np.uint8)
    needed = np.ceil(np.atleast_1d(np.asarray(cuts, np.float64)) - 1e-9)
    nodes = nodes_of(true, np.atleast_1d(np.asarray(cuts, np.float64)) / full_marks)
    at = nodes.scores[..., None]
    shorter = np.full(at.shape, length[..., None, None] - 2)
    bend = at_least(needed, shorter, at) - 2 * at_least(needed - 1, shorter, at) + at_least(needed - 2, shorter, at)
    k = np.where(np.isfinite(lords_k), lords_k, 0.0)[..., None, None]
    reaching = at_least(needed, shorter + 2, at) - k * at * (1 - at) * bend
    indices = classified(grade_probabilities(reaching), nodes.grades, nodes.weights, reason)
    return HansonBrennan(indices, true, np.where(reason == Reason.NONE, lords_k, np.nan))


def _reason(
    scores: FloatArray,
    points: FloatArray,
    variance: FloatArray,
    rho: FloatArray,
    n: NDArray[np.int64],
    full_marks: int,
) -> NDArray[np.uint8]:
    cases = [
        (np.isinf(scores).any(axis=-1), Reason.NOT_FINITE),
        (n == 0, Reason.NO_MARKS),
        (n == 1, Reason.ONE_APPLICATION),
        (((points < 0) | (points > full_marks)).any(axis=-1), Reason.OFF_SCALE),
        (np.full(n.shape, full_marks < 4), Reason.TOO_FEW),
        (variance <= 0, Reason.NO_VARIANCE),
        (np.isnan(rho), Reason.NO_COMPONENTS),
        (rho <= 0, Reason.NO_VARIANCE),
        (rho >= 1, Reason.EXACT_FIT),
    ]
    return np.select([case for case, _ in cases], [reason for _, reason in cases], Reason.NONE).astype(np.uint8)
