"""What statistics of regions answer with: a value, its limits, and why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.model import FloatArray
from scoring.statistics.regions.reasons import RegionReason

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
CodeArray = NDArray[np.uint8]

CONFIDENCE: Final = 0.95

_LEAST_EXPECTED = 1.0
_FEW_EXPECTED = 5.0
_SHARE_OF_FEW = 0.2


@dataclass(frozen=True, slots=True)
class Interval:
    """Values with their limits. All arrays have one shape: () for a single region.

    Attributes
    ----------
    value, low, high : ndarray
        ``nan`` where undefined; `reason` says why. A limit may be missing where the value is not, never the other way.
    reason : ndarray of uint8
        `RegionReason` of each value.
    confidence : float
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    reason: CodeArray
    confidence: float = CONFIDENCE

    def reason_of(self, index: int | tuple[int, ...] = ()) -> RegionReason:
        """Return why one value is missing."""
        return RegionReason(int(self.reason[index]))


def interval(
    value: ArrayLike, low: ArrayLike, high: ArrayLike, reason: ArrayLike, confidence: float = CONFIDENCE
) -> Interval:
    """Return an `Interval` in which nothing is said where there is a reason to be undefined."""
    codes = np.asarray(reason, np.uint8)
    value, low, high = (np.asarray(np.where(codes != RegionReason.NONE, np.nan, part)) for part in (value, low, high))
    return Interval(value, low, high, np.broadcast_to(codes, value.shape), confidence)


def counted(events: ArrayLike, cases: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return events and cases as arrays of floats, of one shape.

    Raises
    ------
    ValueError
        If a count is negative or not finite, or there are more events than cases: such a table was put together
        wrongly, and no statistic of it means anything.
    """
    x, n = np.broadcast_arrays(np.asarray(events, np.float64), np.asarray(cases, np.float64))
    if not np.isfinite(n).all() or (x < 0).any() or not (x <= n).all():
        raise ValueError("counts must be finite, not negative, and events no more than cases")
    return x, n


def share(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Return part / whole, ``nan`` where the whole is 0."""
    shape = np.broadcast_shapes(np.shape(part), np.shape(whole))
    return np.asarray(np.divide(part, whole, out=np.full(shape, np.nan), where=np.asarray(whole) != 0))


def too_few_expected(expected: FloatArray, present: BoolArray) -> BoolArray:
    """Tell where a chi-square test does not hold its level: an expected count below 1, or a fifth of them below 5.

    The rule of Cochran (1954). Cells along the last axis; those not `present` are no cells.
    """
    least = (present & (expected < _LEAST_EXPECTED)).any(axis=-1)
    few = (present & (expected < _FEW_EXPECTED)).sum(axis=-1)
    return np.asarray(least | (few > _SHARE_OF_FEW * present.sum(axis=-1)))
