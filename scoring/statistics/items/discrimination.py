"""Whether an indicator tells better applications from worse: item-rest correlation, and upper against lower 27 %.

Corrected item-total correlation: of an indicator with the total without it (Nunnally & Bernstein 1994, ch. 8). Limits
by Fisher over applications; the marks of one panel are no independent units. The index compares the upper and the
lower 27 % by the total (Kelley 1939; Ebel & Frisbie 1991), in shares of the scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtri

from scoring.model import FloatArray
from scoring.statistics.items.bounded import CONFIDENCE, CodeArray, correlations, fisher_below, fisher_limits
from scoring.statistics.items.scores import ItemScores, made_up_totals
from scoring.statistics.reasons import Reason

GROUP: Final = 0.27
"""Share of applications in the upper and in the lower group."""
LEAST_GROUP: Final = 3


@dataclass(frozen=True, slots=True)
class ItemRest:
    """Item-rest correlations; arrays of shape (n_indicators,). `p_below`: of a true one of `least` or more."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    n: FloatArray
    p_below: FloatArray
    reason: CodeArray


def item_rest(scores: ItemScores, *, least: float) -> ItemRest:
    """Return the correlation of each indicator with the rest of the total, over applications."""
    r, n, reason = correlations(scores.points, made_up_totals(scores, without=True))
    low, high = fisher_limits(r, n)
    return ItemRest(r, low, high, n, fisher_below(r, n, least), reason)


@dataclass(frozen=True, slots=True)
class UpperLower:
    """Difference of the mean shares of the upper and the lower group; arrays of shape (n_indicators,)."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    reason: CodeArray


def upper_lower(scores: ItemScores) -> UpperLower:
    """Return the discrimination index of each indicator.

    The groups are by the total, the indicator in it. Applications that tie at the border of a group belong to it by
    the share of their places that does, so that the order of the applications changes nothing. Limits are of two
    independent means, given the groups.
    """
    totals = made_up_totals(scores, without=False)[:, 0]
    ranked = ~np.isnan(totals)
    size = GROUP * int(ranked.sum())
    shape = scores.means.shape[1]
    if not scores.has_scale or size < LEAST_GROUP:
        why = Reason.TOO_FEW if scores.has_scale else Reason.NO_SCALE
        nothing = np.full(shape, np.nan)
        return UpperLower(nothing, nothing, nothing, np.full(shape, int(why), np.uint8))
    below, above = _belongs(totals, size), _belongs(-totals, size)
    (m1, v1, n1), (m0, v0, n0) = (_moments(scores.means, weight) for weight in (above, below))
    value = m1 - m0
    with np.errstate(invalid="ignore", divide="ignore"):
        reach = ndtri(0.5 + CONFIDENCE / 2) * np.sqrt(v1 / n1 + v0 / n0)
    reason = np.where(np.isnan(value), Reason.TOO_FEW, Reason.NONE).astype(np.uint8)
    return UpperLower(value, np.maximum(value - reach, -1.0), np.minimum(value + reach, 1.0), reason)


def _belongs(totals: FloatArray, size: float) -> FloatArray:
    """Return how far each application belongs to the `size` lowest: 1, 0, or a share where it ties at the border."""
    weight = np.zeros(len(totals))
    known = np.flatnonzero(~np.isnan(totals))
    # Totals that differ by the order of adding alone tie.
    _, which, count = np.unique(np.round(totals[known], 9), return_inverse=True, return_counts=True)
    before = np.cumsum(count) - count
    weight[known] = np.clip((size - before) / count, 0.0, 1.0)[which]
    return weight


def _moments(means: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    known = ~np.isnan(means)
    w = np.where(known, weight[:, None], 0.0)
    n = w.sum(axis=0)
    x = np.where(known, means, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(n > 0, (w * x).sum(axis=0) / n, np.nan)
        variance = np.where(n > 1, (w * (x - mean) ** 2).sum(axis=0) / (n - 1), np.nan)
    return mean, variance, n
