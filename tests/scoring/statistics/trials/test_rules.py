"""What the rules make of marks."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.aggregate import Aggregate
from scoring.statistics.trials.designs import design
from scoring.statistics.trials.marks import WEIGHTS, pairs_of_panels
from scoring.statistics.trials.rules import Rule, scores_of


def test_rules_by_hand() -> None:
    marks = np.array([[[1.0, 2, 3, 10], [4, 4, 4, 8]], [[5, 6, 7, 8], [0, 0, 0, 0]]])
    weights = np.array([1.0, 2.0])
    totals = np.einsum("aie,i->ae", marks, weights)
    of = scores_of(marks, weights, totals, own=Aggregate("winsorised", 1)).of
    assert of[Rule.MEAN].tolist() == [14.0, 6.5]
    assert of[Rule.TRIMMED].tolist() == [2.5 + 8.0, 6.5]
    assert of[Rule.MEDIAN].tolist() == [2.5 + 8.0, 6.5]
    assert of[Rule.OWN].tolist() == [2.5 + 8.0, 6.5]
    assert of[Rule.TRIMMED_TOTALS].tolist() == [(10 + 11) / 2, 6.5]
    assert of[Rule.MEDIAN_TOTALS].tolist() == [10.5, 6.5]
    assert np.array_equal(of[Rule.FAIR], of[Rule.MEAN])


@pytest.mark.parametrize("own", [Aggregate(), Aggregate("median"), Aggregate("trimmed", 1), None])
def test_a_rule_that_is_tried_anyhow_is_not_tried_twice(own: Aggregate | None) -> None:
    marks = np.ones((2, 1, 3))
    assert Rule.OWN not in scores_of(marks, np.ones(1), marks[:, 0], own=own).of


def test_a_complete_panel_is_never_reordered_and_one_with_gaps_is_adjusted() -> None:
    complete, gaps = (
        next(pairs_of_panels(np.random.default_rng(1), design(key), 3, n_applications=30))
        for key in ("complete_5", "gaps_9")
    )
    scores = scores_of(complete.marks, WEIGHTS, complete.totals)
    assert not scores.reordered.any()
    assert np.array_equal(scores.of[Rule.FAIR], scores.of[Rule.MEAN])
    scores = scores_of(gaps.marks, WEIGHTS, gaps.totals)
    assert scores.connected.all()
    assert np.abs(scores.of[Rule.FAIR] - scores.of[Rule.MEAN]).max() > 1


def test_a_panel_that_falls_apart_is_left_as_it_is_and_says_so() -> None:
    apart = next(pairs_of_panels(np.random.default_rng(1), design("prefectures"), 2, n_applications=30))
    scores = scores_of(apart.marks, WEIGHTS, apart.totals)
    assert (scores.subsets == 3).all()
    assert not scores.connected.any()
    assert np.array_equal(scores.of[Rule.FAIR], scores.of[Rule.MEAN])
