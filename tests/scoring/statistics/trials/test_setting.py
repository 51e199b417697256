"""A round as something to try rules on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np

from indicators.load import shipped_rule_book
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.trials.designs import Design
from scoring.statistics.trials.setting import Model, RoundSetting, graded, setting_of


def test_the_round_decides_cuts_indicators_sizes_and_rule(setting: RoundSetting) -> None:
    assert (setting.cuts.grades, setting.cuts.scores) == (("AA", "AAA"), (80.0, 90.0))
    assert len(setting.allowed) == 49
    assert sum(points[-1] for points in setting.allowed) == Decimal(100)
    assert (setting.sizes, setting.aggregate, setting.decimals) == ((5, 7), Aggregate(), 2)
    keys = [one.key for one in setting.designs]
    assert keys == ["complete_5", "complete_7", "of_10_5", "prefectures"]


def test_another_rule_of_the_round_is_taken_over() -> None:
    round_ = shipped_rule_book("2026-sample").round
    sheet = replace(round_.parameter_sheet, aggregate="trimmed", trimmed_each_side=2, experts_per_application=(9, 3))
    found = setting_of(replace(round_, parameter_sheet=sheet))
    assert (found.aggregate, found.sizes) == (Aggregate("trimmed", 2), (3, 9))


def test_marks_are_points_that_may_be_given_and_both_panels_have_one_truth(setting: RoundSetting) -> None:
    pairs = next(setting.pairs(np.random.default_rng(1), setting.designs[0], 3))
    assert pairs.truth.shape == (3, 40)
    assert pairs.marks.shape == (2, 3, 40, 49, 5)
    for indicator, allowed in enumerate(setting.allowed):
        assert set(np.unique(pairs.marks[..., indicator, :])) <= {float(points) for points in allowed}
    np.testing.assert_allclose(pairs.marks.sum(axis=-2), pairs.totals)
    assert np.abs(np.corrcoef(pairs.totals.mean(axis=-1)[0].ravel(), pairs.truth.ravel())[0, 1]) > 0.8
    assert not np.array_equal(pairs.totals[0], pairs.totals[1])


def test_a_pool_leaves_sheets_out_and_fields_come_as_asked(setting: RoundSetting) -> None:
    found = list(setting.pairs(np.random.default_rng(1), Design("pool", 6, 3, severity_sd=3.0), 5))
    assert sum(len(part.truth) for part in found) == 5
    assert all(((~np.isnan(part.totals)).sum(axis=-1) == 3).all() for part in found)


def test_prefectures_of_a_round_differ(setting: RoundSetting) -> None:
    found = list(setting.pairs(np.random.default_rng(1), setting.designs[-1], 30))
    means = np.concatenate([part.truth[:, :39].reshape(-1, 13, 3).mean(axis=1) for part in found])
    assert means.std() > 2.5  # 1.2 by chance alone


def test_totals_are_rounded_half_up_before_they_are_graded(setting: RoundSetting) -> None:
    assert graded(np.array([79.994, 79.995, 80.0, 89.995, np.nan]), setting).tolist() == [0, 1, 1, 2, -1]
    assert graded(np.array([Model().cuts.scores[0] - 0.001, Model().cuts.scores[0]]), Model()).tolist() == [0, 1]
