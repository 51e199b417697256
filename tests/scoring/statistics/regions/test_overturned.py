"""Opinions looked at again: drawn from few, all of them, none; too generous or too strict."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scoring.statistics.regions.overturned import overturned
from scoring.statistics.regions.proportions import wilson_interval
from scoring.statistics.regions.reasons import RegionReason

COUNTS = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 12), st.integers(0, 40)).map(
    lambda parts: (parts[0], parts[1], parts[0] + parts[1] + parts[2], sum(parts))
)


@settings(max_examples=25, deadline=None)
@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_counts_keep_within_what_was_seen_and_the_sign_test_is_scipys(lines: list[tuple[int, ...]]) -> None:
    found = overturned(*np.transpose(lines))
    for at, (lowered, raised, looked_at, opinions) in enumerate(lines):
        fell = lowered + raised
        if looked_at:
            assert found.rate.low[at] <= found.rate.value[at] <= found.rate.high[at]
            assert fell <= found.low_count[at] <= found.high_count[at] <= opinions - (looked_at - fell)
        if fell:
            assert found.p_one_sided[at] == pytest.approx(stats.binomtest(lowered, fell).pvalue)
        else:
            assert np.isnan(found.p_one_sided[at])


def test_of_many_opinions_it_is_wilsons_and_of_all_it_is_known() -> None:
    found = overturned([2, 2, 0, 1], [1, 1, 0, 0], [20, 20, 2, 1], [10**9, 20, 2, 1]).rate
    wilson = wilson_interval(3, 20)
    assert [found.low[0], found.high[0]] == pytest.approx([float(wilson.low), float(wilson.high)], abs=1e-6)
    np.testing.assert_allclose(found.value, [0.15, 0.15, 0.0, 1.0])
    np.testing.assert_allclose(found.low[1:], [0.15, 0.0, 1.0])  # nothing left that was not seen
    np.testing.assert_allclose(found.high[1:], [0.15, 0.0, 1.0])


@pytest.mark.parametrize(("opinions", "fallen", "drawn"), [(30, 6, 10), (80, 8, 8), (12, 3, 6), (200, 60, 40)])
def test_limits_hold_for_all_opinions_when_some_are_drawn(opinions: int, fallen: int, drawn: int) -> None:
    seen = np.random.default_rng(20261126).hypergeometric(fallen, opinions - fallen, drawn, 4000)
    found = overturned(seen, 0, drawn, opinions)
    assert ((found.low_count <= fallen) & (fallen <= found.high_count)).mean() >= 0.94
    assert found.rate.value.mean() == pytest.approx(fallen / opinions, abs=0.01)


def test_none_looked_at_and_two_looked_at() -> None:
    found = overturned([0, 1, 9], [0, 0, 0], [0, 2, 20], [7, 20, 200])
    assert found.rate.reason_of(0) is RegionReason.NO_CASES
    assert np.isnan([found.low_count[0], found.high_count[0]]).all()
    assert (found.low_count[1], found.high_count[1]) == (1, 19)  # two of twenty tell next to nothing
    assert found.q_one_sided[2] < 0.01  # nine fell, all of them too generous
    assert found.p_one_sided[1] == 1.0  # one alone shows nothing
    with pytest.raises(ValueError, match="counts must be"):
        overturned([2], [1], [2], [9])
    with pytest.raises(ValueError, match="counts must be"):
        overturned([0], [0], [9], [2])
