from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from scoring.statistics.agreement.anova import two_way
from scoring.statistics.agreement.loam import deviations, loam
from scoring.statistics.reasons import Reason


def _panel(seed: int, n: int = 30, r: int = 7) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.normal(70, 8, (n, 1)) + random.normal(0, 3, (1, r)) + random.normal(0, 4, (n, r))


def test_it_is_the_spread_about_the_applications_mean() -> None:
    marks = _panel(1)
    apart = marks - marks.mean(axis=1, keepdims=True)
    assert_allclose(loam(marks).value, 1.959963984540054 * np.sqrt(np.mean(apart**2)), rtol=1e-12)


def test_with_gaps_marks_without_company_do_not_count() -> None:
    marks = _panel(2)
    marks[np.random.default_rng(2).random(marks.shape) < 0.3] = np.nan
    marks[0] = np.nan
    marks[0, 3] = 55.0
    mean = np.nanmean(marks, axis=1, keepdims=True)
    apart = (marks - mean)[1:]
    half = loam(marks)
    assert_allclose(half.value, 1.959963984540054 * np.sqrt(np.nanmean(apart**2)), rtol=1e-12)
    assert np.isnan([half.low, half.high]).all()
    assert half.reason_of() is Reason.NONE


def test_nineteen_of_twenty_marks_lie_within() -> None:
    random = np.random.default_rng(3)
    panels = random.normal(0, 3, (200, 1, 7)) + random.normal(0, 4, (200, 60, 7))
    apart = np.abs(panels - panels.mean(axis=-1, keepdims=True))
    assert 0.94 < np.mean(apart < loam(panels).value[:, np.newaxis, np.newaxis]) < 0.96


def test_limits_hold_the_true_half_width_as_often_as_they_say() -> None:
    random = np.random.default_rng(4)
    panels = random.normal(0, 3, (3000, 1, 7)) + random.normal(0, 4, (3000, 20, 7))
    # Of marks of new panels: (k − 1)/k of the variances of severity and residual
    truth = 1.959963984540054 * np.sqrt((9 + 16) * 6 / 7)
    half = loam(panels)
    assert 0.93 < np.mean((half.low <= truth) & (truth <= half.high)) < 0.98


def test_deviations_of_a_large_panel_are_those_it_was_made_of() -> None:
    found = deviations(two_way(_panel(5, 400, 60)))
    assert_allclose([found.applications, found.experts, found.error], [8, 3, 4], rtol=0.15)


def test_a_variance_estimated_negative_has_no_root() -> None:
    marks = _panel(6)
    found = deviations(two_way(marks - marks.mean(axis=0)))
    assert np.isnan(found.experts)
    assert found.error > 0


@pytest.mark.parametrize(
    ("marks", "reason"),
    [(np.array([[1.0], [2.0]]), Reason.ONE_EXPERT), (np.array([[1.0, np.nan], [np.nan, 2.0]]), Reason.NO_PAIRS)],
)
def test_where_it_is_undefined_it_says_why(marks: np.ndarray, reason: Reason) -> None:
    assert np.isnan(loam(marks).value)
    assert loam(marks).reason_of() is reason


def test_equal_marks_have_no_width() -> None:
    assert loam(np.full((3, 4), 7.0)).value == 0
