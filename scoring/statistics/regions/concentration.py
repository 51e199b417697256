"""How unevenly grades lie over regions, and how much of it lies between the parts of the province."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, xlogy

from scoring.model import FloatArray
from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.result import CodeArray, share, too_few_expected


@dataclass(frozen=True, slots=True)
class Concentration:
    """How unevenly counts lie over regions. Arrays have the shape of the stack, but `within_each`.

    Attributes
    ----------
    total : ndarray
    herfindahl : ndarray
        Σ s² of shares s: 1 where one region has all. (In points of ten thousand at competition offices.)
    herfindahl_normalised : ndarray
        From 0, all alike, to 1 (`NO_COMPARISON` with one region, ``nan``).
    herfindahl_unbiased : ndarray
        Σ x(x - 1) / (m(m - 1)), the chance that two of the m cases are of one region (Simpson 1949): small counts do
        not push it up. ``nan`` with fewer than two cases.
    gini : ndarray
        Against the base; 0 where every region has its share.
    theil : ndarray
        Σ s log(s / w), w the shares of the base; 0 where every region has its share.
    theil_by_chance : ndarray
        (K - 1) / 2m: what Theil's index comes to by chance alone, about, with m cases over K regions.
    between, within : ndarray
        What Theil's index adds up of: between areas, and inside them.
    within_each : ndarray, shape (..., n_areas)
        Theil's index inside each area; ``nan`` where it has no case.
    p_value : ndarray
        That cases lie as the base does, by the likelihood-ratio test: 2m × Theil's index is chi-square with K - 1
        degrees. ``nan`` where the counts are too small for it.
    reason, p_reason : ndarray of uint8
        `RegionReason` of the indices, of the p-value.
    """

    total: FloatArray
    herfindahl: FloatArray
    herfindahl_normalised: FloatArray
    herfindahl_unbiased: FloatArray
    gini: FloatArray
    theil: FloatArray
    theil_by_chance: FloatArray
    between: FloatArray
    within: FloatArray
    within_each: FloatArray
    p_value: FloatArray
    reason: CodeArray
    p_reason: CodeArray


def concentration(
    counts: ArrayLike,
    area: NDArray[np.integer[Any]],
    *,
    n_areas: int,
    base: ArrayLike | None = None,
) -> Concentration:
    """Return how unevenly counts lie over regions: Herfindahl-Hirschman, Gini, Theil within and between areas.

    Theil (1967) is the one of the three that adds up over areas: T = Σ S_g log(S_g / W_g) + Σ S_g T_g. Few cases look
    concentrated whatever happens, thirteen regions cannot share four: hold `theil` against `theil_by_chance`, and take
    `herfindahl_unbiased`.

    Checked against the Merger Guidelines' example, the definitions by pairs, and ``scipy.stats.power_divergence``.

    Parameters
    ----------
    counts : array_like of int, shape (..., n_regions)
    area : ndarray of int, shape (n_regions,)
        From 0: the part of the province in which the region lies.
    n_areas : int
    base : array_like, optional, shape (..., n_regions)
        What counts are held against, such as enterprises or applications; every region alike, unless given. Regions
        without base and count do not exist here.

    Raises
    ------
    ValueError
        If a count or base is negative or not finite, or a region without base has a count.
    """
    x = np.asarray(counts, np.float64)
    b = np.broadcast_to(np.asarray(1.0 if base is None else base, np.float64), x.shape)
    if not (np.isfinite(x) & np.isfinite(b) & (x >= 0) & (b >= 0)).all() or ((x > 0) & (b == 0)).any():
        raise ValueError("counts and base must be finite and not negative, and no count without a base")
    total, k = x.sum(axis=-1), (b > 0).sum(axis=-1)
    s, w = share(x, total[..., None]), share(b, b.sum(axis=-1, keepdims=True))
    reason = np.where(total == 0, RegionReason.NO_CASES, RegionReason.NONE).astype(np.uint8)
    herfindahl = (s**2).sum(axis=-1)
    even = share(np.ones_like(total), k.astype(np.float64))
    theil = _divergence(s, w)
    membership = np.eye(n_areas)[area]
    area_s, area_w = s @ membership, w @ membership
    between = _divergence(area_s, area_w)
    # Each region's share of its own area, put back to where the region stands.
    inside = _terms(share(s, area_s @ membership.T), share(w, area_w @ membership.T))
    within_each = np.where(area_s > 0, np.nan_to_num(inside) @ membership, np.nan)
    p_value, p_reason = _even_by_chance(total, theil, w, k)
    return Concentration(
        total=np.asarray(total),
        herfindahl=np.asarray(herfindahl),
        herfindahl_normalised=np.asarray(share(herfindahl - even, 1.0 - even)),
        herfindahl_unbiased=share((x * (x - 1.0)).sum(axis=-1), total * (total - 1.0)),
        gini=_gini(s, w),
        theil=theil,
        theil_by_chance=share(k - 1.0, 2.0 * total),
        between=between,
        within=np.asarray(np.maximum(theil - between, 0.0)),
        within_each=np.asarray(within_each),
        p_value=p_value,
        reason=np.asarray(reason),
        p_reason=p_reason,
    )


def _terms(s: FloatArray, w: FloatArray) -> FloatArray:
    """Return s log(s / w), 0 where s is 0."""
    return np.asarray(xlogy(s, s) - xlogy(s, np.where(w > 0, w, 1.0)))


def _divergence(s: FloatArray, w: FloatArray) -> FloatArray:
    return np.asarray(np.maximum(_terms(s, w).sum(axis=-1), 0.0))


def _gini(s: FloatArray, w: FloatArray) -> FloatArray:
    """Return twice the area between Lorenz's curve, regions by their count a unit of base, and the diagonal."""
    order = np.argsort(np.where(w > 0, share(s, w), 0.0), axis=-1)
    s, w = np.take_along_axis(s, order, axis=-1), np.take_along_axis(w, order, axis=-1)
    upto = np.cumsum(s, axis=-1)
    return np.asarray(np.maximum(1.0 - (w * (2.0 * upto - s)).sum(axis=-1), 0.0))


def _even_by_chance(
    total: FloatArray, theil: FloatArray, w: FloatArray, k: NDArray[np.integer[Any]]
) -> tuple[FloatArray, CodeArray]:
    reason = np.select(
        [total == 0, k < 2, too_few_expected(w * total[..., None], w > 0)],
        [RegionReason.NO_CASES, RegionReason.NO_COMPARISON, RegionReason.SMALL_COUNTS],
        RegionReason.NONE,
    ).astype(np.uint8)
    p_value = chdtrc(np.maximum(k - 1.0, 1.0), 2.0 * total * np.nan_to_num(theil))
    return np.asarray(np.where(reason == RegionReason.NONE, p_value, np.nan)), np.asarray(reason)
