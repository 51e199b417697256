"""Sheets that are more alike than the panel's own marks make by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc, betaln, expit, gammaln, logit

from scoring.model import FloatArray
from scoring.statistics.exact import scaled

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_PRIOR: Final = 2.0
"""What the indicator's own rate weighs beside the pairs of one application, in pairs."""
_WORTH_A_TAIL: Final = 1.0
"""Below so many standard errors a p-value is not small, and its sum is not made."""
_BOUND: Final = 9.0
"""The most that one pair's squared z adds to the dispersion, so that copies do not hide themselves."""
_PER_LEVEL: Final = 40
_MOST_LEVELS: Final = 20
"""Pairs are set beside others about as far apart in their totals: so many at least, in so many groups at most."""
_BLOCK: Final = 4_000_000
"""Marks held against each other at once."""


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike the sheets of two experts on one application are.

    Attributes
    ----------
    experts : ndarray of int, shape (n_pairs, 2)
        The pairs.
    compared : ndarray of int, shape (n_applications, n_pairs)
        Indicators that both marked.
    equal : ndarray of int, same shape
        Of these, marks that are the same.
    longest_run : ndarray of int, same shape
        Most equal marks in a row, in the order of the indicators.
    expected : ndarray, same shape
        Equal marks that chance makes.
    p_value : ndarray, same shape
        Of so many equal marks or more; ``nan`` where fewer than two indicators are compared, or nothing tells what
        chance makes. Many small ones are expected among many pairs: multiply by `tests`.
    dispersion : ndarray, same shape
        How much further than independent marks the counts of honest pairs scatter; 1 at least.
    """

    experts: IntArray
    compared: IntArray
    equal: IntArray
    longest_run: IntArray
    expected: FloatArray
    p_value: FloatArray
    dispersion: FloatArray

    @property
    def share(self) -> FloatArray:
        """Share of equal marks; ``nan`` where nothing is compared."""
        return np.asarray(np.where(self.compared > 0, self.equal / np.maximum(self.compared, 1), np.nan))

    @property
    def tests(self) -> int:
        """How many pairs of sheets were tested."""
        return int((~np.isnan(self.p_value)).sum())


def alike(marks: FloatArray, *, decimals: int = 0) -> Alike:
    """Return how alike all pairs of sheets are, and what chance makes of it.

    Two honest experts agree because both see the same dossier, and because a scale has few steps. So the chance that
    their marks on indicator i of application a are equal is taken from all *other* pairs of the panel there, drawn
    towards the indicator's rate over all applications where pairs are few::

        r = (equal pairs - own + 2 r_i) / (pairs - 1 + 2)

    Sheets whose means lie close have more equal marks than others, copied or not, and so have two generous sheets at
    the upper end of the scale. So the pairs are put in order, first of the distance of their means, then of their
    common mean above the application's, and in each group of neighbours the odds are shifted to fit what is seen.
    The count of equal marks is held against a beta-binomial of this mean, and of the variance Σ r (1 - r) times the
    dispersion that the group shows (an expert's view of a dossier moves many of his marks together), each pair's part
    in shift and dispersion bounded. Unlike the copying indices of school tests that it resembles (van der Linden &
    Sotaridona 2006), nothing is assumed about how marks come about.

    Two experts alone who always copy each other are each other's chance, and cannot be found. A p-value says that
    sheets are alike, not who copied, nor that anybody did: two sheets of full marks throughout are alike, too.

    Parameters
    ----------
    marks : ndarray, shape (n_applications, n_experts, n_indicators)
        In points; ``nan`` where there is none.
    decimals : int
        Most decimals a mark was printed with; marks are compared as printed.
    """
    whole = scaled(np.where(np.isfinite(marks), marks, np.nan), decimals)
    n_applications, n_experts, n_indicators = whole.shape
    left, right = _pairs(whole)
    n_pairs = left.size
    compared = np.zeros((n_applications, n_pairs), np.int64)
    equal, run = compared.copy(), compared.copy()
    expected, variance, apart, above = (np.zeros(compared.shape) for _ in range(4))
    step = max(_BLOCK // max(n_experts * n_experts * n_indicators, 1), 1)
    blocks = [slice(start, start + step) for start in range(0, n_applications, step)]
    rates = _rates(whole, blocks)
    for part in blocks:
        _count(whole[part], rates, part, (compared, equal, run), (expected, variance, apart, above))
    expected, dispersion, p_value = _tails(compared, equal, expected, variance, (apart, above))
    return Alike(np.stack([left, right], axis=1), compared, equal, run, expected, p_value, dispersion)


def _pairs(whole: FloatArray) -> tuple[IntArray, IntArray]:
    left, right = np.triu_indices(whole.shape[1], 1)
    return left, right


def _both(block: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Return what is compared and what is equal, shape (block, n_pairs, n_indicators)."""
    left, right = _pairs(block)
    one, other = block[:, left], block[:, right]
    return ~(np.isnan(one) | np.isnan(other)), one == other


def _rates(whole: FloatArray, blocks: list[slice]) -> FloatArray:
    """Return the rate of equal pairs of each indicator, shape (n_indicators,)."""
    pairs, same = np.zeros(whole.shape[2]), np.zeros(whole.shape[2])
    for part in blocks:
        compared, equal = _both(whole[part])
        pairs += compared.sum(axis=(0, 1))
        same += equal.sum(axis=(0, 1))
    return np.asarray((same + 0.5) / (pairs + 1.0))


def _count(
    block: FloatArray,
    rates: FloatArray,
    part: slice,
    counts: tuple[IntArray, IntArray, IntArray],
    moments: tuple[FloatArray, FloatArray, FloatArray, FloatArray],
) -> None:
    compared, equal = _both(block)
    counts[0][part] = compared.sum(axis=2)
    counts[1][part] = equal.sum(axis=2)
    counts[2][part] = _longest_run(compared, equal)
    pairs, same = compared.sum(axis=1, keepdims=True), equal.sum(axis=1, keepdims=True)
    others = np.maximum(pairs - 1, 0) + _PRIOR
    if_not = (same + _PRIOR * rates) / others
    chance = np.where(compared, if_not - equal / others, 0.0)
    moments[0][part] = chance.sum(axis=2)
    moments[1][part] = (chance * (1.0 - chance)).sum(axis=2)
    moments[2][part], moments[3][part] = _distances(block)


def _distances(block: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return how far the means of two sheets lie apart, and how far above the application's, shape (block, n_pairs)."""
    given = ~np.isnan(block)
    marks = given.sum(axis=1, keepdims=True)
    x = np.where(given, block, 0.0)
    x = np.where(given, x - x.sum(axis=1, keepdims=True) / np.maximum(marks, 1), 0.0)
    means = x.sum(axis=2) / np.maximum(given.sum(axis=2), 1)
    left, right = _pairs(block)
    return np.abs(means[:, left] - means[:, right]), means[:, left] + means[:, right]


def _longest_run(compared: BoolArray, equal: BoolArray) -> IntArray:
    """Return the most equal marks in a row; what is not compared neither counts nor breaks a row."""
    so_far = equal.cumsum(axis=2, dtype=np.int32)
    before = np.maximum.accumulate(np.where(compared & ~equal, so_far, 0), axis=2)
    return np.asarray((so_far - before).max(axis=2, initial=0), np.int64)


def _tails(
    compared: IntArray, equal: IntArray, expected: FloatArray, variance: FloatArray, keys: tuple[FloatArray, ...]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return what chance makes, its dispersion, and P(so many equal marks or more) for each pair."""
    told = (compared > 1) & (variance > 0)
    results = tuple(np.full(compared.shape, np.nan) for _ in range(3))
    n, x = compared[told], equal[told]
    mean = expected[told] / n
    rest = variance[told] / (n * mean * (1.0 - mean))  # what unequal chances leave of the binomial variance
    dispersion = np.ones(mean.shape)
    for key in keys:
        order = np.argsort(key[told], kind="stable")
        for level in np.array_split(order, min(max(order.size // _PER_LEVEL, 1), _MOST_LEVELS)):
            mean[level] = expit(logit(mean[level]) + _shift(x[level], n[level], mean[level]))
            z = (x[level] - n[level] * mean[level]) / np.sqrt(rest[level] * _binomial(n[level], mean[level]))
            dispersion[level] = max(float(np.minimum(z**2, _BOUND).mean()), 1.0) if level.size else 1.0
    for result, found in zip(results, (n * mean, dispersion, _tail(x, n, mean, rest * dispersion)), strict=True):
        result[told] = found
    return results[0], results[1], results[2]


def _binomial(n: IntArray, mean: FloatArray) -> FloatArray:
    return np.asarray(n * mean * (1.0 - mean))


def _shift(x: IntArray, n: IntArray, mean: FloatArray) -> float:
    """Return by how much log odds must rise to fit the equal marks seen; a pair far above counts as not so far."""
    seen = np.minimum(x, n * mean + np.sqrt(_BOUND * _binomial(n, mean))).sum()
    if n.size == 0:
        return 0.0
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
