"""A panel's totals without each of its experts in turn, by any rule of aggregation."""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.aggregate import Aggregate, rank_coefficients


def aggregate_of(marks: FloatArray, aggregate: Aggregate) -> FloatArray:
    """Return the aggregate over the last axis, shape (...), of marks (..., n_experts); ``nan`` without a mark."""
    ordered = np.sort(np.asarray(marks, np.float64), axis=-1)  # gaps last
    count = (~np.isnan(ordered)).sum(axis=-1)
    coefficients, divisors = rank_coefficients(aggregate, marks.shape[-1])
    weighted = np.einsum("...e,...e->...", np.nan_to_num(ordered), coefficients[count].astype(np.float64))
    return np.where(count > 0, weighted / divisors[count], np.nan)


def without_one(marks: FloatArray, aggregate: Aggregate) -> FloatArray:
    """Return the aggregate without each expert in turn, shape (..., n_experts), of marks of that shape.

    Every rule is Σ c_j x(j) / d of the sorted marks, c and d depending on their number alone (`aggregate`). Without the
    mark at place i those below keep their place and those above move down by one, so that two running sums serve all
    experts at once:

        Σ_{j<i} c'_j x(j) + Σ_{j>i} c'_{j−1} x(j),  c' those of one mark less

    Without an expert who gave no mark the aggregate stays; ``nan`` where no mark is left.
    """
    marks = np.asarray(marks, np.float64)
    n_experts = marks.shape[-1]
    order = np.argsort(marks, axis=-1)
    ordered = np.take_along_axis(marks, order, axis=-1)
    given = ~np.isnan(ordered)
    count = given.sum(axis=-1)
    fewer = np.maximum(count - 1, 0)
    coefficients, divisors = rank_coefficients(aggregate, n_experts)
    kept = coefficients[fewer].astype(np.float64)
    filled = np.where(given, ordered, 0.0)
    below = np.cumsum(kept * filled, axis=-1) - kept * filled
    moved = np.concatenate([np.zeros_like(kept[..., :1]), kept[..., :-1]], axis=-1) * filled
    above = moved.sum(axis=-1, keepdims=True) - np.cumsum(moved, axis=-1)
    left = np.where((fewer > 0)[..., None], (below + above) / divisors[fewer][..., None], np.nan)
    whole = aggregate_of(marks, aggregate)[..., None]
    result = np.empty(marks.shape)
    np.put_along_axis(result, order, np.where(given, left, whole), axis=-1)
    return result
