"""Marks as they come, made fit for computing: every panel that cannot be computed has its reason and no marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.result import CodeArray
from scoring.statistics.reasons import Reason

LARGEST: Final = 1e150
"""The square of a larger mark would be infinite, and so is the mark for us."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stack of panels to be computed.

    Attributes
    ----------
    above : ndarray, shape (..., n_applications, n_experts)
        Marks above the lowest of their panel: equal marks are 0, and none is so large that digits are lost. 0 where
        there is none.
    weights : ndarray, same shape
        0 where there is no mark.
    lowest, largest : ndarray, shape (...)
        The lowest mark, and the largest in absolute value; 0 without any.
    reason : ndarray of uint8, shape (...)
        `NOT_FINITE`, `NEGATIVE` (weights), `ZERO_WEIGHTS` or `NO_MARKS`: such a panel has no weights left.
    """

    above: FloatArray
    weights: FloatArray
    lowest: FloatArray
    largest: FloatArray
    reason: CodeArray


def enter(marks: FloatArray, weights: FloatArray | None) -> Entry:
    """Return marks and weights, shape (..., n_applications, n_experts), fit for computing; ``nan`` is no mark."""
    marks = np.asarray(marks, np.float64)
    given = ~np.isnan(marks)
    of_mark = (
        given.astype(np.float64) if weights is None else np.broadcast_to(np.asarray(weights, np.float64), given.shape)
    )
    whole = (-2, -1)
    reason = np.select(
        [
            ~given.any(axis=whole),
            (np.abs(marks) > LARGEST).any(axis=whole) | (given & ~np.isfinite(of_mark)).any(axis=whole),
            (given & (of_mark < 0)).any(axis=whole),
            ~(given & (of_mark > 0)).any(axis=whole),
        ],
        [Reason.NO_MARKS, Reason.NOT_FINITE, Reason.NEGATIVE, Reason.ZERO_WEIGHTS],
        Reason.NONE,
    ).astype(np.uint8)
    counts = given & (of_mark > 0) & (reason == Reason.NONE)[..., None, None]
    some = counts.any(axis=whole)
    lowest = np.where(some, np.min(marks, axis=whole, where=counts, initial=np.inf), 0.0)
    highest = np.where(some, np.max(marks, axis=whole, where=counts, initial=-np.inf), 0.0)
    above = np.where(counts, marks - lowest[..., None, None], 0.0)
    return Entry(above, np.where(counts, of_mark, 0.0), lowest, np.maximum(np.abs(lowest), np.abs(highest)), reason)
