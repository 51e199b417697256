from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from scoring.statistics.agreement.rwg import rwg, rwg_each, rwg_j, rwg_j_lindell
from scoring.statistics.reasons import Reason

FIVE = np.arange(1.0, 6.0)


def test_marks_all_over_the_scale_agree_no_more_than_blind_ones() -> None:
    blind = np.random.default_rng(1).integers(1, 6, (2000, 9)).astype(float)
    assert abs(rwg_each(blind, FIVE).value.mean()) < 0.02


def test_two_camps_are_below_nothing_and_count_as_nothing_in_the_mean() -> None:
    marks = np.array([[1.0, 1.0, 5.0, 5.0], [3.0, 3.0, 3.0, 3.0]])
    assert_allclose(rwg_each(marks, FIVE).value, [1 - (16 / 3) / 2, 1])
    assert_allclose(rwg(marks, FIVE).value, 0.5)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.25, 2.0, 10.0]))
def test_it_goes_by_steps_of_the_scale_not_by_points(seed: int, step: float) -> None:
    marks = np.random.default_rng(seed).integers(1, 6, (6, 4)).astype(float)
    assert_allclose(rwg(step * marks, step * FIVE).value, rwg(marks, FIVE).value, rtol=1e-9)


def test_applications_below_two_marks_do_not_enter() -> None:
    marks = np.array([[2.0, 4.0, np.nan], [np.nan, 5.0, np.nan], [np.nan, np.nan, np.nan]])
    found, each = rwg(marks, FIVE), rwg_each(marks, FIVE)
    assert found.n_applications == 1
    assert_allclose(found.value, each.value[0])
    assert each.reason.tolist() == [Reason.NONE, Reason.TOO_FEW, Reason.TOO_FEW]
    assert np.isnan(each.value[1:]).all()


@pytest.mark.parametrize(
    ("marks", "categories", "reason"),
    [
        (np.array([[1.0, 2.0]]), None, Reason.NO_SCALE),
        (np.array([[1.0, 2.0]]), np.array([3.0]), Reason.NO_SCALE),
        (np.array([[1.0, 6.0]]), FIVE, Reason.OFF_SCALE),
        (np.array([[1.0, 2.5]]), FIVE, Reason.OFF_SCALE),
        (np.array([[1.0, np.inf]]), FIVE, Reason.NOT_FINITE),
        (np.array([[1.0], [2.0]]), FIVE, Reason.ONE_EXPERT),
        (np.array([[1.0, np.nan], [np.nan, 2.0]]), FIVE, Reason.NO_PAIRS),
        (np.full((2, 2), np.nan), FIVE, Reason.NO_MARKS),
        (np.zeros((0, 3)), FIVE, Reason.NO_MARKS),
    ],
)
def test_where_it_is_undefined_it_says_why(marks: np.ndarray, categories: np.ndarray | None, reason: Reason) -> None:
    found = rwg(marks, categories)
    assert np.isnan(found.value)
    assert found.reason_of() is reason
    assert np.isnan(rwg_each(marks, categories).value).all()


def test_one_application_is_enough_and_noise_is_not_off_the_scale() -> None:
    assert_allclose(rwg(np.array([[1.0, 3.0]]), FIVE).value, 0.0)
    assert rwg(np.array([[0.1 + 0.2, 0.3]]), np.arange(11) / 10).value == pytest.approx(1)


def test_one_panel_off_the_scale_leaves_the_others_alone() -> None:
    stack = np.array([[[1.0, 2.0], [2.0, 2.0]], [[1.0, 9.0], [2.0, 2.0]]])
    found = rwg(stack, FIVE)
    assert found.reason.tolist() == [Reason.NONE, Reason.OFF_SCALE]
    assert_allclose(found.value[0], rwg(stack[0], FIVE).value)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_over_indicators_it_is_lindells_stepped_up(seed: int) -> None:
    marks = np.random.default_rng(seed).integers(2, 5, (5, 6, 4)).astype(float)
    plain, stepped = rwg_j_lindell(marks, FIVE).value, rwg_j(marks, FIVE).value
    assert_allclose(stepped, 4 * plain / (1 + 3 * plain), rtol=1e-9)
    assert_allclose(rwg_j(marks[..., :1], FIVE).value, rwg_each(marks[..., 0], FIVE).value, rtol=1e-9)


def test_over_indicators_those_below_two_marks_do_not_count() -> None:
    marks = np.array([[[2.0, 5.0, np.nan], [4.0, np.nan, np.nan]], [[1.0, 5.0, 5.0], [5.0, 1.0, 1.0]]])
    assert_allclose(rwg_j(marks, FIVE).value, [0.0, 0.0])
    assert_allclose(rwg_j_lindell(marks, FIVE).value, [0.0, -3.0])
    assert rwg_j(np.full((2, 3, 2), np.nan), FIVE).reason.tolist() == [Reason.NO_MARKS] * 2
    assert rwg_j(marks, None).reason.tolist() == [Reason.NO_SCALE] * 2
