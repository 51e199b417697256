"""Times until something ends, some not ended yet: counted by region and time, for curves and medians."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.regions.result import IntArray


@dataclass(frozen=True, slots=True)
class EndTable:
    """One row for each region and time at which a case of it ended or was last seen, in order.

    Attributes
    ----------
    group : ndarray of int, shape (n_rows,)
    time : ndarray, shape (n_rows,)
        As given, in days for the province.
    at_risk : ndarray, shape (n_rows,)
        Cases that neither ended nor were last seen before that time.
    ended : ndarray, shape (n_rows, n_causes)
        Cases that ended then, by how they ended.
    first : ndarray of int, shape (n_groups,)
        Where the rows of each region begin.
    rows : ndarray of int, shape (n_groups,)
        How many rows each region has.
    cases : ndarray of int, shape (n_groups,)
    """

    group: IntArray
    time: FloatArray
    at_risk: FloatArray
    ended: FloatArray
    first: IntArray
    rows: IntArray
    cases: IntArray

    @property
    def all_ended(self) -> FloatArray:
        """Cases that ended at the time of each row, however they ended."""
        return np.asarray(self.ended.sum(axis=-1))

    def cumulative(self, values: FloatArray) -> FloatArray:
        """Return the running sum of each row's region, shape of `values`, (n_rows,) or (n_rows, n_causes)."""
        whole = np.cumsum(values, axis=0)
        before = np.concatenate([np.zeros((1, *values.shape[1:])), whole])[self.first]
        return np.asarray(whole - np.repeat(before, self.rows, axis=0))

    def first_time(self, reached: NDArray[np.bool_]) -> FloatArray:
        """Return the first time of each region at which a row says so, ``nan`` where none does; shape (n_groups,)."""
        found = np.full(len(self.cases), np.nan)
        rows = np.flatnonzero(reached)
        # Written backwards: the earliest row of a region is written last and stays.
        found[self.group[rows[::-1]]] = self.time[rows[::-1]]
        return found

    def at(self, values: FloatArray, times: FloatArray, *, start: float) -> FloatArray:
        """Return the value that holds at each of some times: that of the last row no later, `start` before the first.

        ``nan`` after the last time that was seen, unless all cases had ended by then. Shape (n_groups, n_times).
        """
        found = np.full((len(self.cases), len(times)), start)
        if self.time.size == 0:
            return np.full(found.shape, np.nan)
        for column, time in enumerate(times):
            count = np.bincount(self.group[self.time <= time], minlength=len(self.cases))
            row = np.clip(self.first + count - 1, 0, len(self.time) - 1)
            found[:, column] = np.where(count > 0, values[row], start)
            last = np.clip(self.first + self.rows - 1, 0, len(self.time) - 1)
            nobody_left = self.at_risk[last] == self.all_ended[last]
            found[(self.rows == 0) | ((time > self.time[last]) & ~nobody_left), column] = np.nan
        return found


def table_of_ends(
    times: FloatArray,
    causes: NDArray[np.integer[Any]],
    group: NDArray[np.integer[Any]],
    *,
    n_groups: int,
    n_causes: int,
) -> EndTable:
    """Return cases counted by region and time.

    Parameters
    ----------
    times : ndarray, shape (n_cases,)
        How long each case took, or how long it has been waiting.
    causes : ndarray of int, shape (n_cases,)
        1 to `n_causes`: how it ended. 0: not ended when last seen (right-censored).
    group : ndarray of int, shape (n_cases,)
        The region, from 0.
    n_groups, n_causes : int
        Regions without a case have no rows.

    Raises
    ------
    ValueError
        If a time is negative or not finite, or a cause or group out of range.
    """
    if not (np.isfinite(times) & (times >= 0)).all():
        raise ValueError("times must be finite and not negative")
    for codes, least, most in ((causes, 0, n_causes), (group, 0, n_groups - 1)):
        if codes.size and not (least <= codes.min() and codes.max() <= most):
            raise ValueError(f"codes must lie between {least} and {most}")
    order = np.lexsort((times, group))
    g, t, cause = group[order].astype(np.int64), times[order].astype(np.float64), causes[order]
    new = np.ones(len(g), np.bool_)
    new[1:] = (np.diff(g) != 0) | (np.diff(t) != 0)
    row = np.cumsum(new) - 1
    n_rows = int(new.sum())
    cells = row[cause > 0] * n_causes + cause[cause > 0] - 1
    ended = np.bincount(cells, minlength=n_rows * n_causes).astype(np.float64).reshape(n_rows, n_causes)
    row_group, starts = g[new], np.flatnonzero(new)
    cases = np.bincount(g, minlength=n_groups)
    last_case = np.cumsum(cases)
    rows = np.bincount(row_group, minlength=n_groups)
    return EndTable(
        group=row_group,
        time=t[new],
        at_risk=(last_case[row_group] - starts).astype(np.float64),
        ended=ended,
        first=np.cumsum(rows) - rows,
        rows=rows,
        cases=cases,
    )
