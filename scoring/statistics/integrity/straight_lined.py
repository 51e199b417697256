"""Sheets on which every indicator got the same mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.exact import scaled

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

LEAST_MARKS: Final = 3
"""Two equal marks are no line."""


@dataclass(frozen=True, slots=True)
class StraightLined:
    """Which sheets are straight lines. All arrays have the shape (n_applications, n_experts).

    Attributes
    ----------
    straight : ndarray of bool
        Three marks or more, and all the same.
    value : ndarray
        The one mark, in points; ``nan`` where the sheet is not straight.
    marks : ndarray of int
        Marks on the sheet.
    expected : ndarray
        Chance of a straight line, were the expert to pass from one indicator to the next as the other experts of the
        panel do; ``nan`` where fewer than three marks or no other expert's sheets tell.
    """

    straight: BoolArray
    value: FloatArray
    marks: IntArray
    expected: FloatArray


def straight_lined(marks: FloatArray, *, decimals: int = 0, full_marks: FloatArray | None = None) -> StraightLined:
    """Return which sheets are straight lines.

    A straight line is a fact, not a proof: an excellent application may deserve full marks throughout. What chance
    makes of it is a chain over the m marks of the sheet,

        expected = (Π over neighbouring indicators of the share of equal neighbours) on sheets of the other experts,

    half of that share from the same application, half from all. The chain is that of all marks, not of single marks:
    a mark is often that of its neighbour, because both show the same enterprise.

    Parameters
    ----------
    marks : ndarray, shape (n_applications, n_experts, n_indicators)
        In points; ``nan`` where there is none.
    decimals : int
        Most decimals a mark was printed with; marks are compared as printed.
    full_marks : ndarray, optional, shape (n_indicators,)
        Full marks of each indicator: the same *share* of them is then a straight line, and `value` that share.
    """
    values = np.where(np.isfinite(marks), marks, np.nan)
    whole = scaled(values, decimals) if full_marks is None else np.round(values / full_marks, 9)
    given = ~np.isnan(whole)
    count = given.sum(axis=2)
    highest = np.where(given, whole, -np.inf).max(axis=2, initial=-np.inf)
    lowest = np.where(given, whole, np.inf).min(axis=2, initial=np.inf)
    straight = (count >= LEAST_MARKS) & (highest == lowest)
    scale = 10.0**decimals if full_marks is None else 1.0
    value = np.where(straight, lowest, np.nan) / scale
    return StraightLined(straight, value, count, np.where(count >= LEAST_MARKS, _expected(whole), np.nan))


def _expected(whole: FloatArray) -> FloatArray:
    """Return the chance of a straight line on each sheet, from the sheets of the others."""
    both = ~np.isnan(whole[..., 1:]) & ~np.isnan(whole[..., :-1])
    same = both & (whole[..., 1:] == whole[..., :-1])
    here, here_of = _others(same.astype(np.int64)), _others(both.astype(np.int64))
    everywhere, of = _others(same.sum(axis=0, keepdims=True)), _others(both.sum(axis=0, keepdims=True))
    general = np.divide(everywhere, of, out=np.full(of.shape, np.nan), where=of > 0)
    local = np.where(here_of > 0, here / np.maximum(here_of, 1), general)
    share = np.where(both, (local + general) / 2.0, 1.0)
    return np.asarray(share.prod(axis=2))


def _others(counts: NDArray[np.integer]) -> FloatArray:
    """Return the sum over the other experts, shape unchanged."""
    return np.asarray(counts.sum(axis=1, keepdims=True) - counts, np.float64)
