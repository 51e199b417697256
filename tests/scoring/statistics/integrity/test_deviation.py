"""An expert's total against the mean of the others'."""

from __future__ import annotations

import numpy as np

from scoring.statistics.integrity.deviation import deviations

GAP = np.nan


def test_by_hand_with_gaps() -> None:
    totals = np.array([[80.0, 84.0, 90.0], [70.0, GAP, 76.0], [GAP, 60.0, GAP], [GAP, GAP, GAP]])
    expected = [[-7.0, -1.0, 8.0], [-6.0, GAP, 6.0], [GAP, GAP, GAP], [GAP, GAP, GAP]]
    np.testing.assert_allclose(deviations(totals), expected)


def test_an_infinite_total_leaves_its_application_out_and_no_other() -> None:
    found = deviations(np.array([[np.inf, 1.0], [1.0, 3.0]]))
    np.testing.assert_array_equal(found, [[GAP, GAP], [-2.0, 2.0]])


def test_panels_of_a_stack_stand_alone() -> None:
    panels = np.random.default_rng(1).normal(80, 5, (3, 4, 5))
    np.testing.assert_array_equal(deviations(panels)[1], deviations(panels[1]))
    assert np.abs(deviations(panels).sum(axis=-1)).max() < 1e-11
