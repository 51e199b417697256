from __future__ import annotations

import numpy as np
import pytest

from scoring.model import FloatArray
from scoring.statistics.agreement.rand_ucla import rand_ucla
from scoring.statistics.reasons import Reason
from tests.scoring.statistics.agreement.panels import GAP, random_panel

NINE = (1.0, 9.0)
NUMBERS = ("median", "p30", "p70", "ipr", "iprcp", "ai", "ipras")


def test_two_camps_disagree_and_one_does_not() -> None:
    found = rand_ucla(np.array([[1.0, 1, 1, 1, 9, 9, 9], [6, 7, 7, 7, 8, 8, 9]]), scale=NINE)
    assert found.disagreement.tolist() == [True, False]
    assert not found.rescaled


def test_the_range_that_is_just_what_symmetry_allows_is_no_disagreement() -> None:
    # p30 = 3.825, p70 = 6.175: range 2.35 around 5
    marks = np.array([3.825, 3.825, 5.0, 6.175, 6.175])
    found = rand_ucla(np.array([3.0, 3.825, 3.825, 3.825, 5.0, 5.0, 5.0, 6.175, 6.175, 6.175, 7.0]), scale=NINE)
    assert found.ipr == pytest.approx(found.ipras)
    assert not found.disagreement
    assert np.isfinite(rand_ucla(marks, scale=NINE).ipras)


def test_other_scales_are_brought_to_nine_points_and_said_so() -> None:
    marks = random_panel(1, shape=(8, 9), categories=9)
    nine = rand_ucla(marks, scale=NINE)
    hundred = rand_ucla((marks - 1) * 12.5, scale=(0.0, 100.0))
    assert hundred.rescaled
    for name in NUMBERS:
        np.testing.assert_allclose(getattr(hundred, name), getattr(nine, name), err_msg=name)
    np.testing.assert_array_equal(hundred.disagreement, nine.disagreement)


def test_turning_the_scale_round_changes_no_disagreement() -> None:
    marks = random_panel(2, shape=(30, 9), categories=9)
    one, other = rand_ucla(marks, scale=NINE), rand_ucla(10 - marks, scale=NINE)
    np.testing.assert_array_equal(one.disagreement, other.disagreement)
    np.testing.assert_allclose(one.ipras, other.ipras)


def test_a_stack_is_each_of_its_applications() -> None:
    marks = random_panel(3, shape=(2, 5, 9), categories=9)
    found = rand_ucla(marks, scale=NINE)
    for place in np.ndindex(2, 5):
        alone = rand_ucla(marks[place], scale=NINE)
        assert found.median[place] == alone.median == np.nanmedian(marks[place])
        assert found.ipras[place] == alone.ipras
        assert found.disagreement[place] == alone.disagreement


@pytest.mark.parametrize(
    ("marks", "scale", "reason"),
    [
        (np.array([GAP, GAP]), NINE, Reason.NO_MARKS),
        (np.array([]), NINE, Reason.NO_MARKS),
        (np.array([3.0, GAP]), NINE, Reason.ONE_EXPERT),
        (np.array([3.0, np.inf]), NINE, Reason.NOT_FINITE),
        (np.array([0.0, 3.0]), NINE, Reason.OFF_SCALE),
        (np.array([3.0, 9.5]), NINE, Reason.OFF_SCALE),
        (np.array([3.0, 4.0]), None, Reason.NO_SCALE),
        (np.array([3.0, 4.0]), (5.0, 5.0), Reason.NO_SCALE),
    ],
)
def test_what_cannot_be_computed_says_why(marks: FloatArray, scale: tuple[float, float] | None, reason: Reason) -> None:
    found = rand_ucla(marks, scale=scale)
    assert Reason(int(found.reason)) is reason
    assert np.isnan([getattr(found, name) for name in NUMBERS]).all()
    assert not found.disagreement


def test_marks_that_are_all_equal_agree() -> None:
    found = rand_ucla(np.full(5, 9.0), scale=NINE)
    assert found.ipr == 0.0
    assert not found.disagreement
