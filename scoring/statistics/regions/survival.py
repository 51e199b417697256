"""How long it takes, told while some are still waiting: Kaplan and Meier's curve and its median."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from scoring.model import FloatArray
from scoring.statistics.regions.ends import EndTable, table_of_ends
from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.result import CONFIDENCE, BoolArray, Interval, interval

# A half that was multiplied out of fractions is a half.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Survival:
    """The share not ended, by region and time. Arrays but `table` have shape (n_rows,) of the table.

    Attributes
    ----------
    table : EndTable
    value : ndarray
        Share that had not ended just after the time of the row.
    standard_error : ndarray
        Greenwood (1926); ``nan`` where nobody is left.
    low, high : ndarray
        Limits by log(-log); ``nan`` before the first end, and the upper one where nobody is left: there the formula
        has no width, and a width of nothing would be a lie.
    confidence : float
    """

    table: EndTable
    value: FloatArray
    standard_error: FloatArray
    low: FloatArray
    high: FloatArray
    confidence: float

    def median(self) -> Interval:
        """Return the median time of each region with the limits of Brookmeyer & Crowley (1982).

        The first time at which half or fewer had not ended. Limits: the times at which the limits of the curve pass
        one half, those on the log(-log) scale. The upper one is ``nan`` where the curve's upper limit never does: the
        median may lie anywhere beyond. Without a median, `NOT_REACHED`, or `NO_ENDS`, or `NO_CASES`.
        """
        table = self.table
        half = 0.5 + _ROUNDING
        value = table.first_time(self.value <= half)
        ends = np.bincount(table.group, weights=table.all_ended, minlength=len(table.cases))
        return interval(
            value,
            table.first_time(self.low <= half),
            table.first_time(self.high <= half),
            np.select(
                [table.cases == 0, ends == 0, np.isnan(value)],
                [RegionReason.NO_CASES, RegionReason.NO_ENDS, RegionReason.NOT_REACHED],
                RegionReason.NONE,
            ),
            self.confidence,
        )

    def at(self, times: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the share not ended, and its limits, at each of some times; shape (n_groups, n_times).

        ``nan`` beyond the last time anybody was seen.
        """
        table = self.table
        return (
            table.at(self.value, times, start=1.0),
            table.at(self.low, times, start=np.nan),
            table.at(self.high, times, start=np.nan),
        )


def kaplan_meier(
    times: FloatArray,
    ended: BoolArray,
    group: NDArray[np.integer[Any]],
    *,
    n_groups: int,
    confidence: float = CONFIDENCE,
) -> Survival:
    """Return the share not ended by time, of each region (Kaplan & Meier 1958).

    S(t) = Π (1 - d/n) over times no later than t, with Greenwood's error S √(Σ d / (n (n - d))) and the limits
    S^exp(± z σ / log S), σ² the sum under the root (Kalbfleisch & Prentice 1980; Borgan & Liestøl 1990 find them right
    from 25 cases on, with half of them censored). What is last seen at the time of an end was still there for it.

    Takes for granted that waiting cases are like the others of their age: it is not so where hard files are put off
    without an end, and no method can tell.

    Checked against Freireich's 6-MP patients as Cox & Oakes (1984) print them, and ``lifelines`` 0.30.

    Parameters
    ----------
    times : ndarray, shape (n_cases,)
        How long each took, or has been waiting, in days.
    ended : ndarray of bool, shape (n_cases,)
        Whether it has ended.
    group : ndarray of int, shape (n_cases,)
        Its region, from 0.
    n_groups : int
    confidence : float

    Raises
    ------
    ValueError
        If times or regions cannot be.
    """
    table = table_of_ends(times, ended.astype(np.int64), group, n_groups=n_groups, n_causes=1)
    d, n = table.all_ended, table.at_risk
    nobody_left = d == n
    left = np.where(nobody_left, 1.0, n - d)
    value = np.where(nobody_left, 0.0, np.exp(table.cumulative(np.log(left) - np.log(np.where(nobody_left, 1.0, n)))))
    variance = table.cumulative(np.where(nobody_left, 0.0, d / (n * left)))
    so_far = table.cumulative(d)
    known = (so_far > 0) & ~nobody_left
    sigma = np.sqrt(np.where(known, variance, np.nan))
    logs = np.log(np.where(known, value, 0.5))
    reach = np.exp(ndtri(0.5 + confidence / 2.0) * sigma / logs)  # below 1: log S is negative
    error = np.where(nobody_left, np.nan, value * np.sqrt(np.maximum(variance, 0.0)))
    low = np.where(nobody_left & (so_far > d), 0.0, np.exp(logs / reach))
    return Survival(table, value, error, low, np.exp(logs * reach), confidence)
