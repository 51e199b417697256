"""Which indicators repeat each other: correlations of panels' means, and those of what the applications truly are.

Means of panels correlate less than what they measure, for they hold the experts' error; and they correlate more, for
an expert who finds an application good marks everything in it higher (halo). Both are kept out where a mark of one
expert is only ever multiplied with one of another expert::

    s_ij = mean over applications of [ mean of x_ei x_fj over pairs of different experts e ≠ f ]
           − mean of x̄_i(a) x̄_j(b) over pairs of different applications a ≠ b
    ρ_ij = s_ij / √(s_ii s_jj)

Each s_ij is an unbiased estimate of the covariance between applications (a U-statistic; where every application has the
same number of experts it is the component (MSB − MSW)/k of multivariate generalizability theory, Brennan 2001, ch. 9).
ρ is the correlation corrected for attenuation (Spearman 1904), and may exceed 1 by chance. Its error is by the
jackknife over applications (Efron & Tibshirani 1993, ch. 11).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from scoring.model import FloatArray
from scoring.statistics.items.bounded import CONFIDENCE, correlations, fisher_below, fisher_limits
from scoring.statistics.items.scores import ItemScores
from scoring.statistics.seats import by_seat


@dataclass(frozen=True, slots=True)
class Overlap:
    """Correlations between indicators; arrays of shape (n_indicators, n_indicators), 1 on the diagonal.

    Attributes
    ----------
    observed, low, high : ndarray
        Of the means of the panels, with Fisher's limits.
    n : ndarray
        Applications that have both.
    true : ndarray
        Corrected for attenuation, without halo; ``nan`` where an indicator has no variance of its own.
    error : ndarray
        Standard error of `true`.
    p_repeats : ndarray
        One-sided, of a true correlation of `enough` or less; small = the pair is more alike than that.
    """

    observed: FloatArray
    low: FloatArray
    high: FloatArray
    n: FloatArray
    true: FloatArray
    error: FloatArray
    p_repeats: FloatArray

    @property
    def true_limits(self) -> tuple[FloatArray, FloatArray]:
        """Limits of `true`, as they come: the upper one may exceed 1."""
        reach = ndtri(0.5 + CONFIDENCE / 2) * self.error
        return self.true - reach, self.true + reach


def overlap(scores: ItemScores, *, enough: float) -> Overlap:
    """Return how far each pair of indicators is one and the same."""
    means = scores.means
    k = means.shape[1]
    left, right = np.triu_indices(k, 1)
    r, count, _ = correlations(means[:, left], means[:, right])
    low, high = fisher_limits(r, count)
    # More alike than `enough` is the mirror image of less alike.
    p_observed = fisher_below(-r, count, -enough)
    true, error = true_correlations(scores.shares)
    with np.errstate(invalid="ignore", divide="ignore"):
        p_true = ndtr((enough - true[left, right]) / error[left, right])
    p_pair = np.where(np.isnan(p_true), p_observed, p_true)
    shaped = [_square(part, k, fill) for part, fill in ((r, 1.0), (low, 1.0), (high, 1.0), (p_pair, np.nan))]
    own = (~np.isnan(means)).sum(axis=0).astype(np.float64)
    counts = _square(count, k, 0.0) + np.diag(own)
    return Overlap(shaped[0], shaped[1], shaped[2], counts, true, error, shaped[3])


def true_correlations(shares: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return ρ and its jackknife error, shape (n_indicators, n_indicators), of marks (application, expert, indicator).

    An indicator whose own s_ii is not positive has no ρ. Where some applications lack an indicator, each mean is over
    those that have what it needs.
    """
    shares = by_seat(shares)[0]
    n, _, k = shares.shape
    known = ~np.isnan(shares)
    centre = np.divide(
        np.where(known, shares, 0.0).sum(axis=(0, 1)), np.maximum(known.sum(axis=(0, 1)), 1)
    )  # a constant changes no covariance, and small numbers keep their digits
    x = np.where(known, shares - centre, 0.0)
    g = known.astype(np.float64)
    sums, counts = x.sum(axis=1), g.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :] - g.transpose(0, 2, 1) @ g
    products = sums[:, :, None] * sums[:, None, :] - x.transpose(0, 2, 1) @ x
    have = pairs > 0.5
    within = np.divide(products, pairs, out=np.zeros_like(products), where=have)
    mean = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
    there = (counts > 0).astype(np.float64)
    own = mean[:, :, None] * mean[:, None, :]
    own_there = there[:, :, None] * there[:, None, :]
    totals = _Totals(
        within.sum(axis=0), have.sum(axis=0).astype(np.float64), mean.sum(axis=0), there.sum(axis=0),
        own.sum(axis=0), own_there.sum(axis=0),
    )  # fmt: skip
    rho = totals.correlation()
    left_out = np.full((n, k, k), np.nan)
    for a in range(n):
        left_out[a] = totals.less(within[a], have[a], mean[a], there[a], own[a], own_there[a]).correlation()
    if n < 3:
        return rho, np.full((k, k), np.nan)
    error = np.sqrt((n - 1) / n * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))
    return rho, np.where(np.isnan(rho), np.nan, error)


@dataclass(frozen=True, slots=True)
class _Totals:
    """Sums over applications from which the covariances between them follow."""

    within: FloatArray
    n_within: FloatArray
    mean: FloatArray
    n_mean: FloatArray
    own: FloatArray
    n_own: FloatArray

    def less(self, within: FloatArray, have: FloatArray, mean: FloatArray, there: FloatArray, own: FloatArray,
             own_there: FloatArray) -> _Totals:  # fmt: skip
        """Return the same without one application."""
        return _Totals(
            self.within - within, self.n_within - have, self.mean - mean, self.n_mean - there,
            self.own - own, self.n_own - own_there,
        )  # fmt: skip

    def correlation(self) -> FloatArray:
        apart = np.outer(self.n_mean, self.n_mean) - self.n_own
        with np.errstate(invalid="ignore", divide="ignore"):
            covariance = self.within / self.n_within - (np.outer(self.mean, self.mean) - self.own) / apart
            variance = np.diag(covariance).copy()
            variance[~(variance > 1e-15)] = np.nan
            return np.asarray(covariance / np.sqrt(np.outer(variance, variance)))


def _square(pairs: FloatArray, k: int, diagonal: float) -> FloatArray:
    left, right = np.triu_indices(k, 1)
    square = np.full((k, k), diagonal, np.float64)
    square[left, right] = square[right, left] = pairs
    return square
