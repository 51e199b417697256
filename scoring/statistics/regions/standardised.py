"""Rates of regions as if all had the same enterprises: standardised by industry and size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, ndtri

from scoring.model import FloatArray
from scoring.statistics.regions.proportions import wilson_limits
from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.result import CONFIDENCE, Interval, counted, interval, share


@dataclass(frozen=True, slots=True)
class StandardisedRatio:
    """Observed against what would be expected at the rates of the standard. Arrays of shape (..., n_regions).

    Attributes
    ----------
    ratio : Interval
        1: as many as elsewhere, given its industries and sizes.
    observed, expected : ndarray
    """

    ratio: Interval
    observed: FloatArray
    expected: FloatArray


def standardised_rate(
    events: ArrayLike, cases: ArrayLike, weights: ArrayLike, *, confidence: float = CONFIDENCE
) -> Interval:
    """Return the rate that each region would have with the strata of the standard: direct standardisation.

    Σ w p / Σ w. Limits by squaring and adding the distances of Wilson's limits of each stratum (the method of variance
    estimates recovery, Zou & Donner 2008, Stat Med 27:1693): Newcombe's way, for a sum instead of a difference. With
    one stratum they are Wilson's; strata of 0 of n and n of n have their width.

    A region is refused (`EMPTY_STRATUM`) where it has no case in a stratum of any weight: nobody knows its rate there,
    and leaving the stratum out would standardise every region to something else. Use fewer strata, or
    `standardised_ratio`.

    Checked against Newcombe's table (two strata of equal weight, one of them counted the other way round, are his
    difference), Wilson's limits with one stratum, and the coverage by simulation.

    Parameters
    ----------
    events, cases : array_like of int, shape (..., n_regions, n_strata)
    weights : array_like, shape (n_strata,) or as far as it goes
        Cases of the standard by stratum, such as those of the province; at any scale, not negative.
    confidence : float

    Raises
    ------
    ValueError
        If counts cannot be counts, or a weight is negative.
    """
    x, n = counted(events, cases)
    w = np.broadcast_to(np.asarray(weights, np.float64), x.shape)
    if not (w >= 0).all():
        raise ValueError("weights must not be negative")
    total = w.sum(axis=-1)
    w = share(w, total[..., None])
    low, high = wilson_limits(x, n, float(ndtri(0.5 + confidence / 2.0)))
    rate = share(x, n)
    weighted = w > 0
    value = np.where(weighted, w * rate, 0.0).sum(axis=-1)
    down, up = (np.where(weighted, w * part, 0.0) for part in (rate - low, high - rate))
    empty = (weighted & (n == 0)).any(axis=-1)
    return interval(
        value,
        value - np.sqrt((down**2).sum(axis=-1)),
        value + np.sqrt((up**2).sum(axis=-1)),
        np.select(
            [total == 0, n.sum(axis=-1) == 0, empty],
            [RegionReason.NO_STANDARD, RegionReason.NO_CASES, RegionReason.EMPTY_STRATUM],
            RegionReason.NONE,
        ),
        confidence,
    )


def standardised_ratio(
    events: ArrayLike,
    cases: ArrayLike,
    standard_events: ArrayLike,
    standard_cases: ArrayLike,
    *,
    confidence: float = CONFIDENCE,
) -> StandardisedRatio:
    """Return observed / expected of each region: indirect standardisation, which small regions can bear.

    Expected: Σ cases × rate of the standard in the stratum. Limits of the observed count are exact for a Poisson count
    (Garwood 1936, by the gamma distribution; Ulm 1990), divided by the expected one. For counts out of so many cases
    they are somewhat too wide, the more so the higher the rate; the upper one is never more than if every case had
    been an event. The standard is taken for known: let it have many more cases than the region.

    Ratios of two regions have different standards and are not for ranking (Yule 1934); each is its region's own.

    Checked against the factors of Haenszel, Loveland & Sirken (1962) and Byar's approximation (Breslow & Day 1987).

    Parameters
    ----------
    events, cases : array_like of int, shape (..., n_regions, n_strata)
    standard_events, standard_cases : array_like of int, shape (n_strata,) or as far as it goes
        A stratum in which a region has cases and the standard has none refuses the region (`EMPTY_STRATUM`).
    confidence : float

    Raises
    ------
    ValueError
        If counts cannot be counts.
    """
    x, n = counted(events, cases)
    rate = share(*counted(standard_events, standard_cases))
    unknown = ((n > 0) & np.isnan(rate)).any(axis=-1)
    observed, total = x.sum(axis=-1), n.sum(axis=-1)
    expected = np.asarray((n * np.nan_to_num(rate)).sum(axis=-1))
    tail = (1.0 - confidence) / 2.0
    low = np.where(observed > 0, gammaincinv(np.maximum(observed, 1.0), tail), 0.0)
    high = np.minimum(gammaincinv(observed + 1.0, 1.0 - tail), total)
    reason = np.select(
        [total == 0, unknown, expected == 0],
        [RegionReason.NO_CASES, RegionReason.EMPTY_STRATUM, RegionReason.NO_STANDARD],
        RegionReason.NONE,
    )
    ratio = interval(share(observed, expected), share(low, expected), share(high, expected), reason, confidence)
    return StandardisedRatio(ratio, observed, np.asarray(np.where(unknown, np.nan, expected)))
