"""The whole trial of a round: wrong grades, calibration, alarms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from scoring.statistics.trials.alarms import Alarm, AlarmResult, alarm_of
from scoring.statistics.trials.bars import BarResult, bars
from scoring.statistics.trials.calibration import Calibration
from scoring.statistics.trials.designs import DESIGNS, Design
from scoring.statistics.trials.predictions import calibrations
from scoring.statistics.trials.setting import Model, RoundSetting
from scoring.statistics.trials.wrong_grades import DesignResult, wrong_grades

PANELS: Final = 100
"""Fields of applications a design, unless another number is asked for."""
# Some parts are quicker than others, and need more to tell a share of one percent.
_MODEL_CALIBRATION: Final = 5
_ROUND_CALIBRATION: Final = 2
_ALARMS: Final = 3

CALIBRATED: Final = (
    Design("complete_3", 3, 3),
    Design("complete_5", 5, 5),
    Design("complete_7", 7, 7),
    Design("complete_7_severity_2", 7, 7, severity_sd=2.0),
    Design("of_9_3", 9, 3),
    Design("of_9_5", 9, 5),
    Design("complete_7_unlike", 7, 7, slope_sd=0.25, noise_sd=0.25),
)


class Part(StrEnum):
    """What may be tried by itself."""

    WRONG_GRADES = "wrong-grades"
    CALIBRATION = "calibration"
    ALARMS = "alarms"


@dataclass(frozen=True, slots=True)
class TrialReport:
    """What was found; empty where a part was not asked for.

    Attributes
    ----------
    panels, seed : int
        As asked for.
    round_grades, model_grades : tuple of DesignResult
        On panels of the round, and on designs of the linear model.
    bars : tuple of BarResult
    round_calibration, model_calibration : tuple of Calibration
    alarms : tuple of AlarmResult
    """

    panels: int
    seed: int
    round_grades: tuple[DesignResult, ...]
    model_grades: tuple[DesignResult, ...]
    bars: tuple[BarResult, ...]
    round_calibration: tuple[Calibration, ...]
    model_calibration: tuple[Calibration, ...]
    alarms: tuple[AlarmResult, ...]


def steps(setting: RoundSetting, parts: Sequence[Part]) -> int:
    """Return how often `try_round` will call `step`."""
    own = len(setting.designs)
    counts = {
        Part.WRONG_GRADES: own + len(DESIGNS),
        Part.CALIBRATION: own - 1 + len(CALIBRATED),
        Part.ALARMS: len(Alarm),
    }
    return sum(counts[part] for part in parts)


def try_round(
    setting: RoundSetting,
    *,
    panels: int = PANELS,
    seed: int = 0,
    parts: Sequence[Part] = tuple(Part),
    model: Model | None = None,
    step: Callable[[], None] = lambda: None,
) -> TrialReport:
    """Return how rules, probabilities and alarms do, by simulation.

    Parameters
    ----------
    setting : RoundSetting
        Of the round, see `setting.setting_of`.
    panels : int
        Fields of applications a design, each scored by two panels; calibration and alarms take some times as many.
    seed : int
        The same seed gives the same report, whichever parts are asked for.
    parts : sequence of Part
    model : Model, optional
        The linear model; of 200 applications unless given.
    step : callable
        Called after each design, and after each alarm.
    """
    model = model or Model()

    def designs(part: Part, own: int, of: Sequence[Design]) -> Iterator[tuple[Design, np.random.Generator]]:
        """Yield designs, each with a generator of its own."""
        if part in parts:
            for place, one in enumerate(of):
                yield one, np.random.default_rng([seed, list(Part).index(part), own, place])
                step()

    linked = [one for one in setting.designs if one.linked]
    grades = Part.WRONG_GRADES
    round_grades = tuple(wrong_grades(setting, one, panels, rng) for one, rng in designs(grades, 0, setting.designs))
    model_grades = tuple(wrong_grades(model, one, panels, rng) for one, rng in designs(grades, 1, DESIGNS))
    round_calibration = [
        found
        for one, rng in designs(Part.CALIBRATION, 0, linked)
        for found in calibrations(setting, one, _ROUND_CALIBRATION * panels, rng)
    ]
    model_calibration = [
        found
        for one, rng in designs(Part.CALIBRATION, 1, CALIBRATED)
        for found in calibrations(model, one, _MODEL_CALIBRATION * panels, rng)
    ]
    alarms = []
    for place, alarm in enumerate(Alarm if Part.ALARMS in parts else ()):
        rng = np.random.default_rng([seed, list(Part).index(Part.ALARMS), place])
        alarms.append(alarm_of(alarm, setting, _ALARMS * panels, rng))
        step()
    return TrialReport(
        panels=panels,
        seed=seed,
        round_grades=round_grades,
        model_grades=model_grades,
        bars=tuple(bars(model_grades)),
        round_calibration=tuple(round_calibration),
        model_calibration=tuple(model_calibration),
        alarms=tuple(alarms),
    )
