"""Which places a region may have among the others, and which regions cannot be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from scoring.model import FloatArray
from scoring.statistics.regions.proportions import wilson_limits
from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.result import CONFIDENCE, IntArray, Interval, counted, interval, share


@dataclass(frozen=True, slots=True)
class Ranks:
    """The places that regions may have, 1 the highest rate. Arrays of shape (..., n_regions).

    Attributes
    ----------
    limits : Interval
        Rates with limits that hold for all regions at once.
    best, worst : ndarray of int
        The first and last place that the region may have; 0 where it has no case and so no place.
    group : ndarray of int
        From 1, the highest: regions of one group hang together by limits that overlap, one with the next. Any region of
        a group is higher than any of a later one. 0 where the region has no case.
    """

    limits: Interval
    best: IntArray
    worst: IntArray
    group: IntArray

    @property
    def rank(self) -> FloatArray:
        """The place, where there is only one that it can be; ``nan`` elsewhere."""
        return np.asarray(np.where((self.best == self.worst) & (self.best > 0), self.best, np.nan))


def ranks(events: ArrayLike, cases: ArrayLike, *, confidence: float = CONFIDENCE) -> Ranks:
    """Return the places that each region may have, all statements holding together at the confidence given.

    Limits of each rate at (1 - α)^(1/K), so that all K hold at once at 1 - α (the regions being independent). Where the
    limits of two regions do not overlap, their order is known. A region's best place is then one after all those that
    are surely higher, its worst one before all those that are surely lower: the joint confidence set of ranks of Klein,
    Wright & Wieczorek (2020), J R Stat Soc A 183:589, here with Wilson's limits, which small numbers need. That a
    league table must show it so: Goldstein & Spiegelhalter (1996), J R Stat Soc A 159:385.

    Checked against all pairs of limits by themselves, and by simulation that the true places are covered.

    Parameters
    ----------
    events, cases : array_like of int, shape (..., n_regions)
        A region without cases has no place and takes none.
    confidence : float
        For all regions together.

    Raises
    ------
    ValueError
        If counts cannot be counts.
    """
    x, n = counted(events, cases)
    present = n > 0
    k = np.maximum(present.sum(axis=-1, keepdims=True), 1)
    low, high = wilson_limits(x, n, ndtri(0.5 + confidence ** (1.0 / k) / 2.0))
    # Sorted limits tell how many lie wholly above or below: no table of all pairs. nan sorts last.
    lows, highs = np.sort(low, axis=-1), np.sort(high, axis=-1)
    above = k - _counts(lows, high, "right")
    below = _counts(highs, low, "left")
    return Ranks(
        limits=interval(
            share(x, n), low, high, np.where(present, RegionReason.NONE, RegionReason.NO_CASES), confidence
        ),
        best=np.where(present, above + 1, 0),
        worst=np.where(present, k - below, 0),
        group=np.where(present, _groups(low, high), 0),
    )


def _counts(ordered: FloatArray, values: FloatArray, side: Literal["left", "right"]) -> IntArray:
    """Return how many of each line lie below ("left"), or not above ("right"), each value of it.

    Lines are years or indicators: few, each of many regions.
    """
    shape = (prod(values.shape[:-1]), values.shape[-1])
    lines = zip(ordered.reshape(shape), values.reshape(shape), strict=True)
    found = [np.searchsorted(line, wanted, side=side) for line, wanted in lines]
    return np.asarray(found, np.int64).reshape(values.shape)


def _groups(low: FloatArray, high: FloatArray) -> IntArray:
    """Return groups from the highest down: a new one begins where all limits so far lie above the next."""
    order: NDArray[np.intp] = np.argsort(-high, axis=-1)  # nan last
    highs = np.take_along_axis(high, order, axis=-1)
    lowest = np.fmin.accumulate(np.take_along_axis(low, order, axis=-1), axis=-1)
    new = np.ones(low.shape, np.int64)
    new[..., 1:] = highs[..., 1:] < lowest[..., :-1]
    groups = np.empty(low.shape, np.int64)
    np.put_along_axis(groups, order, np.cumsum(new, axis=-1), axis=-1)
    return groups
