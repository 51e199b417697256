"""A number of item analysis with its limits, or why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason

CONFIDENCE: Final = 0.95
BoolArray = NDArray[np.bool_]
CodeArray = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Bounded:
    """A number with its limits at 95 %; all ``None`` where `reason` says why, limits alone where there are none."""

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: Reason = Reason.NONE


def bounded(value: float, low: float = math.nan, high: float = math.nan, reason: int = Reason.NONE) -> Bounded:
    """Return numbers as a record; what is not finite is ``None``, and without a reason is said to be of too few."""
    known = Reason(int(reason))
    if not math.isfinite(value):
        return Bounded(None, reason=Reason.TOO_FEW if known is Reason.NONE else known)
    return Bounded(float(value), _finite(low), _finite(high))


def each_bounded(value: FloatArray, low: FloatArray, high: FloatArray, reason: NDArray[Any]) -> tuple[Bounded, ...]:
    """Return parallel arrays, shape (n,), as records."""
    return tuple(bounded(*one) for one in zip(value, low, high, reason, strict=True))


def fisher_limits(r: FloatArray, n: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return Fisher's limits of correlations over n independent units: tanh(artanh r ± z / √(n − 3)).

    ``nan`` with fewer than four units; where r is ±1 the limits are r itself.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = ndtri(0.5 + CONFIDENCE / 2) / np.sqrt(np.where(n > 3, n - 3, np.nan))
        turned = np.arctanh(np.clip(r, -1.0, 1.0))
        return np.asarray(np.tanh(turned - reach)), np.asarray(np.tanh(turned + reach))


def fisher_below(r: FloatArray, n: FloatArray, least: float) -> FloatArray:
    """Return the one-sided p of a true correlation of `least` or more, given r: small = it is below."""
    with np.errstate(divide="ignore", invalid="ignore"):
        turned = np.arctanh(np.clip(r, -1.0, 1.0)) - np.arctanh(least)
        return np.asarray(ndtr(turned * np.sqrt(np.where(n > 3, n - 3, np.nan))))


def correlations(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, CodeArray]:
    """Return the correlation of each column of x with the same column of y, over rows in which both are known.

    Parameters
    ----------
    x, y : ndarray, shape (n, k)
        ``nan`` = not known.

    Returns
    -------
    r, n, reason : ndarray, shape (k,)
        ``nan`` with `TOO_FEW` below three rows, `ALL_EQUAL` where one of both does not vary.
    """
    both = ~(np.isnan(x) | np.isnan(y))
    n = both.sum(axis=0).astype(np.float64)
    count = np.maximum(n, 1)
    dx, dy = (np.where(both, part - np.where(both, part, 0.0).sum(axis=0) / count, 0.0) for part in (x, y))
    xx, yy, xy = (dx * dx).sum(axis=0), (dy * dy).sum(axis=0), (dx * dy).sum(axis=0)
    # What differs by rounding alone does not differ.
    scale = [np.where(both, part, 0.0) ** 2 for part in (x, y)]
    flat = (xx <= 1e-20 * scale[0].sum(axis=0)) | (yy <= 1e-20 * scale[1].sum(axis=0))
    few = n < 3
    reason = np.select([few, flat], [Reason.TOO_FEW, Reason.ALL_EQUAL], Reason.NONE).astype(np.uint8)
    known = reason == Reason.NONE
    r = np.full(n.shape, np.nan)
    r[known] = np.clip(xy[known] / np.sqrt(xx[known] * yy[known]), -1.0, 1.0)
    return r, n, reason


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
