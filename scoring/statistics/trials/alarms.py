"""How often the tests of integrity cry wolf on honest panels, and how often they find what was planted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import nan
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from scoring.statistics.integrity.findings import LEVEL
from scoring.statistics.integrity.range_alarm import SHARE
from scoring.statistics.trials import judged, planted
from scoring.statistics.trials.setting import RoundSetting

BoolArray = NDArray[np.bool_]
CONFIDENCE: Final = 0.99
"""Of ten tests whose false alarms are all as stated, one is said to exceed in one trial of twenty."""
_AT_ONCE: Final = 10


class Alarm(StrEnum):
    """The tests of integrity."""

    HOME_FAVOUR = "home_favour"
    HOME_FAVOUR_OF_EXPERT = "home_favour_of_expert"
    UNUSUAL = "unusual"
    IDENTICAL = "identical"
    STRAIGHT_LINED = "straight_lined"
    HURRIED = "hurried"
    HALO = "halo"
    DRIFT = "drift"
    EXPERT_BY_INDICATOR = "expert_by_indicator"
    RANGE = "range"


PLANTED: Final = {
    Alarm.HOME_FAVOUR: planted.FAVOUR,
    Alarm.HOME_FAVOUR_OF_EXPERT: planted.FAVOUR_OF_ONE,
    Alarm.UNUSUAL: planted.WILD,
    Alarm.IDENTICAL: planted.COPIED,
    Alarm.STRAIGHT_LINED: 1.0,
    Alarm.HURRIED: planted.HURRY,
    Alarm.HALO: planted.HALO,
    Alarm.DRIFT: planted.DRIFT,
    Alarm.EXPERT_BY_INDICATOR: planted.ON_INDICATOR,
    Alarm.RANGE: planted.WILD,
}
"""Size of what is planted; its unit is that of the effect."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its limits at 99 percent."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AlarmResult:
    """What a test does.

    Attributes
    ----------
    alarm : Alarm
    stated : float
        The rate of false alarms it promises: of panels with any, but of applications for `RANGE`.
    panels : int
        Honest panels, and as many with something planted.
    false_alarms : Rate
        On honest panels: exact binomial limits (Clopper & Pearson 1934); for `RANGE`, where the alarms of one panel
        hang together, by the spread between panels.
    planted : float
        Size of the effect that was planted, once a panel.
    found : Rate
        Share of panels in which the test points at what was planted.
    """

    alarm: Alarm
    stated: float
    panels: int
    false_alarms: Rate
    planted: float
    found: Rate

    @property
    def holds(self) -> bool:
        """Whether the false alarms are no more than stated, as far as so many panels can tell."""
        return self.false_alarms.low <= self.stated


def binomial_rate(hits: int, n: int) -> Rate:
    """Return a share with exact limits (Clopper & Pearson 1934)."""
    if n == 0:
        return Rate(nan, nan, nan)
    tail = (1 - CONFIDENCE) / 2
    low = float(betaincinv(hits, n - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, n - hits, 1 - tail)) if hits < n else 1.0
    return Rate(hits / n, low, high)


def rate_of_means(shares: NDArray[np.float64]) -> Rate:
    """Return the mean of shares with normal limits from how they differ."""
    mean = float(shares.mean())
    half = 2.5758293035489004 * float(shares.std(ddof=1)) / np.sqrt(shares.size) if shares.size > 1 else nan
    return Rate(mean, mean - half, mean + half)


def alarm_of(alarm: Alarm, setting: RoundSetting, n_panels: int, rng: np.random.Generator) -> AlarmResult:
    """Return size and power of a test, on panels of 40 applications by all of the round's experts.

    Parameters
    ----------
    alarm : Alarm
    setting : RoundSetting
        Its indicators and the greatest of its panel sizes are used.
    n_panels : int
        Honest ones, and as many with a planted effect.
    rng : numpy.random.Generator
    """
    false_alarms: list[NDArray[np.float64]] = []
    found: list[BoolArray] = []
    for start in range(0, n_panels, _AT_ONCE):
        count = min(_AT_ONCE, n_panels - start)
        honest, guilty = (
            judged.judge(alarm.value, planted.panels(rng, setting, count, alarm.value, plant=plant))
            for plant in (False, True)
        )
        false_alarms.append(honest.any_alarm)
        found.append(guilty.found)
    crying, hits = np.concatenate(false_alarms), int(np.concatenate(found).sum())
    of_applications = alarm is Alarm.RANGE
    return AlarmResult(
        alarm=alarm,
        stated=SHARE if of_applications else LEVEL,
        panels=n_panels,
        false_alarms=rate_of_means(crying) if of_applications else binomial_rate(int(crying.sum()), n_panels),
        planted=PLANTED[alarm],
        found=binomial_rate(hits, n_panels),
    )
