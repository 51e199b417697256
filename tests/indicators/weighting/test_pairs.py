"""What must hold of priorities and consistency whatever the numbers are."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from indicators.weighting import (
    ahp,
    compatibility,
    consistency,
    from_matrix,
    from_values,
    kendall_w,
    mean_priorities,
    principal_eigenvector,
    row_geometric_mean,
    together,
)
from indicators.weighting.consistency import geometric_index
from indicators.weighting.judgements import Comparisons, FloatArray

DRAW = np.random.default_rng(11)


def names(n: int) -> tuple[str, ...]:
    return tuple("abcdefghij"[:n])


def random_matrix(n: int, spread: float = 1.0) -> FloatArray:
    logs = np.triu(DRAW.normal(0, spread, (n, n)), 1)
    return np.asarray(np.exp(logs - logs.T))


def consistent(weights: FloatArray) -> FloatArray:
    return np.asarray(weights[:, None] / weights[None, :])


@pytest.mark.parametrize("n", [1, 2, 3, 5, 9])
def test_a_consistent_matrix_gives_back_its_weights(n: int) -> None:
    weights = DRAW.dirichlet(np.ones(n))
    one = from_matrix("e", names(n), consistent(weights))
    assert principal_eigenvector(one.matrix)[0] == pytest.approx(weights)
    assert row_geometric_mean(one.matrix) == pytest.approx(weights)
    found = consistency(one)
    assert found.index == pytest.approx(0, abs=1e-12)
    assert found.ratio == pytest.approx(0, abs=1e-12)
    assert (found.geometric_index is None) == (n < 3)
    assert found.acceptable
    assert (found.worst, found.triad) == (None, None)


@pytest.mark.parametrize("method", ["eigenvector", "geometric_mean"])
def test_the_order_of_the_items_does_not_matter(method: str) -> None:
    matrix, order = random_matrix(6), DRAW.permutation(6)
    plain = ahp([Comparisons("e", names(6), matrix)], method=method)
    turned = ahp([Comparisons("e", names(6), matrix[np.ix_(order, order)])], method=method)
    assert turned.weights == pytest.approx(plain.weights[order])
    assert turned.consistency.ratio == pytest.approx(plain.consistency.ratio)
    assert turned.consistency.geometric_index == pytest.approx(plain.consistency.geometric_index)


def test_of_three_both_methods_are_the_same_and_the_eigenvalue_is_known() -> None:
    # Crawford & Williams: n = 3 is the one size where they never differ; λmax = 1 + t + 1/t, t³ the triad's product.
    matrix = random_matrix(3)
    vector, largest = principal_eigenvector(matrix)
    assert row_geometric_mean(matrix) == pytest.approx(vector)
    t = (matrix[0, 1] * matrix[1, 2] * matrix[2, 0]) ** (1 / 3)
    assert largest == pytest.approx(1 + t + 1 / t)
    triad = consistency(Comparisons("e", names(3), matrix)).triad
    assert triad is not None
    assert triad.factor == pytest.approx(max(t**3, t**-3))


def test_the_geometric_index_is_the_mean_over_triads() -> None:
    # A sum over pairs and priorities on one side, over triads of judgements alone on the other.
    matrix = random_matrix(5)
    logs = np.log(matrix)
    triads = [logs[i, j] + logs[j, k] + logs[k, i] for i in range(5) for j in range(i + 1, 5) for k in range(j + 1, 5)]
    assert geometric_index(matrix) == pytest.approx(np.mean(np.square(triads)) / 3)


def test_gaps_in_a_consistent_matrix_cost_nothing() -> None:
    weights = DRAW.dirichlet(np.ones(6))
    matrix = consistent(weights)
    for i, j in ((0, 1), (2, 5), (3, 4), (1, 4)):
        matrix[i, j] = matrix[j, i] = np.nan
    assert principal_eigenvector(matrix)[0] == pytest.approx(weights)
    assert row_geometric_mean(matrix) == pytest.approx(weights)


def test_a_gap_is_as_if_the_priorities_had_been_judged() -> None:
    matrix = random_matrix(5)
    matrix[0, 3] = matrix[3, 0] = np.nan
    for method in (lambda m: principal_eigenvector(m)[0], row_geometric_mean):
        weights = method(matrix)
        filled = matrix.copy()
        filled[0, 3], filled[3, 0] = weights[0] / weights[3], weights[3] / weights[0]
        assert method(filled) == pytest.approx(weights)


def test_a_planted_error_is_found_and_the_true_value_proposed() -> None:
    weights = np.array([8, 4, 2, 1, 1.0])
    matrix = consistent(weights)
    matrix[1, 3], matrix[3, 1] = 1 / 5, 5.0  # was 4
    found = consistency(Comparisons("e", names(5), matrix))
    assert found.acceptable is False
    worst = found.worst
    assert worst is not None
    assert (worst.first, worst.second, worst.given) == ("b", "d", 0.2)
    assert worst.rest == pytest.approx(4)
    assert worst.proposed == 4
    assert worst.ratio_after == pytest.approx(0, abs=1e-12)
    assert found.triad is not None
    assert {"b", "d"} <= set(found.triad.items)
    assert found.triad.factor == pytest.approx(20)


def test_identical_experts_are_as_one() -> None:
    matrix = random_matrix(4)
    one = Comparisons("甲", names(4), matrix)
    alone, three = ahp([one]), ahp([one, Comparisons("乙", names(4), matrix), Comparisons("丙", names(4), matrix)])
    assert three.weights == pytest.approx(alone.weights)
    assert three.agreement.kendall_w == pytest.approx(1)
    assert three.agreement.compatibility == pytest.approx([1, 1, 1])
    assert alone.agreement.kendall_w is None


def test_together_is_reciprocal_and_weighs_the_experts() -> None:
    several = [Comparisons(name, names(4), random_matrix(4)) for name in "甲乙丙"]
    group = together(several, {"甲": 2, "乙": 1, "丙": 0})
    assert group.matrix * group.matrix.T == pytest.approx(np.ones((4, 4)))
    assert group.matrix == pytest.approx((several[0].matrix ** 2 * several[1].matrix) ** (1 / 3))


def test_judgements_and_priorities_give_the_same_by_geometric_means() -> None:
    several = [Comparisons(name, names(5), random_matrix(5)) for name in "甲乙丙"]
    say = {"甲": 3.0, "乙": 1.0, "丙": 2.0}
    by = [
        ahp(several, method="geometric_mean", by=how, expert_weights=say).weights
        for how in ("judgements", "priorities")
    ]
    assert by[0] == pytest.approx(by[1])


def test_a_pair_that_one_expert_left_out_is_that_of_the_others() -> None:
    whole, gap = random_matrix(4), random_matrix(4)
    gap[0, 1] = gap[1, 0] = np.nan
    group = together([Comparisons("甲", names(4), whole), Comparisons("乙", names(4), gap)])
    assert group.matrix[0, 1] == pytest.approx(whole[0, 1])
    assert group.complete


def test_contradictions_of_two_experts_may_cancel_but_each_is_named() -> None:
    first = from_values("甲", "abc", {("a", "b"): 3, ("b", "c"): 3, ("a", "c"): Fraction(1, 3)})
    second = from_values("乙", "abc", {("a", "b"): 3, ("b", "c"): 3, ("a", "c"): 9})
    found = ahp([first, second])
    assert found.inconsistent == ("甲",)


def test_kendall_w_of_opposite_orders_is_zero_and_of_ties_none() -> None:
    assert kendall_w(np.array([[0.5, 0.3, 0.2], [0.2, 0.3, 0.5]]))[0] == pytest.approx(0)
    value, reason = kendall_w(np.full((2, 3), 1 / 3))
    assert value is None
    assert reason is not None
    assert reason.key == "weighting.agreement_all_tied"


def test_compatibility_is_symmetric_and_at_least_one() -> None:
    u, v = DRAW.dirichlet(np.ones(5), 2)
    assert compatibility(u, v) == pytest.approx(compatibility(v, u))
    assert (compatibility(u, v) or 0) > 1
    assert compatibility(u, 3 * u) == pytest.approx(1)
    assert compatibility(u, np.append(u[:4], 0)) is None


def test_mean_priorities_of_one_expert_with_all_the_say() -> None:
    rows = DRAW.dirichlet(np.ones(4), 2)
    assert mean_priorities(rows, ("甲", "乙"), {"甲": 0, "乙": 5}) == pytest.approx(rows[1])
