from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from scoring.statistics.agreement.quantiles import ascending, quantile
from scoring.statistics.agreement.ties import midranks, rounded
from tests.scoring.statistics.agreement.panels import GAP, random_panel


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 8))
def test_ranks_and_ties_are_those_of_scipy(seed: int, categories: int) -> None:
    values = random_panel(seed, shape=(4, 9), categories=categories)
    found = midranks(values)
    np.testing.assert_array_equal(found.rank, rankdata(values, axis=1, nan_policy="omit"))
    for row, ties in zip(values, found.ties, strict=True):
        _, counts = np.unique(row[~np.isnan(row)], return_counts=True)
        assert ties == (counts**3 - counts).sum()


def test_quantiles_are_those_of_numpy() -> None:
    values = random_panel(1, shape=(5, 6, 9), categories=50, gaps=0.5)
    values[0, 0] = GAP
    ordered, n = ascending(values)
    for share in (0.0, 0.3, 0.5, 0.75, 1.0):
        found = quantile(ordered, n, share)
        assert np.isnan(found[0, 0])
        np.testing.assert_allclose(found.ravel()[1:], np.nanquantile(values.reshape(-1, 9)[1:], share, axis=1))


def test_a_sum_in_another_order_is_the_same_mark() -> None:
    assert rounded(np.array([0.1 + 0.2]))[0] == 0.3
    assert not np.signbit(rounded(np.array([-1e-14])))[0]
