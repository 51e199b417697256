"""Sheets that were filled in faster than the panel's others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtr

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason

MAD_TO_DEVIATION: Final = 1.482602218505602
"""1 / the 0.75 quantile of the normal distribution."""
LEAST_SHEETS: Final = 5
"""Below so many sheets a median absolute deviation says little."""


@dataclass(frozen=True, slots=True)
class Hurried:
    """How fast each sheet was filled in. Arrays of sheets have the shape (n_applications, n_experts).

    Attributes
    ----------
    seconds_per_mark : ndarray
        Median time between one mark and the next of the sheet; 0 where they were entered all at once (typed in from
        paper, imported), ``nan`` below two times.
    z : ndarray
        Robust, of its logarithm: 0 is the panel's median, negative is fast. ``nan`` for sheets entered all at once.
    p_value : ndarray
        One-sided, that an unhurried sheet is as fast; for many sheets see `tests`.
    tests : int
        Sheets that were tested.
    reason : Reason
        Why nothing can be told: `NO_TIME`, `ONLY_ORDER`, `TOO_FEW`, or `EXACT_FIT` where half of the sheets have one
        and the same pace.
    """

    seconds_per_mark: FloatArray
    z: FloatArray
    p_value: FloatArray
    tests: int
    reason: Reason


def hurried(times: FloatArray, *, only_order: bool = False) -> Hurried:
    """Return how fast each sheet was filled in, against all sheets of the panel.

    With y the logarithm of the median time between a sheet's marks::

        z = (y - median y) / (1.4826 median |y - median y|)

    (Iglewicz & Hoaglin 1993, whose modified z-score is 0.6745 / MAD, the same). Times are skew, their logarithms
    nearly normal: that is taken for granted by the p-value. The median forgives breaks.

    Parameters
    ----------
    times : ndarray, shape (n_applications, n_experts, n_indicators)
        Seconds from any origin; ``nan`` where unknown.
    only_order : bool
        The numbers are places in an order. Then there is no pace, and the result says so.
    """
    n_applications, n_experts, _ = times.shape
    nothing = np.full((n_applications, n_experts), np.nan)
    known = np.isfinite(times)
    if only_order or not known.any():
        return Hurried(nothing, nothing, nothing, 0, Reason.ONLY_ORDER if only_order else Reason.NO_TIME)
    pace, several = nothing.copy(), known.sum(axis=2) > 1
    pace[several] = _median_gap(np.where(known[several], times[several], np.nan))
    told = pace > 0
    if told.sum() < LEAST_SHEETS:
        return Hurried(pace, nothing, nothing, 0, Reason.TOO_FEW)
    y = np.log(pace[told])
    off = y - np.median(y)
    deviation = MAD_TO_DEVIATION * float(np.median(np.abs(off)))
    if deviation < 1e-9:
        return Hurried(pace, nothing, nothing, 0, Reason.EXACT_FIT)
    z = nothing.copy()
    z[told] = off / deviation
    return Hurried(pace, z, np.asarray(ndtr(z)), int(told.sum()), Reason.NONE)


def _median_gap(times: FloatArray) -> FloatArray:
    """Return the median time between neighbouring marks of sheets with two or more; 0 where all came at once."""
    gaps = np.sort(np.diff(np.sort(times, axis=1), axis=1), axis=1)  # nan last, twice
    n = (~np.isnan(gaps)).sum(axis=1, keepdims=True)
    low, high = (np.take_along_axis(gaps, at, axis=1)[:, 0] for at in ((n - 1) // 2, n // 2))
    return np.asarray((low + high) / 2.0)
