"""The probability of each grade of a normal total."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtr

from scoring.model import FloatArray
from scoring.statistics.cut_scores import TOTAL_DECIMALS, CutScores


def probability_of_grades(
    mean: FloatArray, variance: FloatArray, cuts: CutScores, *, freedom: FloatArray | None = None
) -> FloatArray:
    """Return P(N(mean, variance) lies in the interval of each grade), shape (..., n_cuts + 1), ``none`` first.

    Parameters
    ----------
    mean, variance : ndarray, shape (...)
        In points and squared points. Where the variance is 0 the mean's grade has probability 1.
    cuts : CutScores
    freedom : ndarray, shape (...), optional
        Degrees of freedom of the variance: Student's t instead of the normal distribution.

    Returns
    -------
    ndarray, shape (..., n_cuts + 1)
        Sums to 1; ``nan`` where mean or variance is.
    """
    mean, variance = np.broadcast_arrays(np.asarray(mean, np.float64), np.asarray(variance, np.float64))
    scores = np.array(cuts.scores)
    above = np.round(mean, TOTAL_DECIMALS)[..., None] - scores
    sd = np.sqrt(variance)[..., None]
    certain = np.where(above >= 0, np.inf, -np.inf)
    z = np.divide(mean[..., None] - scores, sd, out=certain, where=sd > 0)
    reaching = ndtr(z) if freedom is None else stdtr(np.asarray(freedom, np.float64)[..., None], z)
    ends = np.ones((*mean.shape, 1))
    bounds = np.concatenate([ends, reaching, 0 * ends], axis=-1)
    grades = bounds[..., :-1] - bounds[..., 1:]
    return np.where(np.isnan(mean + variance)[..., None], np.nan, grades)


def probability_of(grade: NDArray[np.int64], probabilities: FloatArray) -> FloatArray:
    """Return the probability of one grade of each, by its place (shape (...)); ``nan`` where the place is -1."""
    chosen = np.take_along_axis(probabilities, np.maximum(grade, 0)[..., None], axis=-1)[..., 0]
    return np.where(grade < 0, np.nan, chosen)
