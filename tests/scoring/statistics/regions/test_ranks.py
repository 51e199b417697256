"""No place where limits overlap: against all pairs, and the true places are covered."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.regions.proportions import wilson_interval
from scoring.statistics.regions.ranks import ranks

LINES = st.lists(
    st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=14
)


@settings(max_examples=25, deadline=None)
@given(LINES)
def test_places_are_those_that_pairs_of_limits_leave(line: list[tuple[int, int]]) -> None:
    events, cases = np.transpose(line)
    found = ranks(events, cases)
    k = int((cases > 0).sum())
    limits = wilson_interval(events, cases, confidence=0.95 ** (1 / max(k, 1)))
    for i in range(len(line)):
        if cases[i] == 0:
            assert (found.best[i], found.worst[i], found.group[i]) == (0, 0, 0)
            continue
        assert found.best[i] == 1 + np.sum(limits.low > limits.high[i])
        assert found.worst[i] == k - np.sum(limits.high < limits.low[i])
        for j in range(len(line)):
            if cases[j] and limits.low[i] <= limits.high[j] and limits.low[j] <= limits.high[i]:
                assert found.group[i] == found.group[j]
            if cases[j] and found.group[i] < found.group[j]:
                assert limits.low[i] > limits.high[j]


def test_the_true_places_are_covered() -> None:
    draws = np.random.default_rng(20261126)
    rates = np.array([0.9, 0.7, 0.65, 0.5, 0.3, 0.28])
    cases = np.array([60, 200, 40, 8, 300, 300])
    found = ranks(draws.binomial(cases, rates, (2000, 6)), np.broadcast_to(cases, (2000, 6)))
    truth = np.arange(1, 7)
    assert ((found.best <= truth) & (truth <= found.worst)).all(axis=-1).mean() > 0.95


def test_four_applicants_have_no_place() -> None:
    found = ranks([950, 500, 3, 0, 20], [1000, 1000, 4, 0, 1000])
    np.testing.assert_array_equal(found.best, [1, 2, 1, 0, 4])
    np.testing.assert_array_equal(found.worst, [2, 3, 3, 0, 4])
    # Three of four could be above or below the first two, so their places are not sure either.
    np.testing.assert_array_equal(found.rank, [np.nan, np.nan, np.nan, np.nan, 4])
    assert list(found.group) == [1, 1, 1, 0, 2]
    without = ranks([950, 500, 20], [1000, 1000, 1000])
    np.testing.assert_array_equal(without.rank, [1, 2, 3])
    assert list(without.group) == [1, 2, 3]


def test_one_region_all_equal_and_none() -> None:
    assert list(ranks([3], [4]).rank) == [1]
    found = ranks([2, 2, 2], [4, 4, 4])
    assert list(found.best) == [1, 1, 1]
    assert list(found.worst) == [3, 3, 3]
    assert np.isnan(ranks([0, 0], [0, 0]).rank).all()
    assert ranks([], []).best.shape == (0,)
