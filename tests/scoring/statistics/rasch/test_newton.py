from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

from scoring.statistics.rasch.categories import number_marks, read_scales
from scoring.statistics.rasch.equations import equations
from scoring.statistics.rasch.extremes import set_aside
from scoring.statistics.rasch.newton import Solution, solve
from scoring.statistics.rasch.prepare import Prepared, prepare

Draw = Callable[..., Any]


def solved(marks: Any, model: Any = "rating_scale", iterations: int = 50) -> tuple[Prepared, Solution]:
    scales = read_scales([0, 1, 2, 3, 4], marks.shape[2], model)
    numbers, _ = number_marks(marks, scales)
    prepared = prepare(numbers, scales.group, set_aside(numbers, scales.group, 5))
    return prepared, solve(prepared.numbers, prepared.layout, prepared.start, iterations=iterations)


@pytest.mark.parametrize("model", ["rating_scale", "partial_credit"])
@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_observed_scores_are_the_expected_ones(draw: Draw, model: str, missing: float) -> None:
    prepared, solution = solved(draw(5, 20, 4, 3, missing=missing).marks, model)
    assert solution.converged
    at = equations(solution.point, prepared.layout)
    marks = np.where(prepared.numbers < 0, 0, prepared.numbers)
    assert at.expected_applications == pytest.approx(marks.sum(axis=(0, 1)), abs=1e-9)
    assert at.expected[:4] == pytest.approx(marks.sum(axis=(0, 2)), abs=1e-9)
    assert at.expected[4:7] == pytest.approx(marks.sum(axis=(1, 2)), abs=1e-9)


def test_a_general_optimiser_finds_the_same_maximum(draw: Draw) -> None:
    marks = draw(3, 8, 4, 3).marks
    prepared, solution = solved(marks)
    assert prepared.numbers.shape == (3, 4, 8)

    def against(values: Any) -> float:  # written from the formula, mark by mark
        theta, severity, difficulty = values[:8], values[8:12], values[12:15]
        thresholds = np.append(values[15:], -values[15:].sum())
        severity, difficulty = severity - severity.mean(), difficulty - difficulty.mean()
        total = 0.0
        for (a, e, i), mark in np.ndenumerate(marks):
            logits = np.cumsum([0.0, *(theta[a] - severity[e] - difficulty[i] - thresholds)])
            total += logits[int(mark)] - np.log(np.exp(logits).sum())
        return -total

    best = minimize(against, np.zeros(18), method="BFGS")
    assert solution.log_likelihood == pytest.approx(-best.fun, abs=1e-6)
    assert solution.point.applications == pytest.approx(best.x[:8], abs=2e-3)


def test_severities_and_difficulties_sum_to_zero(draw: Draw) -> None:
    _, solution = solved(draw(8, 15, 4, 3).marks)
    assert solution.point.experts.sum() == pytest.approx(0, abs=1e-12)
    assert solution.point.indicators.sum() == pytest.approx(0, abs=1e-12)
    assert solution.null.shape == (7, 2)


def test_too_few_iterations_are_no_answer(draw: Draw) -> None:
    _, solution = solved(draw(8, 15, 4, 3).marks, iterations=2)
    assert (solution.converged, solution.iterations) == (False, 2)


def test_groups_that_never_overlap_have_no_maximum() -> None:
    rng = np.random.default_rng(3)
    good, poor = rng.integers(3, 5, (4, 4, 3)), rng.integers(0, 2, (4, 4, 3))
    _, solution = solved(np.concatenate([good, poor]).astype(float))
    assert not solution.converged
