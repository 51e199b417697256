from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from scoring.statistics.rasch.fit import fit_rasch
from scoring.statistics.rasch.marginal import fit_marginal
from scoring.statistics.reasons import Reason

Draw = Callable[..., Any]
CATEGORIES = range(5)


@pytest.mark.parametrize("model", ["rating_scale", "partial_credit"])
def test_simulated_panels_are_recovered_without_the_spread_of_joint_likelihood(draw: Draw, model: Any) -> None:
    drawn = draw(81, 400, 3, 2, missing=0.15)
    fit = fit_marginal(drawn.marks, categories=CATEGORIES, model=model)
    assert fit.severity == pytest.approx(drawn.severities, abs=0.1)
    assert fit.difficulty == pytest.approx(drawn.difficulties, abs=0.1)
    assert fit.mean == pytest.approx(drawn.abilities.mean(), abs=0.1)
    assert fit.variance == pytest.approx(drawn.abilities.var(), abs=0.2)
    assert fit.thresholds.sum(axis=1) == pytest.approx(np.zeros(len(fit.thresholds)), abs=1e-12)
    joint = fit_rasch(drawn.marks, categories=CATEGORIES, model=model)
    assert np.ptp(joint.thresholds[0]) > 1.1 * np.ptp(fit.thresholds[0])


def test_gaps_change_nothing_where_only_empty_applications_are_added(draw: Draw) -> None:
    marks = draw(82, 40, 4, 3).marks
    plain = fit_marginal(marks, categories=CATEGORIES)
    more = fit_marginal(np.concatenate([marks, np.full((2, 4, 3), np.nan)]), categories=CATEGORIES)
    assert more.expected[:40] == pytest.approx(plain.expected, abs=1e-6)
    assert np.isnan(more.expected[40:]).all()
    # One mark less takes the way for gaps, and moves everything a little only.
    marks[0, 0, 0] = np.nan
    assert fit_marginal(marks, categories=CATEGORIES).severity == pytest.approx(plain.severity, abs=0.05)


def test_applications_with_few_marks_are_drawn_to_the_mean(draw: Draw) -> None:
    marks = draw(83, 60, 5, 4).marks
    marks[0] = 4
    marks[1] = np.nan
    marks[1, 2, 1] = 4
    fit = fit_marginal(marks, categories=CATEGORIES)
    assert fit.mean < fit.expected[1] < fit.expected[0] < 6
    assert fit.posterior_deviation[1] > fit.posterior_deviation[0] > np.median(fit.posterior_deviation)


def test_an_extreme_expert_has_no_severity_and_the_others_have(draw: Draw) -> None:
    marks = draw(84, 40, 4, 3).marks
    marks[:, 2] = 4
    fit = fit_marginal(marks, categories=CATEGORIES)
    assert np.isnan(fit.severity).tolist() == [False, False, True, False]
    assert np.nansum(fit.severity) == pytest.approx(0, abs=1e-12)


def test_applications_that_do_not_differ_have_no_variance() -> None:
    same = np.tile([0.0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 1, 2], (40, 1))  # all in all the same marks, by chance to whom
    shuffled = np.random.default_rng(1).permuted(same, axis=1).reshape(40, 4, 3)
    fit = fit_marginal(shuffled, categories=CATEGORIES)
    assert fit.reason is Reason.NO_VARIANCE
    assert np.isnan([*fit.expected, *fit.severity, fit.mean, fit.variance, fit.deviance, fit.reliability]).all()


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        (np.full((4, 3, 2), np.nan), Reason.NO_MARKS),
        (np.full((4, 3, 2), 2.0), Reason.ALL_EQUAL),
        (np.full((4, 3, 2), 0.5), Reason.OFF_SCALE),
        (np.full((4, 3, 2), np.inf), Reason.NOT_FINITE),
        (np.repeat([[[4.0], [0.0]]], 5, axis=0), Reason.EXTREME),
    ],
)
def test_what_cannot_be_estimated_has_a_reason(marks: Any, reason: Reason) -> None:
    fit = fit_marginal(marks, categories=CATEGORIES)
    assert fit.reason is reason
    assert np.isnan([fit.mean, fit.deviance]).all()


def test_a_limit_of_cycles_is_said(draw: Draw) -> None:
    fit = fit_marginal(draw(86, 20, 4, 3).marks, categories=CATEGORIES, iterations=2)
    assert (fit.reason, fit.iterations) == (Reason.NOT_CONVERGED, 2)
