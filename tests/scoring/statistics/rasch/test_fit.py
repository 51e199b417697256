from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.rasch.fit import fit_rasch
from scoring.statistics.rasch.result import RaschFit
from scoring.statistics.reasons import Reason

Draw = Callable[..., Any]
MODELS = ["rating_scale", "partial_credit"]
CATEGORIES = [0, 1, 2, 3, 4]


def close(got: Any, expected: Any) -> None:
    assert np.asarray(got) == pytest.approx(np.asarray(expected), abs=1e-7, nan_ok=True)


def nothing_is_known(fit: RaschFit, reason: Reason) -> None:
    assert fit.reason is reason
    assert not fit.converged
    for facet in (fit.applications, fit.experts, fit.indicators):
        for values in astuple(facet)[:6]:
            assert np.isnan(values).all()
        assert set(facet.reason) <= {reason, Reason.NO_MARKS}


@pytest.mark.parametrize("model", MODELS)
def test_simulated_severities_are_recovered(draw: Draw, model: Any) -> None:
    drawn = draw(21, 400, 7, 12, missing=0.2)
    fit = fit_rasch(drawn.marks, categories=CATEGORIES, model=model)
    assert fit.experts.measure == pytest.approx(drawn.severities, abs=0.06)
    assert fit.indicators.measure == pytest.approx(drawn.difficulties, abs=0.09)
    assert fit.thresholds.mean(axis=0) == pytest.approx(drawn.thresholds, abs=0.08)
    z = (fit.experts.measure - drawn.severities) / fit.experts.standard_error
    assert np.sqrt(np.mean(z**2)) < 2
    assert np.corrcoef(fit.applications.measure, drawn.abilities)[0, 1] > 0.98


def test_severe_experts_give_less() -> None:
    rng = np.random.default_rng(4)
    marks = np.clip(rng.integers(1, 4, (30, 3, 4)) - np.array([1, 0, -1])[:, None], 0, 4).astype(float)
    fit = fit_rasch(marks, categories=CATEGORIES)
    assert fit.experts.measure[0] > fit.experts.measure[1] > fit.experts.measure[2]
    assert fit.experts.observed_mean[0] < fit.experts.observed_mean[2]
    assert fit.experts.fair_mean[0] < fit.experts.fair_mean[2]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), model=st.sampled_from(MODELS))
def test_relabelling_changes_nothing(seed: int, model: Any) -> None:
    rng = np.random.default_rng(seed)
    marks = rng.integers(0, 5, (9, 4, 3)).astype(float)
    marks[rng.random(marks.shape) < 0.15] = np.nan
    orders = [rng.permutation(size) for size in marks.shape]
    plain = fit_rasch(marks, categories=CATEGORIES, model=model)
    other = fit_rasch(marks[np.ix_(*orders)], categories=CATEGORIES, model=model)
    assert plain.reason is other.reason
    facets = ("applications", "experts", "indicators")
    for order, name in zip(orders, facets, strict=True):
        for values, moved in zip(astuple(getattr(plain, name))[:11], astuple(getattr(other, name))[:11], strict=True):
            close(moved, values[order])
    close(other.log_likelihood, plain.log_likelihood)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.integers(-5, 20), model=st.sampled_from(MODELS))
def test_only_the_order_of_the_categories_enters(seed: int, shift: int, model: Any) -> None:
    marks = np.random.default_rng(seed).integers(0, 4, (8, 3, 3))
    points = np.array([0.0, 2.5, 3.0, 10.0])
    plain = fit_rasch(marks.astype(float), categories=[0, 1, 2, 3], model=model)
    shifted = fit_rasch(marks + float(shift), categories=np.arange(4.0) + shift, model=model)
    uneven = fit_rasch(points[marks], categories=points, model=model)
    for other in (shifted, uneven):
        close(other.experts.measure, plain.experts.measure)
        close(other.applications.standard_error, plain.applications.standard_error)
        close(other.thresholds, plain.thresholds)
    close(shifted.applications.fair_mean, plain.applications.fair_mean + shift)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), model=st.sampled_from(MODELS))
def test_a_scale_read_backwards_changes_the_signs(seed: int, model: Any) -> None:
    marks = np.random.default_rng(seed).integers(0, 4, (8, 3, 3)).astype(float)
    plain = fit_rasch(marks, categories=[0, 1, 2, 3], model=model)
    turned = fit_rasch(3 - marks, categories=[0, 1, 2, 3], model=model)
    close(turned.experts.measure, -plain.experts.measure)
    close(turned.applications.measure, -plain.applications.measure)
    close(turned.thresholds, -plain.thresholds[:, ::-1])
    close(turned.experts.infit, plain.experts.infit)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_one_indicator_has_one_scale_by_both_models(seed: int) -> None:
    marks = np.random.default_rng(seed).integers(0, 5, (12, 5, 1)).astype(float)
    rating, credit = (fit_rasch(marks, categories=CATEGORIES, model=model) for model in MODELS)  # type: ignore[arg-type]
    assert rating.reason is credit.reason
    close(rating.experts.measure, credit.experts.measure)
    close(rating.thresholds, credit.thresholds)


def test_an_expert_entered_twice_is_as_severe_as_before(draw: Draw) -> None:
    marks = draw(31, 40, 4, 5).marks
    doubled = fit_rasch(np.concatenate([marks, marks[:, :1]], axis=1), categories=CATEGORIES)
    close(doubled.experts.measure[0], doubled.experts.measure[4])
    everyone = fit_rasch(np.concatenate([marks, marks], axis=1), categories=CATEGORIES)
    plain = fit_rasch(marks, categories=CATEGORIES)
    close(everyone.experts.measure, np.tile(plain.experts.measure, 2))
    close(everyone.applications.standard_error, plain.applications.standard_error / np.sqrt(2))


def test_two_experts_and_two_categories_by_hand() -> None:
    # Two experts, two categories, one indicator: of the applications that one of them passes, n_1 pass the first
    # alone and n_2 the second alone. Conditional likelihood says log n_1 / n_2, and joint likelihood twice that.
    marks = np.array([[1.0, 0.0]] * 6 + [[0.0, 1.0]] * 2)[:, :, None]
    fit = fit_rasch(marks, categories=[0, 1])
    assert fit.experts.measure[1] - fit.experts.measure[0] == pytest.approx(2 * np.log(6 / 2), abs=1e-9)
    assert fit.applications.measure == pytest.approx(np.zeros(8), abs=1e-9)


def test_rounding_noise_is_no_category_of_its_own(draw: Draw) -> None:
    marks = draw(32, 20, 4, 3).marks
    noisy = fit_rasch(marks + 1e-14 * np.random.default_rng(0).normal(size=marks.shape), categories=CATEGORIES)
    close(noisy.experts.measure, fit_rasch(marks, categories=CATEGORIES).experts.measure)


def test_unused_categories_keep_their_number_and_have_no_threshold(draw: Draw) -> None:
    marks = draw(33, 30, 4, 4).marks
    spread = np.array([1.0, 2.0, 4.0, 5.0, 6.0])[marks.astype(int)]  # 0, 3 and 7 are never given
    fit = fit_rasch(spread, categories=range(8))
    assert np.isnan(fit.thresholds[0]).tolist() == [True, False, True, True, False, False, True]
    assert np.isneginf(fit.intercepts[0]).nonzero()[0].tolist() == [0, 3, 7]
    assert fit.intercepts[0, [1, 6]].tolist() == [0, 0]
    collapsed = fit_rasch(spread, categories=[1, 2, 4, 5, 6])
    close(collapsed.experts.measure, fit_rasch(marks, categories=CATEGORIES).experts.measure)
    assert not np.allclose(fit.experts.measure, collapsed.experts.measure, atol=1e-3)


def test_indicators_may_have_different_numbers_of_categories(draw: Draw) -> None:
    marks = draw(34, 60, 5, 4).marks
    marks[:, :, 2:] = np.minimum(marks[:, :, 2:], 2) * 5
    lists = [CATEGORIES, CATEGORIES, [0, 5, 10], [0, 5, 10]]
    fit = fit_rasch(marks, categories=lists)
    assert fit.thresholds[0].tolist() == fit.thresholds[1].tolist()
    assert fit.thresholds[2, :2].tolist() == fit.thresholds[3, :2].tolist()
    assert np.isnan(fit.thresholds[2:, 2:]).all()
    sums = np.nansum(fit.thresholds, axis=1)
    assert sums == pytest.approx(np.zeros(4), abs=1e-12)
    credit = fit_rasch(marks, categories=lists, model="partial_credit")
    assert credit.log_likelihood > fit.log_likelihood


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        (np.full((4, 3, 2), np.nan), Reason.NO_MARKS),
        (np.full((4, 3, 2), 2.0), Reason.ALL_EQUAL),
        (np.full((4, 3, 2), 4.0), Reason.ALL_EQUAL),
        (np.full((1, 1, 1), 2.0), Reason.ALL_EQUAL),
        (np.where(np.eye(4)[:, :2, None] > 0, np.inf, 1.0), Reason.NOT_FINITE),
        (np.where(np.eye(4)[:, :2, None] > 0, -1.0, 1.0), Reason.OFF_SCALE),
        (np.where(np.eye(4)[:, :2, None] > 0, 2.5, 1.0), Reason.OFF_SCALE),
        (np.repeat([[[4.0]], [[0.0]], [[4.0]]], 3, axis=1), Reason.EXTREME),
        (np.tril(np.ones((5, 5)))[:, :, None], Reason.EXTREME),
        (np.zeros((0, 3, 2)), Reason.NO_MARKS),
        (np.zeros((3, 0, 2)), Reason.NO_MARKS),
    ],
)
def test_what_cannot_be_estimated_has_a_reason(marks: Any, reason: Reason, model: Any) -> None:
    nothing_is_known(fit_rasch(marks, categories=CATEGORIES, model=model), reason)


@pytest.mark.parametrize("steps", [300, 40_000])
def test_a_scale_may_be_too_fine(steps: int) -> None:
    marks = np.random.default_rng(0).integers(0, steps + 1, (40, 5, 1)).astype(float)
    nothing_is_known(fit_rasch(marks, categories=np.arange(steps + 1.0)), Reason.TOO_FINE)


def test_totals_on_a_hundred_points_have_an_answer() -> None:
    rng = np.random.default_rng(2)
    severities = np.array([-4.0, -2, 0, 0, 1, 2, 3])
    marks = np.round(70 + rng.normal(0, 8, (40, 1)) - severities + rng.normal(0, 4, (40, 7)))[:, :, None]
    fit = fit_rasch(marks, categories=range(101))
    assert fit.converged
    assert np.corrcoef(fit.experts.measure, severities)[0, 1] > 0.95


def test_steps_that_nobody_uses_do_not_make_it_too_fine(draw: Draw) -> None:
    marks = draw(38, 20, 4, 3).marks
    marks[0] = 4
    fine = fit_rasch(marks + 5000, categories=np.arange(10_000.0))
    close(fine.applications.measure, fit_rasch(marks, categories=CATEGORIES).applications.measure)
    close(fine.applications.fair_mean, fit_rasch(marks, categories=CATEGORIES).applications.fair_mean + 5000)


def test_no_indicators_no_answer() -> None:
    nothing_is_known(fit_rasch(np.zeros((3, 2, 0)), categories=[]), Reason.NO_MARKS)


def test_groups_of_marks_that_never_overlap_do_not_converge() -> None:
    rng = np.random.default_rng(3)
    marks = np.concatenate([rng.integers(3, 5, (4, 4, 3)), rng.integers(0, 2, (4, 4, 3))]).astype(float)
    nothing_is_known(fit_rasch(marks, categories=CATEGORIES), Reason.NOT_CONVERGED)


def test_a_limit_of_iterations_is_said(draw: Draw) -> None:
    fit = fit_rasch(draw(35, 20, 4, 3).marks, categories=CATEGORIES, iterations=1)
    nothing_is_known(fit, Reason.NOT_CONVERGED)
    assert fit.iterations == 1


def test_progress_rises_to_one(draw: Draw) -> None:
    told: list[float] = []
    fit_rasch(draw(36, 30, 4, 3).marks, categories=CATEGORIES, progress=told.append)
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 1


def test_marks_are_left_as_they_are(draw: Draw) -> None:
    marks = draw(37, 30, 4, 3, missing=0.2).marks
    before = marks.copy()
    fit_rasch(marks, categories=CATEGORIES)
    assert np.array_equal(marks, before, equal_nan=True)
