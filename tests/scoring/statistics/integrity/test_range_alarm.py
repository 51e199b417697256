"""Alarms that depend on the number of experts."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from scipy.stats import studentized_range

from scoring.statistics.integrity.range_alarm import range_alarms
from scoring.statistics.spread import Noise

KNOWN = Noise(4.0, 10_000, 1)
GAP = np.nan


def test_the_limits_by_number_of_experts() -> None:
    """Noise of 4 points known for certain: what one panel in ten exceeds by chance. A "range above 10" is passed by
    8 percent of pairs, 39 percent of panels of five and 57 of seven."""
    limits = {2: 9.3, 3: 11.6, 4: 13.0, 5: 13.9, 6: 14.6, 7: 15.2}
    totals = np.full((6, 7), GAP)
    for row, n in enumerate(limits):
        totals[row, :n] = np.linspace(70, 80, n)
    found = range_alarms(totals, noise=KNOWN)
    assert found.experts.tolist() == list(limits)
    np.testing.assert_allclose(found.limit, list(limits.values()), atol=0.05)
    assert found.alarm.tolist() == [True, *[False] * 5]
    shares = [studentized_range.sf(10 / 4, n, inf) for n in (2, 5, 7)]
    np.testing.assert_allclose(shares, [0.08, 0.39, 0.57], atol=0.005)


@pytest.mark.parametrize("severity_sd", [0.0, 3.0])
def test_one_honest_application_in_ten_is_flagged(severity_sd: float) -> None:
    rng = np.random.default_rng(9)
    shares = []
    for _ in range(40):
        totals = rng.normal(80, 6, (60, 1)) + rng.normal(0, severity_sd, 6) + rng.normal(0, 4, (60, 6))
        totals[rng.random((60, 6)) < 0.1] = GAP
        shares.append(range_alarms(totals).alarm.mean())
    assert np.mean(shares) == pytest.approx(0.1, abs=0.015)


def test_a_split_panel_is_flagged() -> None:
    totals = np.random.default_rng(10).normal(80, 3, (30, 5))
    totals[7] = [60, 62, 80, 95, 96]
    assert range_alarms(totals).alarm[7]


@pytest.mark.parametrize(
    "totals", [np.full((4, 3), 7.0), np.full((4, 3), GAP), np.ones((4, 1)), np.ones((4, 2)), np.full((4, 3), np.inf)]
)
def test_without_noise_nothing_is_flagged(totals: np.ndarray) -> None:
    found = range_alarms(totals)
    assert not found.alarm.any()
    assert np.isnan(found.limit).all()
