"""How often the province found otherwise than the prefecture, among the opinions that it looked at again (art. 19)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincc, ndtri

from scoring.model import FloatArray
from scoring.statistics.false_discovery import benjamini_hochberg
from scoring.statistics.regions.proportions import wilson_limits
from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.result import CONFIDENCE, Interval, counted, interval, share

# A whole number of opinions that a product misses by rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Overturned:
    """Opinions that did not stand, by prefecture; shape (..., n_regions).

    Attributes
    ----------
    rate : Interval
        Overturned of those looked at again, with limits for all opinions of the prefecture.
    low_count, high_count : ndarray
        So many opinions of the prefecture, looked at or not, would not stand: the limits as whole numbers, outward.
    p_one_sided : ndarray
        That an opinion that falls is as likely to have been too generous as too strict; ``nan`` where none fell.
    q_one_sided : ndarray
        The false discovery rate at which that is a finding among all prefectures.
    """

    rate: Interval
    low_count: FloatArray
    high_count: FloatArray
    p_one_sided: FloatArray
    q_one_sided: FloatArray


def overturned(
    lowered: ArrayLike, raised: ArrayLike, looked_at: ArrayLike, opinions: ArrayLike, *, confidence: float = CONFIDENCE
) -> Overturned:
    """Return how often opinions of prefectures did not stand when the province looked at them again.

    The province draws some of a prefecture's opinions. The more of them it draws the less is left to chance, and where
    it looked at all, the rate is known: Wilson's limits with z² times (N - n)/(N - 1), the correction for a finite
    number (Cochran 1977, section 2.6). They hold for opinions drawn at random; what is looked at because it looked odd
    must not be counted here.

    Whether those that fell were too generous (lowered) as often as too strict (raised): the exact sign test.

    Checked against Wilson's limits where opinions are many, by simulation of draws, and ``scipy.stats.binomtest``.

    Parameters
    ----------
    lowered, raised : array_like of int, shape (..., n_regions)
        Opinions that were found too high (a refusal is lower than any grade), too low.
    looked_at : array_like of int, shape (..., n_regions)
    opinions : array_like of int, shape (..., n_regions)
        All of the prefecture, at least those looked at.
    confidence : float

    Raises
    ------
    ValueError
        If counts cannot be counts.
    """
    down, up = counted(lowered, looked_at)[0], counted(raised, looked_at)[0]
    fell, n = counted(down + up, looked_at)
    n, everything = counted(n, opinions)
    left = np.sqrt(share(everything - n, np.maximum(everything - 1.0, 1.0)))
    low, high = wilson_limits(fell, n, ndtri(0.5 + confidence / 2.0) * left)
    rate = interval(share(fell, n), low, high, np.where(n == 0, RegionReason.NO_CASES, RegionReason.NONE), confidence)
    # What was seen to fall has fallen, and what was seen to stand stands.
    low_count = np.maximum(np.floor(everything * rate.low + _ROUNDING), fell)
    high_count = np.minimum(np.ceil(everything * rate.high - _ROUNDING), everything - (n - fell))
    p_value = _sign_test(np.minimum(down, up), fell)
    return Overturned(
        rate=rate,
        low_count=np.asarray(low_count),
        high_count=np.asarray(high_count),
        p_one_sided=p_value,
        q_one_sided=benjamini_hochberg(p_value, axis=-1) if p_value.ndim else p_value,
    )


def _sign_test(fewer: FloatArray, n: FloatArray) -> FloatArray:
    """Return the two-sided p-value of a fair coin that fell so seldom on one side."""
    tail = np.where(fewer < n, betaincc(fewer + 1.0, np.maximum(n - fewer, 1.0), 0.5), 1.0)
    return np.asarray(np.where(n > 0, np.minimum(2.0 * tail, 1.0), np.nan))
