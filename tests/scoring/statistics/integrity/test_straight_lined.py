"""Straight lines: which sheets are, and what the others' way of marking makes by chance."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.integrity.straight_lined import straight_lined

GAP = np.nan


def test_three_equal_marks_or_more() -> None:
    sheets = np.array([[[8, 8, 8, 8], [8, 8, GAP, 8], [8, 8, GAP, GAP], [8, 8, 8, 7], [GAP] * 4, [0, 0, 0, 0]]], float)
    found = straight_lined(sheets)
    assert found.straight.tolist() == [[True, True, False, False, False, True]]
    np.testing.assert_array_equal(found.value, [[8, 8, GAP, GAP, GAP, 0]])
    assert found.marks.tolist() == [[4, 3, 2, 4, 0, 4]]


def test_marks_are_compared_as_printed_and_come_back_in_points() -> None:
    found = straight_lined(np.array([[[0.3, 0.1 + 0.2, 0.3], [0.3, 0.3, 0.4]]]), decimals=1)
    assert found.straight.tolist() == [[True, False]]
    assert found.value[0, 0] == pytest.approx(0.3)


def test_the_same_share_of_full_marks_is_a_line_too() -> None:
    sheets = np.array([[[1.5, 3.0, 0.75], [1.5, 1.5, 1.5]]])
    found = straight_lined(sheets, decimals=2, full_marks=np.array([2.0, 4.0, 1.0]))
    assert found.straight.tolist() == [[True, False]]
    assert found.value[0, 0] == pytest.approx(0.75)


def test_chance_is_the_others_way_of_marking() -> None:
    """Of the other expert's two sheets, one is straight at mark 2, and that one still at mark 3: in all 2 of 3 steps.

    g_1 = (1 + 2 2/3) / (2 + 2) = 7/12, g_2 = (1 + 2 7/12) / (1 + 2) = 13/18. Here, on the first application, it was
    straight once of once, twice: p_1 = (1 + 5 g_1) / 6, p_2 = (1 + 5 g_2) / 6.
    """
    sheets = np.array([[[5, 5, 5], [2, 2, 2]], [[5, 5, 4], [1, 2, 2]]], float)
    g_1, g_2 = 7 / 12, 13 / 18
    assert straight_lined(sheets).expected[0, 0] == pytest.approx((1 + 5 * g_1) / 6 * (1 + 5 * g_2) / 6)


def test_honest_lines_are_as_many_as_chance_makes() -> None:
    rng = np.random.default_rng(2)
    sheets = np.floor(np.clip(rng.normal(0.6, 0.2, (400, 5, 1)) + rng.normal(0, 0.25, (400, 5, 5)), 0, 0.99) * 4)
    found = straight_lined(sheets)
    assert found.straight.sum() == pytest.approx(found.expected.sum(), rel=0.35)


def test_nothing_to_tell() -> None:
    assert np.isnan(straight_lined(np.ones((3, 1, 5))).expected).all()
    assert straight_lined(np.full((3, 2, 5), np.inf)).straight.sum() == 0
    assert straight_lined(np.zeros((0, 2, 0))).straight.shape == (0, 2)
    assert straight_lined(np.ones((2, 2, 0))).straight.sum() == 0
