"""Grades under all weights of a region."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.cut_scores import CutScores
from scoring.statistics.probability.acceptability import (
    acceptability,
    factors_near,
    weights_anywhere,
    weights_near,
)

CUTS = CutScores(("A", "AA"), (60.0, 80.0))


def test_weights_stay_within_their_region_and_keep_their_sum() -> None:
    declared = np.array([0.5, 0.3, 0.2, 0.0])
    near = weights_near(declared, factors_near(np.random.default_rng(1), 4))
    assert near.shape == (2000, 4)
    np.testing.assert_allclose(near.sum(axis=1), 1)
    assert (near[:, 3] == 0).all()
    assert (np.abs(near / np.where(declared, declared, 1) - 1)[:, :3] <= 1.1 / 0.9 - 1 + 1e-12).all()
    anywhere = weights_anywhere(np.random.default_rng(1), 20 * declared)
    np.testing.assert_allclose(anywhere.sum(axis=1), 20)
    np.testing.assert_allclose(anywhere.mean(axis=0), [20 / 3, 20 / 3, 20 / 3, 0], atol=0.3)
    assert not weights_anywhere(np.random.default_rng(1), np.zeros(2), draws=3).any()


def test_with_two_indicators_the_share_of_weights_is_that_of_a_line() -> None:
    # 90 w + 50 (1 - w) reaches 60 from w = 1/4 and 80 from w = 3/4.
    weights = weights_anywhere(np.random.default_rng(2), np.array([0.5, 0.5]), draws=40_000)
    shares = acceptability(np.array([[90.0, 50.0]]), weights, CUTS)
    np.testing.assert_allclose(shares, [[0.25, 0.5, 0.25]], atol=0.01)


def test_equal_scores_give_one_grade_under_all_weights_also_on_the_cut() -> None:
    weights = weights_anywhere(np.random.default_rng(3), np.full(7, 1 / 7))
    shares = acceptability(np.full((3, 7), 80.0) - [[0], [1e-6], [30]], weights, CUTS)
    assert shares.tolist() == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]


@pytest.mark.parametrize(("score", "decimals", "grade"), [(79.5, 0, 2), (79.49, 0, 1), (79.95, 1, 2), (79.94, 1, 1)])
def test_totals_are_rounded_before_they_are_compared(score: float, decimals: int, grade: int) -> None:
    shares = acceptability(np.array([[score]]), np.ones((5, 1)), CUTS, decimals=decimals)
    assert shares[0, grade] == 1


def test_a_gap_where_a_weight_falls_leaves_nothing_and_elsewhere_does_not_matter() -> None:
    scores = np.array([[90.0, np.nan], [np.nan, 90.0]])
    shares = acceptability(scores, np.tile([1.0, 0.0], (4, 1)), CUTS)
    assert shares[0].tolist() == [0, 0, 1]
    assert np.isnan(shares[1]).all()


def test_many_applications_are_the_same_block_by_block() -> None:
    scores = np.random.default_rng(4).uniform(40, 100, (500, 3))
    weights = weights_anywhere(np.random.default_rng(5), np.full(3, 1 / 3))
    whole = acceptability(scores, weights, CUTS)
    np.testing.assert_allclose(whole.sum(axis=1), 1)
    np.testing.assert_array_equal(whole[321:322], acceptability(scores[321:322], weights, CUTS))
