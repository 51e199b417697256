"""The way through the steps: counts add up, what waits is counted, the median is that of Kaplan and Meier."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.steps import StepOutcome, way_through_steps

ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 2), st.integers(0, 90)), max_size=60)


def _columns(rows: list[tuple[int, int, int, int]]) -> tuple[np.ndarray, ...]:
    columns = np.array(rows, np.int64).reshape(-1, 4).T
    return (*columns[:3], columns[3].astype(np.float64))


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_every_file_is_counted_once_where_it_is(rows: list[tuple[int, int, int, int]]) -> None:
    found = way_through_steps(*_columns(rows), n_regions=3, n_steps=4)
    for outcome, counts in enumerate((found.waiting, found.passed, found.dropped_out)):
        for region in range(3):
            for step in range(4):
                assert counts[region, step] == sum(row[:3] == (region, step, outcome) for row in rows)
                waits = [row[3] for row in rows if row[:3] == (region, step, StepOutcome.WAITING)]
                assert found.longest_wait[region, step] == pytest.approx(max(waits, default=np.nan), nan_ok=True)
    np.testing.assert_array_equal(found.came, found.passed + found.dropped_out + found.waiting)


def test_weeks_of_remission_as_days_at_a_step() -> None:
    """Freireich's patients (Cox & Oakes 1984): median 23 weeks while the finished alone would have 10 of them."""
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    waiting = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    rows = [(1, 2, 1 + (days > 15), days) for days in ended] + [(1, 2, 0, days) for days in waiting]
    found = way_through_steps(*_columns(rows), n_regions=2, n_steps=3)
    assert (found.days.value[1, 2], found.days.low[1, 2]) == (23, 13)  # lifelines 0.30: 23 (13, inf)
    assert np.isnan(found.days.high[1, 2])
    assert np.median(ended) == 10
    assert (found.came[1, 2], found.passed[1, 2], found.dropped_out[1, 2], found.waiting[1, 2]) == (21, 6, 3, 12)
    assert found.pass_rate.value[1, 2] == pytest.approx(6 / 9)  # not 6 of 21: twelve may yet pass
    assert found.longest_wait[1, 2] == 35


def test_steps_that_nobody_came_to_or_nobody_left() -> None:
    found = way_through_steps(*_columns([(0, 0, 0, 12), (0, 1, 1, 0)]), n_regions=2, n_steps=2)
    reasons = [found.days.reason_of(place) for place in ((0, 0), (0, 1), (1, 0))]
    assert reasons == [RegionReason.NO_ENDS, RegionReason.NONE, RegionReason.NO_CASES]
    assert found.pass_rate.reason_of((0, 0)) is RegionReason.NO_CASES
    assert found.days.value[0, 1] == 0.0  # left on the day it came


@pytest.mark.parametrize("row", [(3, 0, 0, 1), (0, 4, 0, 1), (0, 0, 3, 1), (-1, 0, 0, 1), (0, 0, 0, -1)])
def test_a_file_without_a_place_is_never_dropped(row: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        way_through_steps(*_columns([row]), n_regions=3, n_steps=4)
