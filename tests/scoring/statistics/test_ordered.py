from __future__ import annotations

import itertools

import numpy as np
import pytest

from scoring.statistics.ordered import sort_columns


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
