"""Probabilities of grades: a distribution, at its cuts, scaled, and where nothing varies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.cut_scores import CutScores
from scoring.statistics.probability.grades import probability_of, probability_of_grades

CUTS = CutScores(("A", "AA", "AAA"), (70.0, 80.0, 90.0))
points = st.floats(-50, 200, allow_nan=False)


@settings(max_examples=40, deadline=None)
@given(mean=points, variance=st.floats(0, 1e4), freedom=st.sampled_from([None, 1.0, 4.5, np.inf]))
def test_they_are_a_distribution(mean: float, variance: float, freedom: float | None) -> None:
    df = None if freedom is None else np.array(freedom)
    found = probability_of_grades(np.array(mean), np.array(variance), CUTS, freedom=df)
    assert found.shape == (4,)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1)


@settings(max_examples=40, deadline=None)
@given(mean=points, more=st.floats(0, 50), variance=st.floats(0.01, 1e3), times=st.floats(0.01, 100))
def test_a_higher_total_makes_higher_grades_and_points_have_no_unit(
    mean: float, more: float, variance: float, times: float
) -> None:
    below = probability_of_grades(np.array(mean), np.array(variance), CUTS)
    above = probability_of_grades(np.array(mean + more), np.array(variance), CUTS)
    assert (np.cumsum(above) <= np.cumsum(below) + 1e-12).all()
    scaled = CutScores(CUTS.grades, tuple(times * score for score in CUTS.scores))
    np.testing.assert_allclose(
        probability_of_grades(np.array(times * mean), np.array(times**2 * variance), scaled), below, atol=1e-6
    )


def test_written_out() -> None:
    found = probability_of_grades(np.array([80.0, 85.0]), np.array([25.0, 25.0]), CUTS)
    np.testing.assert_allclose(found[0], [0.0227501, 0.4772499, 0.4772499, 0.0227501], atol=1e-7)
    np.testing.assert_allclose(found[1], [0.0013499, 0.1573054, 0.6826895, 0.1586553], atol=1e-7)
    student = probability_of_grades(np.array(80.0), np.array(25.0), CUTS, freedom=np.array(1.0))
    assert student[3] == pytest.approx(0.5 - np.arctan(2) / np.pi)


def test_without_variance_the_grade_is_the_means_and_a_cut_is_reached() -> None:
    found = probability_of_grades(np.array([70.0, 0.1 + 0.2 + 69.7, 69.99, 95.0]), np.zeros(4), CUTS)
    assert found.argmax(axis=-1).tolist() == [1, 1, 0, 3]
    assert (found.max(axis=-1) == 1).all()


def test_what_is_not_known_has_no_probability() -> None:
    found = probability_of_grades(np.array([np.nan, 80, 80]), np.array([1, np.nan, 1]), CUTS)
    assert np.isnan(found).all(axis=-1).tolist() == [True, True, False]
    assert np.isnan(probability_of(np.array([1, 1, -1]), found)).all()
    assert probability_of(np.array([0, 0, 2]), found)[2] == pytest.approx(0.5)
