"""Fleiss' kappa: where it meets its kin, and its test without weights."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from scoring.statistics.agreement.fleiss import fleiss_kappa, fleiss_test
from scoring.statistics.reasons import Reason

MARKS = np.array([[1.0, 1, 2], [3, 3, 3], [2, 1, 1], [4, 4, 3]])
FOUR = np.arange(1.0, 5.0)


def test_the_test_is_of_the_same_kappa() -> None:
    test = fleiss_test(MARKS, FOUR)
    assert test.reason is Reason.NONE
    assert test.kappa == pytest.approx(float(fleiss_kappa(MARKS, FOUR, "identity").value), rel=1e-12)
    assert test.p_value == pytest.approx(2 * norm.sf(test.z))
    # The kappa of all is the mean of those of the categories, weighted by π (1 − π).
    share = np.array([np.mean(c == MARKS) for c in FOUR])
    assert np.average(test.by_category, weights=share * (1 - share)) == pytest.approx(test.kappa)


def test_a_category_that_nobody_used_has_no_kappa() -> None:
    assert np.isnan(fleiss_test(MARKS, np.arange(1.0, 6.0)).by_category).tolist() == [False] * 4 + [True]


def test_categories_that_nobody_used_leave_identity_weights_alone() -> None:
    longer, shorter = (fleiss_kappa(MARKS, np.arange(1.0, end), "identity").value for end in (9.0, 5.0))
    assert longer == pytest.approx(float(shorter), rel=1e-12)


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ([[1.0, np.nan], [2, 2], [1, 1]], Reason.GAPS),
        ([[1.0, 5], [2, 2]], Reason.OFF_SCALE),
        ([[2.0, 2], [2, 2]], Reason.ALL_EQUAL),
        ([[2.0, 3]], Reason.ONE_APPLICATION),
        ([[np.nan, np.nan]], Reason.NO_MARKS),
        ([[np.inf, 1], [1, 1]], Reason.NOT_FINITE),
    ],
)
def test_the_test_says_why_it_is_undefined(marks: list[list[float]], reason: Reason) -> None:
    test = fleiss_test(np.array(marks), FOUR)
    assert test.reason is reason
    assert np.isnan([test.kappa, test.z, test.p_value, *test.by_category]).all()


def test_an_expert_and_an_application_without_marks_are_no_gaps() -> None:
    padded = np.full((5, 4), np.nan)
    padded[1:, :3] = MARKS
    assert fleiss_test(padded, FOUR).z == fleiss_test(MARKS, FOUR).z
