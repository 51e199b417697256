"""Changes between rounds: a finding among many, like for like, and rounds without cases."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from scoring.statistics.regions.change import change, change_like_for_like
from scoring.statistics.regions.reasons import RegionReason


def test_each_region_and_how_many_findings_are_false() -> None:
    events, cases = [30, 2, 0, 45, 5], [60, 4, 0, 60, 60]
    before, cases_before = [28, 1, 3, 20, 6], [60, 4, 9, 60, 60]
    found = change(events, cases, before, cases_before)
    assert found.difference.reason_of(2) is RegionReason.NO_CASES
    assert float(found.difference.value[3]) == pytest.approx(25 / 60)
    assert np.isnan(found.q_value[2])
    told = ~np.isnan(found.p_value)
    np.testing.assert_allclose(found.q_value[told], stats.false_discovery_control(found.p_value[told]))
    assert list(found.q_value[told] < 0.05) == [False, False, True, False]
    # The region with four applicants doubled its rate, and nothing is known of it.
    assert found.difference.low[1] < -0.3 < 0.6 < found.difference.high[1]


def test_other_applicants_are_no_change_like_for_like() -> None:
    """Within industries nothing changed; the mix did, and with it the plain rate."""
    cases, before = np.array([[80, 20], [50, 50]]), np.array([[20, 80], [50, 50]])
    events, events_before = cases * [0.8, 0.2], before * [0.8, 0.2]
    plain = change(events.sum(axis=-1), cases.sum(axis=-1), events_before.sum(axis=-1), before.sum(axis=-1))
    found, q_value = change_like_for_like(events, cases, events_before, before)
    assert plain.q_value[0] < 0.001
    np.testing.assert_allclose(found.difference.value, [0.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(found.odds_ratio.value, [1.0, 1.0])
    assert (q_value > 0.9).all()


def test_one_region_alone() -> None:
    found = change(3, 4, 1, 4)
    assert float(found.q_value) == float(found.p_value) > 0.1
    found_alike, q_value = change_like_for_like([3], [4], [1], [4])
    assert np.isnan(q_value)
    assert found_alike.p_reason == RegionReason.SMALL_COUNTS
