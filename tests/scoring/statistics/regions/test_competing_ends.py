"""What became of grades: lifelines' numbers; with everything ended, plain shares; all shares add up to one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.regions.competing_ends import aalen_johansen
from scoring.statistics.regions.survival import kaplan_meier

TIMES = np.array([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37], np.float64)
CAUSES = np.array([1, 0, 2, 1, 1, 0, 2, 3, 0, 1, 2, 0])
# lifelines 0.30, AalenJohansenFitter(calculate_variance=True), at the last time: share, variance, limits.
COMPUTED = [
    (0.4092592593, 0.0269806813, 0.1159055043, 0.6904675577),
    (0.3412037037, 0.0262355360, 0.0777298555, 0.6359615778),
    (0.1069444444, 0.0101077353, 0.0061142362, 0.3751620119),
]
CASES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=40)


def _apart(cases: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.array([c[0] for c in cases], np.float64), np.array([c[1] for c in cases]), np.array([c[2] for c in cases])


@pytest.mark.parametrize("cause", [0, 1, 2])
def test_what_lifelines_computes(cause: int) -> None:
    found = aalen_johansen(TIMES, CAUSES, np.zeros(12, np.int64), n_groups=1, n_causes=3)
    last = [getattr(found, part)[-1, cause] for part in ("value", "low", "high")]
    assert (last[0], found.standard_error[-1, cause] ** 2, *last[1:]) == pytest.approx(COMPUTED[cause], abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(CASES)
def test_the_ways_to_end_and_what_is_left_add_up_to_one(cases: list[tuple[int, int, int]]) -> None:
    times, causes, group = _apart(cases)
    found = aalen_johansen(times, causes, group, n_groups=3, n_causes=3)
    left = kaplan_meier(times, causes > 0, group, n_groups=3)
    np.testing.assert_allclose(found.value.sum(axis=-1) + left.value, 1.0, atol=1e-12)
    assert (found.standard_error >= 0).all()


@settings(max_examples=25, deadline=None)
@given(CASES)
def test_with_one_way_to_end_it_is_one_minus_kaplan_and_meier(cases: list[tuple[int, int, int]]) -> None:
    times, causes, group = _apart(cases)
    found = aalen_johansen(times, np.minimum(causes, 1), group, n_groups=3, n_causes=1)
    left = kaplan_meier(times, causes > 0, group, n_groups=3)
    np.testing.assert_allclose(found.value[:, 0], 1.0 - left.value, atol=1e-12)


@settings(max_examples=25, deadline=None)
@given(CASES)
def test_when_everything_has_ended_it_is_the_plain_share(cases: list[tuple[int, int, int]]) -> None:
    times, causes, group = _apart(cases)
    causes = np.maximum(causes, 1)
    found = aalen_johansen(times, causes, group, n_groups=3, n_causes=3)
    for row, (one, time) in enumerate(zip(found.table.group, found.table.time, strict=True)):
        mine = group == one
        share = np.array([((causes == k) & (times <= time) & mine).sum() / mine.sum() for k in (1, 2, 3)])
        np.testing.assert_allclose(found.value[row], share, atol=1e-12)
        np.testing.assert_allclose(found.standard_error[row] ** 2, share * (1 - share) / mine.sum(), atol=1e-9)


def test_no_case_at_all_and_one_case() -> None:
    nothing = np.zeros(0)
    found = aalen_johansen(nothing, nothing.astype(int), nothing.astype(int), n_groups=2, n_causes=4)
    assert found.value.shape == (0, 4)
    assert np.isnan(found.at(np.array([1.0]))).all()
    found = aalen_johansen(np.array([5.0]), np.array([2]), np.array([1]), n_groups=2, n_causes=2)
    np.testing.assert_array_equal(found.at(np.array([0.0, 5.0]))[1], [[0, 0], [0, 1]])
    assert np.isnan(found.low).all()  # one case has no spread
