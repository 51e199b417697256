"""The funnel: outside just where the exact tail says so, Spiegelhalter's curve, over-dispersion by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scoring.statistics.regions.funnel import funnel, funnel_limits
from scoring.statistics.regions.reasons import RegionReason

LINES = st.lists(
    st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=14
)


@settings(max_examples=25, deadline=None)
@given(LINES, st.floats(0.02, 0.98))
def test_outside_is_where_the_exact_tail_is_small(line: list[tuple[int, int]], target: float) -> None:
    events, cases = np.transpose(line)
    found = funnel(events, cases, target=target)
    low, high = stats.binom.cdf(events, cases, target), stats.binom.sf(events - 1, cases, target)
    expected = [
        sum(int(up <= tail) - int(down <= tail) for tail in (0.025, 0.001)) if n else 0
        for up, down, n in zip(high, low, cases, strict=True)
    ]
    assert list(found.outside) == expected


@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_the_curve_is_that_of_spiegelhalters_appendix(confidence: float) -> None:
    cases, target = np.array([1, 4, 20, 150, 2000, 3_100_000]), 0.3
    tail = (1 - confidence) / 2
    low, high = funnel_limits(target, cases, confidence=confidence)

    def by_definition(theta: float) -> np.ndarray:
        r = stats.binom.ppf(tail, cases, theta)
        alpha = (stats.binom.cdf(r, cases, theta) - tail) / stats.binom.pmf(r, cases, theta)
        return np.maximum((r - alpha) / cases, 0.0)

    np.testing.assert_allclose(low, by_definition(target), atol=1e-9)
    np.testing.assert_allclose(high, 1 - by_definition(1 - target), atol=1e-9)
    normal = stats.norm.ppf(1 - tail) * np.sqrt(target * (1 - target) / cases[-1])
    np.testing.assert_allclose([low[-1], high[-1]], [target - normal, target + normal], atol=5e-7)


def test_dispersion_with_the_extremes_pulled_in() -> None:
    events, cases = np.array([50, 55, 45, 60, 40, 65, 35, 52, 48, 99]), np.full(10, 100)
    found = funnel(events, cases, target=0.5)
    z = (events - 50) / 5.0
    np.testing.assert_allclose(found.z, z)
    np.testing.assert_allclose(found.dispersion, (np.clip(z, -2.0, 3.0) ** 2).mean())  # -3 and 9.8 are pulled in
    assert found.outside[6] == -1  # 35 of 100 against a half, by chance alone
    assert found.outside_dispersed[6] == 0  # but regions here differ anyway
    assert found.outside_dispersed[9] == 2


def test_small_numbers() -> None:
    """Nobody; four of four; one region; all equal; two regions."""
    found = funnel([0, 4, 0, 9], [0, 4, 4, 18])
    assert np.isnan([found.z[0], found.inner_low[0], found.outer_high[0]]).all()
    assert found.reason[0] == RegionReason.NO_CASES
    assert list(found.outside) == [0, 0, 0, 0]  # 4 of 4 at one half is one time in sixteen
    alone = funnel([3], [4])
    assert (float(alone.target), int(alone.outside[0]), bool(np.isnan(alone.dispersion))) == (0.75, 0, True)
    assert np.isnan(funnel([3, 1], [4, 4]).dispersion)
    assert float(funnel([2, 2, 2], [4, 4, 4]).dispersion) == 1.0  # never less than chance
    everybody = funnel([4, 4, 4], [4, 4, 4])
    np.testing.assert_array_equal(everybody.inner_low, 1.0)
    assert list(everybody.outside) == [0, 0, 0]
    assert np.isnan(funnel([0, 0], [0, 0]).target)


def test_a_stack_is_its_lines() -> None:
    events, cases = np.array([[3, 9, 0], [0, 4, 4]]), np.array([[8, 30, 5], [0, 4, 9]])
    both = funnel(events, cases)
    for line in range(2):
        alone = funnel(events[line], cases[line])
        for part in ("z", "dispersion", "outer_high", "outside"):
            np.testing.assert_array_equal(getattr(both, part)[line], getattr(alone, part))
