from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from scoring.statistics.rasch import equations
from scoring.statistics.rasch.fit import fit_rasch
from scoring.statistics.rasch.probability import probabilities
from scoring.statistics.rasch.unexpected import unexpected_marks

Draw = Callable[..., Any]
CATEGORIES = range(5)


def test_a_planted_mark_is_found_first_whatever_the_blocks(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = draw(71, 40, 5, 6, missing=0.1).marks
    best = int(np.nanargmax(np.nanmean(marks, axis=(1, 2))))
    marks[best] = 4
    marks[best, 3, 1] = 3
    marks[best, 2, 4] = 0
    fit = fit_rasch(marks, categories=CATEGORIES)
    found = unexpected_marks(fit, marks)
    assert (found.application[0], found.expert[0], found.indicator[0]) == (best, 2, 4)
    assert (found.mark[0], found.z[0] < -4, found.expected[0] > 3) == (0, True, True)
    monkeypatch.setattr(equations, "_BLOCK", 1)
    again = unexpected_marks(fit, marks)
    assert again.application.tolist() == found.application.tolist()
    assert again.z == pytest.approx(found.z)


def test_residuals_are_standardised_in_points(draw: Draw) -> None:
    points = np.array([0.0, 1.0, 2.0, 6.0, 10.0])
    marks = points[draw(72, 30, 4, 3).marks.astype(int)]
    fit = fit_rasch(marks, categories=points)
    found = unexpected_marks(fit, marks, most=marks.size, least_z=0)
    assert found.z.size == marks.size
    a, e, i = found.application[5], found.expert[5], found.indicator[5]
    eta = fit.eta_applications[a] + fit.eta_experts[e] + fit.eta_indicators[i]
    p = probabilities(np.array([[eta]]), fit.intercepts[[i]])[0][0, :, 0]
    mean = p @ points
    assert found.expected[5] == pytest.approx(mean)
    assert found.z[5] == pytest.approx((marks[a, e, i] - mean) / np.sqrt(p @ (points - mean) ** 2))


def test_only_as_many_as_asked_by_falling_size(draw: Draw) -> None:
    marks = draw(73, 60, 5, 6).marks
    fit = fit_rasch(marks, categories=CATEGORIES)
    few = unexpected_marks(fit, marks, most=7)
    assert few.z.size == 7
    assert (np.diff(np.abs(few.z)) <= 0).all()
    assert (np.abs(unexpected_marks(fit, marks, most=1000, least_z=2.5).z) >= 2.5).all()


def test_without_a_fit_nothing_is_unexpected() -> None:
    marks = np.full((3, 2, 2), 1.0)
    assert unexpected_marks(fit_rasch(marks, categories=CATEGORIES), marks).z.size == 0
