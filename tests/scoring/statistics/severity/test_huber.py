"""Huber's severity: that of least squares on clean marks, and hardly moved by a few wild ones."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.reasons import Reason
from scoring.statistics.severity.huber import TUNING, huber
from scoring.statistics.severity.least_squares import least_squares

panels = sys.modules["severity_panels"]
UNUSUAL, panel, with_gaps = panels.UNUSUAL, panels.panel, panels.with_gaps


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_the_estimating_equations_hold(seed: int) -> None:
    result = huber(with_gaps(seed))
    pull = np.nan_to_num(result.weights * result.residuals)
    np.testing.assert_allclose(pull.sum(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(pull.sum(axis=1), 0, atol=1e-6)
    held = result.weights[result.weights < 1]
    held = held[held > 0]
    bound = np.abs(result.residuals[(result.weights < 1) & (result.weights > 0)]) * held
    assert bound.size == 0 or np.ptp(bound) < 1e-6


def test_severities_and_errors_are_those_of_statsmodels() -> None:
    # statsmodels 0.15.0, norms.HuberT(1.345) at the same scale, 1.4266235100; covariance H1.
    marks = panel(
        "70 74 68 -", "81 - 80 86", "65 70 - 71", "- 59 52 60", "77 82 74 50",
        "60 - 61 66", "88 91 - 95", "- 73 70 77", "66 71 63 -", "72 75 74 79",
    )  # fmt: skip
    result = huber(marks)
    expected = [2.1931818181819587, -1.943181818181701, 3.2541536397871793, -3.504153639787437]
    np.testing.assert_allclose(result.severity, expected, atol=1e-8)
    np.testing.assert_allclose(result.severity_error, 0.4621666848515696, rtol=1e-8)
    assert result.weights[4, 3] == result.weights[result.weights > 0].min()


def test_with_a_bound_that_nothing_reaches_it_is_least_squares() -> None:
    marks = with_gaps(1)
    robust, plain = huber(marks, tuning=50.0), least_squares(marks)
    np.testing.assert_allclose(robust.severity, plain.severity, atol=1e-12)
    np.testing.assert_allclose(robust.severity_error, plain.severity_error, rtol=1e-9)
    np.testing.assert_allclose(robust.p_value, plain.p_value, rtol=1e-9)


def test_a_wild_mark_moves_it_less_than_least_squares_and_is_named() -> None:
    marks = with_gaps(2, (40, 6))
    row, column = np.argwhere(~np.isnan(marks))[50]
    wild = marks.copy()
    wild[row, column] -= 40
    moved = {method: np.abs(method(wild).severity - method(marks).severity).max() for method in (huber, least_squares)}
    assert moved[huber] < moved[least_squares] / 3
    weights = huber(wild).weights
    weights[weights == 0] = 1
    assert np.unravel_index(weights.argmin(), weights.shape) == (row, column)


def test_it_beats_least_squares_where_one_mark_in_twenty_is_wrong_and_costs_little_where_none_is() -> None:
    rng = np.random.default_rng(5)
    truth = rng.normal(70, 8, (30, 60, 1))
    marks = truth + rng.normal(0, 6, (30, 1, 6)) + rng.normal(0, 4, (30, 60, 6))
    marks[rng.random(marks.shape) < 0.4] = np.nan
    wrong = np.where(rng.random(marks.shape) < 0.05, marks + rng.choice([-30, 30], marks.shape), marks)

    def error(fair: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        off = fair - truth[..., 0]
        return float(np.sqrt(np.nanmean((off - np.nanmean(off, axis=-1, keepdims=True)) ** 2)))

    assert error(huber(wrong).fair) < 0.85 * error(least_squares(wrong).fair)
    assert error(huber(marks).fair) < 1.06 * error(least_squares(marks).fair)


def test_standard_errors_cover_what_they_should_among_wrong_marks() -> None:
    rng = np.random.default_rng(6)
    truth = rng.normal(0, 6, (200, 1, 5))
    marks = rng.normal(70, 8, (200, 40, 1)) - truth + 3 * rng.standard_t(3, (200, 40, 5))
    marks[rng.random(marks.shape) < 0.4] = np.nan
    result = huber(marks)
    off = result.severity - (truth - truth.mean(axis=-1, keepdims=True))[:, 0]
    assert 0.92 < np.mean(np.abs(off) < 2 * result.severity_error) < 0.98


def test_a_complete_panel_is_never_adjusted_though_the_estimate_is_there() -> None:
    marks = with_gaps(3, share=0.0)
    marks[0, 0] = 0
    result = huber(marks)
    np.testing.assert_array_equal(result.fair, result.raw)
    assert result.estimate[0] > result.raw[0] + 3


def test_names_and_order_change_nothing() -> None:
    marks, order = with_gaps(4), np.random.default_rng(4).permutation(6)
    np.testing.assert_allclose(huber(marks[:, order]).severity, huber(marks).severity[order], atol=1e-6)


def test_where_most_marks_fit_exactly_the_mean_deviation_stands_in() -> None:
    marks = np.tile(np.arange(8.0)[:, None], (1, 4)) + np.array([0.0, 1, 2, 3])
    marks[0, 0] += 6
    marks[1, 3] = np.nan
    result = huber(marks)
    assert np.isfinite(result.severity).all()
    assert np.abs(result.severity - [1.5, 0.5, -0.5, -1.5]).max() < 0.3


def test_the_usual_bound_is_that_of_huber() -> None:
    assert TUNING == 1.345


@pytest.mark.parametrize("name", UNUSUAL)
def test_whatever_comes_is_answered_by_a_value_or_a_reason(name: str) -> None:
    result = huber(UNUSUAL[name])
    np.testing.assert_array_equal(np.isnan(result.severity), result.expert_reason != Reason.NONE)
    np.testing.assert_array_equal(np.isnan(result.fair), result.application_reason != Reason.NONE)
    np.testing.assert_array_equal(np.isnan(result.error_variance), result.error_reason != Reason.NONE)
    np.testing.assert_array_equal(np.isnan(result.p_value), result.test_reason != Reason.NONE)


def test_marks_that_fit_exactly_are_left_as_they_are() -> None:
    result = huber(UNUSUAL["fits exactly"])
    np.testing.assert_allclose(result.severity, least_squares(UNUSUAL["fits exactly"]).severity, atol=1e-12)
    assert result.error_variance == 0


def test_a_stack_is_answered_panel_by_panel() -> None:
    stack = with_gaps(7, (3, 8, 5))
    stack[1] = panel("7 7 7 7 7", *(["7 - 7 - 7"] * 7))
    together = huber(stack)
    for n in range(3):
        np.testing.assert_array_equal(together.severity[n], huber(stack[n]).severity)
