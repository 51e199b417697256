"""Weights from marks: what leaves and why, what they do not depend on, what is undefined."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from indicators.faults import FaultsError
from indicators.weighting import DataWeights, Marks, critic, deviation, entropy, marks
from indicators.weighting.judgements import FloatArray

DRAW = np.random.default_rng(3)
METHODS = [entropy, critic, deviation]
EVERY = pytest.mark.parametrize("method", METHODS)


def of(values: FloatArray, low: float = 0.0, high: float = 10.0, **options: float) -> Marks:
    rows, columns = (
        tuple(f"{letter}{n}" for n in range(size)) for letter, size in zip("ai", values.shape, strict=True)
    )
    return marks(rows, columns, values, low=low, high=high, **options)


def some(rows: int = 30, columns: int = 5) -> FloatArray:
    return DRAW.uniform(1, 10, (rows, columns))


@EVERY
def test_order_and_doubled_applications_do_not_matter(method: Callable[[Marks], DataWeights]) -> None:
    values = some()
    plain = np.array(method(of(values)).weights, float)
    assert plain.sum() == pytest.approx(1)
    order = DRAW.permutation(5)
    turned = method(of(values[DRAW.permutation(30)][:, order]))
    assert turned.weights == pytest.approx(tuple(plain[order]))
    if method is not entropy:  # each row twice: entropies change with ln m, spread and correlation do not
        assert method(of(np.repeat(values, 2, axis=0))).weights == pytest.approx(tuple(plain))


@EVERY
def test_stretching_scale_and_marks_together_changes_nothing(method: Callable[[Marks], DataWeights]) -> None:
    values = some()
    assert method(of(values * 7, 0, 70)).weights == pytest.approx(method(of(values)).weights)
    assert method(of(values + 100, 100, 110)).weights == pytest.approx(method(of(values)).weights)


def test_entropy_of_one_column_depends_on_its_proportions_only() -> None:
    values = some()
    half = values.copy()
    half[:, 2] /= 2
    assert entropy(of(half)).weights == pytest.approx(entropy(of(values)).weights)
    moved = values.copy()
    moved[:, 2] = 8 + values[:, 2] / 5
    assert (entropy(of(moved)).weights[2] or 0) < (entropy(of(values)).weights[2] or 0)


def test_published_critic_is_blind_to_any_affine_change_of_a_column_and_ours_is_not() -> None:
    values = some()
    flat = values.copy()
    flat[:, 1] = 9 + values[:, 1] / 100
    observed = critic(of(flat), spread="observed")
    assert observed.weights == pytest.approx(critic(of(values), spread="observed").weights)
    assert (critic(of(flat)).weights[1] or 0) < 0.01 < (observed.weights[1] or 0)


def test_columns_that_span_the_scale_make_both_the_same() -> None:
    values = some()
    values[0], values[1] = 0, 10
    assert critic(of(values)).weights == pytest.approx(critic(of(values), spread="observed").weights)


def test_critic_by_hand() -> None:
    # σ = √(1/3)·… of 0, 5, 10 on 0 … 10 = 0.5 each; r = 1, -1, -1: C = 0.5·(0 + 2), 0.5·(0 + 2), 0.5·(2 + 2).
    found = critic(of(np.array([[0, 0, 10], [5, 5, 5], [10, 10, 0.0]])))
    assert found.information == pytest.approx((1, 1, 2))
    assert found.weights == pytest.approx((0.25, 0.25, 0.5))


def test_entropy_by_hand() -> None:
    # All on one of four: entropy 0. Half and half of four: ln 2 / ln 4 = 1/2. All alike: 1.
    found = entropy(of(np.array([[8, 4, 3], [0, 4, 3], [0, 0, 3], [0, 0, 3.0]])))
    assert found.information == pytest.approx((1, 0.5, 0))
    assert found.weights == pytest.approx((2 / 3, 1 / 3, 0))


def test_constant_columns() -> None:
    values = some()
    values[:, 3] = 7
    for method, weight in ((entropy, 0.0), (deviation, 0.0)):
        assert method(of(values)).weights[3] == weight
    found = critic(of(values))
    assert found.weights[3] is None
    assert found.reasons[3] is not None
    assert found.reasons[3].key == "weighting.constant"
    without = critic(of(np.delete(values, 3, axis=1)))
    assert [one for one in found.weights if one is not None] == pytest.approx(list(without.weights))


def test_nobody_has_anything() -> None:
    values = some()
    values[:, 0] = 0
    found = entropy(of(values))
    assert found.weights[0] is None
    assert found.reasons[0] is not None
    assert found.reasons[0].key == "weighting.all_at_zero"
    assert sum(found.of.values()) == pytest.approx(1)


@EVERY
def test_all_alike_tells_nothing_apart(method: Callable[[Marks], DataWeights]) -> None:
    found = method(of(np.full((5, 3), 6.0)))
    assert found.weights == (None, None, None)
    assert all(reason is not None for reason in found.reasons)
    assert found.of == {}


@EVERY
def test_two_applications_are_too_few(method: Callable[[Marks], DataWeights]) -> None:
    found = method(of(some(2)))
    assert found.weights == (None,) * 5
    assert {reason.key for reason in found.reasons if reason} == {"weighting.too_few_rows"}


def test_one_indicator_has_all_the_weight() -> None:
    for method in METHODS:
        assert method(of(some(10, 1))).weights == pytest.approx((1.0,))


def test_what_leaves_and_why() -> None:
    values = some(10, 4)
    values[:, 0] = np.nan
    values[:3, 1] = np.nan
    values[5, 2] = np.nan
    given = of(values)
    assert given.indicators == ("i2", "i3")
    assert [(left.name, left.reason.key) for left in given.columns_left] == [
        ("i0", "weighting.left_no_mark"),
        ("i1", "weighting.left_too_many_gaps"),
    ]
    assert [(left.name, left.reason.values["indicators"]) for left in given.rows_left] == [("a5", "i2")]
    found = critic(given)
    assert found.indicators == ("i2", "i3", "i0", "i1")
    assert found.weights[2:] == (None, None)
    assert found.applications == 9
    assert of(values, most_missing=0.3).indicators == ("i1", "i2", "i3")


def test_marks_off_the_scale_and_scales_that_do_not_rise() -> None:
    values = some(4, 2)
    values[1, 1] = 10.5
    with pytest.raises(FaultsError) as error:
        of(values)
    assert [fault.what.key for fault in error.value.faults] == ["weighting.mark_off_scale"]
    assert error.value.faults[0].what.values["application"] == "a1"
    with pytest.raises(FaultsError) as error:
        of(some(4, 2), 10, 10)
    assert {fault.what.key for fault in error.value.faults} >= {"weighting.scale_does_not_rise"}
