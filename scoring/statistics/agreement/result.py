"""What every statistic of agreement answers with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason

CountArray = NDArray[np.int64]
CodeArray = NDArray[np.uint8]

CONFIDENCE: Final = 0.95


class Method(IntEnum):
    """Which formula ran, where one statistic has several."""

    CLOSED_FORM = 0
    TWO_WAY_ANOVA = 1
    ONE_WAY_ANOVA = 2
    UNBALANCED_ANOVA = 3
    """With gaps: the forms of irrNA."""
    LINEARISED = 4
    """Standard error by linearisation over applications."""
    BOOTSTRAP = 5
    """Percentile limits over applications drawn again."""
    CHI_SQUARE = 6
    PAIRWISE_RANKS = 7
    """With gaps: weighted mean of rank correlations over pairs of experts."""

    @property
    def label(self) -> str:
        """The method in words that a program reads: ``two-way ANOVA``."""
        return _LABELS[self]


_LABELS: Final = {
    Method.CLOSED_FORM: "closed form",
    Method.TWO_WAY_ANOVA: "two-way ANOVA",
    Method.ONE_WAY_ANOVA: "one-way ANOVA",
    Method.UNBALANCED_ANOVA: "unbalanced ANOVA",
    Method.LINEARISED: "linearised standard error",
    Method.BOOTSTRAP: "bootstrap over applications",
    Method.CHI_SQUARE: "chi-square",
    Method.PAIRWISE_RANKS: "pairwise rank correlations",
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """One statistic of a stack of panels. All arrays have the shape of the stack: () for a single panel.

    Attributes
    ----------
    statistic : str
        Its identifier, such as ``icc_a1``.
    value : ndarray
        ``nan`` where undefined; `reason` says why.
    low, high : ndarray
        Limits at `confidence`; ``nan`` where there are none.
    standard_error, p_value : ndarray
        ``nan`` where there is none.
    n_applications, n_experts : ndarray of int
        How many entered.
    reason : ndarray of uint8
        `Reason` of each panel.
    method : ndarray of uint8
        `Method` of each panel.
    confidence : float
    """

    statistic: str
    value: FloatArray
    low: FloatArray
    high: FloatArray
    standard_error: FloatArray
    p_value: FloatArray
    n_applications: CountArray
    n_experts: CountArray
    reason: CodeArray
    method: CodeArray
    confidence: float = CONFIDENCE

    def reason_of(self, panel: int | tuple[int, ...] = ()) -> Reason:
        """Return why one panel has no value."""
        return Reason(int(self.reason[panel]))


def agreement(
    statistic: str,
    value: FloatArray,
    *,
    n_applications: CountArray,
    n_experts: CountArray,
    reason: CodeArray,
    method: Method | CodeArray = Method.CLOSED_FORM,
    low: FloatArray | None = None,
    high: FloatArray | None = None,
    standard_error: FloatArray | None = None,
    p_value: FloatArray | None = None,
    confidence: float = CONFIDENCE,
) -> Agreement:
    """Return an `Agreement` in which nothing is said about panels that have a reason to be undefined."""
    shape = np.shape(value)
    undefined = np.asarray(reason) != Reason.NONE

    def kept(given: FloatArray | None) -> FloatArray:
        return np.full(shape, np.nan) if given is None else np.where(undefined, np.nan, given)

    return Agreement(
        statistic=statistic,
        value=kept(value),
        low=kept(low),
        high=kept(high),
        standard_error=kept(standard_error),
        p_value=kept(p_value),
        n_applications=np.broadcast_to(np.asarray(n_applications, np.int64), shape),
        n_experts=np.broadcast_to(np.asarray(n_experts, np.int64), shape),
        reason=np.broadcast_to(np.asarray(reason, np.uint8), shape),
        method=np.broadcast_to(np.asarray(method, np.uint8), shape),
        confidence=confidence,
    )


@dataclass(frozen=True, slots=True)
class Entered:
    """What of a stack of panels can be compared at all.

    Attributes
    ----------
    n_applications : ndarray of int, shape (...)
        Applications with any mark.
    n_experts : ndarray of int, shape (...)
        Experts with any mark.
    reason : ndarray of uint8, shape (...)
        `NOT_FINITE`, `NO_MARKS`, `ONE_EXPERT`, `ONE_APPLICATION` or `NO_PAIRS`; `NONE` where two experts scored an
        application and there are two applications.
    complete : ndarray of bool, shape (...)
        Every expert who entered scored every application that entered.
    """

    n_applications: CountArray
    n_experts: CountArray
    reason: CodeArray
    complete: NDArray[np.bool_]


def entered(marks: FloatArray) -> Entered:
    """Return what of a stack of panels, shape (..., n_applications, n_experts), can be compared."""
    stack, (n, r) = marks.shape[:-2], marks.shape[-2:]
    infinite = np.isinf(marks)
    if n > 1 and r > 1 and not infinite.any() and not np.isnan(marks).any():  # complete: no need to count
        return Entered(np.full(stack, n), np.full(stack, r), np.zeros(stack, np.uint8), np.full(stack, True))
    # Counted in single precision, whole up to 2**24: adding bytes along a short axis takes five times as long.
    given = (~np.isnan(marks)).astype(np.float32)
    per_application = np.einsum("...ae->...a", given)
    n_applications = (per_application > 0).sum(axis=-1)
    n_experts = (np.einsum("...ae->...e", given) > 0).sum(axis=-1)
    n_marks = per_application.sum(axis=-1, dtype=np.float64)
    reason = np.select(
        [
            infinite.any(axis=(-2, -1)),
            n_marks == 0,
            n_experts < 2,
            n_applications < 2,
            (per_application < 2).all(axis=-1),
        ],
        [Reason.NOT_FINITE, Reason.NO_MARKS, Reason.ONE_EXPERT, Reason.ONE_APPLICATION, Reason.NO_PAIRS],
        Reason.NONE,
    ).astype(np.uint8)
    return Entered(n_applications, n_experts, reason, n_marks == n_applications * n_experts)
