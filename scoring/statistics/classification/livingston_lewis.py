"""Livingston and Lewis: consistency and accuracy of grades from scores, their reliability and the cut scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

from scoring.model import FloatArray
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

Rounding = Literal["nearest", "up"]
_SAME: Final = 1e-9
_LONGEST: Final = 1e6
"""A longer test has no error to speak of: it is taken for one of so many items."""


@dataclass(frozen=True, slots=True)
class LivingstonLewis:
    """Indices, and the model they come from; all arrays have the shape of the stack.

    Attributes
    ----------
    indices : Classification
    true : TrueScores
        As shares of the way from the lowest to the highest score.
    effective_length : ndarray
        How many equal, independent items would be as reliable.
    n_items : ndarray
        The same as a whole number of items, of which scores are made.
    """

    indices: Classification
    true: TrueScores
    effective_length: FloatArray
    n_items: FloatArray


def livingston_lewis(
    scores: FloatArray,
    reliability: ArrayLike,
    cuts: ArrayLike,
    *,
    low: float,
    high: float,
    model: Model = "4P",
    rounding: Rounding = "nearest",
) -> LivingstonLewis:
    """Return how often two equal panels would give the same grade, and how often it is that of the true score.

    The score behaves like the number correct in a test of so many items::

        ñ = ((m − low)(high − m) − ρ s²) / (s² (1 − ρ))          N = ñ rounded half up
        τ ~ beta with the moments of the scores                  x | τ ~ binomial(N, τ)

    and an application reaches a cut score c, a share of the way from low to high, if x ≥ N c rounded: half up, or up
    for ``rounding="up"``, and the same on both forms. betafunctions rounds one form down, so that its table is not
    symmetric; that is not reproduced. The true grade needs τ ≥ c.

    Right on average over all applications, given the absolute reliability Φ of the panel's mean; with a relative
    coefficient it overstates, for it leaves out severity.

    Source: Livingston & Lewis (1995); true scores by Hanson (1991). Checked against golden case p18 (betafunctions 1.9
    for the model and accuracy; own integration for consistency).

    Parameters
    ----------
    scores : ndarray, shape (..., n_applications)
        Panel's scores in points, ``nan`` where there is none.
    reliability : array_like, shape (...)
        ρ of these scores.
    cuts : array_like, shape (n_cuts,) or ()
        Ascending, in points.
    low, high : float
        The scale of the scores, declared.
    model : "4P" or "2P"
        Beta with free bounds where that fits, or between 0 and 1.
    rounding : "nearest" or "up"
    """
    shares = np.atleast_1d((np.asarray(cuts, np.float64) - low) / (high - low))
    given = np.isfinite(scores)
    part = np.where(given, (scores - low) / (high - low), 0.0)
    rho = np.broadcast_to(np.asarray(reliability, np.float64), given.shape[:-1])
    n = given.sum(axis=-1)
    mean = part.sum(axis=-1) / np.maximum(n, 1)
    variance = ((part - mean[..., None]) ** 2).sum(axis=-1, where=given) / np.maximum(n - 1, 1)
    reason = _reason(scores, part, variance, rho, n)
    sound = reason == Reason.NONE
    error = np.where(sound, variance * (1 - rho), 1.0)
    length = np.where(sound, (mean * (1 - mean) - rho * variance) / error, 2.0)
    reason = np.where(sound & ~(length >= 1), Reason.NO_COMPONENTS, reason).astype(np.uint8)
    usable = np.clip(np.where(reason == Reason.NONE, length, 5.0), 1.0, _LONGEST)
    items = np.floor(usable + 0.5)
    with np.errstate(invalid="ignore", divide="ignore"):  # a length of 1, 2 or 3 has no third or fourth moment
        moments = true_moments(factorial_moments(part * usable[..., None], given), usable, np.zeros_like(usable))
    true = fitted(moments, model)
    reason = np.where((reason == Reason.NONE) & ~true.fits, Reason.NO_COMPONENTS, reason).astype(np.uint8)
    nodes = nodes_of(true, shares)
    needed = items[..., None] * shares
    needed = np.floor(needed + 0.5 + _SAME) if rounding == "nearest" else np.ceil(needed - _SAME)
    reaching = at_least(needed[..., None, :], items[..., None, None], nodes.scores[..., None])
    return LivingstonLewis(
        indices=classified(grade_probabilities(reaching), nodes.grades, nodes.weights, reason),
        true=true,
        effective_length=np.where(sound, length, np.nan),
        n_items=np.where(reason == Reason.NONE, items, np.nan),
    )


def at_least(count: FloatArray, items: FloatArray, true: FloatArray) -> FloatArray:
    """Return the probability of `count` or more out of `items` where each comes with the probability `true`."""
    inside = (count >= 1) & (count <= items)
    first = np.where(inside, count, 1.0)
    last = np.where(inside, items - count + 1.0, 1.0)
    return np.where(inside, betainc(first, last, true), np.where(count < 1, 1.0, 0.0))


def _reason(
    scores: FloatArray, part: FloatArray, variance: FloatArray, rho: FloatArray, n: NDArray[np.int64]
) -> NDArray[np.uint8]:
    cases = [
        (np.isinf(scores).any(axis=-1), Reason.NOT_FINITE),
        (n == 0, Reason.NO_MARKS),
        (n == 1, Reason.ONE_APPLICATION),
        (((part < -_SAME) | (part > 1 + _SAME)).any(axis=-1), Reason.OFF_SCALE),
        (variance <= _SAME**2, Reason.NO_VARIANCE),
        (np.isnan(rho), Reason.NO_COMPONENTS),
        (rho <= 0, Reason.NO_VARIANCE),
        (rho >= 1, Reason.EXACT_FIT),
    ]
    return np.select([case for case, _ in cases], [reason for _, reason in cases], Reason.NONE).astype(np.uint8)
