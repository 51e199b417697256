"""One side against the other, like against like: rates compared within strata and put together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtri

from scoring.model import FloatArray
from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.result import CONFIDENCE, CodeArray, IntArray, Interval, counted, interval, share

# Mantel & Fleiss (1980): so far, at least, must the sum of one cell be free to move to either side.
_LEAST_FREEDOM = 5.0


@dataclass(frozen=True, slots=True)
class Stratified:
    """One side against the other within strata. Arrays have the shape of the stack.

    Attributes
    ----------
    difference : Interval
        Rate of the one side - rate of the other, as a share: Mantel and Haenszel's weights n₁n₀/N, Sato's variance.
    odds_ratio : Interval
        Mantel and Haenszel's, limits of Robins, Breslow and Greenland.
    p_value : ndarray
        Cochran, Mantel and Haenszel's chi-square, without continuity correction; ``nan`` with a reason.
    p_reason : ndarray of uint8
        `RegionReason` why there is no p-value.
    strata : ndarray of int
        Strata that say anything: cases on both sides.
    used : ndarray of int
        Cases in these strata, both sides together.
    """

    difference: Interval
    odds_ratio: Interval
    p_value: FloatArray
    p_reason: CodeArray
    strata: IntArray
    used: IntArray


def mantel_haenszel(
    events: ArrayLike,
    cases: ArrayLike,
    other_events: ArrayLike,
    other_cases: ArrayLike,
    *,
    confidence: float = CONFIDENCE,
) -> Stratified:
    """Return how one side's rate differs from the other's among cases of the same stratum.

    With a of n₁ on the one side, c of n₀ on the other, N = n₁ + n₀, sums over strata::

        difference = Σ (a n₀ - c n₁)/N / Σ n₁n₀/N       variance by Sato (1989), for few large and many small strata
        odds ratio = Σ a (n₀ - c)/N / Σ (n₁ - a) c/N    limits on logarithms (Robins, Breslow & Greenland 1986)
        chi-square = (Σ a - Σ E)² / Σ V                 Mantel & Haenszel (1959), V hypergeometric, one degree

    A p-value is given where Mantel & Fleiss (1980) hold the chi-square for sound: Σ a could lie 5 or more to either
    side of Σ E; `SMALL_COUNTS` otherwise. Limits of the ratio need both sides to have had both outcomes (`ONE_SIDED`).

    Checked against the admissions at Berkeley (Bickel, Hammel & O'Connell 1975) as R's ``mantelhaen.test`` prints
    them, and ``statsmodels`` 0.15; Sato's variance by simulation.

    Parameters
    ----------
    events, cases, other_events, other_cases : array_like of int, shape (..., n_strata)
        A stratum without cases on either side says nothing and does no harm.
    confidence : float

    Raises
    ------
    ValueError
        If counts cannot be counts.
    """
    a, n1, c, n0 = np.broadcast_arrays(*counted(events, cases), *counted(other_events, other_cases))
    both = (n1 > 0) & (n0 > 0)
    a, n1, c, n0 = (np.where(both, part, 0.0) for part in (a, n1, c, n0))
    total = np.where(both, n1 + n0, 1.0)
    p_value, p_reason = _chi_square(a, n1, c, n0, total)
    return Stratified(
        difference=_difference(a, n1, c, n0, total, confidence),
        odds_ratio=_odds_ratio(a, n1, c, n0, total, confidence),
        p_value=p_value,
        p_reason=p_reason,
        strata=both.sum(axis=-1),
        used=(n1 + n0).sum(axis=-1).astype(np.int64),
    )


def _difference(
    a: FloatArray, n1: FloatArray, c: FloatArray, n0: FloatArray, total: FloatArray, confidence: float
) -> Interval:
    weight = (n1 * n0 / total).sum(axis=-1)
    value = share(((a * n0 - c * n1) / total).sum(axis=-1), weight)
    p = ((n1**2 * c - n0**2 * a + n1 * n0 * (n0 - n1) / 2.0) / total**2).sum(axis=-1)
    q = ((a * (n0 - c) + c * (n1 - a)) / (2.0 * total)).sum(axis=-1)
    variance = share(value * p + q, weight**2)
    # Nobody and everybody leave Sato's variance at nothing: no limits then, rather than limits without width.
    half = ndtri(0.5 + confidence / 2.0) * np.sqrt(np.where(variance > 0.0, variance, np.nan))
    return interval(
        value,
        np.maximum(value - half, -1.0),
        np.minimum(value + half, 1.0),
        np.where(weight == 0, RegionReason.NO_COMPARISON, RegionReason.NONE),
        confidence,
    )


def _odds_ratio(
    a: FloatArray, n1: FloatArray, c: FloatArray, n0: FloatArray, total: FloatArray, confidence: float
) -> Interval:
    b, d = n1 - a, n0 - c
    r, s = a * d / total, b * c / total
    big_r, big_s = r.sum(axis=-1), s.sum(axis=-1)
    p, q = (a + d) / total, (b + c) / total
    variance = (
        share((p * r).sum(axis=-1), 2.0 * big_r**2)
        + share((p * s + q * r).sum(axis=-1), 2.0 * big_r * big_s)
        + share((q * s).sum(axis=-1), 2.0 * big_s**2)
    )
    value = share(big_r, big_s)
    spread = np.exp(ndtri(0.5 + confidence / 2.0) * np.sqrt(variance))
    reason = np.select(
        [(big_r == 0) & (big_s == 0), (big_r == 0) | (big_s == 0)],
        [RegionReason.NO_COMPARISON, RegionReason.ONE_SIDED],
        RegionReason.NONE,
    )
    return interval(value, value / spread, value * spread, reason, confidence)


def _chi_square(
    a: FloatArray, n1: FloatArray, c: FloatArray, n0: FloatArray, total: FloatArray
) -> tuple[FloatArray, CodeArray]:
    m1 = a + c
    m0 = total - m1
    expected = (n1 * m1 / total).sum(axis=-1)
    variance = (n1 * n0 * m1 * m0 / (total**2 * np.maximum(total - 1.0, 1.0))).sum(axis=-1)
    least = np.maximum(0.0, m1 - n0).sum(axis=-1)
    most = np.minimum(n1, m1).sum(axis=-1)
    free = np.minimum(expected - least, most - expected)
    reason = np.select(
        [variance == 0, free < _LEAST_FREEDOM],
        [RegionReason.NO_COMPARISON, RegionReason.SMALL_COUNTS],
        RegionReason.NONE,
    ).astype(np.uint8)
    p_value = chdtrc(1.0, share((a.sum(axis=-1) - expected) ** 2, variance))
    return np.asarray(np.where(reason == RegionReason.NONE, p_value, np.nan)), np.asarray(reason)
