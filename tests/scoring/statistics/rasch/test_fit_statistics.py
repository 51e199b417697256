from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from scoring.statistics.rasch.equations import Layout, Point
from scoring.statistics.rasch.extremes import APPLICATION, EXPERT, INDICATOR
from scoring.statistics.rasch.fit import fit_rasch
from scoring.statistics.rasch.fit_statistics import fit_statistics

Draw = Callable[..., Any]
NO_FREE = (np.zeros(0, np.int64), np.zeros(0, np.int64))


def test_mean_squares_of_two_categories_by_hand() -> None:
    # One application, two experts: p = 0.5 and 0.8, marks 1 and 0.
    numbers = np.array([[[1], [0]]], dtype=np.int16)
    point = Point(np.zeros(1), np.array([0.0, np.log(4)]), np.zeros(1), np.zeros((1, 2)))
    found = fit_statistics(numbers, Layout(None, np.zeros(1, np.int64), NO_FREE, 1), point)
    assert found[APPLICATION].information == pytest.approx([0.25 + 0.16])
    assert found[APPLICATION].infit == pytest.approx([(0.25 + 0.64) / 0.41])
    assert found[APPLICATION].outfit == pytest.approx([(1 + 4) / 2])
    assert found[EXPERT].outfit == pytest.approx([1, 4])
    fourth = [0.5**4, 0.8 * 0.2**4 + 0.2 * 0.8**4]
    q = np.sqrt(fourth[0] - 0.25**2 + fourth[1] - 0.16**2) / 0.41
    assert found[APPLICATION].infit_z == pytest.approx([(np.cbrt(0.89 / 0.41) - 1) * 3 / q + q / 3])
    q = np.sqrt((fourth[0] / 0.25**2 + fourth[1] / 0.16**2) / 4 - 1 / 2)
    assert found[APPLICATION].outfit_z == pytest.approx([(np.cbrt(2.5) - 1) * 3 / q + q / 3])


def test_two_equal_chances_have_no_z() -> None:
    numbers = np.array([[[1]]], dtype=np.int16)
    point = Point(np.zeros(1), np.zeros(1), np.zeros(1), np.zeros((1, 2)))
    found = fit_statistics(numbers, Layout(None, np.zeros(1, np.int64), NO_FREE, 1), point)
    assert found[INDICATOR].outfit.tolist() == [1.0]
    assert np.isnan(found[INDICATOR].outfit_z).all()


def test_marks_as_good_as_certain_and_missing_ones_count_nothing() -> None:
    numbers = np.array([[[1, 1], [1, -1]]], dtype=np.int16)
    point = Point(np.array([0.4, 800.0]), np.zeros(2), np.zeros(1), np.zeros((1, 2)))
    found = fit_statistics(numbers, Layout(numbers >= 0, np.zeros(1, np.int64), NO_FREE, 1), point)
    assert np.isnan(found[APPLICATION].outfit[1])
    assert found[EXPERT].outfit == pytest.approx([found[APPLICATION].outfit[0]] * 2)


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_mean_squares_are_about_one_where_the_model_holds(draw: Draw, missing: float) -> None:
    fit = fit_rasch(draw(11, 300, 8, 12, missing=missing).marks, categories=range(5))
    for facet in (fit.experts, fit.indicators):
        assert facet.infit == pytest.approx(np.ones(facet.infit.size), abs=0.08)
        assert facet.outfit == pytest.approx(np.ones(facet.outfit.size), abs=0.1)
    assert np.mean(fit.applications.infit) == pytest.approx(1, abs=0.03)
    assert np.std(fit.applications.infit_z) == pytest.approx(1, abs=0.15)


def test_an_erratic_expert_stands_out_above_and_a_copyist_below(draw: Draw) -> None:
    marks = draw(12, 60, 6, 8).marks
    marks[:, 0] = np.random.default_rng(1).integers(0, 5, (60, 8))
    marks[:, 1] = np.round(np.mean(marks[:, 2:], axis=1))
    fit = fit_rasch(marks, categories=range(5))
    assert np.argmax(fit.experts.outfit) == 0
    assert np.argmin(fit.experts.outfit) == 1
    assert fit.experts.infit[0] > 1.5
    assert fit.experts.infit[1] < 0.5
