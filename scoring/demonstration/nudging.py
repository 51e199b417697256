"""A sheet brought to a wanted total, level by level."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray

Levels = NDArray[np.int8]


def total_of(levels: Levels, points: FloatArray, which: NDArray[np.bool_] | None = None) -> float:
    """Return the points of a sheet, or of some of its indicators."""
    given = points[np.arange(len(levels)), levels]
    return float(given.sum() if which is None else given[which].sum())


def towards(
    rng: np.random.Generator,
    levels: Levels,
    points: FloatArray,
    highest: NDArray[np.intp],
    *,
    target: float,
    which: NDArray[np.bool_] | None = None,
) -> Levels:
    """Return the levels of a sheet whose points come as near to a target as single steps of a level bring them.

    Parameters
    ----------
    rng : numpy.random.Generator
        Chooses which indicators change.
    levels : ndarray of int8, shape (n_indicators,)
        As given.
    points : ndarray, shape (n_indicators, most levels)
        Points of each level.
    highest : ndarray of int, shape (n_indicators,)
        Each indicator's highest level.
    target : float
        Points wanted, of the indicators in `which`.
    which : ndarray of bool, shape (n_indicators,), optional
        Which indicators may change; all by default.
    """
    levels = levels.copy()
    every = np.arange(len(levels))
    mask = np.ones(len(levels), dtype=bool) if which is None else which
    while True:
        gap = target - total_of(levels, points, mask)
        way = 1 if gap > 0 else -1
        free = mask & ((levels < highest) if gap > 0 else (levels > 0))
        step = np.where(free, np.abs(points[every, np.clip(levels + way, 0, highest)] - points[every, levels]), np.inf)
        # A step longer than twice the gap leads away from the target.
        helpful = np.flatnonzero(step < 2 * abs(gap) - 1e-9)
        if not helpful.size:
            return levels
        levels[rng.choice(helpful)] += way
