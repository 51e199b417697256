from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from scoring.statistics.agreement.anova import two_way
from scoring.statistics.agreement.cronbach import cronbach_alpha
from scoring.statistics.agreement.measurement_error import measurement_error
from scoring.statistics.agreement.result import Method
from scoring.statistics.reasons import Reason


def _panel(seed: int, n: int = 12, r: int = 7, severity: float = 3.0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.normal(70, 8, (n, 1)) + random.normal(0, severity, (1, r)) + random.normal(0, 4, (n, r))


def test_absolute_error_counts_severity_and_residual() -> None:
    marks = _panel(1)
    squares = two_way(marks)
    plain = (squares.ms_experts - squares.ms_error) / (12 * 7) + squares.ms_error / 7
    assert_allclose(measurement_error(marks).value, np.sqrt(plain), rtol=1e-12)


def test_relative_error_is_what_alpha_leaves_of_the_spread_of_means() -> None:
    marks = _panel(2)
    plain = marks.mean(axis=1).std(ddof=1) * np.sqrt(1 - cronbach_alpha(marks).value)
    assert_allclose(measurement_error(marks, kind="relative").value, plain, rtol=1e-10)


def test_a_negative_variance_of_severity_counts_as_none() -> None:
    marks = _panel(3, severity=0.0)
    marks -= marks.mean(axis=0)
    absolute, relative = measurement_error(marks), measurement_error(marks, kind="relative")
    assert two_way(marks).ms_experts < two_way(marks).ms_error
    assert_allclose(absolute.value, relative.value, rtol=1e-12)
    assert absolute.low <= absolute.value <= absolute.high


def test_an_expert_who_is_severe_adds_to_the_absolute_error_only() -> None:
    marks = _panel(4)
    shifted = marks + np.array([15.0, 0, 0, 0, 0, 0, 0])
    assert measurement_error(shifted).value > measurement_error(marks).value
    assert_allclose(
        measurement_error(shifted, kind="relative").value, measurement_error(marks, kind="relative").value, rtol=1e-10
    )


def test_it_is_in_points() -> None:
    marks = _panel(5)
    one, ten = measurement_error(marks), measurement_error(10 * marks + 3)
    assert_allclose([ten.value, ten.low, ten.high], [10 * one.value, 10 * one.low, 10 * one.high], rtol=1e-10)


@pytest.mark.parametrize(("kind", "variance"), [("absolute", (9 + 16) / 7), ("relative", 16 / 7)])
def test_limits_hold_the_true_error_as_often_as_they_say(kind: str, variance: float) -> None:
    random = np.random.default_rng(7)
    panels = random.normal(0, 8, (4000, 20, 1)) + random.normal(0, 3, (4000, 1, 7)) + random.normal(0, 4, (4000, 20, 7))
    found = measurement_error(panels, kind=kind)  # type: ignore[arg-type]
    held = np.mean((found.low <= np.sqrt(variance)) & (np.sqrt(variance) <= found.high))
    assert 0.94 < held < 0.97


def test_equal_marks_have_no_error_and_gaps_are_told() -> None:
    assert measurement_error(np.full((3, 4), 8.0)).value == 0
    marks = _panel(6)
    marks[2, 3] = np.nan
    assert measurement_error(marks).method == Method.UNBALANCED_ANOVA
    assert_allclose(measurement_error(marks).value, measurement_error(_panel(6)).value, rtol=0.1)


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        (np.array([[1.0, 2.0]]), Reason.ONE_APPLICATION),
        (np.array([[1.0], [2.0]]), Reason.ONE_EXPERT),
        (np.array([[1.0, 2.0, np.nan], [np.nan, 4.0, 3.0]]), Reason.NO_FREEDOM),
    ],
)
def test_where_it_is_undefined_it_says_why(marks: np.ndarray, reason: Reason) -> None:
    assert np.isnan(measurement_error(marks).value)
    assert measurement_error(marks).reason_of() is reason
