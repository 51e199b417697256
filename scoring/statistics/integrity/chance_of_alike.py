"""What chance makes of two sheets' equal marks, from all other pairs of the panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc, betaln, expit, gammaln, logit

from scoring.model import FloatArray

IntArray = NDArray[np.int64]

_WORTH_A_TAIL: Final = 1.0
"""Below so many standard errors a p-value is not small, and its sum is not made."""
_BOUND: Final = 9.0
"""The most that one pair's squared z adds to the dispersion, so that copies do not hide themselves."""
_PER_LEVEL: Final = 40
_MOST_LEVELS: Final = 20
"""Pairs are set beside others about as far apart in their totals: so many at least, in so many groups at most."""
_SAME_TO: Final = 9
"""Decimals of points to which means are compared."""
_AT_ONCE: Final = 20_000
"""Pairs whose p-values are computed at once."""
_LEAST_INTRACLASS: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of pairs of sheets, all of shape (n_applications, n_pairs).

    Attributes
    ----------
    compared, equal, run : ndarray of int
        Indicators that both marked, equal marks, and the most of them in a row.
    expected, variance : ndarray
        Sums of r and r (1 - r), the chances that marks are equal, from the other pairs of the application.
    in_run : ndarray
        Sum of r over the longest run.
    apart, above : ndarray
        How far the means of both sheets lie apart, and above the application's.
    """

    compared: IntArray
    equal: IntArray
    run: IntArray
    expected: FloatArray
    variance: FloatArray
    in_run: FloatArray
    apart: FloatArray
    above: FloatArray


def tails(counted: Counted) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the equal marks that chance makes, their dispersion, and the p-value of each pair (`identical.alike`)."""
    told = (counted.compared > 1) & (counted.variance > 0)
    results = tuple(np.full(told.shape, np.nan) for _ in range(3))
    n, x, run = counted.compared[told], counted.equal[told], counted.run[told]
    mean = before = counted.expected[told] / n
    mean = mean.copy()
    rest = counted.variance[told] / _binomial(n, mean)  # what unequal chances leave of the binomial variance
    dispersion = np.ones(mean.shape)
    for key in (counted.apart, counted.above):
        for level in _neighbours(key[told]):
            mean[level] = expit(logit(mean[level]) + _shift(x[level], n[level], mean[level]))
            z = (x[level] - n[level] * mean[level]) / np.sqrt(rest[level] * _binomial(n[level], mean[level]))
            dispersion[level] = max(float(np.minimum(z**2, _BOUND).mean()), 1.0)
    inflation = rest * dispersion
    # The run's chances have shifted as all have; where there is no run there is nothing to test.
    at_run = np.where(run > 0, counted.in_run[told] / np.maximum(run, 1), before)
    at_run = expit(logit(np.clip(at_run, 1e-9, 1 - 1e-9)) + logit(mean) - logit(before))
    either = np.empty(mean.shape)
    for start in range(0, either.size, _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        tail, bound = (
            _tail(x[some], n[some], mean[some], inflation[some]),
            _run_bound(run[some], n[some], at_run[some], inflation[some]),
        )
        either[some] = 2.0 * np.minimum(tail, bound)
    for result, found in zip(results, (n * mean, dispersion, np.minimum(either, 1.0)), strict=True):
        result[told] = found
    return results[0], results[1], results[2]


def _neighbours(key: FloatArray) -> list[NDArray[np.intp]]:
    """Return the pairs in groups of neighbours by a key; equal keys stay together, whatever the order of the pairs."""
    _, which, counts = np.unique(np.round(key, _SAME_TO), return_inverse=True, return_counts=True)
    before = counts.cumsum() - counts
    group = (before * min(max(key.size // _PER_LEVEL, 1), _MOST_LEVELS) // max(key.size, 1))[which]
    order = np.argsort(group, kind="stable")
    return [part for part in np.split(order, np.flatnonzero(np.diff(group[order])) + 1) if part.size]


def _binomial(n: IntArray, mean: FloatArray) -> FloatArray:
    return np.asarray(n * mean * (1.0 - mean))


def _shift(x: IntArray, n: IntArray, mean: FloatArray) -> float:
    """Return by how much log odds must rise to fit the equal marks seen; a pair far above counts as not so far."""
    seen = np.minimum(x, n * mean + np.sqrt(_BOUND * _binomial(n, mean))).sum()
    return float(logit((seen + 0.5) / (n.sum() + 1.0)) - logit((n * mean).sum() / n.sum()))


def _tail(x: IntArray, n: IntArray, mean: FloatArray, inflation: FloatArray) -> FloatArray:
    """Return P(X ≥ x) of n draws of this mean, with the variance of a binomial times `inflation`, if that is above 1.

    Draws of unequal chances have less: then the binomial's tail is the greater one, and taken (Hoeffding 1956).
    """
    tails = np.where(x > 0, bdtrc(x - 1, n, mean), 1.0)
    wide = (inflation > 1.0) & (x > n * mean + _WORTH_A_TAIL * np.sqrt(inflation * _binomial(n, mean)))
    intraclass = np.minimum((inflation[wide] - 1.0) / (n[wide] - 1.0), 0.99)
    tails[wide] = _beta_binomial_tail(x[wide], n[wide], mean[wide], intraclass)
    return np.minimum(tails, 1.0)


def _beta_binomial_tail(x: IntArray, n: IntArray, mean: FloatArray, intraclass: FloatArray) -> FloatArray:
    """Return P(X ≥ x) of beta-binomials of n draws, of this mean and intraclass correlation."""
    total = 1.0 / intraclass - 1.0
    a, b = mean * total, (1.0 - mean) * total
    tails = np.zeros(x.shape)
    for more in range(int((n - x).max(initial=-1)) + 1):
        j = np.minimum(x + more, n)
        log = gammaln(n + 1) - gammaln(j + 1) - gammaln(n - j + 1) + betaln(j + a, n - j + b) - betaln(a, b)
        tails += np.where(x + more <= n, np.exp(log), 0.0)
    return tails


def _run_bound(run: IntArray, n: IntArray, mean: FloatArray, inflation: FloatArray) -> FloatArray:
    """Return a bound of P(a run of so many or more): one from the start, or one after a mark that is not equal."""
    intraclass = np.clip((inflation - 1.0) / np.maximum(n - 1.0, 1.0), _LEAST_INTRACLASS, 0.99)
    total = 1.0 / intraclass - 1.0
    a, b = mean * total, (1.0 - mean) * total
    whole = betaln(a, b)
    bound = np.exp(betaln(a + run, b) - whole) + (n - run) * np.exp(betaln(a + run, b + 1.0) - whole)
    return np.asarray(np.where(run > 0, np.minimum(bound, 1.0), 1.0))
