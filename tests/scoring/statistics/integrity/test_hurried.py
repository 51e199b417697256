"""Haste: by hand, false alarms, and what is no pace."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.integrity.hurried import hurried
from scoring.statistics.reasons import Reason

GAP = np.nan


def test_median_gaps_by_hand() -> None:
    times = np.array([[[0, 10, 30, 33], [100, 100, 100, 100], [7, GAP, GAP, GAP], [50, 20, GAP, 30]]], float)
    found = hurried(times)
    np.testing.assert_array_equal(found.seconds_per_mark, [[10, 0, GAP, 15]])
    assert found.reason is Reason.TOO_FEW


def timed(rng: np.random.Generator, n_applications: int = 30) -> np.ndarray:
    return np.cumsum(rng.lognormal(3.5, 0.6, (n_applications, 6, 20)), axis=2) + rng.uniform(
        0, 1e6, (n_applications, 6, 1)
    )


def test_one_honest_panel_in_twenty_has_a_hurried_sheet_and_haste_is_found() -> None:
    rng = np.random.default_rng(5)
    alarms = 0
    for _ in range(150):
        found = hurried(timed(rng))
        alarms += bool((found.p_value * found.tests <= 0.05).any())
    assert alarms <= 15
    times = timed(rng)
    times[4, 2] = 1e5 + np.arange(20.0)
    found = hurried(times)
    assert found.p_value[4, 2] * found.tests < 1e-6
    assert found.z[4, 2] < -5


def test_order_of_marks_and_origin_of_time_do_not_matter() -> None:
    times = timed(np.random.default_rng(6))
    shuffled = np.random.default_rng(7).permuted(times, axis=2) + 12345.0
    np.testing.assert_allclose(hurried(shuffled).z, hurried(times).z, atol=1e-6)


def test_sheets_entered_at_once_are_not_hurried() -> None:
    times = timed(np.random.default_rng(8))
    times[0, 0] = 77.0
    found = hurried(times)
    assert found.seconds_per_mark[0, 0] == 0.0
    assert np.isnan(found.z[0, 0])
    assert found.tests == 179


@pytest.mark.parametrize(
    ("times", "only_order", "reason"),
    [
        (np.full((3, 3, 4), GAP), False, Reason.NO_TIME),
        (np.full((3, 3, 4), np.inf), False, Reason.NO_TIME),
        (np.arange(36.0).reshape(3, 3, 4), True, Reason.ONLY_ORDER),
        (np.arange(36.0).reshape(3, 3, 4), False, Reason.EXACT_FIT),
        (np.arange(9.0).reshape(3, 3, 1), False, Reason.TOO_FEW),
        (np.zeros((0, 3, 4)), False, Reason.NO_TIME),
    ],
)
def test_what_cannot_be_told_has_a_reason(times: np.ndarray, only_order: bool, reason: Reason) -> None:
    found = hurried(times, only_order=only_order)
    assert found.reason is reason
    assert np.isnan(found.z).all()
    assert found.tests == 0
