"""Swing weights (摆幅赋权): points for the step from worst to best, or only the order of importance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from indicators.faults import Fault, FaultsError
from indicators.weighting.experts import Concordance, concordance, shares_of
from indicators.weighting.judgements import FloatArray
from indicators.weighting.places import fault


@dataclass(frozen=True, slots=True)
class SwingWeights:
    """Weights from swings.

    Attributes
    ----------
    items : tuple of str
    weights : ndarray, shape (n,)
        Weighted mean of the experts', sum 1.
    experts : tuple of str
    of_experts : ndarray, shape (n_experts, n)
        Each row sums to 1.
    agreement : Concordance
    """

    items: tuple[str, ...]
    weights: FloatArray
    experts: tuple[str, ...]
    of_experts: FloatArray
    agreement: Concordance


def swing(
    items: Sequence[str],
    points: Mapping[str, Mapping[str, float]],
    *,
    expert_weights: Mapping[str, float] | None = None,
) -> SwingWeights:
    """Return the weights that swing points come to: each expert's points over their sum.

    An expert gives 100 points to the indicator whose step from the worst to the best level matters most to him and to
    each other one the share that its step is worth. What is asked is the step on the declared scale, not importance as
    such; that keeps weights and scale together.

    Parameters
    ----------
    items : sequence of str
    points : mapping of expert to points by item
    expert_weights : mapping, optional

    Raises
    ------
    FaultsError
        With every fault: an item without points, points that are negative, above 100 or no number, nothing at 100.

    References
    ----------
    Edwards & Barron (1994), SMARTS and SMARTER: improved simple methods for multiattribute utility measurement,
    Organizational Behavior and Human Decision Processes 60(3).
    """
    faults = [one for expert, of in points.items() for one in _faults_of(expert, of, items)]
    if faults:
        raise FaultsError(faults)
    given = np.array([[of[name] for name in items] for of in points.values()], np.float64)
    return _mean(items, tuple(points), given / given.sum(axis=1, keepdims=True), expert_weights)


def smarter(
    items: Sequence[str],
    ranks: Mapping[str, Mapping[str, float]],
    *,
    expert_weights: Mapping[str, float] | None = None,
) -> SwingWeights:
    """Return the weights that an order of swings comes to: the centroid of all weightings in that order (SMARTER).

    Parameters
    ----------
    items : sequence of str
    ranks : mapping of expert to rank by item
        1 = the step that matters most; equal ranks share the weights of the places that they take.
    expert_weights : mapping, optional

    Raises
    ------
    FaultsError
        For an item without a rank, a rank that is no number.

    References
    ----------
    Edwards & Barron (1994), as `swing`: rank order centroid weights, w_k = (1/n) Σ_{i=k..n} 1/i.
    """
    faults = [
        fault("weighting.no_rank", seen=of.get(name, "-"), expert=expert, indicator=name)
        for expert, of in ranks.items()
        for name in items
        if name not in of or not np.isfinite(of[name])
    ]
    if faults:
        raise FaultsError(faults)
    found = np.array([_by_rank(np.array([of[name] for name in items], np.float64)) for of in ranks.values()])
    return _mean(items, tuple(ranks), found, expert_weights)


def rank_order_centroid(n: int) -> FloatArray:
    """Return the weights of the 1st … nth of an order: w_k = (1/n) Σ_{i=k..n} 1/i, shape (n,), sum 1."""
    return np.asarray(np.cumsum(1 / np.arange(n, 0, -1))[::-1] / n)


def _by_rank(ranks: FloatArray) -> FloatArray:
    """Return the centroid weights of ranks; those that are equal get the mean of their places' weights."""
    by_place = rank_order_centroid(len(ranks))
    first, last = rankdata(ranks, "min").astype(int), rankdata(ranks, "max").astype(int)
    return np.array([by_place[low - 1 : high].mean() for low, high in zip(first, last, strict=True)])


def _mean(
    items: Sequence[str], experts: tuple[str, ...], found: FloatArray, expert_weights: Mapping[str, float] | None
) -> SwingWeights:
    shares = shares_of(experts, expert_weights)
    weights = (found * shares[:, None]).sum(axis=0)
    return SwingWeights(tuple(items), weights, experts, found, concordance(found, weights))


def _faults_of(expert: str, of: Mapping[str, float], items: Sequence[str]) -> list[Fault]:
    faults = []
    for name in items:
        value = of.get(name)
        if value is None or not 0 <= value <= 100:
            seen = "-" if value is None else f"{value:g}"
            faults.append(
                fault("weighting.not_swing_points", seen=seen, expected="0 … 100", expert=expert, indicator=name)
            )
    if not faults and max(of[name] for name in items) != 100:
        most = max(of[name] for name in items)
        faults.append(fault("weighting.no_full_swing", seen=f"{most:g}", expected="100", expert=expert))
    return faults
