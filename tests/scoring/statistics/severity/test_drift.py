"""Drift: that of the dummy matrix, found where it is, undefined where the order of applications hides it."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.drift import drift

panels = sys.modules["severity_panels"]
UNUSUAL, panel, with_gaps = panels.UNUSUAL, panels.panel, panels.with_gaps


def _own_order(seed: int, shape: tuple[int, ...]) -> FloatArray:
    """Return times: each expert takes the applications in an order of his own."""
    return np.random.default_rng(seed).permuted(
        np.broadcast_to(np.arange(shape[-2], dtype=np.float64)[:, None], shape), axis=-2
    )


def _residual_squares(marks: FloatArray, *columns: FloatArray) -> tuple[float, int, FloatArray]:
    """Return the residual sum of squares on all dummies and columns of time, its freedom, and the coefficients."""
    n, k = marks.shape
    row, column = np.nonzero(~np.isnan(marks))
    dummies = np.zeros((len(row), n + k + len(columns)))
    dummies[np.arange(len(row)), row] = 1
    dummies[np.arange(len(row)), n + column] = 1
    for place, values in enumerate(columns):
        dummies[:, n + k + place] = values[row, column]
    found, _, rank, _ = np.linalg.lstsq(dummies, marks[row, column], rcond=1e-11)
    return float(((marks[row, column] - dummies @ found) ** 2).sum()), len(row) - int(rank), found[n + k :]


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_slopes_and_tests_are_those_of_the_dummy_matrix(seed: int) -> None:
    marks, times = with_gaps(seed, (15, 4), share=0.2), _own_order(seed, (15, 4))
    own = [np.where(np.arange(4) == e, times, 0.0) for e in range(4)]
    none, _, _ = _residual_squares(marks)
    common, _, _ = _residual_squares(marks, times)
    full, freedom, slopes = _residual_squares(marks, *own)
    result = drift(marks, times)
    np.testing.assert_allclose(result.slopes.value, slopes, atol=1e-8)
    np.testing.assert_allclose(result.relative.value, slopes - slopes.mean(), atol=1e-8)
    assert result.any_drift.value == pytest.approx((none - full) / 4 / (full / freedom), rel=1e-6)
    assert result.differential.value == pytest.approx((common - full) / 3 / (full / freedom), rel=1e-6)
    assert (int(result.any_drift.freedom), int(result.differential.freedom)) == (4, 3)


def test_who_becomes_milder_is_found_and_by_how_much() -> None:
    marks, times = with_gaps(1, (60, 5), share=0.3), _own_order(1, (60, 5))
    marks[:, 3] += 0.3 * times[:, 3]
    result = drift(marks, times)
    assert result.slopes.value[3] == pytest.approx(0.3, abs=3 * result.slopes.standard_error[3])
    assert int(np.argmin(result.slopes.q_value)) == 3
    assert result.slopes.q_value[3] < 0.01
    assert result.differential.p_value < 0.001


def test_where_all_keep_one_order_only_differences_between_experts_can_be_told() -> None:
    marks = with_gaps(2, (30, 4), share=0.0)
    times = np.tile(np.arange(30.0)[:, None], (1, 4))
    marks[:, 1] -= 0.5 * times[:, 1]
    result = drift(marks, times)
    assert (result.slopes.reason == Reason.CONFOUNDED).all()
    assert np.isnan(result.slopes.value).all()
    assert (result.relative.reason == Reason.NONE).all()
    assert result.relative.value[1] == pytest.approx(-0.5 * 3 / 4, abs=0.15)
    assert result.relative.q_value[1] < 0.01
    assert int(result.differential.freedom) == 3
    assert result.any_drift.value == pytest.approx(float(result.differential.value))


def test_the_unit_and_origin_of_time_do_not_matter() -> None:
    marks, times = with_gaps(3, (20, 4)), _own_order(3, (20, 4))
    seconds = drift(marks, 1.7e9 + 60.0 * times)
    places = drift(marks, times)
    np.testing.assert_allclose(seconds.slopes.value * 60, places.slopes.value, rtol=1e-5)
    np.testing.assert_allclose(seconds.any_drift.p_value, places.any_drift.p_value, rtol=1e-5)


def test_severity_is_no_drift() -> None:
    marks, times = with_gaps(4, (20, 4)), _own_order(4, (20, 4))
    np.testing.assert_allclose(
        drift(marks + np.array([9.0, 0, -5, 0]), times).slopes.value, drift(marks, times).slopes.value, atol=1e-9
    )


def test_false_alarms_come_at_the_stated_rate() -> None:
    marks, times = with_gaps(5, (400, 15, 4), share=0.2), _own_order(5, (400, 15, 4))
    result = drift(marks, times)
    for p_values in (result.any_drift.p_value, result.differential.p_value, result.slopes.p_value):
        assert 0.025 < np.mean(p_values < 0.05) < 0.08


def test_a_mark_without_a_time_does_not_enter() -> None:
    marks, times = with_gaps(6, (20, 4)), _own_order(6, (20, 4))
    row, column = np.argwhere(~np.isnan(marks))[5]
    without = marks.copy()
    without[row, column] = np.nan
    unknown = times.copy()
    unknown[row, column] = np.nan
    np.testing.assert_allclose(drift(marks, unknown).slopes.value, drift(without, times).slopes.value, atol=1e-12)


def test_an_expert_whose_clock_stood_still_has_no_slope_and_the_others_do() -> None:
    marks, times = with_gaps(7, (20, 4), share=0.2), _own_order(7, (20, 4))
    times[:, 2] = 5
    result = drift(marks, times)
    assert result.slopes.reason.tolist() == [0, 0, Reason.CONFOUNDED, 0]
    assert np.isfinite(result.slopes.p_value[[0, 1, 3]]).all()
    assert int(result.any_drift.freedom) == 3


@pytest.mark.parametrize("name", UNUSUAL)
def test_whatever_comes_is_answered_by_a_value_or_a_reason(name: str) -> None:
    marks = UNUSUAL[name]
    result = drift(marks, _own_order(8, marks.shape))
    for slopes in (result.slopes, result.relative):
        np.testing.assert_array_equal(np.isnan(slopes.value), slopes.reason != Reason.NONE)
    for test in (result.any_drift, result.differential):
        np.testing.assert_array_equal(np.isnan(test.value), test.reason != Reason.NONE)
        np.testing.assert_array_equal(np.isnan(test.p_value), test.reason != Reason.NONE)


def test_no_times_at_all_is_answered_with_a_reason() -> None:
    result = drift(panel("1 2", "3 4"), np.full((2, 2), np.nan))
    assert Reason(int(result.any_drift.reason)) is Reason.NO_MARKS
    assert (result.slopes.reason == Reason.NO_MARKS).all()


def test_a_stack_is_answered_panel_by_panel() -> None:
    marks, times = with_gaps(9, (3, 10, 4)), _own_order(9, (3, 10, 4))
    together = drift(marks, times)
    for n in range(3):
        np.testing.assert_allclose(together.slopes.value[n], drift(marks[n], times[n]).slopes.value, atol=1e-10)
