"""Expected points on all indicators at given measures."""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.rasch.equations import blocks
from scoring.statistics.rasch.probability import probabilities, used_range


def expected_points(
    eta: FloatArray, indicators: FloatArray, intercepts: FloatArray, points: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the expected points of each element on each indicator, and how they rise with η.

    Parameters
    ----------
    eta : ndarray, shape (n_elements,)
        What the element and the other facets but the indicator add to η.
    indicators : ndarray, shape (n_indicators,)
        What the indicator adds.
    intercepts, points : ndarray, shape (n_indicators, n_categories)

    Returns
    -------
    expected, slope : ndarray, shape (n_indicators, n_elements)
        E = Σ P_k y_k and dE/dη = Σ P_k y_k (k − Σ j P_j) for points y_k; ``nan`` where a measure is, or where no
        category of the indicator is used.
    """
    expected = np.full((indicators.size, eta.size), np.nan)
    slope = expected.copy()
    usable = np.isfinite(intercepts).any(axis=1) & ~np.isnan(indicators)
    used = used_range(intercepts)
    b, y = intercepts[usable, used], np.nan_to_num(points[usable, used])
    k = np.arange(b.shape[1], dtype=np.float64)
    for block in blocks(eta.size, b.size) if b.size else []:
        p, _divisor = probabilities(eta[block] + indicators[usable, None], b)
        score = np.einsum("ika,k->ia", p, k)
        expected[usable, block] = np.einsum("ika,ik->ia", p, y)
        slope[usable, block] = np.einsum("ika,ik,ika->ia", p, y, k[:, None] - score[:, None])
    return expected, slope
