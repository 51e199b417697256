"""Huynh: consistency of grades for the number of points out of equal, independent ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln, gammaln

from scoring.model import FloatArray
from scoring.statistics.classification.result import kappa_beyond_chance
from scoring.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class Huynh:
    """Arrays of the shape of the stack.

    Attributes
    ----------
    kr21 : ndarray
        Reliability by Kuder and Richardson's formula 21.
    alpha, beta : ndarray
        Of the beta distribution of true shares.
    consistency, kappa : ndarray
        Share of applications to which two equal forms give the same grade; the same beyond chance.
    reason : ndarray of uint8
        `Reason` of each panel without an answer.
    """

    kr21: FloatArray
    alpha: FloatArray
    beta: FloatArray
    consistency: FloatArray
    kappa: FloatArray
    reason: NDArray[np.uint8]


def huynh(scores: FloatArray, cuts: ArrayLike, *, full_marks: int) -> Huynh:
    """Return how often two equal forms of n points would give the same grade, by the beta-binomial model.

    With mean m and variance s² (n − 1) of the scores::

        KR21 = n/(n−1) (1 − m(n−m)/(n s²))        α = m (1/KR21 − 1)        β = n/KR21 − n − α
        P(x, y) = C(n,x) C(n,y) B(α + x + y, 2n + β − x − y) / B(α, β)

    For sheets of points that are given or not. A panel's mean of graded marks is no such count: use
    `livingston_lewis`.

    Source: Huynh (1976). Checked against golden cases p08 and p18 (exact sum in R).

    Parameters
    ----------
    scores : ndarray, shape (..., n_applications)
        Whole points, ``nan`` where there is none.
    cuts : array_like, shape (n_cuts,) or ()
        Ascending; a score reaches a cut that it is not below.
    full_marks : int
        n.
    """
    n = float(full_marks)
    given = np.isfinite(scores)
    points = np.where(given, scores, 0.0)
    count = given.sum(axis=-1)
    mean = points.sum(axis=-1) / np.maximum(count, 1)
    variance = ((points - mean[..., None]) ** 2).sum(axis=-1, where=given) / np.maximum(count - 1, 1)
    reason = _reason(scores, points, variance, count, full_marks)
    sound = reason == Reason.NONE
    with np.errstate(all="ignore"):  # undefined panels are answered by their reason
        kr21 = n / max(n - 1, 1.0) * (1 - mean * (n - mean) / (n * variance))
        reason = np.where(sound & ~(kr21 > 0), Reason.NO_VARIANCE, reason)
        reason = np.where(sound & (kr21 >= 1), Reason.EXACT_FIT, reason).astype(np.uint8)
        sound = reason == Reason.NONE
        alpha = mean * (1 / kr21 - 1)
        beta = n / kr21 - n - alpha
    joint = _joint(np.where(sound, alpha, 1.0), np.where(sound, beta, 1.0), full_marks)
    needed = np.ceil(np.atleast_1d(np.asarray(cuts, np.float64)) - 1e-9)
    grade = (np.arange(full_marks + 1)[:, None] >= needed).sum(axis=-1)
    member = (grade[:, None] == np.arange(needed.size + 1)).astype(np.float64)
    consistency = np.einsum("...xy,xg,yg->...", joint, member, member)
    shares = np.einsum("...xy,xg->...g", joint, member)

    def kept(value: FloatArray) -> FloatArray:
        return np.where(sound, value, np.nan)

    kappa = kappa_beyond_chance(consistency, shares)
    return Huynh(kept(kr21), kept(alpha), kept(beta), kept(consistency), kept(kappa), reason)


def _joint(alpha: FloatArray, beta: FloatArray, full_marks: int) -> FloatArray:
    """Return P(x, y), shape (..., n + 1, n + 1)."""
    x = np.arange(full_marks + 1.0)
    choose = gammaln(full_marks + 1.0) - gammaln(x + 1) - gammaln(full_marks - x + 1)
    both = x[:, None] + x
    a, b = alpha[..., None, None], beta[..., None, None]
    return np.asarray(np.exp(choose[:, None] + choose + betaln(a + both, 2.0 * full_marks + b - both) - betaln(a, b)))


def _reason(
    scores: FloatArray, points: FloatArray, variance: FloatArray, count: NDArray[np.int64], full_marks: int
) -> NDArray[np.uint8]:
    cases = [
        (np.isinf(scores).any(axis=-1), Reason.NOT_FINITE),
        (count == 0, Reason.NO_MARKS),
        (count == 1, Reason.ONE_APPLICATION),
        (((points < 0) | (points > full_marks)).any(axis=-1), Reason.OFF_SCALE),
        (np.full(count.shape, full_marks < 2), Reason.TOO_FEW),
        (variance <= 0, Reason.NO_VARIANCE),
    ]
    return np.select([case for case, _ in cases], [reason for _, reason in cases], Reason.NONE).astype(np.uint8)
