"""Grubbs's test: whether the mark furthest from the mean lies further than one of normal marks would.

    G = max |x - mean| / s,    p = n P(t > √(n (n - 2) G² / ((n - 1)² - n G²))),  t with n - 2 degrees of freedom

for the mark that is tested on the side where it lies; twice that if it might have lain on either (Grubbs 1969). Both
at most 1. Checked against the printed G and R's outliers 0.15 (golden p14).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import of_lists
from scoring.statistics.agreement.result import CodeArray, CountArray
from scoring.statistics.agreement.suspects import suspects
from scoring.statistics.agreement.ties import DECIMALS


@dataclass(frozen=True, slots=True)
class Grubbs:
    """Grubbs's test of lists of marks; every array has the shape of the stack of lists.

    Attributes
    ----------
    g : ndarray
        Distance from the mean in standard deviations (n - 1); ``nan`` where `reason` says why.
    p_value, p_two_sided : ndarray
        Of the side on which the mark lies, and of either.
    index : ndarray of int
        Which mark it is; -1 where undefined.
    high : ndarray of bool
        It is the highest.
    n_marks : ndarray of int
    reason : ndarray of uint8
    """

    g: FloatArray
    p_value: FloatArray
    p_two_sided: FloatArray
    index: CountArray
    high: NDArray[np.bool_]
    n_marks: CountArray
    reason: CodeArray


def grubbs(marks: FloatArray, *, decimals: int = DECIMALS) -> Grubbs:
    """Return Grubbs's test of one outlying mark.

    Parameters
    ----------
    marks : ndarray, shape (..., n_marks)
        Lists of marks, such as those of one application by its experts; ``nan`` where there is none.
    decimals : int
        Marks are rounded to so many first.

    Returns
    -------
    Grubbs
        `TOO_FEW` below three marks, `ALL_EQUAL` where they are. It presumes that marks are normal and that no more
        than one lies apart: two that lie together hide each other.
    """
    return of_lists(lambda lists: _grubbs(lists, decimals), marks)


def _grubbs(marks: FloatArray, decimals: int) -> Grubbs:
    found = suspects(marks, decimals)
    n = found.n.astype(np.float64)
    above = found.ordered - np.fmin.reduce(found.ordered, axis=-1, initial=np.inf, keepdims=True)
    mean = np.nansum(above, axis=-1) / n
    deviation = np.sqrt(np.nansum(np.square(above - mean[..., None]), axis=-1) / (n - 1.0))
    outermost = np.where(found.high, np.fmax.reduce(above, axis=-1, initial=0.0), 0.0)
    g = np.asarray(np.abs(outermost - mean) / deviation)
    # 0 below the line: all other marks are equal, and no mark can lie further out.
    room = (n - 1.0) ** 2 - n * g * g
    room = np.where(room < 1e-12 * (n - 1.0) ** 2, 0.0, room)
    p_value = np.asarray(np.minimum(n * stdtr(n - 2.0, -np.sqrt(n * (n - 2.0) * g * g / room)), 1.0))
    return Grubbs(
        g, p_value, np.asarray(np.minimum(2.0 * p_value, 1.0)), found.index, found.high, found.n, found.reason
    )
