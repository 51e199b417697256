"""Totals of experts and of the panel: exact, rounded as on paper, undefined where they are."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from scoring.model import MarkState, ScoreTable, Weights
from scoring.statistics.totals import (
    Aggregate,
    Totals,
    aggregate_indicators,
    attendance,
    expert_totals,
    panel_totals,
    spread,
)

NAN = np.nan
STATES = {"n": MarkState.NOT_APPLICABLE, "-": MarkState.MISSING, "0": MarkState.INSUFFICIENT}


def panel(*applicants: str, decimals: int = 2) -> ScoreTable:
    """Return a panel: an applicant ``"1 2 | 3 n"`` has two experts and two indicators; n, - and 0 are states."""
    cells = [[expert.split() for expert in applicant.split("|")] for applicant in applicants]
    values = np.array([[[NAN if c in "n-" else float(c) for c in sheet] for sheet in app] for app in cells])
    states = np.array([[[STATES.get(c, MarkState.SCORED) for c in sheet] for sheet in app] for app in cells], np.uint8)
    names: Any = [tuple(f"{axis}{n}" for n in range(size)) for axis, size in zip("aei", values.shape, strict=True)]
    return ScoreTable("p", *names, values=values, states=states, decimals=decimals)


def totals_of(table: ScoreTable, rule: Aggregate | None = None, **options: Any) -> Totals:
    return panel_totals(table, aggregate_indicators(table, rule or Aggregate()), **options)


def weights_of(*weights: str) -> Weights:
    return Weights({f"i{n}": Decimal(weight) for n, weight in enumerate(weights)})


def test_missing_insufficient_and_not_applicable_are_three_things() -> None:
    table = panel("4 - | 0 n | - -")
    seen = attendance(table)
    assert seen.experts.tolist() == [2]
    assert seen.missing.tolist() == [1]
    np.testing.assert_array_equal(aggregate_indicators(table, Aggregate()).values, [[2.0, NAN]])


def test_an_indicator_is_out_only_where_every_expert_present_says_so() -> None:
    table = panel("4 n | 6 n | - -", "4 n | 6 8 | - -", "4 n | 6 - | - -", "- - | - - | - -")
    np.testing.assert_array_equal(
        attendance(table).applicable, [[True, False], [True, True], [True, True], [True, True]]
    )
    np.testing.assert_array_equal(totals_of(table).totals, [5.0, 6.5, NAN, NAN])
    np.testing.assert_array_equal(totals_of(table, weights=weights_of("1", "3")).totals, [20.0, 29.0, NAN, NAN])


def test_a_total_is_the_mean_or_the_weighted_sum() -> None:
    table = panel("1 2 | 3 4")
    weights = weights_of("1.5", "0.5")
    assert totals_of(table).totals.tolist() == [2.5]
    assert totals_of(table, weights=weights).totals.tolist() == [4.5]
    assert totals_of(table, weights=weights, normalise=True).totals.tolist() == [2.25]


def test_an_aggregate_without_a_mark_makes_the_total_undefined_unless_its_weight_is_0() -> None:
    table = panel("1 - | 3 -")
    assert np.isnan(totals_of(table).totals[0])
    assert np.isnan(totals_of(table, weights=weights_of("1", "1")).totals[0])
    assert totals_of(table, weights=weights_of("1", "0")).totals.tolist() == [2.0]
    assert totals_of(table, weights=weights_of("1", "0"), decimals=1).totals.tolist() == [2.0]


def test_nothing_applicable() -> None:
    found = totals_of(panel("n n | - -", "1 n | n n"), weights=weights_of("0", "1"))
    assert np.isnan(found.totals).all()


def test_totals_of_experts() -> None:
    table = panel("1 2 | 3 - | 0 4 | 5 n")
    np.testing.assert_array_equal(expert_totals(table), [[1.5, NAN, 2.0, 5.0]])
    weights = weights_of("1.2", "0.8")
    np.testing.assert_allclose(expert_totals(table, weights), [[2.8, NAN, 3.2, 10.0]], rtol=1e-15)
    np.testing.assert_allclose(expert_totals(table, weights, normalise=True), [[1.4, NAN, 1.6, 5.0]], rtol=1e-15)
    np.testing.assert_array_equal(expert_totals(table, weights_of("1", "0")), [[1.0, 3.0, 0.0, 5.0]])


@pytest.mark.parametrize(
    ("marks", "weight", "scores", "total"),
    [
        # 9.705 -> 9.71; 9.71 × 1.25 = 12.1375 -> 12.14. Floats round 9.705 down, and decimals half-even 12.345 too.
        ("9.70 | 9.71", "1.25", 9.71, 12.14),
        ("2.00 | 2.01", "1", 2.01, 2.01),
        ("1.00 | 1.01", "0.5", 1.01, 0.51),
    ],
)
def test_rounding_half_up_at_each_step(marks: str, weight: str, scores: float, total: float) -> None:
    found = totals_of(panel(marks), weights=weights_of(weight), decimals=2)
    assert found.scores.item() == scores
    assert found.totals.item() == total


CELLS = st.one_of(st.integers(0, 1000).map(lambda n: n / 100))
PANELS = hnp.arrays(np.float64, st.tuples(st.just(1), st.integers(1, 7), st.integers(1, 4)), elements=CELLS)


def of_values(values: NDArray[np.float64], decimals: int = 2) -> ScoreTable:
    names: Any = [tuple(f"{axis}{n}" for n in range(size)) for axis, size in zip("aei", values.shape, strict=True)]
    states = np.full(values.shape, MarkState.SCORED, np.uint8)
    return ScoreTable("p", *names, values=values, states=states, decimals=decimals)


@given(
    values=PANELS,
    weights=st.lists(st.decimals("0.001", 5, places=3), min_size=4, max_size=4),
    places=st.integers(0, 4),
    normalise=st.booleans(),
    decimals=st.sampled_from([2, 18, 20]),
)
def test_rounding_is_that_of_decimal(
    values: NDArray[np.float64], weights: list[Decimal], places: int, normalise: bool, decimals: int
) -> None:
    """The three steps of `interface.md`, done with fractions and decimals."""

    def half_up(x: Fraction) -> Decimal:
        shifted = x * 10**places
        whole = (Decimal(shifted.numerator) / shifted.denominator).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return whole.scaleb(-places)

    printed = [[Fraction(Decimal(repr(float(mark)))) for mark in values[0, :, i]] for i in range(values.shape[2])]
    scores = [half_up(sum(marks, Fraction(0)) / len(marks)) for marks in printed]
    products = [half_up(Fraction(w) * Fraction(s)) for w, s in zip(weights, scores, strict=False)]
    divisor = sum((Fraction(w) for w in weights[: len(scores)]), Fraction(0)) if normalise else Fraction(1)
    total = half_up(Fraction(sum(products, Decimal(0))) / divisor)

    own = weights_of(*(str(weight) for weight in weights[: len(scores)]))
    found = totals_of(of_values(values, decimals), weights=own, normalise=normalise, decimals=places)
    assert found.scores[0].tolist() == [float(score) for score in scores]
    assert found.totals.tolist() == [float(total)]


@given(PANELS, st.integers(0, 2**32 - 1))
def test_no_bit_depends_on_the_order_of_the_experts(values: NDArray[np.float64], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(values.shape[1])
    one, two = of_values(values), of_values(values[:, order])
    weights = weights_of("1.1", "0.7", "3", "0.05")
    weights = Weights({name: weights.of[name] for name in one.indicators})
    np.testing.assert_array_equal(totals_of(one, weights=weights).totals, totals_of(two, weights=weights).totals)
    here, there = expert_totals(one, weights), expert_totals(two, weights)
    np.testing.assert_array_equal(here[:, order], there)
    np.testing.assert_array_equal(spread(here), spread(there))


@given(PANELS)
def test_totals_of_experts_by_the_long_way(values: NDArray[np.float64]) -> None:
    short, long = (expert_totals(of_values(values, decimals)) for decimals in (2, 18))
    np.testing.assert_allclose(short, long, rtol=1e-15)


@given(PANELS)
def test_the_mean_of_the_experts_totals_is_the_total_of_the_means(values: NDArray[np.float64]) -> None:
    table = of_values(values)
    np.testing.assert_allclose(expert_totals(table).mean(axis=1), totals_of(table).totals, rtol=1e-13, atol=1e-13)


def test_full_marks_by_everyone_are_full_marks_whatever_does_not_apply() -> None:
    points = {"i0": Decimal(4), "i1": Decimal(6), "i2": Decimal(10)}
    parents = {"i0": "x", "i1": "x", "i2": None, "x": None}
    weights = Weights(dict.fromkeys(points, Decimal(1)), parents, full_marks=points)
    table = panel("4 6 10 | 4 6 10", "n 6 10 | n 6 10", "n n 10 | n n 10", "4 n 10 | 4 6 10")
    assert totals_of(table, weights=weights).totals.tolist() == [20.0] * 4
    assert totals_of(table, weights=weights, decimals=2).totals.tolist() == [20.0] * 4
    np.testing.assert_array_equal(expert_totals(table, weights), np.full((4, 2), 20.0))


def test_spread() -> None:
    totals = np.array([[1.0, 2.0, 4.0], [7.1, NAN, 7.1], [NAN, 3.0, NAN], [NAN, NAN, NAN]])
    np.testing.assert_allclose(spread(totals), [np.std([1, 2, 4], ddof=1), 0.0, NAN, NAN])
