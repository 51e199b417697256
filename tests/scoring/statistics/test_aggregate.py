"""Aggregates against scipy and by what must hold of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from scipy import stats

from scoring.errors import SpokenError
from scoring.model import MarkState, ScoreTable
from scoring.statistics.aggregate import Aggregate, aggregate_indicators, parse_aggregate
from scoring.texts import translator

RULES = [
    Aggregate("mean"),
    Aggregate("median"),
    *(Aggregate(kind, k) for kind in ("trimmed", "winsorised") for k in (1, 2)),
]


def table_of(values: NDArray[np.float64], decimals: int = 2) -> ScoreTable:
    a, e, i = values.shape
    states = np.where(np.isnan(values), MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    names: Any = [tuple(f"{axis}{n}" for n in range(size)) for axis, size in zip("aei", (a, e, i), strict=True)]
    return ScoreTable("p", *names, values=values, states=states, decimals=decimals)


MARKS = st.one_of(st.integers(0, 1000).map(lambda n: n / 100), st.just(np.nan))
PANELS = hnp.arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 9), st.integers(1, 3)), elements=MARKS)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("mean", Aggregate("mean")),
        ("median", Aggregate("median")),
        ("trimmed:1", Aggregate("trimmed", 1)),
        ("winsorised:12", Aggregate("winsorised", 12)),
    ],
)
def test_rules_as_written(text: str, rule: Aggregate) -> None:
    assert parse_aggregate(text) == rule
    assert rule.name == text


@pytest.mark.parametrize("text", ["", "Mean", "mean:1", "trimmed", "trimmed:0", "trimmed:-1", "trimmed:1.5", "mode"])
def test_no_rule(text: str) -> None:
    with pytest.raises(SpokenError, match="unknown_aggregate") as caught:
        parse_aggregate(text)
    assert f"{text} is no way to aggregate" in translator("en")(caught.value.what)
    assert f"汇总方法“{text}”不认识" in translator("zh")(caught.value.what)


@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize("n_experts", [7, 9])
def test_trimmed_is_that_of_scipy(n_experts: int, k: int) -> None:
    values = np.random.default_rng(1).integers(0, 41, (30, n_experts, 4)) / 4
    found = aggregate_indicators(table_of(values), Aggregate("trimmed", k)).values
    np.testing.assert_allclose(found, stats.trim_mean(values, k / n_experts, axis=1), rtol=1e-14)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_winsorised_is_that_of_scipy(k: int) -> None:
    values = np.random.default_rng(2).integers(0, 41, (30, 7, 4)) / 4
    found = aggregate_indicators(table_of(values), Aggregate("winsorised", k)).values
    expected = np.asarray(stats.mstats.winsorize(values, limits=(k / 7, k / 7), axis=1)).mean(axis=1)
    np.testing.assert_allclose(found, expected, rtol=1e-14)


@pytest.mark.parametrize("each_side", [0, 2])
@given(values=PANELS)
def test_mean_and_median_are_those_of_numpy_whatever_would_be_trimmed(
    values: NDArray[np.float64], each_side: int
) -> None:
    table = table_of(values)
    masked = np.ma.masked_invalid(values)
    for kind, expected in (("mean", masked.mean(axis=1)), ("median", np.ma.median(masked, axis=1))):
        found = aggregate_indicators(table, Aggregate(kind, each_side)).values  # type: ignore[arg-type]
        np.testing.assert_allclose(found, np.ma.filled(expected, np.nan), rtol=1e-14)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@given(values=PANELS, seed=st.integers(0, 2**32 - 1))
def test_no_bit_depends_on_the_order_of_the_experts(rule: Aggregate, values: NDArray[np.float64], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(values.shape[1])
    here, there = (aggregate_indicators(table_of(v), rule).values for v in (values, values[:, order]))
    np.testing.assert_array_equal(here, there)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@given(values=PANELS)
def test_an_aggregate_lies_among_the_marks(rule: Aggregate, values: NDArray[np.float64]) -> None:
    found = aggregate_indicators(table_of(values), rule)
    given_any = ~np.isnan(values).all(axis=1)
    low, high = np.fmin.reduce(values, axis=1), np.fmax.reduce(values, axis=1)
    np.testing.assert_array_equal(np.isnan(found.values), ~given_any)
    assert (found.values[given_any] >= low[given_any]).all()
    assert (found.values[given_any] <= high[given_any]).all()
    np.testing.assert_array_equal(found.marks, (~np.isnan(values)).sum(axis=1))


@pytest.mark.parametrize("kind", ["trimmed", "winsorised"])
def test_with_too_few_marks_the_plain_mean_is_taken_and_said(kind: Any) -> None:
    nan = np.nan
    values = np.array([[1.0, nan, 2.0, nan], [1.0, nan, 2.0, 9.0], [nan] * 4])[:, :, None]
    found = aggregate_indicators(table_of(values), Aggregate(kind, 1))
    np.testing.assert_array_equal(found.plain_mean[:, 0], [True, False, False])
    assert found.values[0, 0] == 1.5
    assert found.values[1, 0] == 2.0


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@given(values=PANELS)
def test_marks_of_many_digits_take_the_long_way_to_the_same_result(
    rule: Aggregate, values: NDArray[np.float64]
) -> None:
    short, long = (aggregate_indicators(table_of(values, decimals), rule) for decimals in (2, 20))
    assert long.sums.dtype == object or not np.nansum(values)
    np.testing.assert_array_equal(short.marks, long.marks)
    np.testing.assert_allclose(short.values, long.values, rtol=1e-15)


def test_a_panel_longer_than_a_block() -> None:
    values = np.random.default_rng(3).integers(0, 41, (200, 5, 2)) / 4
    values[150, 2, 1] = np.nan
    for rule in RULES:
        whole = aggregate_indicators(table_of(values), rule).values
        each = [aggregate_indicators(table_of(values[a : a + 1]), rule).values[0] for a in range(len(values))]
        np.testing.assert_array_equal(whole, each)


@pytest.mark.parametrize("most", [2**24 // 9 - 1, 2**24 // 9 + 1, 2**24 + 3, 2**53 // 9 - 1, 2**53 // 9 + 1])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_sums_are_exact_on_either_side_of_what_each_type_holds(rule: Aggregate, most: int) -> None:
    rng = np.random.default_rng(most)
    marks = np.concatenate([np.full((1, 9, 4), float(most)), rng.integers(most - 9, most, (40, 9, 4)).astype(float)])
    marks[rng.random(marks.shape) < 0.1] = np.nan
    found = aggregate_indicators(table_of(marks, 0), rule)
    shifted = aggregate_indicators(table_of(marks - (most - 9), 0), rule)
    again = shifted.sums.astype(object) + shifted.divisors.astype(object) * (most - 9)
    assert (found.sums.astype(object) == np.where(found.marks > 0, again, 0)).all()
    np.testing.assert_array_equal(found.marks, (~np.isnan(marks)).sum(axis=1))
