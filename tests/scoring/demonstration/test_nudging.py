from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.demonstration.nudging import total_of, towards

POINTS = np.array([[0.0, 0.5, 1.0, 1.5, 2.0], [0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 0.25, 0.5, 0.75, 1.0]] * 8)
HIGHEST = np.full(24, 4)


@given(seed=st.integers(0, 1000), target=st.floats(0, 56))
def test_a_sheet_ends_within_half_a_smallest_step_of_any_target_in_reach(seed: int, target: float) -> None:
    rng = np.random.default_rng(seed)
    levels = rng.integers(0, 5, 24).astype(np.int8)
    before = levels.copy()
    found = towards(rng, levels, POINTS, HIGHEST, target=target)
    assert np.array_equal(levels, before)
    assert ((found >= 0) & (found <= 4)).all()
    assert abs(total_of(found, POINTS) - target) <= 0.5


def test_only_the_named_indicators_change() -> None:
    levels = np.full(24, 2, dtype=np.int8)
    which = np.arange(24) < 6
    found = towards(np.random.default_rng(1), levels, POINTS, HIGHEST, target=2.0, which=which)
    assert (found[~which] == 2).all()
    assert abs(total_of(found, POINTS, which) - 2.0) <= 0.125


def test_what_is_out_of_reach_ends_at_the_end() -> None:
    levels = np.zeros(24, dtype=np.int8)
    assert (towards(np.random.default_rng(1), levels, POINTS, HIGHEST, target=1000.0) == 4).all()
