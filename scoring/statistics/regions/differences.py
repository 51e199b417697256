"""Two rates beside each other: their difference with Newcombe's interval, and whether chance explains it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, gammaln

from scoring.model import FloatArray
from scoring.statistics.regions.proportions import wilson_interval
from scoring.statistics.regions.result import CONFIDENCE, Interval, counted, interval, share

_LEAST_EXPECTED = 1.0
# Tables as likely as the one seen differ from it by rounding.
_ROUNDING = 1.0 + 1e-7


def newcombe_interval(
    events: ArrayLike,
    cases: ArrayLike,
    other_events: ArrayLike,
    other_cases: ArrayLike,
    *,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Return rate - other rate of independent cases with the hybrid score limits of Newcombe (1998).

    d - √((p₁ - l₁)² + (u₂ - p₂)²) to d + √((u₁ - p₁)² + (p₂ - l₂)²), l and u being Wilson's limits: his method 10,
    without continuity correction. Within -1 and 1, of sensible width for 0 of n against 0 of m.

    Checked against Newcombe (1998), Stat Med 17:873, table II, and ``statsmodels`` 0.15.

    Parameters
    ----------
    events, cases, other_events, other_cases : array_like of int
    confidence : float

    Raises
    ------
    ValueError
        If counts cannot be counts.
    """
    one = wilson_interval(events, cases, confidence=confidence)
    two = wilson_interval(other_events, other_cases, confidence=confidence)
    difference = one.value - two.value
    return interval(
        difference,
        difference - np.hypot(one.value - one.low, two.high - two.value),
        difference + np.hypot(one.high - one.value, two.value - two.low),
        np.maximum(one.reason, two.reason),
        confidence,
    )


def same_rate(events: ArrayLike, cases: ArrayLike, other_events: ArrayLike, other_cases: ArrayLike) -> FloatArray:
    """Return the p-value, two-sided, of two independent rates being the same.

    Where every expected count is 1 or more: chi-square times (N - 1)/N (E. S. Pearson 1947). Where one is less:
    Fisher's exact test, all tables at most as likely as the one seen (Irwin's rule). Both as Campbell (2007), Stat Med
    26:3661, recommends for tables of any size. 1 where nobody or everybody succeeded; ``nan`` where a side has no case.

    Checked against ``scipy.stats.chi2_contingency`` and ``scipy.stats.fisher_exact``.

    Parameters
    ----------
    events, cases, other_events, other_cases : array_like of int
    """
    x, n, y, m = np.broadcast_arrays(*counted(events, cases), *counted(other_events, other_cases))
    total, successes = n + m, x + y
    failures = total - successes
    margins = n * m * successes * failures
    p = chdtrc(1.0, (total - 1.0) * share((x * (m - y) - y * (n - x)) ** 2, margins))
    p = np.asarray(np.where((margins == 0) & (n > 0) & (m > 0), 1.0, p))
    expected = share(np.minimum(n, m) * np.minimum(successes, failures), total)
    sparse = (margins > 0) & (expected < _LEAST_EXPECTED)
    if sparse.any():
        p[sparse] = _fisher(x[sparse], n[sparse], y[sparse], m[sparse])
    return p


def _fisher(x: FloatArray, n: FloatArray, y: FloatArray, m: FloatArray) -> FloatArray:
    """Return Fisher's two-sided p-values of tables, shape (n_tables,), all in one padded array."""
    successes = x + y
    first = np.maximum(0.0, successes - m)
    width = np.minimum(n, successes) - first + 1.0
    steps = np.arange(width.max())
    k = first[:, None] + steps
    within = steps < width[:, None]
    k = np.where(within, k, first[:, None])

    def log_choose(whole: FloatArray, part: FloatArray) -> FloatArray:
        return np.asarray(gammaln(whole + 1.0) - gammaln(part + 1.0) - gammaln(whole - part + 1.0))

    def log_probability(part: FloatArray) -> FloatArray:
        return log_choose(n[:, None], part) + log_choose(m[:, None], successes[:, None] - part)

    logs = np.where(within, log_probability(k), -np.inf)
    seen = log_probability(x[:, None])
    chances = np.exp(logs - logs.max(axis=-1, keepdims=True))
    alike = logs <= seen + np.log(_ROUNDING)
    return np.asarray((chances * alike).sum(axis=-1) / chances.sum(axis=-1))
