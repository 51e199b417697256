"""The best-worst method against a solver that knows nothing of the closed forms."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from scipy.optimize import linprog

from indicators.weighting import BestWorst, best_worst, best_worst_weights
from indicators.weighting.best_worst import input_consistency, intervals, least_deviation, linear
from indicators.weighting.judgements import FloatArray

DRAW = np.random.default_rng(5)


def drawn(n: int) -> BestWorst:
    """Return judgements of n items as an expert might give them, seldom consistent."""
    best_to_worst = int(DRAW.integers(3, 10))
    to, from_ = DRAW.integers(1, best_to_worst + 1, (2, n)).astype(float)
    to[0], from_[0], to[n - 1], from_[n - 1] = 1, best_to_worst, best_to_worst, 1
    return BestWorst("e", tuple(map(str, range(n))), 0, n - 1, to, from_)


def constraints(one: BestWorst, deviation: float) -> FloatArray:
    """Return the rows of A w ≤ 0 that hold just where no ratio is further than `deviation` from its judgement."""
    n, rows = len(one.items), []
    for j in range(n):
        for sign in (1, -1):
            row = np.zeros(n)
            row[one.best] += sign
            row[j] -= sign * one.best_to_others[j] + deviation
            rows.append(row)
            row = np.zeros(n)
            row[j] += sign
            row[one.worst] -= sign * one.others_to_worst[j] + deviation
            rows.append(row)
    return np.array(rows)


def solved(one: BestWorst, deviation: float, cost: FloatArray) -> float | None:
    bounds = constraints(one, deviation)
    n = len(one.items)
    found = linprog(cost, A_ub=bounds, b_ub=np.zeros(len(bounds)), A_eq=np.ones((1, n)), b_eq=[1], method="highs")
    return float(found.fun) if found.status == 0 else None


@pytest.mark.parametrize("n", [3, 4, 5, 7])
def test_least_deviation_is_where_a_solver_finds_weights_and_below_it_none(n: int) -> None:
    for _ in range(4):
        one = drawn(n)
        least = least_deviation(one)
        assert solved(one, least + 1e-6, np.zeros(n)) is not None
        if least > 1e-5:
            assert solved(one, least - 1e-5, np.zeros(n)) is None


def test_intervals_are_those_of_the_solver() -> None:
    for n in (4, 5):
        one = drawn(n)
        least = least_deviation(one)
        low, high = intervals(one, least)
        for j in range(n):
            cost = np.eye(n)[j]
            assert solved(one, least + 1e-9, cost) == pytest.approx(low[j], abs=1e-6)
            assert -(solved(one, least + 1e-9, -cost) or 0) == pytest.approx(high[j], abs=1e-6)


def test_no_other_weights_have_less_linear_deviation() -> None:
    one = drawn(5)
    weights, least = linear(one)

    def worst(w: FloatArray) -> float:
        best = np.abs(w[one.best] - one.best_to_others * w)
        return float(max(best.max(), np.abs(w - one.others_to_worst * w[one.worst]).max()))

    assert worst(weights) == pytest.approx(least, abs=1e-9)
    others = DRAW.dirichlet(np.ones(5), 300) * 0.05 + 0.95 * weights
    assert min(map(worst, others)) >= least - 1e-9


def test_consistent_judgements_give_back_their_weights() -> None:
    weights = np.array([0.5, 0.25, 0.125, 0.125])
    one = BestWorst("e", tuple("abcd"), 0, 3, weights[0] / weights, weights / weights[3])
    for model in ("linear", "nonlinear"):
        found = best_worst_weights(one, model=model)
        assert found.weights == pytest.approx(weights)
        assert found.low == pytest.approx(found.high)
        assert (found.ratio, found.input_ratio) == (0, 0)


def test_products_below_and_above_are_both_inconsistent() -> None:
    above = BestWorst("e", tuple("abc"), 0, 2, np.array([1, 4, 8.0]), np.array([8, 4, 1.0]))
    below = BestWorst("e", tuple("abc"), 0, 2, np.array([1, 2, 8.0]), np.array([8, 2, 1.0]))
    assert input_consistency(above) == (pytest.approx(8 / 56), "b")
    assert input_consistency(below) == (pytest.approx(4 / 56), "b")


@pytest.mark.parametrize("model", ["linear", "nonlinear"])
def test_more_over_another_than_over_the_worst_is_inconsistent_and_no_fault(
    model: Literal["linear", "nonlinear"],
) -> None:
    one = BestWorst("e", tuple("abc"), 0, 2, np.array([1, 5, 2.0]), np.array([2, 4, 1.0]))
    least = least_deviation(one)
    assert solved(one, least + 1e-6, np.zeros(3)) is not None
    assert solved(one, least - 1e-5, np.zeros(3)) is None
    found = best_worst_weights(one, model=model)
    assert (found.acceptable, found.doubtful) == (False, "b")
    assert (found.weights > 0).all()


def test_all_equal() -> None:
    one = BestWorst("e", tuple("abc"), 0, 2, np.ones(3), np.ones(3))
    found = best_worst_weights(one)
    assert found.weights == pytest.approx(np.full(3, 1 / 3))
    assert (found.ratio, found.input_ratio, found.input_limit) == (None, 0, 0)


def test_experts_with_other_favourites_are_averaged() -> None:
    first = BestWorst("甲", tuple("abc"), 0, 2, np.array([1, 2, 4.0]), np.array([4, 2, 1.0]))
    second = BestWorst("乙", tuple("abc"), 2, 0, np.array([4, 2, 1.0]), np.array([1, 2, 4.0]))
    assert best_worst([first, second]).weights == pytest.approx([5 / 14, 4 / 14, 5 / 14])
    alone = best_worst([first, second], expert_weights={"甲": 1, "乙": 0})
    assert alone.weights == pytest.approx([4 / 7, 2 / 7, 1 / 7])
