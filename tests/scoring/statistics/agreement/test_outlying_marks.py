"""Grubbs, Dixon, modified z: the tests of one outlying mark."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model import FloatArray
from scoring.statistics.agreement.dixon import MOST, dixon
from scoring.statistics.agreement.grubbs import grubbs
from scoring.statistics.agreement.modified_z import Unit, modified_z
from scoring.statistics.reasons import Reason
from tests.scoring.statistics.agreement.panels import GAP

TESTS = [grubbs, dixon, modified_z]
LISTS = st.lists(st.integers(0, 100), min_size=3, max_size=20).filter(lambda marks: len(set(marks)) > 2)

FAULTS = [
    (np.array([]), Reason.NO_MARKS),
    (np.array([GAP, GAP, GAP]), Reason.NO_MARKS),
    (np.array([1.0, 9.0, GAP]), Reason.TOO_FEW),
    (np.array([4.0, 4.0, 4.0, GAP]), Reason.ALL_EQUAL),
    (np.array([0.3, 0.1 + 0.2, 0.3]), Reason.ALL_EQUAL),
    (np.array([1.0, 2.0, np.inf, 3.0]), Reason.NOT_FINITE),
    (np.array([1.0, 2.0, 1e200, 3.0]), Reason.NOT_FINITE),
]


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize(("marks", "reason"), FAULTS)
def test_what_cannot_be_tested_says_why(test: object, marks: FloatArray, reason: Reason) -> None:
    found = test(marks)  # type: ignore[operator]
    assert Reason(int(found.reason)) is reason
    first = getattr(found, "g", getattr(found, "q", getattr(found, "z", None)))
    assert np.isnan(first).all()
    if test is not modified_z:
        assert np.isnan([found.p_value, found.p_two_sided]).all()
        assert found.index == -1


@pytest.mark.parametrize("test", TESTS)
def test_a_stack_is_each_of_its_lists(test: object) -> None:
    rng = np.random.default_rng(1)
    stack = rng.normal(size=(3, 5, 16))
    stack[rng.random(stack.shape) < 0.4] = GAP
    stack[0, 0] = 5.0
    found = test(stack)  # type: ignore[operator]
    for place in np.ndindex(3, 5):
        alone = test(stack[place])  # type: ignore[operator]
        for name in found.__dataclass_fields__:
            np.testing.assert_allclose(getattr(found, name)[place], getattr(alone, name), err_msg=name)


@settings(max_examples=40, deadline=None)
@given(LISTS, st.floats(-1000, 1000), st.floats(0.01, 100))
def test_neither_unit_nor_zero_matters(marks: list[int], shift: float, unit: float) -> None:
    one = np.array(marks, np.float64)
    other = one * unit + shift
    np.testing.assert_allclose(grubbs(other).g, grubbs(one).g, rtol=1e-5)
    np.testing.assert_allclose(dixon(other).q, dixon(one).q, atol=1e-5)
    assert dixon(other).reason == dixon(one).reason


@settings(max_examples=40, deadline=None)
@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_of_marks_does_not_matter(marks: list[int], chance: object) -> None:
    mixed = list(marks)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (np.array(order, np.float64) for order in (marks, mixed))
    assert grubbs(one).g == grubbs(other).g
    np.testing.assert_array_equal(dixon(one).q, dixon(other).q)
    assert one[grubbs(one).index] == other[grubbs(other).index]


@settings(max_examples=40, deadline=None)
@given(LISTS)
def test_turning_the_scale_round_turns_the_suspect_round(marks: list[int]) -> None:
    one = np.array(marks, np.float64)
    found, turned = grubbs(one), grubbs(-one)
    assert found.g == pytest.approx(float(turned.g))
    furthest = np.abs(one - one.mean())
    assert furthest[found.index] == pytest.approx(furthest.max())
    assert found.high == (one[found.index] == one.max())


def test_a_mark_beside_equal_ones_lies_as_far_out_as_any_can() -> None:
    found = grubbs(np.array([5.0, 5.0, 5.0, 5.0, 9.0]))
    assert found.g == pytest.approx(4 / np.sqrt(5))
    assert found.p_value == 0.0
    assert found.index == 4
    assert found.high


@pytest.mark.parametrize("n", [3, 5, 9, 20])
def test_normal_marks_are_taken_for_outliers_as_often_as_said(n: int) -> None:
    # Testing the side where the outermost mark lies doubles the chance; p_two_sided reckons with that.
    marks = np.random.default_rng(n).normal(size=(20_000, n))
    for found in (grubbs(marks), dixon(marks)):
        share = (found.p_two_sided < 0.05).mean()
        assert 0.043 < share < 0.055


@pytest.mark.parametrize(
    ("n", "critical", "level"),
    [  # Dixon 1951, Tables I-IV, one-sided
        (3, 0.941, 0.05),
        (5, 0.642, 0.05),
        (7, 0.507, 0.05),
        (7, 0.637, 0.01),
        (10, 0.477, 0.05),
        (13, 0.521, 0.05),
        (20, 0.450, 0.05),
        (30, 0.376, 0.05),
    ],
)
def test_printed_critical_values_of_dixon_have_their_probability(n: int, critical: float, level: float) -> None:
    spare, below = {3: (1, 0), 5: (1, 0), 7: (1, 0), 10: (1, 1), 13: (2, 1), 20: (2, 2), 30: (2, 2)}[n]
    # Marks whose ratio is the critical value: suspect at 1, its neighbours at 1 - critical, the foot at 0.
    marks = np.concatenate([[1.0], np.linspace(1 - critical, 0.0, n - spare - below), [0.0] * below])
    marks = np.concatenate([marks[:1], np.full(spare - 1, 1 - critical / 2), marks[1:]])
    found = dixon(marks)
    assert found.high
    assert found.q == pytest.approx(critical)
    assert found.p_value == pytest.approx(level, rel=0.02)


def test_dixon_leaves_out_what_might_hide_the_suspect() -> None:
    marks = np.array([0.0, 50, 51, 52, 53, 54, 55, 100])  # eight marks: the lowest is left out of the range
    found = dixon(marks)
    assert found.index == 0
    assert found.q == pytest.approx(50 / 55)
    assert dixon(-marks).q == found.q
    assert dixon(-marks).high


@pytest.mark.parametrize("n", [4, 9, 12, 14, 30])
def test_a_mark_beside_equal_ones_is_impossible_by_dixon_as_well(n: int) -> None:
    found = dixon(np.array([5.0] * (n - 1) + [9.0]))
    assert found.q == 1.0
    assert found.p_value == pytest.approx(0.0, abs=1e-12)


def test_dixon_of_very_many_marks_has_no_probability() -> None:
    marks = np.random.default_rng(2).normal(size=MOST + 1)
    found = dixon(marks)
    assert 0 < found.q < 1
    assert np.isnan(found.p_value)
    assert not np.isnan(dixon(marks[:MOST]).p_value)


def test_modified_z_falls_back_to_the_mean_deviation_and_says_so() -> None:
    found = modified_z(np.array([5.0, 5.0, 5.0, 5.0, 9.0, GAP]))
    assert found.unit == Unit.MEAN_DEVIATION
    np.testing.assert_allclose(found.z, [0, 0, 0, 0, 4 / (np.sqrt(np.pi / 2) * 0.8), GAP])
    assert modified_z(np.array([1.0, 2.0, 3.0, 9.0])).unit == Unit.MEDIAN_DEVIATION


@settings(max_examples=40, deadline=None)
@given(LISTS, st.floats(-1000, 1000), st.floats(0.01, 100))
def test_modified_z_knows_neither_unit_nor_zero(marks: list[int], shift: float, unit: float) -> None:
    one = np.array(marks, np.float64)
    np.testing.assert_allclose(modified_z(one * unit + shift).z, modified_z(one).z, atol=1e-4)
