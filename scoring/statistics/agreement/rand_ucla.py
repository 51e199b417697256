"""The RAND/UCLA disagreement index of a panel on a nine-point scale.

    IPR   = p70 - p30
    IPRCP = (p30 + p70) / 2                its centre
    AI    = |5 - IPRCP|                    asymmetry: marks at one end spread less by nature
    IPRAS = 2.35 + 1.5 AI                  the IPR adjusted for symmetry
    disagreement if IPR > IPRAS

(Fitch et al. 2001, The RAND/UCLA Appropriateness Method User's Manual; quantiles of type 7.) Checked against a
published panel of 15 (golden p12). The constants were found on a scale from 1 to 9 and mean nothing on another; marks
of another declared scale are brought to it by 1 + 8 (x - low) / (high - low), and the result says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import of_lists
from scoring.statistics.agreement.quantiles import ascending, quantile
from scoring.statistics.agreement.result import CodeArray, CountArray
from scoring.statistics.agreement.ties import DECIMALS, rounded
from scoring.statistics.reasons import Reason

LOW: Final = 1.0
HIGH: Final = 9.0
_MIDDLE: Final = 5.0
_SYMMETRIC_RANGE: Final = 2.35
_CORRECTION: Final = 1.5
_NEAR: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Appropriateness:
    """RAND/UCLA statistics of applications, all in points of the nine-point scale.

    Attributes
    ----------
    median, p30, p70, ipr, iprcp, ai, ipras : ndarray, shape (...)
        ``nan`` where `reason` says why.
    disagreement : ndarray of bool, shape (...)
        The experts are two minds; false where undefined.
    rescaled : bool
        Marks came from another scale, on which nobody has tried the index.
    n_marks : ndarray of int, shape (...)
    reason : ndarray of uint8, shape (...)
    """

    median: FloatArray
    p30: FloatArray
    p70: FloatArray
    ipr: FloatArray
    iprcp: FloatArray
    ai: FloatArray
    ipras: FloatArray
    disagreement: NDArray[np.bool_]
    rescaled: bool
    n_marks: CountArray
    reason: CodeArray


def rand_ucla(marks: FloatArray, *, scale: tuple[float, float] | None, decimals: int = DECIMALS) -> Appropriateness:
    """Return the RAND/UCLA statistics of each application.

    Parameters
    ----------
    marks : ndarray, shape (..., n_experts)
        One indicator or total; ``nan`` where there is none.
    scale : (low, high) or None
        The declared ends of the scale. Without it everything is undefined, with `NO_SCALE`.
    decimals : int
        Marks are rounded to so many first, and so are both sides of the comparison of IPR and IPRAS.

    Returns
    -------
    Appropriateness
        `ONE_EXPERT` below two marks, `OFF_SCALE` if a mark lies off the scale.
    """
    return of_lists(lambda lists: _appropriateness(lists, scale, decimals), marks)


def _appropriateness(marks: FloatArray, scale: tuple[float, float] | None, decimals: int) -> Appropriateness:
    low, high = scale or (LOW, HIGH)
    values = rounded(marks, decimals)
    n = (~np.isnan(values)).sum(axis=-1)
    slack = _NEAR * (high - low)
    off = ((values < low - slack) | (values > high + slack)).any(axis=-1)
    reason = np.select(
        [np.isinf(values).any(axis=-1), n == 0, n < 2, np.full(n.shape, scale is None or high <= low), off],
        [Reason.NOT_FINITE, Reason.NO_MARKS, Reason.ONE_EXPERT, Reason.NO_SCALE, Reason.OFF_SCALE],
        Reason.NONE,
    ).astype(np.uint8)
    values[reason != Reason.NONE] = np.nan
    rescaled = scale is not None and (low, high) != (LOW, HIGH)
    if rescaled and high > low:
        values = LOW + (HIGH - LOW) * (values - low) / (high - low)
    ordered, _ = ascending(values)
    median, p30, p70 = (quantile(ordered, n, share) for share in (0.5, 0.3, 0.7))
    ipr, iprcp = p70 - p30, (p30 + p70) / 2.0
    ai = np.abs(_MIDDLE - iprcp)
    ipras = _SYMMETRIC_RANGE + _CORRECTION * ai
    disagreement = np.asarray(np.round(ipr - ipras, decimals) > 0.0)
    return Appropriateness(median, p30, p70, ipr, iprcp, ai, ipras, disagreement, rescaled, n, reason)
