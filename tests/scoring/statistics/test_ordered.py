from __future__ import annotations

import itertools

import numpy as np
import pytest

from scoring.statistics.ordered import _steps, sort_columns


@pytest.mark.parametrize("n", range(1, 13))
def test_a_network_that_sorts_all_zeros_and_ones_sorts_everything(n: int) -> None:
    """Knuth's 0-1 principle: proof for every list of n."""
    block = np.array(list(itertools.product((0.0, 1.0), repeat=n))).T
    np.testing.assert_array_equal(sort_columns(block.copy()), np.sort(block, axis=0))


@pytest.mark.parametrize("n", [13, 20, 32, 33, 60])
def test_longer_lists(n: int) -> None:
    block = np.random.default_rng(n).normal(size=(n, 300))
    block[0, :10] = np.inf
    np.testing.assert_array_equal(sort_columns(block.copy()), np.sort(block, axis=0))


@pytest.mark.parametrize("n", range(1, 10))
def test_places_that_are_needed_are_right_whatever_the_others_hold(n: int) -> None:
    block = np.array(list(itertools.product((0.0, 1.0), repeat=n))).T
    ascending = np.sort(block, axis=0)
    for size in range(1, n + 1):
        for needed in itertools.combinations(range(n), size):
            rows = sort_columns(block.copy(), frozenset(needed))
            for place in needed:
                np.testing.assert_array_equal(rows[place], ascending[place])


def test_a_median_needs_fewer_comparisons_than_all_places() -> None:
    assert len(_steps(9, frozenset({0}))) == 8
    assert len(_steps(9, frozenset({4}))) < len(_steps(9, None))
