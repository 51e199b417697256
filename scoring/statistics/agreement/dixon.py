"""Dixon's ratio: the gap beside the outermost mark over the range, without the marks that might hide it.

With marks from the suspect inwards x(1) … x(n), positions counted from the suspect's side:

    n ≤ 7      r10 = (x1 - x2) / (x1 - xn)
    8 … 10     r11 = (x1 - x2) / (x1 - x(n-1))
    11 … 13    r21 = (x1 - x3) / (x1 - x(n-1))
    14 or more r22 = (x1 - x3) / (x1 - x(n-2))

(Dixon 1951, 1953.) The suspect is the mark furthest from the mean. Ratios checked against R's outliers 0.15 (golden
p14), probabilities as `dixon_tail` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import of_lists
from scoring.statistics.agreement.dixon_tail import tail
from scoring.statistics.agreement.result import CodeArray, CountArray
from scoring.statistics.agreement.suspects import suspects
from scoring.statistics.agreement.ties import DECIMALS
from scoring.statistics.reasons import Reason


class _Ratio(NamedTuple):
    """Up to `most` marks: how many are left out beside the suspect (`spare`) and at the other end (`below`)."""

    most: int | None
    spare: int
    below: int


_RATIOS: Final = (_Ratio(7, 0, 0), _Ratio(10, 0, 1), _Ratio(13, 1, 1), _Ratio(None, 1, 2))


MOST: Final = 100
"""Of more marks the ratio has no probability here: printed tables end at 30, and the integral would lose digits."""


@dataclass(frozen=True, slots=True)
class Dixon:
    """Dixon's test of lists of marks; every array has the shape of the stack of lists.

    Attributes
    ----------
    q : ndarray
        The ratio, 0 to 1; ``nan`` where `reason` says why.
    p_value, p_two_sided : ndarray
        If only a mark on this side could have been suspected, and if one on either (twice that, at most 1);
        ``nan`` above `MOST` marks.
    index : ndarray of int
        Which mark is suspected; -1 where undefined.
    high : ndarray of bool
        It is the highest.
    n_marks : ndarray of int
    reason : ndarray of uint8
    """

    q: FloatArray
    p_value: FloatArray
    p_two_sided: FloatArray
    index: CountArray
    high: NDArray[np.bool_]
    n_marks: CountArray
    reason: CodeArray


def dixon(marks: FloatArray, *, decimals: int = DECIMALS) -> Dixon:
    """Return Dixon's test of one outlying mark.

    Parameters
    ----------
    marks : ndarray, shape (..., n_marks)
        Lists of marks; ``nan`` where there is none.
    decimals : int
        Marks are rounded to so many first.

    Returns
    -------
    Dixon
        `TOO_FEW` below three marks, `ALL_EQUAL` where they are.
    """
    return of_lists(lambda lists: _dixon(lists, decimals), marks)


def _dixon(marks: FloatArray, decimals: int) -> Dixon:
    found = suspects(marks, decimals)
    testable = found.reason == Reason.NONE
    q = np.full(found.n.shape, np.nan)
    p_value = q.copy()
    for n in np.unique(found.n[testable]).tolist():
        ratio = next(kind for kind in _RATIOS if kind.most is None or n <= kind.most)
        chosen = (found.n == n) & testable
        marks_of = found.ordered[chosen][:, :n]
        inwards = np.where(found.high[chosen][:, None], marks_of[:, ::-1], marks_of)
        gap = np.abs(inwards[:, 0] - inwards[:, 1 + ratio.spare])
        width = np.abs(inwards[:, 0] - inwards[:, n - 1 - ratio.below])
        q[chosen] = gap / width  # never 0: were those equal, one of those left out would lie further out
        if n <= MOST:
            p_value[chosen] = tail(q[chosen], n, below=ratio.below, spare=ratio.spare)
    return Dixon(q, p_value, np.asarray(np.minimum(2.0 * p_value, 1.0)), found.index, found.high, found.n, found.reason)
