"""Which grade an application gets under all weights of a region: stochastic multicriteria acceptability (SMAA)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.cut_scores import TOTAL_DECIMALS, CutScores

DRAWS: Final = 2000
NEAR: Final = 0.10
# So many totals at once stay in the processor's cache.
_BLOCK: Final = 200_000


def factors_near(rng: np.random.Generator, n_indicators: int, *, share: float = NEAR, draws: int = DRAWS) -> FloatArray:
    """Return factors of weights, shape (draws, n_indicators), each U(1 − share, 1 + share) by itself."""
    return rng.uniform(1 - share, 1 + share, (draws, n_indicators))


def weights_near(weights: FloatArray, factors: FloatArray) -> FloatArray:
    """Return the weights times each draw of factors, rescaled to their old sum; shape (draws, n_indicators)."""
    drawn = weights * factors
    sums = drawn.sum(axis=-1, keepdims=True)
    return np.asarray(drawn * np.divide(weights.sum(), sums, out=np.ones(sums.shape), where=sums != 0))


def weights_anywhere(rng: np.random.Generator, weights: FloatArray, *, draws: int = DRAWS) -> FloatArray:
    """Return weights drawn evenly from all that are not negative and have the same sum, shape (draws, n_indicators).

    An indicator of weight 0 keeps it. What is weighted must be on one scale for this to mean anything.
    """
    drawn = rng.standard_exponential((draws, weights.size)) * (weights > 0)
    return np.asarray(weights_near(np.ones(weights.size), drawn) * (weights.sum() / max(weights.size, 1)))


def acceptability(
    scores: FloatArray, weights: FloatArray, cuts: CutScores, *, decimals: int | None = None
) -> FloatArray:
    """Return the share of weight vectors that give each grade, shape (n_applications, n_grades), ``none`` first.

    The category acceptability index of SMAA-TRI (Tervonen et al. 2009) for the weighted sum: Monte Carlo over the
    weights, the scores as they are.

    Parameters
    ----------
    scores : ndarray, shape (n_applications, n_indicators)
        The panel's score on each indicator; a row with a gap where any weight falls is ``nan`` throughout.
    weights : ndarray, shape (draws, n_indicators)
        Drawn from the region that is asked about.
    cuts : CutScores
    decimals : int, optional
        Round totals half-up to so many before they are compared.
    """
    used = (weights != 0).any(axis=0)
    missing = (np.isnan(scores) & used).any(axis=1)
    filled = np.where(np.isnan(scores), 0.0, scores)
    reaching = np.empty((len(scores), len(cuts.scores)))
    edges = _edges(cuts, decimals)
    for rows in _blocks(len(scores), len(weights)):
        totals = filled[rows] @ weights.T
        for place, edge in enumerate(edges):
            reaching[rows, place] = np.count_nonzero(totals >= edge, axis=1)
    reaching /= max(len(weights), 1)
    ends = np.ones((len(scores), 1))
    bounds = np.concatenate([ends, reaching, 0 * ends], axis=1)
    return np.where(missing[:, None], np.nan, bounds[:, :-1] - bounds[:, 1:])


def _edges(cuts: CutScores, decimals: int | None) -> list[float]:
    """Return from where on a total reaches each cut once it is rounded to 1e-9, or half-up to `decimals`."""
    slack = 0.5 * 10.0**-TOTAL_DECIMALS
    if decimals is None:
        return [score - slack for score in cuts.scores]
    size = 10.0**decimals
    return [(np.ceil(np.round(score * size, TOTAL_DECIMALS)) - 0.5) / size - slack for score in cuts.scores]


def _blocks(rows: int, columns: int) -> Iterator[slice]:
    step = max(1, _BLOCK // max(columns, 1))
    for start in range(0, rows, step):
        yield slice(start, start + step)
