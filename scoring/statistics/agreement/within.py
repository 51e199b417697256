"""What is said of each application on its own: means and variances of its marks, `nan` standing for no mark."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.result import CodeArray
from scoring.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class Within:
    """A statistic of each application, how far its own experts agree.

    Attributes
    ----------
    value : ndarray, shape (..., n_applications)
        ``nan`` where undefined; `reason` says why.
    reason : ndarray of uint8, shape (..., n_applications)
        `Reason` of each: ``TOO_FEW`` below two marks, or what is wrong with the marks.
    """

    value: FloatArray
    reason: CodeArray


def within(value: FloatArray, reason: CodeArray) -> Within:
    """Return a `Within`: too few marks where there is no value and no better reason, no value where there is one."""
    reason = np.broadcast_to(reason, value.shape)
    found = np.where((reason == Reason.NONE) & np.isnan(value), np.uint8(Reason.TOO_FEW), reason).astype(np.uint8)
    return Within(np.where(found == Reason.NONE, value, np.nan), found)


def not_finite(marks: FloatArray) -> CodeArray:
    """Return ``NOT_FINITE`` where a mark over the last axis is infinite."""
    return np.where(np.isinf(marks).any(axis=-1), np.uint8(Reason.NOT_FINITE), np.uint8(Reason.NONE))


def variances(marks: FloatArray) -> FloatArray:
    """Return sample variances (n − 1) over the last axis; ``nan`` below two marks."""
    given = np.isfinite(marks)
    count = given.sum(axis=-1)
    left = np.where(given, marks, 0.0)
    with np.errstate(over="ignore"):
        left -= _over(np.einsum("...e->...", left), count)[..., np.newaxis]
        left *= given
        squares = np.einsum("...e,...e->...", left, left)
    return np.where(count > 1, _over(squares, count - 1), np.nan)


def means(marks: FloatArray) -> FloatArray:
    """Return means over the last axis; ``nan`` without any mark."""
    given = np.isfinite(marks)
    count = given.sum(axis=-1)
    return np.where(count > 0, _over(np.einsum("...e->...", np.where(given, marks, 0.0)), count), np.nan)


def mean_where_defined(values: FloatArray, *, axis: int) -> FloatArray:
    """Return the mean over an axis of what is not ``nan``; ``nan`` where nothing is left."""
    return means(np.moveaxis(values, axis, -1))


def _over(total: FloatArray, count: FloatArray) -> FloatArray:
    return np.divide(total, count, out=np.zeros(np.shape(total)), where=count > 0)
