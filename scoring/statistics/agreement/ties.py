"""Ties and ranks: when two marks are the same, and which place each takes among the others."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray

DECIMALS: Final = 9
"""Totals are compared after rounding to 1e-9: the same sum in another order differs by 1e-14."""

IndexArray = NDArray[np.intp]


def rounded(marks: FloatArray, decimals: int = DECIMALS) -> FloatArray:
    """Return a copy of the marks at their declared decimals, so that equal marks are equal bit by bit."""
    with np.errstate(over="ignore"):
        found = np.asarray(np.round(marks, decimals))
        found += 0.0  # no mark is minus zero
        return found


class Runs(NamedTuple):
    """Which values of sorted lists are the same, all of shape (..., n).

    `order` sorts a list, gaps last; the value at place p of the sorted list is tied with those from `first` to `last`.
    """

    order: IndexArray
    first: IndexArray
    last: IndexArray


def runs(values: FloatArray) -> Runs:
    """Return the ties of lists, shape (..., n). Every gap (``nan``) is a run of its own."""
    order = np.argsort(values, axis=-1)
    ascending = np.take_along_axis(values, order, axis=-1)
    place = np.arange(values.shape[-1])
    begins = np.ones(values.shape, dtype=bool)
    begins[..., 1:] = ascending[..., 1:] != ascending[..., :-1]
    ends = np.ones(values.shape, dtype=bool)
    ends[..., :-1] = begins[..., 1:]
    first = np.maximum.accumulate(np.where(begins, place, 0), axis=-1)
    backwards = np.where(ends, place, len(place))[..., ::-1]
    last = np.minimum.accumulate(backwards, axis=-1)[..., ::-1]
    return Runs(order, first, last)


class Ranks(NamedTuple):
    """Ranks of lists: `rank`, shape (..., n), from 1, ``nan`` for gaps; `ties` = Σ (t³ − t), shape (...)."""

    rank: FloatArray
    ties: FloatArray


def midranks(values: FloatArray) -> Ranks:
    """Return the rank of each value in its list, shape (..., n); tied values get the mean of their ranks.

    Checked against R's ``rank(ties.method = "average")`` (golden p07). Values are compared as they are: see `rounded`.
    """
    tied = runs(values)
    rank = np.empty(values.shape)
    np.put_along_axis(rank, tied.order, (tied.first + tied.last) * 0.5 + 1.0, axis=-1)
    rank[np.isnan(values)] = np.nan
    length = (tied.last - tied.first + 1).astype(np.float64)  # gaps are runs of one and add nothing
    return Ranks(rank, np.asarray((length * length - 1.0).sum(axis=-1)))
