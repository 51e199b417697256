"""Bland & Altman (1986): by how much one expert's marks differ from another's, for all pairs of experts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import stdtrit

from scoring.model import FloatArray
from scoring.statistics.agreement.anova import BoolArray
from scoring.statistics.agreement.result import CONFIDENCE, CodeArray, CountArray
from scoring.statistics.agreement.within import means, variances
from scoring.statistics.reasons import Reason

_TIMES: Final = 1.96  # as printed since 1999; the paper of 1986 says 2
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class BlandAltman:
    """Differences first − second of each pair of experts, in points. Arrays have shape (..., n_pairs).

    Attributes
    ----------
    first, second : ndarray of int, shape (n_pairs,)
        Places of the two experts, first < second.
    n_applications : ndarray of int
        Scored by both.
    bias, deviation : ndarray
        Mean and sample standard deviation of the differences.
    lower, upper : ndarray
        The limits of agreement, bias ∓ 1.96 deviation: 95 % of differences lie between them.
    bias_error, limit_error : ndarray
        Standard errors, s/√n and √(3 s²/n).
    bias_low, bias_high, lower_low, lower_high, upper_low, upper_high : ndarray
        Limits of these numbers themselves at `confidence`, by t with n − 1 degrees of freedom.
    reason : ndarray of uint8
        ``TOO_FEW`` below two common applications, ``NOT_FINITE`` where one of the two gave an infinite mark; then the
        others are ``nan``.
    """

    first: CountArray
    second: CountArray
    n_applications: CountArray
    bias: FloatArray
    deviation: FloatArray
    lower: FloatArray
    upper: FloatArray
    bias_error: FloatArray
    limit_error: FloatArray
    bias_low: FloatArray
    bias_high: FloatArray
    lower_low: FloatArray
    lower_high: FloatArray
    upper_low: FloatArray
    upper_high: FloatArray
    reason: CodeArray
    confidence: float = CONFIDENCE


def bland_altman(marks: FloatArray, *, confidence: float = CONFIDENCE) -> BlandAltman:
    """Return bias and limits of agreement of all pairs of experts, for a stack of panels.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        Points, ``nan`` where there is no mark; a pair is compared by the applications that both scored.
    confidence : float
        Of the intervals of bias and limits. That the limits cover 95 % of differences is part of their name.

    Notes
    -----
    Checked in the golden cases p01 and p13, the latter printed in the paper of 1986.
    """
    marks = np.asarray(marks, np.float64)
    n_experts = marks.shape[-1]
    first, second = np.triu_indices(n_experts, 1)
    infinite = np.asarray(np.isinf(marks).any(axis=-2))
    usable = np.where(infinite[..., np.newaxis, :], np.nan, marks) if infinite.any() else marks
    # One expert against all that follow: the differences are never held for all pairs at once.
    found = [_differences(usable[..., e : e + 1], usable[..., e + 1 :]) for e in range(n_experts - 1)]
    nothing = np.zeros((*marks.shape[:-2], 0))
    n, bias, variance = (np.concatenate([nothing, *(part[i] for part in found)], axis=-1) for i in range(3))
    return _limits(first, second, n, bias, variance, infinite[..., first] | infinite[..., second], confidence)


def _differences(one: FloatArray, others: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    apart = np.swapaxes(one - others, -1, -2)
    return (~np.isnan(apart)).sum(axis=-1).astype(np.float64), means(apart), variances(apart)


def _limits(
    first: CountArray,
    second: CountArray,
    n: FloatArray,
    bias: FloatArray,
    variance: FloatArray,
    infinite: BoolArray,
    confidence: float,
) -> BlandAltman:
    reason = np.where(infinite, Reason.NOT_FINITE, np.where(n < _LEAST, Reason.TOO_FEW, Reason.NONE)).astype(np.uint8)
    known = reason == Reason.NONE
    bias, deviation = np.where(known, bias, np.nan), np.sqrt(np.where(known, variance, np.nan))
    count = np.maximum(n, 1)
    bias_error, limit_error = deviation / np.sqrt(count), deviation * np.sqrt(3 / count)
    times = stdtrit(np.maximum(n - 1, 1), (1 + confidence) / 2)
    lower, upper = bias - _TIMES * deviation, bias + _TIMES * deviation
    return BlandAltman(
        first=first,
        second=second,
        n_applications=n.astype(np.int64),
        bias=bias,
        deviation=deviation,
        lower=lower,
        upper=upper,
        bias_error=bias_error,
        limit_error=limit_error,
        bias_low=bias - times * bias_error,
        bias_high=bias + times * bias_error,
        lower_low=lower - times * limit_error,
        lower_high=lower + times * limit_error,
        upper_low=upper - times * limit_error,
        upper_high=upper + times * limit_error,
        reason=reason,
        confidence=confidence,
    )
