"""How far two categories disagree: Gwet's weights, from 0 (the same) to 1 (the two ends of the scale).

With categories c_1 < … < c_q, of ranks 1 … q, a disagreement is 1 − weight (Gwet 2014, ch. 3, as in irrCAC):

========== =========================================================================================
identity   0 where the two are the same, otherwise 1
linear     |a − b| / (c_q − c_1)
quadratic  (a − b)² / (c_q − c_1)²
ordinal    C(d + 1, 2) / C(q, 2) of the difference d of their ranks, whatever their distance
radical    √|a − b| / √(c_q − c_1)
ratio      ((a − b) / (a + b))² over its value at the ends; categories may not be negative
circular   sin²(π (a − b) / (c_q − c_1 + 1)) over its greatest value
bipolar    (a − b)² / ((a + b − 2 c_1)(2 c_q − a − b)) over its greatest value
========== =========================================================================================

"Ordinal" is Gwet's and not the ordinal metric of Krippendorff, which depends on the marks; the two give different
coefficients and are never offered under one name.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray

Weighting = Literal["identity", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar"]
RankArray = NDArray[np.intp]

_BLOCK: Final = 4_000_000
"""Cells of a table held at once where only their sum is wanted."""


def disagreements(categories: FloatArray, weighting: Weighting, ranks: RankArray | None = None) -> FloatArray:
    """Return how far categories disagree.

    Parameters
    ----------
    categories : ndarray, shape (n_categories,)
        The declared ones, ascending, two or more.
    weighting : str
        One of `Weighting`.
    ranks : ndarray of int, shape (n_among,), optional
        Ranks, from 0, of the categories that are asked for; all of them unless given.

    Returns
    -------
    ndarray, shape (n_among, n_among)
        0 on the diagonal, at most 1.
    """
    asked = np.arange(len(categories)) if ranks is None else ranks
    return np.asarray(_raw(categories, weighting, asked) / _greatest(categories, weighting))


def mean_agreement(categories: FloatArray, weighting: Weighting) -> float:
    """Return the mean weight over all pairs of declared categories, each with itself too.

    It is what Brennan and Prediger expect by chance. Closed forms for the weights that are offered on long scales.
    """
    q = len(categories)
    everything = float(q * q * _greatest(categories, weighting))
    apart = np.arange(1, q)
    match weighting:
        case "identity":
            return 1.0 / q
        case "linear":  # Σ |a − b| over ascending categories in one pass
            return 1.0 - 2.0 * float(((2 * np.arange(q) - q + 1) * categories).sum()) / everything
        case "quadratic":
            return 1.0 - 2.0 * q * q * float(categories.var()) / everything
        case "ordinal":
            return 1.0 - float(((q - apart) * apart * (apart + 1.0)).sum()) / everything
    rows = max(1, _BLOCK // q)
    blocks = (np.arange(start, min(start + rows, q)) for start in range(0, q, rows))
    return 1.0 - sum(float(_raw(categories, weighting, block, np.arange(q)).sum()) for block in blocks) / everything


def _raw(categories: FloatArray, weighting: Weighting, ranks: RankArray, to: RankArray | None = None) -> FloatArray:
    """Return disagreements before they are brought to 0–1."""
    others = ranks if to is None else to
    apart = np.abs(ranks[:, None] - others).astype(np.float64)
    a, b = categories[ranks][:, None], categories[others]
    low, high = categories[0], categories[-1]
    zeros = np.zeros_like(apart)
    match weighting:
        case "identity":
            raw = np.minimum(apart, 1.0)
        case "linear":
            raw = np.abs(a - b)
        case "quadratic":
            raw = np.square(a - b)
        case "ordinal":
            raw = apart * (apart + 1.0) / 2.0
        case "radical":
            raw = np.sqrt(np.abs(a - b))
        case "ratio":  # 0 against 0 is the same category, not 0 / 0 (irrCAC gives no number there)
            raw = np.square(np.divide(a - b, a + b, out=zeros, where=apart > 0))
        case "circular":
            raw = np.square(np.sin(np.pi * (a - b) / (high - low + 1.0)))
        case "bipolar":
            within = (a + b - 2.0 * low) * (2.0 * high - a - b)
            raw = np.divide(np.square(a - b), within, out=zeros, where=apart > 0)
    return np.asarray(raw, np.float64)


def _greatest(categories: FloatArray, weighting: Weighting) -> float:
    """Return what disagreements are divided by: their value at the ends, or the greatest where it lies elsewhere."""
    q = len(categories)
    if weighting in ("circular", "bipolar"):
        rows = max(1, _BLOCK // q)
        blocks = (np.arange(start, min(start + rows, q)) for start in range(0, q, rows))
        return max(float(_raw(categories, weighting, block, np.arange(q)).max()) for block in blocks)
    return float(_raw(categories, weighting, np.array([0]), np.array([q - 1]))[0, 0])
