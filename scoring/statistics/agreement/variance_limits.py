"""Limits of a sum of variances that were estimated apart, each by its own mean square."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import chdtri

from scoring.model import FloatArray


def variance_limits(parts: Sequence[tuple[FloatArray, FloatArray]], confidence: float) -> tuple[FloatArray, FloatArray]:
    """Return two-sided limits of Σ E(part): the modified large-sample interval of Graybill & Wang (1980).

    Parameters
    ----------
    parts : sequence of (variance, degrees of freedom)
        Independent mean squares times non-negative constants.
    confidence : float

    Notes
    -----
    With V the sum, low = V − √Σ (1 − f/χ²_upper)² part² and high = V + √Σ (f/χ²_lower − 1)² part²: exact where only
    one part is not zero. ``nan`` where a part has no degrees of freedom.
    """
    tail = (1 - confidence) / 2
    total: FloatArray = np.asarray(sum(part for part, _ in parts))
    below, above = np.zeros(np.shape(total)), np.zeros(np.shape(total))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for part, freedom in ((part, np.asarray(freedom)) for part, freedom in parts):
            below += ((1 - _per_chi_square(freedom, tail)) * part) ** 2
            above += ((_per_chi_square(freedom, 1 - tail) - 1) * part) ** 2
        return np.maximum(total - np.sqrt(below), 0.0), total + np.sqrt(above)


def _per_chi_square(freedom: FloatArray, above: float) -> FloatArray:
    """Return f/χ², χ² exceeded with probability `above`: once where all panels have the same degrees of freedom."""
    one = freedom.flat[0] if freedom.size and (freedom == freedom.flat[0]).all() else freedom
    return np.asarray(one / chdtri(one, above))
