"""Weights between categories: their ends, their sums, their differences."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from scoring.statistics.agreement.weighting import Weighting, disagreements, mean_agreement

EVERY: tuple[Weighting, ...] = get_args(Weighting)


@pytest.mark.parametrize("weighting", EVERY)
@pytest.mark.parametrize("categories", [np.arange(1.0, 6.0), np.array([0.0, 1, 2, 5]), np.arange(2.0)])
def test_from_nothing_on_the_diagonal_to_one_at_most_and_both_ways_alike(
    weighting: Weighting, categories: np.ndarray
) -> None:
    table = disagreements(categories, weighting)
    assert (np.diag(table) == 0).all()
    assert table.max() == 1.0
    assert (table >= 0).all()
    np.testing.assert_array_equal(table, table.T)


@pytest.mark.parametrize("weighting", EVERY)
@pytest.mark.parametrize("categories", [np.arange(1.0, 8.0), np.array([0.5, 1, 2, 5, 5.25])])
def test_the_mean_agreement_is_that_of_the_whole_table(weighting: Weighting, categories: np.ndarray) -> None:
    want = 1 - disagreements(categories, weighting).mean()
    assert mean_agreement(categories, weighting) == pytest.approx(want, rel=1e-12)


def test_the_mean_agreement_of_ten_thousand_categories_needs_no_table_of_them() -> None:
    long = np.arange(10_001) / 100
    assert mean_agreement(long, "quadratic") == pytest.approx(5 / 6, abs=1e-4)
    assert mean_agreement(long, "linear") == pytest.approx(2 / 3, abs=1e-4)
    assert mean_agreement(long, "ordinal") == pytest.approx(5 / 6, abs=1e-4)


def test_distances_count_for_quadratic_weights_and_ranks_for_ordinal_ones() -> None:
    even, uneven = np.array([1.0, 2, 3]), np.array([1.0, 2, 10])
    np.testing.assert_array_equal(disagreements(even, "ordinal"), disagreements(uneven, "ordinal"))
    np.testing.assert_allclose(disagreements(even, "ordinal")[0], [0, 1 / 3, 1])
    np.testing.assert_allclose(disagreements(even, "quadratic")[0], [0, 1 / 4, 1])
    np.testing.assert_allclose(disagreements(uneven, "quadratic")[0], [0, 1 / 81, 1])


def test_some_categories_of_a_scale_keep_the_distances_of_all() -> None:
    scale = np.arange(0.0, 101.0)
    np.testing.assert_allclose(disagreements(scale, "linear", np.array([70, 80])), [[0, 0.1], [0.1, 0]])


def test_zero_and_zero_are_one_category_by_ratio_too() -> None:
    np.testing.assert_allclose(disagreements(np.array([0.0, 1, 3]), "ratio"), [[0, 1, 1], [1, 0, 0.25], [1, 0.25, 0]])
