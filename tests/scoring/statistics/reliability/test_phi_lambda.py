"""Φ(λ) rises with the distance of the cut score, and is undefined with its study."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.reasons import Reason
from scoring.statistics.reliability.d_study import d_study
from scoring.statistics.reliability.g_study import g_study, g_study_two_way
from scoring.statistics.reliability.phi_lambda import phi_lambda

MARKS = np.random.default_rng(4).normal(0, 3, (30, 6)) + np.linspace(60, 90, 30)[:, None]


def test_it_rises_on_both_sides_of_the_mean() -> None:
    study = g_study_two_way(MARKS)
    found = phi_lambda(study, study.mean + np.array([-20, -10, 0, 10, 20.0])).value
    np.testing.assert_allclose(found, found[::-1])
    assert found[0] > found[1] > found[2]


def test_at_the_distance_of_the_means_own_error_it_is_phi() -> None:
    study = g_study_two_way(MARKS)
    own = phi_lambda(study, study.mean + study.mean_variance**0.5)
    assert own.value == pytest.approx(d_study(study).phi_coefficient)


def test_the_error_of_the_mean_is_that_of_all_three_facets() -> None:
    marks = np.random.default_rng(1).normal(5, 2, (6, 4, 3))
    study = g_study(marks)
    p, r, i, pr, pi, ri, e = study.truncated
    own = p / 6 + r / 4 + i / 3 + pr / 24 + pi / 18 + ri / 12 + e / 72
    assert study.mean_variance == pytest.approx(own)


def test_a_numerator_below_0_is_0() -> None:
    marks = np.array([[1.0, 9.0], [9.0, 1.0], [1.0, 9.0], [9.0, 1.5]])
    study = g_study_two_way(marks)
    assert phi_lambda(study, study.mean).value == 0


def test_stacks_and_reasons() -> None:
    stack = np.stack([MARKS, np.full(MARKS.shape, 70.0), np.full(MARKS.shape, np.nan)])
    found = phi_lambda(g_study_two_way(stack), [60.0, 75.0])
    assert found.value.shape == (3, 2)
    np.testing.assert_allclose(found.value[0], phi_lambda(g_study_two_way(MARKS), [60.0, 75.0]).value)
    # All equal, and yet surely above 60: no error at all.
    assert found.value[1].tolist() == [1, 1]
    assert (found.reason[2] == Reason.NO_MARKS).all()
    at_the_mean = phi_lambda(g_study_two_way(stack[1]), 70.0)
    assert (at_the_mean.reason, np.isnan(at_the_mean.value)) == (Reason.ALL_EQUAL, True)
