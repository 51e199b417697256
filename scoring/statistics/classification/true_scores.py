"""The beta distribution of true scores that fits the moments of observed ones; and its nodes for integration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv

from scoring.model import FloatArray

Model = Literal["2P", "4P"]
NODES: Final = 100
"""Points of the integral between two cut scores; 50 give the same ten digits."""


@dataclass(frozen=True, slots=True)
class TrueScores:
    """Beta distributions of true scores as shares of full marks; all arrays have the shape of the stack.

    `lower` and `upper` are 0 and 1 where two parameters were fitted (`four` is false); ``nan`` where nothing fits.
    """

    alpha: FloatArray
    beta: FloatArray
    lower: FloatArray
    upper: FloatArray
    four: NDArray[np.bool_]

    @property
    def fits(self) -> NDArray[np.bool_]:
        """Where there is a distribution."""
        return np.isfinite(self.alpha)


def factorial_moments(scores: FloatArray, given: NDArray[np.bool_]) -> FloatArray:
    """Return means of x, x(x−1), x(x−1)(x−2), x(x−1)(x−2)(x−3) over the last axis: shape (..., 4).

    The third and fourth are 0 for a score below 3 or 4, as they are for counts; so does betafunctions. The first two
    are left alone, for mean and variance must stay what they are.
    """
    n = np.maximum(given.sum(axis=-1), 1)
    product = np.ones(scores.shape)
    moments = []
    for step in range(4):
        product = product * (scores - step)
        holds = given & (scores >= step + 1) if step > 1 else given
        moments.append(np.sum(product, axis=-1, where=holds) / n)
    return np.stack(moments, axis=-1)


def true_moments(observed: FloatArray, length: FloatArray, lords_k: FloatArray) -> FloatArray:
    """Return raw moments of the true share, shape (..., 4), from factorial moments of scores.

    With x^(i) the falling factorial, of a score of n points whose error is Lord's two-term compound binomial::

        E(x^(i) | τ) = n^(i) τ^i − k i (i − 1) (n − 2)^(i−2) (τ^(i−1) − τ^i)

    so that each moment follows from the one before; with k = 0, the binomial, they are ratios of factorial moments.
    Source: Lord (1965); Hanson (1991).
    """
    moments = []
    falling = np.ones_like(length)
    before = np.ones_like(length)
    shorter = np.ones_like(length)
    for i in range(1, 5):
        falling = falling * (length - i + 1)
        if i > 2:
            shorter = shorter * (length - 2 - (i - 3))
        correction = lords_k * (i * (i - 1)) * shorter if i > 1 else np.zeros_like(length)
        before = (observed[..., i - 1] + correction * before) / (falling + correction)
        moments.append(before)
    return np.stack(moments, axis=-1)


def fitted(moments: FloatArray, model: Model) -> TrueScores:
    """Return the beta distributions with these raw moments, shape (..., 4).

    Four parameters by Pearson's equations for his type I; where they give no distribution between 0 and 1 (a moment
    out of range, a bound outside), two parameters with the mean and variance, as Hanson (1991) falls back.
    """
    m1, m2, m3, m4 = np.moveaxis(moments, -1, 0)
    with np.errstate(all="ignore"):  # what has no solution comes out as nan and is told apart below
        variance = m2 - m1**2
        total = m1 * (1 - m1) / variance - 1
        two = (m1 * total, (1 - m1) * total)
        sound = (variance > 0) & (total > 0) & (m1 > 0) & (m1 < 1)
        skew = (m3 - 3 * m1 * m2 + 2 * m1**3) / variance**1.5
        kurtosis = (m4 - 4 * m1 * m3 + 6 * m1**2 * m2 - 3 * m1**4) / variance**2
        r = 6 * (kurtosis - skew**2 - 1) / (6 + 3 * skew**2 - 2 * kurtosis)
        tilt = (r + 2) * np.abs(skew) / np.sqrt((r + 2) ** 2 * skew**2 + 16 * (r + 1))
        small, large = r / 2 * (1 - tilt), r / 2 * (1 + tilt)
        alpha, beta = np.where(skew < 0, large, small), np.where(skew < 0, small, large)
        width = np.sqrt(variance * (r + 1) / (alpha * beta))
        lower, upper = m1 - alpha * width, m1 + beta * width
        four = sound & (alpha > 0) & (beta > 0) & np.isfinite(width) & (lower >= 0) & (upper <= 1)
    if model == "2P":
        four = np.zeros_like(four)

    def chosen(of_four: FloatArray, of_two: FloatArray | float) -> FloatArray:
        return np.where(four, of_four, np.where(sound, of_two, np.nan))

    return TrueScores(chosen(alpha, two[0]), chosen(beta, two[1]), chosen(lower, 0.0), chosen(upper, 1.0), four)


@dataclass(frozen=True, slots=True)
class Nodes:
    """True scores that stand for all, shape (..., n_nodes), their probabilities, and the grade of each (n_nodes,)."""

    scores: FloatArray
    weights: FloatArray
    grades: NDArray[np.int64]


def nodes_of(true: TrueScores, cuts: FloatArray) -> Nodes:
    """Return Gauss–Legendre nodes between the cut scores, shares of full marks of shape (n_cuts,), ascending.

    Laid out by probability, not by score: so they lie where the applications are, whatever the shape of the beta.
    """
    width = np.where(true.fits, true.upper - true.lower, 1.0)[..., None]
    lower = np.where(true.fits, true.lower, 0.0)[..., None]
    alpha, beta = (np.where(true.fits, one, 1.0)[..., None] for one in (true.alpha, true.beta))
    below = betainc(alpha, beta, np.clip((cuts - lower) / width, 0.0, 1.0))
    ends = np.concatenate([np.zeros_like(width), below, np.ones_like(width)], axis=-1)
    at, weight = np.polynomial.legendre.leggauss(NODES)
    size = np.diff(ends, axis=-1)[..., None]
    probability = ends[..., :-1, None] + size * (at + 1) / 2
    weights = np.broadcast_to(size * weight / 2, probability.shape)
    flat = (*width.shape[:-1], NODES * (cuts.size + 1))
    scores = lower + width * betaincinv(alpha, beta, np.clip(probability.reshape(flat), 0.0, 1.0))
    return Nodes(scores, weights.reshape(flat), np.repeat(np.arange(cuts.size + 1), NODES))
