"""What may be shown of others: of enough of them, to coarse steps, outward."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.statistics.disclosure import LEAST_OTHERS, Band, band, estimate, nearest


def test_fewer_than_enough_others_show_nothing() -> None:
    assert band(np.array([80.0, 81.0, 82.0]), 2.0) is None
    assert band(np.array([80.0, 81.0, 82.0, np.nan]), 2.0) is None
    assert band(np.array([80.0, 81.0, 82.0, 83.0]), 2.0) == Band(80.0, 84.0, LEAST_OTHERS)


def test_limits_move_outward_to_steps_and_stay_on_them() -> None:
    assert band(np.array([80.0, 80.0, 84.0, 84.0]), 2.0) == Band(80.0, 84.0, 4)
    assert band(np.array([-3.1, -3.1, -1.0, -1.0]), 0.5) == Band(-3.5, -1.0, 4)
    # 0.1 + 0.2 is 0.3 on paper.
    assert band(np.full(4, 0.1 + 0.2), 0.05) == Band(0.3, 0.3, 4)


@pytest.mark.parametrize(
    ("value", "step", "expected"), [(1.24, 0.5, 1.0), (1.25, 0.5, 1.5), (-1.25, 0.5, -1.5), (-0.2, 0.5, 0.0)]
)
def test_the_nearest_step_halves_away_from_zero(value: float, step: float, expected: float) -> None:
    found = nearest(value, step)
    assert found == expected
    assert not (found == 0 and np.signbit(found))


def test_an_interval_never_claims_more_than_is_known() -> None:
    found = estimate(1.1, 0.7, 0.5)
    assert found is not None
    assert (found.value, found.low, found.high) == (1.0, 0.0, 2.0)
    assert estimate(float("nan"), 1.0, 0.5) is None
    lone = estimate(1.1, float("nan"), 0.5)
    assert lone is not None
    assert (lone.low, lone.high) == (None, None)


@given(st.lists(st.floats(0, 100), min_size=4, max_size=9), st.randoms())
def test_a_band_is_the_same_whoever_gave_which_mark(values: list[float], order: object) -> None:
    shuffled = list(values)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert band(np.array(values), 2.0) == band(np.array(shuffled), 2.0)
    found = band(np.array(values), 2.0)
    assert found is not None
    low, high = np.quantile(values, (0.25, 0.75))
    assert found.low <= low + 1e-9
    assert found.high >= high - 1e-9
    assert (found.low % 2, found.high % 2) == (0, 0)


def test_where_a_value_stands() -> None:
    others = Band(80.0, 84.0, 4)
    assert [others.position(value) for value in (79.9, 80.0, 84.0, 84.1)] == ["below", "within", "within", "above"]
