from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from scoring.statistics.rasch.expected import expected_points
from scoring.statistics.rasch.fair import fair_totals
from scoring.statistics.rasch.fit import fit_rasch
from scoring.statistics.reasons import Reason

Draw = Callable[..., Any]
CATEGORIES = range(5)


def test_a_total_is_the_weighted_sum_of_expected_points(draw: Draw) -> None:
    fit = fit_rasch(draw(61, 20, 4, 3).marks, categories=CATEGORIES)
    expected, _ = expected_points(fit.eta_applications, fit.eta_indicators, fit.intercepts, fit.points)
    weights = np.array([1.0, 2.0, 0.5])
    assert fair_totals(fit, weights).total == pytest.approx(weights @ expected)
    assert fair_totals(fit, weights, normalise=True).total == pytest.approx(weights @ expected / 3.5)
    assert fair_totals(fit).total == pytest.approx(expected.mean(axis=0))
    assert fair_totals(fit).total == pytest.approx(fit.applications.fair_mean)


def test_on_a_complete_panel_the_order_stays_and_the_mean_nearly(draw: Draw) -> None:
    marks = draw(62, 30, 5, 4).marks
    fair = fair_totals(fit_rasch(marks, categories=CATEGORIES)).total
    raw = marks.mean(axis=(1, 2))
    assert (np.argsort(fair, kind="stable") == np.argsort(raw, kind="stable")).all()
    assert fair == pytest.approx(raw, abs=0.1)


def test_who_met_severe_experts_gains(draw: Draw) -> None:
    marks = draw(63, 60, 4, 5).marks
    marks[:, 0] = np.maximum(marks[:, 0] - 1, 0)
    marks[:30, 1] = np.nan
    marks[30:, 0] = np.nan
    fit = fit_rasch(marks, categories=CATEGORIES)
    gain = fair_totals(fit).total - np.nanmean(marks, axis=(1, 2))
    assert gain[:30].mean() > 0.1
    assert gain[30:].mean() < -0.1


def test_the_standard_error_is_that_of_the_measure_in_points(draw: Draw) -> None:
    fit = fit_rasch(draw(64, 20, 4, 3).marks, categories=CATEGORIES)
    h, weights = 1e-5, np.array([1.0, 2.0, 0.0])
    up, down = (
        weights @ expected_points(fit.eta_applications + sign * h, fit.eta_indicators, fit.intercepts, fit.points)[0]
        for sign in (1, -1)
    )
    expected = (up - down) / (2 * h) * fit.applications.standard_error
    assert fair_totals(fit, weights).standard_error == pytest.approx(expected, abs=1e-6)


def test_each_application_may_have_weights_of_its_own(draw: Draw) -> None:
    fit = fit_rasch(draw(65, 20, 4, 3).marks, categories=CATEGORIES)
    weights = np.tile([1.0, 1.0, 1.0], (20, 1))
    weights[3] = [0, 1.5, 1.5]
    weights[4] = 0
    found = fair_totals(fit, weights)
    assert np.delete(found.total, [3, 4]) == pytest.approx(np.delete(fair_totals(fit, np.ones(3)).total, [3, 4]))
    assert found.total[3] == pytest.approx(fair_totals(fit, np.array([0, 1.5, 1.5])).total[3])
    assert (found.reason[4], np.isnan(found.total[4])) == (Reason.ZERO_WEIGHTS, True)


def test_an_indicator_with_one_mark_throughout_counts_that_mark(draw: Draw) -> None:
    marks = draw(66, 20, 4, 3).marks
    marks[:, :, 1] = 3
    fit = fit_rasch(marks, categories=CATEGORIES, model="partial_credit")
    two = fair_totals(fit, np.array([1.0, 0.0, 1.0]))
    three = fair_totals(fit, np.ones(3))
    assert three.total == pytest.approx(two.total + 3)
    assert three.standard_error == pytest.approx(two.standard_error)


def test_an_indicator_without_marks_leaves_no_total_unless_it_weighs_nothing(draw: Draw) -> None:
    marks = draw(67, 20, 4, 3).marks
    marks[:, :, 1] = np.nan
    marks[6] = np.nan
    fit = fit_rasch(marks, categories=CATEGORIES)
    assert set(np.delete(fair_totals(fit).reason, 6)) == {Reason.INCOMPLETE_SHEET}
    found = fair_totals(fit, np.array([1.0, 0.0, 1.0]))
    assert np.isfinite(np.delete(found.total, 6)).all()
    assert (found.reason[6], np.isnan(found.total[6])) == (Reason.NO_MARKS, True)


def test_no_fit_no_totals() -> None:
    found = fair_totals(fit_rasch(np.full((3, 2, 2), 1.0), categories=CATEGORIES))
    assert set(found.reason) == {Reason.ALL_EQUAL}
    assert np.isnan(found.total).all()
