"""Wilson's interval against what Newcombe printed and what statsmodels computes; small numbers told as small."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from scoring.statistics.regions.proportions import wilson_interval
from scoring.statistics.regions.reasons import RegionReason

# Newcombe (1998), Stat Med 17:857, table I, method 3: four decimals.
PRINTED = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)]
# statsmodels 0.15, proportion_confint(x, n, method="wilson").
COMPUTED = [
    (81, 263, 0.2552885199, 0.3662095770),
    (0, 20, 0.0, 0.1611251581),
    (1, 1, 0.2065493144, 1.0),
    (0, 4, 0.0, 0.4898908365),
    (3, 4, 0.3006418426, 0.9544127392),
]


@pytest.mark.parametrize(("events", "cases", "low", "high"), PRINTED)
def test_limits_that_newcombe_printed(events: int, cases: int, low: float, high: float) -> None:
    found = wilson_interval(events, cases)
    assert (float(found.low), float(found.high)) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("events", "cases", "low", "high"), COMPUTED)
def test_limits_that_statsmodels_computes(events: int, cases: int, low: float, high: float) -> None:
    found = wilson_interval(events, cases)
    assert (float(found.low), float(found.high)) == pytest.approx((low, high), abs=1e-9)
    assert found.low <= found.value <= found.high


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_limit_is_where_the_score_test_just_refuses(counts: tuple[int, int]) -> None:
    events, cases = counts
    found = wilson_interval(events, cases)
    for limit in (float(found.low), float(found.high)):
        if 0.0 < limit < 1.0:
            score = (events / cases - limit) / np.sqrt(limit * (1.0 - limit) / cases)
            assert abs(score) == pytest.approx(ndtri(0.975), rel=1e-6)
    mirrored = wilson_interval(cases - events, cases)
    assert float(mirrored.low) == pytest.approx(1.0 - float(found.high), abs=1e-12)


def test_nothing_of_many_is_exactly_nothing_and_all_exactly_all() -> None:
    cases = np.arange(1, 500)
    assert (wilson_interval(np.zeros(499), cases).low == 0.0).all()
    assert (wilson_interval(cases, cases).high == 1.0).all()


def test_nobody_of_nobody_has_no_rate_and_says_why() -> None:
    found = wilson_interval([0, 0, 1], [0, 4, 4])
    assert np.isnan([found.value[0], found.low[0], found.high[0]]).all()
    assert [found.reason_of(i) for i in range(3)] == [RegionReason.NO_CASES, RegionReason.NONE, RegionReason.NONE]
    assert found.high[1] - found.low[1] > 0.4  # 0 of 4 may well be four in ten


@pytest.mark.parametrize(("events", "cases"), [(2, 1), (-1, 3), (np.nan, 3), (1, np.inf)])
def test_counts_that_cannot_be_are_refused(events: float, cases: float) -> None:
    with pytest.raises(ValueError, match="counts must be"):
        wilson_interval(events, cases)
