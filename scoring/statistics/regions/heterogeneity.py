"""Whether regions differ at all, before anybody asks which."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from scoring.model import FloatArray
from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.result import CodeArray, counted, share, too_few_expected


def same_rate_everywhere(events: ArrayLike, cases: ArrayLike) -> tuple[FloatArray, CodeArray]:
    """Return the p-value that all regions have one rate, by K. Pearson's chi-square with K - 1 degrees of freedom.

    Checked against ``scipy.stats.chi2_contingency``.

    Parameters
    ----------
    events, cases : array_like of int, shape (..., n_regions)
        Regions without cases do not count.

    Returns
    -------
    ndarray, ndarray of uint8
        p-values, ``nan`` where a `RegionReason` stands: no cases, fewer than two regions with cases or one outcome only
        (`NO_COMPARISON`), or too few cases for the test.

    Raises
    ------
    ValueError
        If counts cannot be counts.
    """
    x, n = counted(events, cases)
    total, present = n.sum(axis=-1), n > 0
    rate = share(x.sum(axis=-1), total)[..., None]
    k = present.sum(axis=-1)
    one_outcome = ((rate == 0.0) | (rate == 1.0))[..., 0]
    square = np.nansum(share((x - n * rate) ** 2, n * rate * (1.0 - rate)), axis=-1)
    expected = np.concatenate([n * rate, n * (1.0 - rate)], axis=-1)
    reason = np.select(
        [total == 0, (k < 2) | one_outcome, too_few_expected(expected, np.concatenate([present, present], axis=-1))],
        [RegionReason.NO_CASES, RegionReason.NO_COMPARISON, RegionReason.SMALL_COUNTS],
        RegionReason.NONE,
    ).astype(np.uint8)
    p_value = chdtrc(np.maximum(k - 1.0, 1.0), square)
    return np.asarray(np.where(reason == RegionReason.NONE, p_value, np.nan)), np.asarray(reason)
