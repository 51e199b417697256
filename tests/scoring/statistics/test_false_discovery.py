"""q-values are those of Benjamini and Hochberg, and a test that was not made counts for nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from scoring.statistics.false_discovery import benjamini_hochberg

P_VALUES = st.lists(st.sampled_from([0.0, 0.001, 0.01, 0.02, 0.3, 0.5, 1.0]), min_size=1, max_size=12)


def test_the_example_of_the_paper_finds_four_at_five_percent() -> None:
    # Benjamini & Hochberg (1995), section 3.1: fifteen tests of thrombolysis, four rejected.
    found = [0.0001, 0.0004, 0.0019, 0.0095]
    others = [0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    p_values = np.array([*found, *others])
    q_values = benjamini_hochberg(p_values)
    assert (q_values <= 0.05).sum() == 4
    assert q_values[3] == pytest.approx(0.0095 * 15 / 4)


@settings(max_examples=50)
@given(P_VALUES)
def test_q_values_are_those_of_scipy(p_values: list[float]) -> None:
    given_values = np.array(p_values)
    np.testing.assert_allclose(benjamini_hochberg(given_values), false_discovery_control(given_values), atol=1e-15)


def test_a_test_not_made_counts_for_nothing_and_stays_unanswered() -> None:
    q_values = benjamini_hochberg(np.array([[0.04, np.nan], [np.nan, 0.01]]))
    np.testing.assert_allclose(q_values, [[0.04, np.nan], [np.nan, 0.02]])


def test_families_along_an_axis_are_apart() -> None:
    p_values = np.array([[0.01, 0.04], [0.03, np.nan], [np.nan, np.nan]])
    np.testing.assert_allclose(benjamini_hochberg(p_values, axis=1), [[0.02, 0.04], [0.03, np.nan], [np.nan, np.nan]])
    np.testing.assert_allclose(benjamini_hochberg(p_values, axis=0), [[0.02, 0.04], [0.03, np.nan], [np.nan, np.nan]])


def test_equal_p_values_have_equal_q_values() -> None:
    np.testing.assert_array_equal(benjamini_hochberg(np.full(5, 0.03)), np.full(5, 0.03))


def test_no_tests_have_no_answers() -> None:
    assert benjamini_hochberg(np.array([])).shape == (0,)
