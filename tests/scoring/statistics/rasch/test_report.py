from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from scoring.statistics.rasch.fit import fit_rasch
from scoring.statistics.reasons import Reason

Draw = Callable[..., Any]
CATEGORIES = range(5)


def test_separation_and_reliability_follow_their_formula(draw: Draw) -> None:
    fit = fit_rasch(draw(41, 50, 6, 5).marks, categories=CATEGORIES)
    for facet in (fit.applications, fit.experts):
        noise = np.mean(facet.standard_error**2)
        variance = np.var(facet.measure, ddof=1)
        assert facet.separation == pytest.approx(np.sqrt((variance - noise) / noise))
        assert facet.reliability == pytest.approx(facet.separation**2 / (1 + facet.separation**2))


def test_experts_who_differ_by_noise_alone_have_no_reliability(draw: Draw) -> None:
    marks = np.random.default_rng(5).permuted(draw(54, 200, 6, 4).marks, axis=1)  # who gave which mark is chance
    fit = fit_rasch(marks, categories=CATEGORIES)
    assert fit.experts.reliability < 0.3
    assert fit.applications.reliability > 0.9


def test_equal_experts_have_no_variance() -> None:
    marks = np.repeat(np.random.default_rng(6).integers(0, 5, (30, 1, 3)), 2, axis=1).astype(float)
    fit = fit_rasch(marks, categories=CATEGORIES)
    assert fit.experts.measure == pytest.approx([0, 0], abs=1e-12)
    assert fit.experts.spread_reason is Reason.NO_VARIANCE
    assert np.isnan([fit.experts.separation, fit.experts.reliability]).all()


def test_an_extreme_application_is_measured_without_fit_and_says_so(draw: Draw) -> None:
    marks = draw(42, 20, 4, 3).marks
    marks[0], marks[1] = 4, 0
    fit = fit_rasch(marks, categories=CATEGORIES)
    applications = fit.applications
    assert applications.extreme[:3].tolist() == [1, -1, 0]
    assert applications.measure[0] == np.max(applications.measure)
    assert applications.measure[1] == np.min(applications.measure)
    assert (applications.standard_error[:2] > 1).all()
    assert np.isnan(applications.outfit[:2]).all()
    assert applications.reason[:3].tolist() == [Reason.EXTREME, Reason.EXTREME, Reason.NONE]
    others = fit_rasch(marks[2:], categories=CATEGORIES)
    assert applications.measure[2:] == pytest.approx(others.applications.measure, abs=1e-9)
    assert applications.separation == pytest.approx(others.applications.separation)


def test_an_extremely_lenient_expert_is_measured_on_the_severe_side_of_nothing(draw: Draw) -> None:
    marks = draw(43, 20, 4, 3).marks
    marks[:, 2] = 4
    fit = fit_rasch(marks, categories=CATEGORIES)
    assert fit.experts.extreme.tolist() == [0, 0, 1, 0]
    assert fit.experts.measure[2] < -2
    assert fit.experts.measure[[0, 1, 3]].sum() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("mark", [2.0, 4.0])
def test_an_expert_with_a_single_mark_is_measured_with_a_large_error(draw: Draw, mark: float) -> None:
    marks = draw(44, 20, 4, 3).marks
    marks[:, 3] = np.nan
    marks[5, 3, 1] = mark
    fit = fit_rasch(marks, categories=CATEGORIES)
    assert np.isfinite(fit.experts.measure).all()
    assert fit.experts.standard_error[3] > 3 * fit.experts.standard_error[:3].max()
    assert fit.experts.marks.tolist() == [60, 60, 60, 1]


def test_a_single_expert_has_no_severity_and_the_others_are_measured(draw: Draw) -> None:
    fit = fit_rasch(draw(45, 20, 1, 6).marks, categories=CATEGORIES)
    assert fit.experts.reason.tolist() == [Reason.ONE_EXPERT]
    assert np.isnan(fit.experts.measure).all()
    assert fit.eta_experts == pytest.approx([0], abs=1e-14)
    assert np.isfinite(fit.applications.measure).all()
    assert fit.experts.spread_reason is Reason.TOO_FEW


def test_a_single_indicator_has_no_difficulty(draw: Draw) -> None:
    fit = fit_rasch(draw(46, 20, 5, 1).marks, categories=CATEGORIES)
    assert fit.indicators.reason.tolist() == [Reason.NO_INDICATORS]
    assert np.isfinite(fit.experts.measure).all()


def test_a_single_application_is_measured(draw: Draw) -> None:
    fit = fit_rasch(draw(47, 1, 5, 6).marks, categories=CATEGORIES)
    assert np.isfinite(fit.applications.measure).all()
    assert fit.applications.spread_reason is Reason.TOO_FEW


def test_without_marks_there_is_no_measure(draw: Draw) -> None:
    marks = draw(48, 20, 4, 3).marks
    marks[7] = np.nan
    marks[:, 1] = np.nan
    fit = fit_rasch(marks, categories=CATEGORIES)
    assert (fit.applications.reason[7], fit.experts.reason[1]) == (Reason.NO_MARKS, Reason.NO_MARKS)
    assert np.isnan([fit.applications.measure[7], fit.experts.measure[1], fit.experts.observed_mean[1]]).all()
    assert (fit.application_subset[7], fit.expert_subset[1]) == (0, 0)
    assert fit.connected


def test_an_indicator_with_one_mark_throughout_says_nothing_by_partial_credit(draw: Draw) -> None:
    marks = draw(49, 20, 4, 3).marks
    marks[:, :, 1] = 3
    fit = fit_rasch(marks, categories=CATEGORIES, model="partial_credit")
    assert fit.indicators.reason.tolist() == [Reason.NONE, Reason.ALL_EQUAL, Reason.NONE]
    without = fit_rasch(marks[:, :, [0, 2]], categories=CATEGORIES, model="partial_credit")
    assert fit.experts.measure == pytest.approx(without.experts.measure, abs=1e-9)


def test_severities_sum_to_zero_in_each_subset_and_are_not_compared(draw: Draw) -> None:
    marks = draw(50, 40, 6, 4).marks
    marks[:20, :3] = np.nan
    marks[20:, 3:] = np.nan
    fit = fit_rasch(marks, categories=CATEGORIES)
    assert not fit.connected
    assert fit.expert_subset.tolist() == [1, 1, 1, 2, 2, 2]
    assert set(fit.application_subset[:20]) == {2}
    assert fit.experts.measure[:3].sum() == pytest.approx(0, abs=1e-9)
    assert fit.experts.measure[3:].sum() == pytest.approx(0, abs=1e-9)
    assert fit.experts.spread_reason is Reason.NOT_CONNECTED
    assert np.isfinite(fit.indicators.measure).all()


def test_an_expert_alone_in_his_subset_has_no_severity(draw: Draw) -> None:
    marks = draw(51, 40, 4, 4).marks
    marks[:20, 0] = np.nan
    marks[20:, 1:] = np.nan
    fit = fit_rasch(marks, categories=CATEGORIES)
    assert fit.experts.reason.tolist() == [Reason.ONE_EXPERT, Reason.NONE, Reason.NONE, Reason.NONE]


def test_severity_is_not_told_from_difficulty_where_experts_mark_indicators_of_their_own(draw: Draw) -> None:
    marks = draw(52, 40, 4, 4).marks
    marks[:, :2, 2:] = np.nan
    marks[:, 2:, :2] = np.nan
    fit = fit_rasch(marks, categories=CATEGORIES)
    assert not fit.connected
    assert set(fit.expert_subset) == {1}  # they share applications, and yet cannot be compared
    assert set(fit.experts.reason) == set(fit.indicators.reason) == {Reason.CONFOUNDED}
    assert np.isnan(fit.experts.measure).all()
    assert np.isfinite(fit.applications.measure).all()


def test_fair_means_are_free_of_who_marked(draw: Draw) -> None:
    marks = draw(53, 300, 6, 4).marks
    marks[::2, np.argsort(np.nanmean(marks, axis=(0, 2)))[:3]] = np.nan  # the severe ones mark every other application
    fit = fit_rasch(marks, categories=CATEGORIES)
    raw = np.mean(fit.applications.observed_mean[::2]) - np.mean(fit.applications.observed_mean[1::2])
    fair = np.mean(fit.applications.fair_mean[::2]) - np.mean(fit.applications.fair_mean[1::2])
    truth = draw(53, 300, 6, 4).marks.mean(axis=(1, 2))
    assert abs(fair - (truth[::2].mean() - truth[1::2].mean())) < 0.05 < raw - fair
