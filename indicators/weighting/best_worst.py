"""The best-worst method (最优最劣法): 2n - 3 judgements instead of n(n-1)/2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.optimize import brentq, linprog

from indicators.faults import FaultsError
from indicators.weighting.experts import shares_of
from indicators.weighting.judgements import Comparisons, FloatArray
from indicators.weighting.places import fault

Model = Literal["linear", "nonlinear"]

INPUT_LIMITS: Final = {
    3: (0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667),
    4: (0.1121, 0.1529, 0.1898, 0.2206, 0.2527, 0.2577, 0.2683),
    5: (0.1354, 0.1994, 0.2306, 0.2546, 0.2716, 0.2844, 0.2960),
    6: (0.1330, 0.1990, 0.2643, 0.3044, 0.3144, 0.3221, 0.3262),
    7: (0.1294, 0.2457, 0.2819, 0.3029, 0.3144, 0.3251, 0.3403),
    8: (0.1309, 0.2521, 0.2958, 0.3154, 0.3408, 0.3620, 0.3657),
    9: (0.1359, 0.2681, 0.3062, 0.3337, 0.3517, 0.3620, 0.3662),
}
"""Limits of the input-based consistency ratio by a_BW, for n = 3 … 9 items (Liang, Brunelli & Rezaei 2020, Table 3)."""


@dataclass(frozen=True, slots=True)
class BestWorst:
    """One expert's judgements: the best against all, all against the worst.

    Attributes
    ----------
    expert : str
    items : tuple of str
    best, worst : int
        Places among the items.
    best_to_others, others_to_worst : ndarray, shape (n,)
        a_Bj and a_jW, at least 1; 1 for the best against itself and the worst against itself.
    """

    expert: str
    items: tuple[str, ...]
    best: int
    worst: int
    best_to_others: FloatArray
    others_to_worst: FloatArray

    @property
    def best_to_worst(self) -> float:
        """a_BW."""
        return float(self.best_to_others[self.worst])


@dataclass(frozen=True, slots=True)
class BestWorstWeights:
    """What one expert's judgements come to.

    Attributes
    ----------
    expert : str
    best, worst : str
    weights : ndarray, shape (n,)
        Sum 1. Of the nonlinear model: the middles of the intervals, rescaled.
    low, high : ndarray, shape (n,)
        The intervals of the nonlinear model's many solutions; both the weights themselves in the linear model.
    deviation : float
        ξ of the model; of the linear one in weights, of the nonlinear one in ratios: never compare the two.
    ratio : float or None
        Output-based consistency ratio ξ* / its maximum, of the nonlinear model; ``None`` where a_BW = 1.
    input_ratio : float
        Input-based consistency ratio: how far a_Bj · a_jW is from a_BW at worst. No model enters it.
    input_limit : float or None
        Its limit; ``None`` where none was published (fewer than 3 or more than 9 items, a_BW no whole number to 9).
    acceptable : bool or None
    doubtful : str or None
        The item whose two judgements contradict a_BW most; ``None`` where none does.
    """

    expert: str
    best: str
    worst: str
    weights: FloatArray
    low: FloatArray
    high: FloatArray
    deviation: float
    ratio: float | None
    input_ratio: float
    input_limit: float | None
    acceptable: bool | None
    doubtful: str | None


@dataclass(frozen=True, slots=True)
class BestWorstGroup:
    """The experts' weights and their weighted mean, shape (n,), sum 1 (experts may name different best and worst)."""

    items: tuple[str, ...]
    weights: FloatArray
    experts: tuple[BestWorstWeights, ...]


def best_worst_of(one: Comparisons, *, file: str | None = None) -> BestWorst:
    """Find the best and the worst in an expert's judgements in pairs, which must be just those that the method asks.

    Raises
    ------
    FaultsError
        If nothing was judged against all others as the more important, or nothing as the less important; if a
        judgement says that something is more important than the best or less than the worst.
    """
    judged = ~np.isnan(one.matrix)
    more = judged & (one.matrix >= 1)
    best = [i for i in range(len(one.items)) if more[i].all()]
    worst = [j for j in range(len(one.items)) if more[:, j].all()]
    # With equals among them, the best is the one that is furthest above the rest.
    pair = max(
        ((i, j) for i in best for j in worst if i != j),
        key=lambda pair: (one.matrix[pair], np.nansum(one.matrix[pair[0]]) + np.nansum(one.matrix[:, pair[1]])),
        default=None,
    )
    if pair is None:
        key = "weighting.no_worst" if best else "weighting.no_best"
        raise FaultsError([fault(key, file=file, column="first", expert=one.expert)])
    i, j = pair
    return BestWorst(one.expert, one.items, i, j, one.matrix[i].copy(), one.matrix[:, j].copy())


def best_worst(
    several: Sequence[BestWorst], *, model: Model = "linear", expert_weights: Mapping[str, float] | None = None
) -> BestWorstGroup:
    """Return the weights that the experts' best-worst judgements come to.

    Parameters
    ----------
    several : sequence of BestWorst
        Of the same items in the same order.
    model : {"linear", "nonlinear"}
        The linear model has one solution; the nonlinear one often many, and gives intervals.
    expert_weights : mapping, optional

    References
    ----------
    Rezaei (2015), Best-worst multi-criteria decision-making method, Omega 53: the nonlinear model.
    Rezaei (2016), Best-worst multi-criteria decision-making method: some properties and a linear model, Omega 64.
    Liang, Brunelli & Rezaei (2020), Consistency issues in the best worst method, Omega 96.
    """
    shares = shares_of([one.expert for one in several], expert_weights)
    experts = tuple(best_worst_weights(one, model=model) for one in several)
    weights = (np.array([one.weights for one in experts]) * shares[:, None]).sum(axis=0)
    return BestWorstGroup(several[0].items, weights / weights.sum(), experts)


def best_worst_weights(one: BestWorst, *, model: Model = "linear") -> BestWorstWeights:
    """Return the weights of one expert's best-worst judgements; as `best_worst`."""
    least, ratio = least_deviation(one), None
    most = largest_deviation(one.best_to_worst)
    if most > 0:
        ratio = least / most
    if model == "linear":
        weights, deviation = linear(one)
        low = high = weights
    else:
        low, high = intervals(one, least)
        middle = (low + high) / 2
        weights, deviation = middle / middle.sum(), least
    input_ratio, doubtful = input_consistency(one)
    limit = input_limit(one)
    return BestWorstWeights(
        expert=one.expert,
        best=one.items[one.best],
        worst=one.items[one.worst],
        weights=weights,
        low=low,
        high=high,
        deviation=deviation,
        ratio=ratio,
        input_ratio=input_ratio,
        input_limit=limit,
        acceptable=None if limit is None else input_ratio <= limit,
        doubtful=doubtful,
    )


def linear(one: BestWorst) -> tuple[FloatArray, float]:
    """Return weights and ξ of the linear model.

    min ξ, |w_B - a_Bj w_j| ≤ ξ, |w_j - a_jW w_W| ≤ ξ for all j, Σ w = 1, w ≥ 0 (Rezaei 2016, model 19).
    """
    n = len(one.items)
    rows = []
    for j in range(n):
        against_best, against_worst = np.zeros(n), np.zeros(n)
        against_best[one.best] += 1
        against_best[j] -= one.best_to_others[j]
        against_worst[j] += 1
        against_worst[one.worst] -= one.others_to_worst[j]
        rows += [against_best, -against_best, against_worst, -against_worst]
    bounds = np.column_stack([np.array(rows), -np.ones(len(rows))])
    cost, whole = np.append(np.zeros(n), 1.0), np.append(np.ones(n), 0.0)
    found = linprog(cost, A_ub=bounds, b_ub=np.zeros(len(rows)), A_eq=whole[None, :], b_eq=[1.0], method="highs")
    weights = np.maximum(found.x[:n], 0.0)
    return np.asarray(weights / weights.sum()), float(max(found.x[n], 0.0))


def least_deviation(one: BestWorst) -> float:
    """Return ξ* of the nonlinear model: min max of |w_B/w_j - a_Bj| and |w_j/w_W - a_jW| (Rezaei 2015, model 3).

    Solved exactly, without an optimiser: ξ is feasible just where one ratio r = w_B/w_W lies in [a_BW - ξ, a_BW + ξ]
    and in every [(a_Bj - ξ)(a_jW - ξ), (a_Bj + ξ)(a_jW + ξ)], each other weight entering one of them only. The highest
    lower end less the lowest upper end falls as ξ grows; ξ* is its root.
    """
    if _gap(one, 0.0) <= 0:
        return 0.0
    # Where it is the greatest judgement nothing is left to bound the ratio from below; one may be above a_BW.
    highest = max(one.best_to_others.max(), one.others_to_worst.max())
    return float(brentq(lambda deviation: _gap(one, deviation), 0.0, highest, xtol=1e-14))


def _ends(one: BestWorst, deviation: float) -> tuple[float, float]:
    middle = [j for j in range(len(one.items)) if j not in (one.best, one.worst)]
    to, from_ = one.best_to_others[middle], one.others_to_worst[middle]
    lower = np.maximum(to - deviation, 0) * np.maximum(from_ - deviation, 0)
    upper = (to + deviation) * (from_ + deviation)
    whole = one.best_to_worst
    return max([whole - deviation, *lower]), min([whole + deviation, *upper])


def _gap(one: BestWorst, deviation: float) -> float:
    lower, upper = _ends(one, deviation)
    return lower - upper


def intervals(one: BestWorst, deviation: float) -> tuple[FloatArray, FloatArray]:
    """Return the least and the greatest weight of each item among the nonlinear model's best solutions.

    The intervals of Rezaei (2016), models 8 and 9, in closed form: at ξ* the ratio r is fixed, and each w_j / w_B may
    move by itself between its two bounds; a share is greatest where its own ratio is and all others are least.
    """
    lower, upper = _ends(one, deviation)
    ratio = (lower + upper) / 2
    # Bounds of w_B / w_j, from its own judgement and from that against the worst.
    from_below = np.maximum(one.best_to_others - deviation, ratio / (one.others_to_worst + deviation))
    with np.errstate(divide="ignore"):
        against_worst = ratio / np.maximum(one.others_to_worst - deviation, 0.0)
    from_above = np.maximum(np.minimum(one.best_to_others + deviation, against_worst), from_below)
    for place, fixed in ((one.best, 1.0), (one.worst, ratio)):
        from_below[place] = from_above[place] = fixed
    least, most = 1 / from_above, 1 / from_below
    low = least / (least + most.sum() - most)
    high = most / (most + least.sum() - least)
    return np.asarray(low), np.asarray(high)


def largest_deviation(best_to_worst: float) -> float:
    """Return the largest ξ* that judgements with this a_BW can have: the consistency index of Rezaei (2015, Table 1).

    The smaller root of (a - ξ)² = a + ξ: 0.44 at 2, 1.00 at 3 … 5.23 at 9; 0 at 1.
    """
    return float((1 + 2 * best_to_worst - np.sqrt(8 * best_to_worst + 1)) / 2)


def input_consistency(one: BestWorst) -> tuple[float, str | None]:
    """Return max_j |a_Bj a_jW - a_BW| / (a_BW² - a_BW), and the item where it is reached.

    (0, ``None``) where all agree; 0 where a_BW = 1 (Liang, Brunelli & Rezaei 2020).
    """
    whole = one.best_to_worst
    if whole <= 1:
        return 0.0, None
    each = np.abs(one.best_to_others * one.others_to_worst - whole) / (whole**2 - whole)
    each[[one.best, one.worst]] = 0.0
    place = int(np.argmax(each))
    return float(each[place]), one.items[place] if each[place] > 0 else None


def input_limit(one: BestWorst) -> float | None:
    """Return the published limit of the input-based ratio, ``None`` where there is none."""
    n, whole = len(one.items), one.best_to_worst
    if not 3 <= n <= 9 or whole != int(whole):
        return None
    if whole <= 2:
        return 0.0
    return INPUT_LIMITS[int(whole)][n - 3] if int(whole) in INPUT_LIMITS else None
