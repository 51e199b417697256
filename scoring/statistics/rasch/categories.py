"""Points to category numbers, and which indicators share one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason

Model = Literal["rating_scale", "partial_credit"]
IntArray = NDArray[np.int64]

MISSING: Final = -1
MOST_CATEGORIES: Final = 256
"""From the lowest to the highest used. Thresholds are estimated in pairs, and finer scales have no marks for them."""
_NOISE: Final = 1e-6  # of a step: how far a mark may lie from its category, so that 0.1 + 0.2 is 0.3


@dataclass(frozen=True, slots=True)
class Scales:
    """The categories of each indicator.

    Attributes
    ----------
    points : ndarray, shape (n_indicators, n_categories)
        Points of each category, ascending; ``nan`` behind the last one of a shorter scale.
    counts : ndarray of int, shape (n_indicators,)
        How many categories each indicator has.
    group : ndarray of int, shape (n_indicators,)
        Indicators with one number share their thresholds.
    """

    points: FloatArray
    counts: IntArray
    group: IntArray


def read_scales(categories: Sequence[float] | Sequence[Sequence[float]], n_indicators: int, model: Model) -> Scales:
    """Return the scales of the indicators; one list of points serves all of them.

    By the rating scale model indicators with the same number of categories share their thresholds, by the partial
    credit model each has its own.

    Raises
    ------
    ValueError
        If there are not as many lists as indicators, or one of them does not rise.
    """
    one_for_all = len(categories) > 0 and np.ndim(categories[0]) == 0
    rows = [np.asarray(row, np.float64) for row in ([categories] * n_indicators if one_for_all else categories)]
    if len(rows) != n_indicators:
        raise ValueError(f"{len(rows)} lists of categories for {n_indicators} indicators")
    for row in rows:
        if row.size == 0 or not np.isfinite(row).all() or (np.diff(row) <= 0).any():
            raise ValueError(f"categories have to be finite and to rise: {row.tolist()}")
    counts = np.array([row.size for row in rows], dtype=np.int64)
    points = np.full((n_indicators, counts.max(initial=1)), np.nan)
    for place, row in zip(points, rows, strict=True):
        place[: row.size] = row
    if model == "partial_credit":
        return Scales(points, counts, np.arange(n_indicators))
    return Scales(points, counts, np.unique(counts, return_inverse=True)[1].astype(np.int64))


def number_marks(marks: FloatArray, scales: Scales) -> tuple[NDArray[np.int16], Reason]:
    """Return the category number of each mark, from 0, and why there are none.

    The answer has shape (n_indicators, n_experts, n_applications): applications last, so that a sum over them or a
    block of them runs through memory in order. `MISSING` where there is no mark. A quarter of the size of `marks`.
    """
    n_applications, n_experts, n_indicators = marks.shape
    if scales.points.shape[1] > np.iinfo(np.int16).max:
        return np.full((n_indicators, n_experts, n_applications), MISSING, dtype=np.int16), Reason.TOO_FINE
    numbers = np.full((n_indicators, n_experts, n_applications), MISSING, dtype=np.int16)
    for indicator, count in enumerate(scales.counts):
        points = scales.points[indicator, :count]
        given = marks[:, :, indicator].T
        missing = np.isnan(given)
        nearest = np.searchsorted((points[1:] + points[:-1]) / 2, given)
        nearest[missing] = 0
        step = np.diff(points).min(initial=1.0)
        if (np.abs(given - points[nearest]) > _NOISE * step).any():
            return numbers, Reason.OFF_SCALE if np.isfinite(given[~missing]).all() else Reason.NOT_FINITE
        numbers[indicator] = np.where(missing, MISSING, nearest)
    return numbers, Reason.NONE if (numbers != MISSING).any() else Reason.NO_MARKS


def category_counts(
    numbers: NDArray[np.int16], given: NDArray[np.bool_] | None, group: IntArray, shape: tuple[int, int]
) -> IntArray:
    """Return how often each group of indicators uses each category, shape (n_groups, n_categories).

    One indicator at a time: a table of places would be four times as large as the numbers. `given` says which count;
    all, if ``None``.
    """
    counts = np.zeros(shape, np.int64)
    for indicator, which in enumerate(group):
        own = numbers[indicator].ravel() if given is None else numbers[indicator][given[indicator]]
        counts[which] += np.bincount(own, minlength=shape[1])
    return counts
