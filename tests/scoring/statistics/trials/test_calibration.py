"""Calibration: by hand, of predictions that are right by making, and of the product's."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.probability.outlook import panel_outlook
from scoring.statistics.trials.calibration import (
    Bin,
    Calibration,
    Claim,
    Estimator,
    Part,
    Predictions,
    Verdict,
    calibration,
    pooled,
)
from scoring.statistics.trials.designs import Design, design
from scoring.statistics.trials.marks import pairs_of_panels
from scoring.statistics.trials.predictions import _bootstrap, _leaving_out, calibrations
from scoring.statistics.trials.setting import Model, RoundSetting
from scoring.statistics.trials.wrong_grades import Estimate

ANY = design("complete_5")


def _of(predicted: list[list[float]], realised: list[list[bool]], near: list[list[bool]]) -> Calibration:
    part = Predictions(np.array([predicted]), np.array([realised]), np.array([near]))
    return calibration(Claim.SAME, Estimator.PREDICTIVE, ANY, [part])


def test_by_hand() -> None:
    found = _of([[0.92, 0.98, 0.3], [0.96, np.nan, 1.0]], [[True, False, False], [True, True, True]],
                [[True, False, True], [False, True, False]])  # fmt: skip
    off = np.array([-0.08, 0.98, 0.3, -0.04, 0.0])
    assert found.whole.count == 5
    assert found.whole.bias.value == pytest.approx(off.mean())
    assert found.whole.brier == pytest.approx((off**2).mean())
    # Two bins: 0.9 to 1 with four of which three came true, 0.3 to 0.4 with one that did not.
    assert found.whole.calibration_error.value == pytest.approx((abs(off[[0, 1, 3, 4]].sum()) + 0.3) / 5)
    assert found.near.count == 2
    assert found.near.bias.value == pytest.approx((-0.08 + 0.3) / 2)
    assert [one.count for one in found.bins] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 4]
    assert found.bins[9].predicted == pytest.approx((0.92 + 0.98 + 0.96 + 1.0) / 4)
    assert found.bins[9].realised == pytest.approx(0.75)


def test_parts_are_put_together_by_fields() -> None:
    rng = np.random.default_rng(1)
    predicted = rng.random((2, 6, 20))
    realised, near = rng.random((2, 6, 20)) < predicted, rng.random((2, 6, 20)) < 0.5
    whole = calibration(Claim.SAME, Estimator.T, ANY, [Predictions(predicted, realised, near)])
    halves = [
        Predictions(*(array[:, fields] for array in (predicted, realised, near))) for fields in (slice(4), slice(4, 6))
    ]
    assert calibration(Claim.SAME, Estimator.T, ANY, halves) == whole


def test_true_probabilities_are_found_calibrated_and_doubled_odds_are_not() -> None:
    rng = np.random.default_rng(2)
    true = rng.uniform(0.05, 0.95, (2, 100, 100))
    realised, near = rng.random(true.shape) < true, np.ones(true.shape, np.bool_)
    right = calibration(Claim.SAME, Estimator.T, ANY, [Predictions(true, realised, near)])
    assert right.verdict is Verdict.MET
    wrong = calibration(Claim.SAME, Estimator.T, ANY, [Predictions(true**0.5, realised, near)])
    assert wrong.verdict is Verdict.NOT_MET
    assert wrong.whole.bias.value == pytest.approx(float((true**0.5 - true).mean()), abs=0.01)
    assert wrong.whole.brier > right.whole.brier


@pytest.mark.parametrize(
    ("bias", "near", "error", "verdict"),
    [
        (-0.014, 0.025, 0.02, Verdict.MET),
        (0.018, 0.0, 0.0, Verdict.UNDECIDED),
        (0.0, -0.028, 0.0, Verdict.UNDECIDED),
        (0.0, 0.0, 0.031, Verdict.NOT_MET),
        (-0.03, 0.0, 0.0, Verdict.NOT_MET),
    ],
)
def test_verdicts(bias: float, near: float, error: float, verdict: Verdict) -> None:
    whole = Part(9, Estimate(bias, 0.002), Estimate(error, 0.005), 0.1)
    close = Part(9, Estimate(near, 0.002), Estimate(0.5, 0.005), 0.1)
    assert Calibration(Claim.SAME, Estimator.T, ANY, whole, close, ()).verdict is verdict


def test_without_any_prediction_there_is_a_count_of_none() -> None:
    found = _of([[np.nan, np.nan], [np.nan, np.nan]], [[True, True], [True, True]], [[True, True], [False, False]])
    assert (found.whole.count, found.near.count, found.whole.brier) == (0, 0, 0.0)
    assert [one.count for one in found.bins] == [0] * 10


def test_diagrams_are_pooled_by_counts() -> None:
    first = _of([[0.91, 0.93]], [[True, False]], [[True, True]])
    second = _of([[0.98, 0.15]], [[True, False]], [[True, True]])
    bins = pooled([first, second])
    assert bins[9] == Bin(3, pytest.approx((0.91 + 0.93 + 0.98) / 3), pytest.approx(2 / 3))
    assert bins[1].count == 1
    assert [one.count for one in bins] == [0, 1, 0, 0, 0, 0, 0, 0, 0, 3]


def test_bootstrap_and_leaving_out_by_hand() -> None:
    cuts = Model().cuts
    cut = cuts.scores[0]
    marks = np.array([[cut + 9, cut + 9, cut + 9], [cut + 3, cut - 1, cut - 1]])
    grade = cuts.grade_of(marks.mean(axis=-1))
    assert grade.tolist() == [1, 1]
    assert _leaving_out(marks, cuts, grade).tolist() == [1.0, pytest.approx(2 / 3)]
    shares = _bootstrap(marks, cuts, np.random.default_rng(1))
    assert shares[0] == 1.0
    assert shares[1] == pytest.approx(1 - 8 / 27, abs=0.12)  # the generous one is missing from 8 of 27 resamples


def test_what_is_measured_is_what_the_product_says() -> None:
    one = Design("complete_5", 5, 5)
    pairs = next(pairs_of_panels(np.random.default_rng(3), one, 4, n_applications=50))
    same = panel_outlook(pairs.totals, Model().cuts).same
    found = {(c.claim, c.estimator): c for c in calibrations(Model(50), one, 4, np.random.default_rng(3))}
    whole = found[Claim.SAME, Estimator.PREDICTIVE]
    grade = Model().cuts.grade_of(pairs.totals.mean(axis=-1))
    assert whole.whole.count == same.size
    assert whole.whole.bias.value == pytest.approx(float(same.mean() - (grade[0] == grade[1]).mean()))
    assert Estimator.ADJUSTED not in {estimator for _, estimator in found}


def test_other_ways_promise_too_much_and_the_product_does_not(setting: RoundSetting) -> None:
    found = {
        (c.claim, c.estimator): c.whole.bias.value
        for c in calibrations(Model(), design("complete_7"), 40, np.random.default_rng(6))
    }
    assert abs(found[Claim.SAME, Estimator.PREDICTIVE]) < 0.03
    assert abs(found[Claim.GRADE, Estimator.PREDICTIVE]) < 0.03
    assert found[Claim.SAME, Estimator.BOOTSTRAP] > found[Claim.SAME, Estimator.PREDICTIVE] + 0.03
    assert found[Claim.SAME, Estimator.LEAVING_OUT] > found[Claim.SAME, Estimator.BOOTSTRAP] + 0.03
    of_round = calibrations(setting, setting.designs[2], 4, np.random.default_rng(7))
    # Two cut scores: no figure for one of them is put in the place of all.
    assert not {Estimator.PENG_SUBKOVIAK_PHI, Estimator.T} & {c.estimator for c in of_round}
    assert {c.claim for c in of_round if c.estimator is Estimator.ADJUSTED} == set(Claim)
