"""What of a panel hangs on one expert: every statistic of it without each expert in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.agreement.anova import two_way
from scoring.statistics.agreement.icc import icc_of
from scoring.statistics.agreement.ties import midranks, rounded
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.probability.without_one import aggregate_of, without_one

MEAN = Aggregate()


@dataclass(frozen=True, slots=True)
class LeavingOut:
    """A stack of panels without each expert in turn. Arrays have the shape (..., n_experts).

    Attributes
    ----------
    icc_ak, cronbach_alpha : ndarray
        Of the others; ``nan`` where undefined, for the reasons of `agreement.icc`.
    grade_changes : ndarray of int
        Applications whose grade the others' total would change; one who is left without a total does not count.
    largest_shift : ndarray
        Of any total, in points.
    rank_correlation : ndarray
        Spearman's, of the totals without him and with him.
    rest_correlation : ndarray
        Pearson's, of his marks and the totals of the others. Low or negative: he measures something else.
    """

    icc_ak: FloatArray
    cronbach_alpha: FloatArray
    grade_changes: NDArray[np.int64]
    largest_shift: FloatArray
    rank_correlation: FloatArray
    rest_correlation: FloatArray


def leave_one_out(totals: FloatArray, cuts: CutScores, *, aggregate: Aggregate = MEAN) -> LeavingOut:
    """Return what becomes of panels without each of their experts.

    Parameters
    ----------
    totals : ndarray, shape (..., n_applications, n_experts)
        Each expert's totals, ``nan`` where he gave none.
    cuts : CutScores
    aggregate : Aggregate
        Rule by which the panel's total is made of the experts'.

    Notes
    -----
    Totals are rounded to 1e-9 before they are compared, so that ties are ties. Checked against base R, irr and ltm in
    the golden cases p01, p05 and p16.
    """
    totals = np.asarray(totals, np.float64)
    n_experts = totals.shape[-1]
    others = np.array([[e for e in range(n_experts) if e != out] for out in range(n_experts)], np.intp)
    reduced = np.moveaxis(totals[..., others.reshape(n_experts, max(n_experts - 1, 0))], -2, -3)
    forms = icc_of(two_way(reduced))
    whole = rounded(aggregate_of(totals, aggregate))[..., None, :]
    left = rounded(np.swapaxes(without_one(totals, aggregate), -1, -2))
    both = ~np.isnan(left) & ~np.isnan(whole)
    shift = np.abs(np.where(both, left - whole, 0.0)).max(axis=-1, initial=0.0)
    with_him = np.where(both, whole, np.nan)
    marks = np.swapaxes(totals, -1, -2)
    rest = np.where(np.isnan(marks), np.nan, left)
    return LeavingOut(
        icc_ak=forms["icc_ak"].value,
        cronbach_alpha=forms["icc_ck"].value,
        grade_changes=(both & (cuts.grade_of(left) != cuts.grade_of(with_him))).sum(axis=-1),
        largest_shift=np.where(both.any(axis=-1), shift, np.nan),
        rank_correlation=_correlation(midranks(left).rank, midranks(with_him).rank),
        rest_correlation=_correlation(np.where(np.isnan(rest), np.nan, marks), rest),
    )


def _correlation(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return Pearson's correlation over the last axis, of the pairs that are there; ``nan`` where nothing varies."""
    there = ~np.isnan(one + other)
    n = np.maximum(there.sum(axis=-1, keepdims=True), 1)
    x, y = (np.where(there, values, 0.0) for values in (one, other))
    x, y = (np.where(there, values - values.sum(axis=-1, keepdims=True) / n, 0.0) for values in (x, y))
    size = np.sqrt((x * x).sum(axis=-1) * (y * y).sum(axis=-1))
    return np.asarray(np.divide((x * y).sum(axis=-1), size, out=np.full(size.shape, np.nan), where=size > 0))
