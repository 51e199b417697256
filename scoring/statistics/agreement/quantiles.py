"""Quantiles of many short lists with gaps at once."""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.result import CountArray


def ascending(values: FloatArray) -> tuple[FloatArray, CountArray]:
    """Return lists, shape (..., n), in ascending order, gaps (``nan``) last, and how many values each has."""
    return np.sort(values, axis=-1), np.asarray((~np.isnan(values)).sum(axis=-1))


def quantile(ordered: FloatArray, n: CountArray, share: float) -> FloatArray:
    """Return the quantile of the first `n` values of each ascending list; ``nan`` where there are none.

    Type 7 of Hyndman & Fan (1996), the default of R and numpy: linear between the values around (n - 1) · `share`.
    """
    if ordered.shape[-1] == 0:
        return np.full(ordered.shape[:-1], np.nan)
    last = np.maximum(n, 1) - 1
    place = last * share
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, last)
    low, high = (np.take_along_axis(ordered, at[..., None], axis=-1)[..., 0] for at in (below, above))
    return np.asarray(low + (high - low) * (place - below))
