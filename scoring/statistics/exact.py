"""Marks as whole numbers: sums that depend on no order, and rounding half-up as on paper."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray

EXACT_FLOAT: Final = 2**53
"""Whole numbers below this are exact as float64."""
EXACT_SINGLE: Final = 2**24
"""Whole numbers below this are exact as float32, which the processor handles twice as many of at once."""
_EXACT_INT: Final = 2**62

# int64 where every step fits, Python's own integers in an object array where it does not.
WholeArray = NDArray[Any]


def largest(values: FloatArray) -> float:
    """Return the largest absolute value, 0 if there is none but ``nan``."""
    if values.size == 0:
        return 0.0
    low, high = np.fmin.reduce(values, axis=None), np.fmax.reduce(values, axis=None)
    return 0.0 if np.isnan(high) else float(max(-low, high))


def scaled(values: FloatArray, decimals: int) -> FloatArray:
    """Return the marks × 10**decimals as whole numbers, in an array of their own; ``nan`` stays."""
    if decimals == 0:
        return np.rint(values)
    whole = np.multiply(values, 10.0**decimals)
    return np.rint(whole, out=whole)


def scaled_exactly(value: float, decimals: int) -> int:
    """Return one mark × 10**decimals, whatever its size: a float prints as the mark was printed."""
    return int(Decimal(repr(float(value))).scaleb(decimals))


def times(whole: WholeArray, factor: int) -> WholeArray:
    """Return whole numbers × factor, in Python's own integers where 64 bits might not do."""
    return (whole if _largest_int(whole) * factor < _EXACT_INT else whole.astype(object)) * factor


def _largest_int(whole: WholeArray) -> int:
    return max(abs(int(whole.min())), abs(int(whole.max()))) if whole.size else 0


def half_up(numerators: WholeArray, factor: int, divisors: WholeArray | int) -> WholeArray:
    """Return numerators × factor / divisors, rounded to whole numbers; halves go away from zero.

    This is ``decimal.ROUND_HALF_UP``. Divisors are positive.
    """
    below = _largest_int(np.asarray(divisors))
    if 2 * _largest_int(numerators) * factor + below >= _EXACT_INT or 2 * below >= _EXACT_INT:
        numerators, divisors = numerators.astype(object), np.asarray(divisors, object)
    halves: WholeArray = (2 * factor * abs(numerators) + divisors) // (2 * divisors)
    return np.where(numerators < 0, -halves, halves)
