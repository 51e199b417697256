"""Modified z scores: how far each mark lies from the median, in units that the far ones do not stretch.

    z = .6745 (x - median) / MAD,   MAD = median |x - median|

(Iglewicz & Hoaglin 1993, who call |z| > 3.5 an outlier.) Where more than half of the marks are equal MAD is 0, and
the mean absolute deviation takes its place: z = (x - median) / (1.253314 · mean |x - median|); 1.253314 = √(π / 2)
makes it, like MAD / .6745, the standard deviation of normal marks. The result says which it was. Checked against golden
p14.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from math import pi, sqrt
from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import of_lists
from scoring.statistics.agreement.quantiles import ascending, quantile
from scoring.statistics.agreement.result import CodeArray, CountArray
from scoring.statistics.agreement.suspects import suspects
from scoring.statistics.agreement.ties import DECIMALS, rounded
from scoring.statistics.reasons import Reason

NORMAL_MAD: Final = 0.6745
_NORMAL_MEAN_DEVIATION: Final = sqrt(pi / 2.0)


class Unit(IntEnum):
    """In what distances from the median are measured."""

    MEDIAN_DEVIATION = 0
    MEAN_DEVIATION = 1
    """The median one is 0: more than half of the marks are equal."""


@dataclass(frozen=True, slots=True)
class ModifiedZ:
    """Modified z scores of lists of marks.

    Attributes
    ----------
    z : ndarray, shape (..., n_marks)
        ``nan`` where there is no mark, or `reason` says why.
    unit : ndarray of uint8, shape (...)
        `Unit` of each list.
    n_marks : ndarray of int, shape (...)
    reason : ndarray of uint8, shape (...)
    """

    z: FloatArray
    unit: CodeArray
    n_marks: CountArray
    reason: CodeArray


def modified_z(marks: FloatArray, *, decimals: int = DECIMALS) -> ModifiedZ:
    """Return the modified z score of each mark of lists, shape (..., n_marks), ``nan`` where there is none.

    `TOO_FEW` below three marks, `ALL_EQUAL` where they are. Marks are rounded to `decimals` first.
    """
    return of_lists(lambda lists: _modified_z(lists, decimals), marks)


def _modified_z(marks: FloatArray, decimals: int) -> ModifiedZ:
    found = suspects(marks, decimals)
    undefined = found.reason != Reason.NONE
    away = rounded(marks, decimals)
    away[undefined] = np.nan
    away -= quantile(found.ordered, found.n, 0.5)[..., None]
    distances, n = ascending(np.abs(away))
    middle = quantile(distances, n, 0.5)
    mean = np.nansum(distances, axis=-1) / n
    stretched = middle == 0.0
    scale = np.where(stretched, _NORMAL_MEAN_DEVIATION * mean, middle / NORMAL_MAD)
    z = away / scale[..., None]
    unit = np.where(stretched, Unit.MEAN_DEVIATION, Unit.MEDIAN_DEVIATION).astype(np.uint8)
    return ModifiedZ(z, unit, found.n, found.reason)
