"""Links: the largest error of a difference, and the error of a raw total, against what they mean."""

from __future__ import annotations

import sys
from itertools import combinations

import numpy as np
import pytest

from scoring.statistics.severity.least_squares import least_squares
from scoring.statistics.severity.two_way import layout

panels = sys.modules["severity_panels"]
panel, with_gaps = panels.panel, panels.with_gaps


def test_the_largest_error_of_a_difference_is_that_of_the_worst_pair() -> None:
    marks = with_gaps(1)
    result, inverse = least_squares(marks), layout((~np.isnan(marks)).astype(float)).inverse
    worst = max(inverse[a, a] + inverse[b, b] - 2 * inverse[a, b] for a, b in combinations(range(6), 2))
    assert result.difference_error == pytest.approx(np.sqrt(worst * result.error_variance))


def test_only_differences_within_a_subset_count() -> None:
    one = with_gaps(2, (10, 3), share=0.1)
    both = np.full((20, 6), np.nan)
    both[:10, :3], both[10:, 3:] = one, one + 20
    inside, joined = least_squares(one), least_squares(both)
    assert joined.difference_error == pytest.approx(float(inside.difference_error))


def test_on_a_complete_panel_the_measurement_error_is_that_of_the_analysis_of_variance() -> None:
    # Shrout & Fleiss (1979): MSC = 32.486, MSE = 1.019, six targets, four judges.
    marks = panel("9 2 5 8", "6 1 3 2", "8 4 6 8", "7 1 2 6", "10 5 6 9", "6 2 4 7")
    columns = marks.mean(axis=0)
    left = marks - columns - marks.mean(axis=1, keepdims=True) + marks.mean()
    error, between = (left**2).sum() / 15, 6 * columns.var(ddof=1)
    expected = np.sqrt((between - error) / 24 + error / 4)
    assert (between, error) == pytest.approx((32.486, 1.019), abs=1e-3)
    assert least_squares(marks).measurement_error == pytest.approx(expected)
