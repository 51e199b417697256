"""Two more ways to say how far experts lie apart on one application, over one indicator or several.

They do not lean on the variance of blind marks as rWG does: the average deviation is in points, and aWG holds the
variance against the largest that marks with the same mean could have.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.within import Within, mean_where_defined, means, not_finite, variances, within
from scoring.statistics.reasons import Reason

# A mean on the bound counts, whichever way its last digit went; in lengths of the scale.
_NOISE: Final = 1e-9


def average_deviation(marks: FloatArray) -> Within:
    """Return AD: the mean distance of marks from their mean, in points, averaged over indicators.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts, n_indicators)
        Points, ``nan`` where there is no mark.

    Returns
    -------
    Within
        Of each application; 0 where all marks are equal.

    Notes
    -----
    Burke, Finkelstein & Dusig (1999). Checked in the golden case p21.
    """
    marks = np.asarray(marks, np.float64)
    by_expert = np.moveaxis(marks, -1, 0)
    by_expert = np.where(np.isinf(by_expert), np.nan, by_expert)
    away = np.abs(by_expert - means(by_expert)[..., np.newaxis])
    compared = (~np.isnan(by_expert)).sum(axis=-1) > 1
    value = mean_where_defined(np.where(compared, means(away), np.nan), axis=0)
    return within(value, not_finite(marks).max(axis=-1))


def awg(marks: FloatArray, low: float, high: float) -> Within:
    """Return aWG = 1 − 2 s² / (largest s² that marks with this mean can have), averaged over indicators.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts, n_indicators)
        Points, ``nan`` where there is no mark.
    low, high : float
        The ends of the scale.

    Returns
    -------
    Within
        Of each application: 1 for equal marks, 0 where experts differ half as much as marks with this mean can, −1
        for two camps at the ends of the scale. ``OFF_SCALE`` where a mark lies outside it, ``SCALE_END`` where no
        indicator has a mean far enough inside.

    Notes
    -----
    The largest variance is ((H + L) M − M² − H L) k/(k − 1), M the mean of k marks. Where M is nearer to an end than
    one expert at the other end would put it, (H − L)/k, the indicator does not count (Brown & Hauenstein 2005).
    Checked against multilevel 2.7 in the golden case p21.
    """
    marks = np.asarray(marks, np.float64)
    by_expert = np.moveaxis(marks, -1, 0)
    k = np.isfinite(by_expert).sum(axis=-1)
    middle, spread = means(by_expert), variances(by_expert)
    inside = np.minimum(middle - low, high - middle) >= (high - low) * (1 / np.maximum(k, 1) - _NOISE)
    largest = (high - middle) * (middle - low) * k / np.maximum(k - 1, 1)
    share = np.divide(spread, largest, out=np.full(middle.shape, np.nan), where=inside & (largest > 0))
    outside = ((marks < low) | (marks > high)).any(axis=(-2, -1))
    at_end = (k > 1).any(axis=0) & np.isnan(share).all(axis=0)
    infinite = not_finite(marks).max(axis=-1) > 0
    reason = np.select(
        [infinite, outside, at_end], [Reason.NOT_FINITE, Reason.OFF_SCALE, Reason.SCALE_END], Reason.NONE
    )
    return within(mean_where_defined(1 - 2 * share, axis=0), reason.astype(np.uint8))
