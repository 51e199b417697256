"""A rate and how sure it is: Wilson's interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from scoring.model import FloatArray
from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.result import CONFIDENCE, Interval, counted, interval, share


def wilson_interval(events: ArrayLike, cases: ArrayLike, *, confidence: float = CONFIDENCE) -> Interval:
    """Return rates with the limits of Wilson (1927), those of the score test, without continuity correction.

    (x + z²/2 ± z √(x (n - x)/n + z²/4)) / (n + z²). They keep within 0 and 1, have a width for 0 of n and n of n, and
    cover at about the level given from n = 1 on, which the limits of Wald do not (Brown, Cai & DasGupta 2001).

    Checked against Newcombe (1998), Stat Med 17:857, table I, and ``statsmodels`` 0.15.

    Parameters
    ----------
    events, cases : array_like of int
        How many of how many. 0 of 0 is undefined (`NO_CASES`), not 0.
    confidence : float

    Raises
    ------
    ValueError
        If counts cannot be counts.
    """
    x, n = counted(events, cases)
    low, high = wilson_limits(x, n, float(ndtri(0.5 + confidence / 2.0)))
    reason = np.where(n == 0, RegionReason.NO_CASES, RegionReason.NONE)
    return interval(share(x, n), low, high, reason, confidence)


def wilson_limits(x: FloatArray, n: FloatArray, z: FloatArray | float) -> tuple[FloatArray, FloatArray]:
    """Return Wilson's limits of x of n at z standard errors; of 0 of 0 they are ``nan``."""
    z2 = z**2
    half = np.sqrt(z2 * (x * share(n - x, n) + z2 / 4.0))
    middle = x + z2 / 2.0
    # Exact where rounding would leave a trace.
    low = np.where((x == 0) & (n > 0), 0.0, (middle - half) / (n + z2))
    high = np.where((x == n) & (n > 0), 1.0, (middle + half) / (n + z2))
    return np.asarray(low), np.asarray(high)
