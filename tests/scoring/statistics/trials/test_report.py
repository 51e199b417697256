"""The whole trial."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.statistics.trials.alarms import Alarm
from scoring.statistics.trials.calibration import Claim
from scoring.statistics.trials.designs import DESIGNS
from scoring.statistics.trials.report import CALIBRATED, Part, TrialReport, steps, try_round
from scoring.statistics.trials.setting import Model, RoundSetting


@pytest.fixture(scope="module")
def tried(setting: RoundSetting) -> tuple[TrialReport, int]:
    taken: list[None] = []
    small = replace(setting, n_applications=20)
    report = try_round(small, panels=2, seed=3, model=Model(24), step=lambda: taken.append(None))
    return report, len(taken)


def test_every_part_is_there_and_every_step_is_counted(tried: tuple[TrialReport, int], setting: RoundSetting) -> None:
    report, taken = tried
    assert taken == steps(setting, tuple(Part))
    assert [one.design for one in report.model_grades] == list(DESIGNS)
    assert [one.design for one in report.round_grades] == list(setting.designs)
    assert {one.design for one in report.model_calibration} == set(CALIBRATED)
    assert {one.claim for one in report.round_calibration} == set(Claim)
    assert [one.alarm for one in report.alarms] == list(Alarm)
    assert report.bars


@pytest.mark.parametrize("part", Part)
def test_a_part_alone_says_the_same_as_in_the_whole(
    part: Part, tried: tuple[TrialReport, int], setting: RoundSetting
) -> None:
    report, _ = tried
    alone = try_round(replace(setting, n_applications=20), panels=2, seed=3, model=Model(24), parts=(part,))
    own = {
        Part.WRONG_GRADES: ("round_grades", "model_grades", "bars"),
        Part.CALIBRATION: ("round_calibration", "model_calibration"),
        Part.ALARMS: ("alarms",),
    }
    for name in ("round_grades", "model_grades", "bars", "round_calibration", "model_calibration", "alarms"):
        assert repr(getattr(alone, name)) == (repr(getattr(report, name)) if name in own[part] else "()"), name
