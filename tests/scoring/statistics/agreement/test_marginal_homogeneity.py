"""Whether two experts use the categories equally often."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2

from scoring.statistics.agreement.marginal_homogeneity import marginal_homogeneity
from scoring.statistics.reasons import Reason

FOUR = np.arange(1.0, 5.0)


def test_of_two_categories_it_is_mcnemars_test() -> None:
    marks = np.repeat([[1.0, 1], [1, 2], [2, 1], [2, 2]], [20, 11, 4, 15], axis=0)
    result = marginal_homogeneity(marks, FOUR)
    assert result.stuart_maxwell == pytest.approx((11 - 4) ** 2 / (11 + 4))
    assert result.stuart_maxwell_p == pytest.approx(chi2.sf(49 / 15, 1))
    assert result.bhapkar == pytest.approx((49 / 15) / (1 - (49 / 15) / 50))
    assert (result.degrees_of_freedom, result.n_applications) == (1, 50)


def test_categories_between_which_nothing_passes_cost_a_degree_of_freedom_each() -> None:
    marks = np.array([[1.0, 2], [2, 1], [1, 2], [3, 4], [3, 4], [4, 3]])
    assert marginal_homogeneity(marks, FOUR).degrees_of_freedom == 2


def test_two_who_never_differ_use_them_equally() -> None:
    result = marginal_homogeneity(np.array([[1.0, 1], [3, 3], [np.nan, 2]]), FOUR)
    assert (result.stuart_maxwell, result.stuart_maxwell_p, result.bhapkar_p) == (0.0, 1.0, 1.0)
    assert result.reason is Reason.NONE


def test_one_who_is_always_lower_is_as_far_off_as_can_be() -> None:
    result = marginal_homogeneity(np.array([[1.0, 2]] * 5), FOUR)
    assert result.stuart_maxwell == pytest.approx(5.0)
    assert result.bhapkar_p == 0.0


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ([[1.0, np.nan], [np.nan, 2]], Reason.NO_MARKS),
        ([[1.0, 9], [1, 2]], Reason.OFF_SCALE),
        ([[1.0, np.inf], [1, 2]], Reason.NOT_FINITE),
    ],
)
def test_why_it_is_undefined(marks: list[list[float]], reason: Reason) -> None:
    result = marginal_homogeneity(np.array(marks), FOUR)
    assert result.reason is reason
    assert np.isnan([result.stuart_maxwell, result.bhapkar_p]).all()
