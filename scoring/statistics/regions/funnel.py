"""Which regions differ from the whole by more than chance: limits that narrow as cases grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtrik, betaincc

from scoring.model import FloatArray
from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.result import CodeArray, IntArray, counted, share

INNER: Final = 0.95
OUTER: Final = 0.998

_WINSORISED = 0.1
_LEAST_REGIONS = 3


@dataclass(frozen=True, slots=True)
class Funnel:
    """Rates against a target. Arrays of shape (..., n_regions), those of the line of shape (...).

    Attributes
    ----------
    target : ndarray, of the line
        The rate held against: that of all regions together, unless given.
    z : ndarray
        Standard errors from the target by chance alone; ``nan`` without cases or where the target is 0 or 1.
    dispersion : ndarray, of the line
        How many times more rates vary than by chance, extremes pulled in (winsorised): 1 is chance alone, and never
        less. ``nan`` with fewer than three regions.
    inner_low, inner_high, outer_low, outer_high : ndarray
        Limits at 95 and 99.8 percent by the exact binomial, for as many cases as the region has.
    outside : ndarray of int
        -2, -1, 0, 1, 2: below the outer limits, below the inner, between, above the inner, above the outer.
    outside_dispersed : ndarray of int
        The same, the limits √dispersion times as far away: what is unusual among regions that differ anyway.
    reason : ndarray of uint8
        Why a region has no place in the funnel.
    """

    target: FloatArray
    z: FloatArray
    dispersion: FloatArray
    inner_low: FloatArray
    inner_high: FloatArray
    outer_low: FloatArray
    outer_high: FloatArray
    outside: IntArray
    outside_dispersed: IntArray
    reason: CodeArray


def funnel(events: ArrayLike, cases: ArrayLike, *, target: ArrayLike | None = None) -> Funnel:
    """Return the place of each region in the funnel of Spiegelhalter (2005), Stat Med 24:1185.

    Limits by `funnel_limits`. Over-dispersion as in its appendix: z = (p - θ)/√(θ(1 - θ)/n), the lowest and highest
    tenth set to the tenth's edge, φ = Σ z²/K, taken for 1 where it is less.

    A region is part of the target it is held against; with a region that holds most of the cases, give the target.

    Checked against ``scipy.stats.binom``; over-dispersion against its definition region by region.

    Parameters
    ----------
    events, cases : array_like of int, shape (..., n_regions)
    target : array_like, optional, shape (...)
        A share.

    Raises
    ------
    ValueError
        If counts cannot be counts.
    """
    x, n = counted(events, cases)
    pooled = share(x.sum(axis=-1), n.sum(axis=-1)) if target is None else np.asarray(target, np.float64)
    theta = np.broadcast_to(pooled, x.shape[:-1])[..., None]
    rate = share(x, n)
    z = share(rate - theta, np.sqrt(share(theta * (1.0 - theta), n)))
    dispersion = _dispersion(z)
    inner_low, inner_high = funnel_limits(theta, n, confidence=INNER)
    outer_low, outer_high = funnel_limits(theta, n, confidence=OUTER)
    limits = (outer_low, inner_low, inner_high, outer_high)
    stretch = np.sqrt(np.where(np.isnan(dispersion), 1.0, dispersion))[..., None]
    return Funnel(
        target=np.asarray(theta[..., 0]),
        z=z,
        dispersion=dispersion,
        inner_low=inner_low,
        inner_high=inner_high,
        outer_low=outer_low,
        outer_high=outer_high,
        outside=_outside(rate, *limits),
        outside_dispersed=_outside(rate, *(theta + stretch * (limit - theta) for limit in limits)),
        reason=np.where(n == 0, RegionReason.NO_CASES, RegionReason.NONE).astype(np.uint8),
    )


def funnel_limits(target: ArrayLike, cases: ArrayLike, *, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Return the limits between which a region of so many cases lies by chance, as shares.

    The exact binomial, made smooth as in the appendix of Spiegelhalter (2005): for p = (1 - confidence)/2, r the
    smallest count with P(R ≤ r) > p, the lower limit is (r - α)/n with α = (P(R ≤ r) - p) / P(R = r). The upper one is
    the lower one of failures, and not his, which lies up to one case further in: 4 of 4 would be outside 99.8 percent
    where chance makes it one time in fifty. As it is, a rate lies outside just where its exact tail is p or less.

    Parameters
    ----------
    target : array_like
        A share.
    cases : array_like of int
    confidence : float

    Returns
    -------
    ndarray, ndarray
        Low and high; ``nan`` without cases or target.
    """
    theta, n = np.broadcast_arrays(np.asarray(target, np.float64), np.asarray(cases, np.float64))
    tail = (1.0 - confidence) / 2.0
    return _lower(tail, n, theta), 1.0 - _lower(tail, n, 1.0 - theta)


def _lower(p: float, n: FloatArray, theta: FloatArray) -> FloatArray:
    known = (n > 0) & ~np.isnan(theta)
    sure = known & ((theta <= 0.0) | (theta >= 1.0))
    open_ = known & ~sure
    n_safe, t_safe = np.where(open_, n, 1.0), np.where(open_, theta, 0.5)
    # Where the solver's tolerance takes the neighbour, the limit is the same: it is continuous there.
    r = np.clip(np.ceil(bdtrik(p, n_safe, t_safe)), 0.0, n_safe)
    upto, below = _at_most(r, n_safe, t_safe), _at_most(r - 1.0, n_safe, t_safe)
    limit = np.clip((r - share(upto - p, upto - below)) / n_safe, 0.0, 1.0)
    return np.asarray(np.where(open_, limit, np.where(sure, theta, np.nan)))


def _at_most(r: FloatArray, n: FloatArray, theta: FloatArray) -> FloatArray:
    """Return P(R ≤ r), binomial: ``scipy.special.bdtr`` for arrays of floats, 0 for a negative r."""
    inside = (r >= 0.0) & (r < n)
    kept = np.where(inside, r, 0.0)
    return np.asarray(np.where(inside, betaincc(kept + 1.0, n - kept, theta), r >= n))


def _dispersion(z: FloatArray) -> FloatArray:
    known = ~np.isnan(z)
    k = known.sum(axis=-1)
    ordered = np.sort(z, axis=-1)  # nan last
    aside = np.floor(_WINSORISED * k).astype(np.int64)[..., None]
    place = np.arange(z.shape[-1])
    inward = np.clip(place, aside, np.maximum(k[..., None] - 1 - aside, 0))
    pulled = np.where(place < k[..., None], np.take_along_axis(ordered, inward, axis=-1), 0.0)
    mean = (pulled**2).sum(axis=-1) / np.maximum(k, 1)
    return np.asarray(np.where(k >= _LEAST_REGIONS, np.maximum(mean, 1.0), np.nan))


def _outside(
    rate: FloatArray, outer_low: FloatArray, inner_low: FloatArray, inner_high: FloatArray, outer_high: FloatArray
) -> IntArray:
    above = (rate > inner_high).astype(np.int64) + (rate > outer_high)
    return np.asarray(above - (rate < inner_low) - (rate < outer_low), np.int64)
