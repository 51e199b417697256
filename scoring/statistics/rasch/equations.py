"""Score equations and information of all facets and thresholds, summed block by block over applications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.rasch.categories import IntArray
from scoring.statistics.rasch.extremes import BoolArray
from scoring.statistics.rasch.probability import probabilities

_BLOCK: Final = 2**17  # numbers in the probabilities of a block of applications: they stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Layout:
    """What is estimated.

    Attributes
    ----------
    given : ndarray, shape (n_indicators, n_experts, n_applications), or None
        Where there is a mark, or how many; ``None`` = one everywhere.
    group : ndarray of int, shape (n_indicators,)
        Indicators with one number share their intercepts.
    free : tuple of two ndarrays of int
        Group and category of each intercept that is estimated.
    n_groups : int
    """

    given: BoolArray | FloatArray | None
    group: IntArray
    free: tuple[IntArray, IntArray]
    n_groups: int


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the parameter space: what each element adds to η, and the intercepts b_k of each group."""

    applications: FloatArray
    experts: FloatArray
    indicators: FloatArray
    intercepts: FloatArray


@dataclass(frozen=True, slots=True)
class Equations:
    """Expected scores and information at a point.

    The parameters beside the applications are, in this order, experts, indicators and free intercepts.

    Attributes
    ----------
    expected_applications : ndarray, shape (n_applications,)
        Expected scores.
    expected : ndarray, shape (n_others,)
        Expected scores of experts and indicators, expected counts of categories.
    divisor : float
        Sum of the logarithms of what divides the probabilities.
    applications : ndarray, shape (n_applications,)
        Information on each application; they tell nothing on each other.
    cross : ndarray, shape (n_others, n_applications)
    others : ndarray, shape (n_others, n_others)
    """

    expected_applications: FloatArray
    expected: FloatArray
    divisor: float
    applications: FloatArray
    cross: FloatArray
    others: FloatArray


def blocks(n_applications: int, cells: int) -> list[slice]:
    """Return slices of applications, of which each has `cells` probabilities."""
    size = max(1, _BLOCK // max(cells, 1))
    return [slice(start, min(start + size, n_applications)) for start in range(0, n_applications, size)]


def equations(point: Point, layout: Layout) -> Equations:
    """Return expected scores and information: sums of E, W = Var(X), Cov(X, [X = k]) and Cov([X = j], [X = k])."""
    n_applications, n_experts, n_indicators = point.applications.size, point.experts.size, point.indicators.size
    free_group, free_category = layout.free
    first_indicator, first_free = n_experts, n_experts + n_indicators
    n_others = first_free + free_group.size
    n_categories = point.intercepts.shape[1]
    per_indicator = point.intercepts[layout.group]
    k = np.arange(n_categories, dtype=np.float64)
    powers = np.stack([k, k * k])

    expected_applications = np.empty(n_applications)
    information = np.empty(n_applications)
    cross = np.empty((n_others, n_applications))
    expected_experts, expected_indicators = np.zeros(n_experts), np.zeros(n_indicators)
    pairs = np.zeros((n_indicators, n_experts))  # W
    by_expert = np.zeros((n_indicators, n_categories, n_experts))  # Cov(X, [X = k])
    counts = np.zeros((n_indicators, n_categories))  # P_k
    products = np.zeros((n_indicators, n_categories, n_categories))  # P_j P_k
    divisor = 0.0

    for block in blocks(n_applications, n_indicators * n_experts * n_categories):
        eta = point.applications[block] + point.experts[:, None] + point.indicators[:, None, None]
        p, log_divisor = probabilities(eta, per_indicator)
        flat = p.reshape(n_indicators, n_categories, -1)
        moments = (powers @ flat).reshape(n_indicators, 2, *eta.shape[1:])
        mean = moments[:, 0]
        expected, w = mean, moments[:, 1] - mean**2
        counted = flat
        if layout.given is not None:
            given = layout.given[:, :, block]
            log_divisor, expected, w = log_divisor * given, mean * given, w * given
            counted = (p * given[:, None]).reshape(flat.shape)
        divisor += float(log_divisor.sum())
        expected_applications[block] = expected.sum(axis=(0, 1))
        expected_experts += expected.sum(axis=(0, 2))
        expected_indicators += expected.sum(axis=(1, 2))
        information[block] = w.sum(axis=(0, 1))
        cross[:first_indicator, block] = w.sum(axis=0)
        cross[first_indicator:first_free, block] = w.sum(axis=1)
        pairs += w.sum(axis=2)
        if free_group.size:
            products += counted @ flat.swapaxes(1, 2)
            counts += counted.sum(axis=2)
            p = counted.reshape(p.shape)
            p *= k[:, None, None] - mean[:, None]
            cross[first_free:, block] = _by_group(p.sum(axis=2), layout)[free_group, free_category]
            by_expert += p.sum(axis=3)

    others = np.zeros((n_others, n_others))
    experts, indicators = slice(0, first_indicator), slice(first_indicator, first_free)
    others[experts, experts] = np.diag(pairs.sum(axis=0))
    others[indicators, indicators] = np.diag(pairs.sum(axis=1))
    others[indicators, experts] = pairs
    others[experts, indicators] = pairs.T
    free = slice(first_free, n_others)
    others[free, experts] = _by_group(by_expert, layout)[free_group, free_category]
    mine = layout.group == free_group[:, None]  # a threshold tells of the indicators of its group
    others[free, indicators] = by_expert.sum(axis=2)[:, free_category].T * mine
    others[experts, free] = others[free, experts].T
    others[indicators, free] = others[free, indicators].T
    group_counts = _by_group(counts, layout)[free_group, free_category]
    same = free_group[:, None] == free_group
    group_products = _by_group(products, layout)[free_group[:, None], free_category[:, None], free_category]
    others[free, free] = np.diag(group_counts) - same * group_products
    expected_others = np.concatenate([expected_experts, expected_indicators, group_counts])
    return Equations(expected_applications, expected_others, divisor, information, cross, others)


def _by_group(values: FloatArray, layout: Layout) -> FloatArray:
    """Sum over the indicators of each group, indicators being the first axis."""
    if np.array_equal(layout.group, np.arange(layout.n_groups)):  # each its own
        return values
    belongs = (layout.group == np.arange(layout.n_groups)[:, None]).astype(np.float64)
    return np.asarray(np.tensordot(belongs, values, axes=1))
