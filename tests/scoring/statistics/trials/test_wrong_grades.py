"""Counting wrong grades; and what the product claims of its rules holds by a small simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scoring.statistics.reasons import Reason
from scoring.statistics.trials.bars import Bar, BarResult, bars
from scoring.statistics.trials.calibration import Verdict
from scoring.statistics.trials.designs import Design, design
from scoring.statistics.trials.rules import Rule, Scores
from scoring.statistics.trials.setting import Model, RoundSetting
from scoring.statistics.trials.wrong_grades import DesignResult, Estimate, _measured, estimate, wrong_grades


def _tried(one: Design, n_fields: int = 8, n_applications: int = 60) -> DesignResult:
    return wrong_grades(Model(n_applications), one, n_fields, np.random.default_rng(5))


def test_measures_by_hand() -> None:
    low, high = Model().cuts.scores[0] - 1.0, Model().cuts.scores[0] + 1.0
    truth = np.array([[high, low, low, low, high - 0.5]])
    totals = np.array([[[high, high + 1, low, low - 1, low - 2]], [[high, low, low - 1, low - 2, high + 1]]])
    scores = Scores({Rule.MEAN: totals}, np.ones((2, 1), bool), np.ones((2, 1), int), np.zeros((2, 1), bool))
    ((rule, measures),) = _measured(scores, truth, Model())
    assert rule is Rule.MEAN
    # The first panel passes one too many and fails one; two of five get in, and it takes a wrong one.
    assert measures.tolist() == [[10.0, 10.0, 20.0, 60.0, 60.0]]


def test_an_estimate_has_the_error_of_a_mean() -> None:
    assert estimate(np.array([1.0, 3.0, 5.0])) == Estimate(3.0, pytest.approx(2 / math.sqrt(3)))
    assert math.isnan(estimate(np.array([2.0])).error)


@pytest.mark.parametrize("key", ["prefectures", "commissions_apart"])
def test_what_cannot_be_told_from_quality_gets_no_figure(key: str) -> None:
    found = _tried(design(key))
    assert found.subsets == 3.0
    assert found.robust_over_fair is None
    for rule in (Rule.FAIR, Rule.ROBUST):
        one = found.of(rule)
        assert one.reason is Reason.NOT_CONNECTED
        assert (one.too_high, one.too_low, one.wrong_in_quota, one.same_grade, one.against_mean) == (None,) * 5
    mean = found.of(Rule.MEAN)
    assert mean.reason is Reason.NONE
    assert mean.too_high is not None
    assert mean.too_high.value > 0


def test_the_mean_has_nothing_over_itself_nor_has_the_fair_total_where_all_score_all() -> None:
    found = _tried(design("complete_5"))
    for rule in (Rule.MEAN, Rule.FAIR):
        against = found.of(rule).against_mean
        assert against is not None
        assert (against.right.value, against.right_in_quota.value, against.same_quota.value) == (0, 0, 0)
    assert found.reordered == 0


def test_severity_taken_out_pays_where_it_is_great_and_costs_little_where_there_is_none() -> None:
    great, none = (_tried(design(f"of_9_3_severity_{sd}"), 12, 200).of(Rule.FAIR).against_mean for sd in (10, 0))
    assert great is not None
    assert none is not None
    assert great.right_in_quota.value > 5.0
    assert great.same_quota.value > 7.0
    assert abs(none.right_in_quota.value) < 0.6


def test_wild_sheets_are_held_back_by_the_robust_total_alone() -> None:
    found = _tried(design("of_9_5_wild"), 12, 200)
    assert found.robust_over_fair is not None
    assert found.robust_over_fair.value > 1.5


def test_the_same_generator_gives_the_same_result(setting: RoundSetting) -> None:
    first, again = (wrong_grades(setting, setting.designs[2], 3, np.random.default_rng(2)) for _ in range(2))
    assert first == again
    own = first.of(Rule.FAIR)
    assert own.too_high is not None
    assert own.too_high.value > 0


def test_bars_are_said_of_their_designs() -> None:
    results = [
        _tried(design(key)) for key in ("complete_5", "of_9_3", "of_9_3_severity_0", "of_9_5_wild", "prefectures")
    ]
    found = [(one.bar, one.design.key) for one in bars(results)]
    assert found == [
        (Bar.SAME_RANKS, "complete_5"),
        (Bar.ROBUST_COST, "complete_5"),
        (Bar.GAIN, "of_9_3"),
        (Bar.ROBUST_COST, "of_9_3"),
        (Bar.NULL, "of_9_3_severity_0"),
        (Bar.ROBUST_COST, "of_9_3_severity_0"),
        (Bar.ROBUST_GAIN, "of_9_5_wild"),
    ]


@pytest.mark.parametrize(
    ("value", "verdict"), [(2.5, Verdict.MET), (2.2, Verdict.UNDECIDED), (2.0, Verdict.NOT_MET), (9.0, Verdict.MET)]
)
def test_a_bar_is_met_missed_or_left_open(value: float, verdict: Verdict) -> None:
    assert BarResult(Bar.GAIN, design("of_9_3"), 2.5, Estimate(value, 0.2)).verdict is verdict
