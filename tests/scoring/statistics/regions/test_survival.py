"""Waiting times while some are waiting: Freireich's patients, lifelines' numbers, and what one case may say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.survival import kaplan_meier

# Freireich et al. (1963), weeks of remission under 6-MP and placebo, as in Cox & Oakes (1984), table 1.1.
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
TREATED_ENDED = [True] * 9 + [False] * 12
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
# Shares and Greenwood's errors as Kleinbaum & Klein (2012), chapter 2, print them from Stata.
PRINTED = {
    6: (0.8571, 0.0764),
    7: (0.8067, 0.0869),
    10: (0.7529, 0.0963),
    13: (0.6902, 0.1068),
    16: (0.6275, 0.1141),
    22: (0.5378, 0.1282),
    23: (0.4482, 0.1346),
}
# lifelines 0.30, KaplanMeierFitter().fit(…).confidence_interval_, rounded by it to six decimals.
LIMITS = {6: (0.619718, 0.951552), 7: (0.563147, 0.922809), 22: (0.267779, 0.746791), 23: (0.188052, 0.680143)}

both = kaplan_meier(
    np.array([*TREATED, *PLACEBO], np.float64),
    np.array([*TREATED_ENDED, *[True] * 21]),
    np.array([0] * 21 + [2] * 21),
    n_groups=3,
)
CASES = st.lists(st.tuples(st.integers(0, 12), st.booleans(), st.integers(0, 3)), max_size=40)


@pytest.mark.parametrize("week", PRINTED)
def test_shares_and_errors_that_were_printed(week: int) -> None:
    row = np.flatnonzero((both.table.group == 0) & (both.table.time == week))[0]
    assert (both.value[row], both.standard_error[row]) == pytest.approx(PRINTED[week], abs=5e-5)


@pytest.mark.parametrize("week", LIMITS)
def test_limits_that_lifelines_computes(week: int) -> None:
    _, low, high = both.at(np.array([float(week)]))
    assert (low[0, 0], high[0, 0]) == pytest.approx(LIMITS[week], abs=1e-6)


def test_medians_with_limits_each_region_alone() -> None:
    found = both.median()  # lifelines 0.30: 23 (13, inf), 8 (4, 11)
    np.testing.assert_array_equal(found.value, [23, np.nan, 8])
    np.testing.assert_array_equal(found.low, [13, np.nan, 4])
    np.testing.assert_array_equal(found.high, [np.nan, np.nan, 11])
    assert found.reason_of(1) is RegionReason.NO_CASES


def test_before_the_first_end_all_are_there_and_beyond_the_last_seen_nobody_knows() -> None:
    value, low, _ = both.at(np.array([0.0, 35.0, 36.0]))
    np.testing.assert_allclose(value[0], [1.0, 0.4481793, np.nan], rtol=1e-6)
    np.testing.assert_array_equal(value[2], [1.0, 0.0, 0.0])  # all had ended: nothing more can come
    assert np.isnan(value[1]).all()
    assert np.isnan(low[0, 0])


def test_small_numbers() -> None:
    """One ended; one waiting; one of four ended; two at the same time: each in a region of its own."""
    found = kaplan_meier(
        np.array([5.0, 9, 1, 2, 3, 4, 7, 7]),
        np.array([True, False, True, False, False, False, True, True]),
        np.array([0, 1, 2, 2, 2, 2, 3, 3]),
        n_groups=4,
    ).median()
    np.testing.assert_array_equal(found.value, [5, np.nan, np.nan, 7])
    assert np.isnan(found.low).all()  # nothing was seen of how times vary
    assert np.isnan(found.high).all()
    none, no_ends, not_reached = RegionReason.NONE, RegionReason.NO_ENDS, RegionReason.NOT_REACHED
    assert [found.reason_of(i) for i in range(4)] == [none, no_ends, not_reached, none]


@settings(max_examples=25, deadline=None)
@given(CASES)
def test_without_waiting_cases_it_is_the_plain_share(cases: list[tuple[int, bool, int]]) -> None:
    times, group = np.array([c[0] for c in cases], np.float64), np.array([c[2] for c in cases], np.int64)
    found = kaplan_meier(times, np.ones(len(cases), np.bool_), group, n_groups=4)
    for row in range(len(found.value)):
        own = times[group == found.table.group[row]]
        share = float((own > found.table.time[row]).mean())
        assert found.value[row] == pytest.approx(share, abs=1e-12)
        if share > 0.0:  # Greenwood's variance is then the binomial one
            assert found.standard_error[row] == pytest.approx(np.sqrt(share * (1 - share) / own.size), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(CASES)
def test_regions_together_are_regions_alone(cases: list[tuple[int, bool, int]]) -> None:
    times, ended, group = (np.array([c[i] for c in cases], kind) for i, kind in enumerate((float, bool, int)))
    found = kaplan_meier(times, ended, group, n_groups=4)
    for one in range(4):
        alone = kaplan_meier(
            times[group == one], ended[group == one], np.zeros(int((group == one).sum()), int), n_groups=1
        )
        for part in ("value", "low", "high"):
            np.testing.assert_allclose(getattr(found, part)[found.table.group == one], getattr(alone, part), atol=1e-9)
        assert found.median().value[one] == pytest.approx(alone.median().value[0], nan_ok=True)


def test_a_half_that_was_multiplied_out_of_fractions_is_a_half() -> None:
    """5/6, 4/6, 3/6 ended one after the other: the median is the time of the third."""
    for size in range(2, 60, 2):
        times = np.arange(1.0, size + 1)
        median = kaplan_meier(times, np.ones(size, np.bool_), np.zeros(size, np.int64), n_groups=1).median()
        assert median.value[0] == size / 2


@pytest.mark.parametrize(("time", "group"), [(-1.0, 0), (np.nan, 0), (1.0, 1), (1.0, -1)])
def test_times_and_regions_that_cannot_be_are_refused(time: float, group: int) -> None:
    with pytest.raises(ValueError, match="must"):
        kaplan_meier(np.array([time]), np.array([True]), np.array([group]), n_groups=1)
