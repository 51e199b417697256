"""Alarms on honest and on other panels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from scoring.statistics.trials import judged, planted
from scoring.statistics.trials.alarms import Alarm, AlarmResult, Rate, alarm_of, binomial_rate, rate_of_means
from scoring.statistics.trials.setting import RoundSetting


@pytest.mark.parametrize(("hits", "n"), [(0, 12), (3, 12), (12, 12), (51, 1000)])
def test_binomial_limits_are_exact(hits: int, n: int) -> None:
    limits = binomtest(hits, n).proportion_ci(0.99, method="exact")
    assert binomial_rate(hits, n) == Rate(hits / n, pytest.approx(limits.low), pytest.approx(limits.high))


def test_no_panels_have_no_rate() -> None:
    assert np.isnan(binomial_rate(0, 0).value)


def test_shares_have_the_limits_of_their_mean() -> None:
    found = rate_of_means(np.array([0.0, 0.1, 0.2]))
    assert found.value == pytest.approx(0.1)
    assert found.high - found.value == pytest.approx(2.5758 * 0.1 / np.sqrt(3), rel=1e-3)


@pytest.mark.parametrize(("low", "holds"), [(0.049, True), (0.05, True), (0.051, False)])
def test_a_rate_holds_unless_it_is_surely_exceeded(low: float, holds: bool) -> None:
    nothing = Rate(0.0, 0.0, 1.0)
    assert AlarmResult(Alarm.HALO, 0.05, 9, Rate(0.06, low, 0.1), 0.5, nothing).holds is holds


@pytest.mark.parametrize("alarm", Alarm)
def test_honest_panels_are_mostly_silent_and_what_is_planted_is_found(alarm: Alarm, setting: RoundSetting) -> None:
    """Of 20 honest panels 6 with an alarm have a chance of 1 in 3,000 at the stated rate."""
    found = alarm_of(alarm, setting, 20, np.random.default_rng(4))
    assert found.false_alarms.value <= 0.25
    assert found.found.value >= 0.3
    assert found.panels == 20


def test_the_planted_is_all_that_differs(setting: RoundSetting) -> None:
    def made(alarm: Alarm, *, plant: bool) -> planted.Panels:
        return planted.panels(np.random.default_rng(1), setting, 2, alarm.value, plant=plant)

    e, a = planted.EXPERT, planted.APPLICATION
    honest, guilty = (made(Alarm.UNUSUAL, plant=plant) for plant in (False, True))
    difference = guilty.totals - honest.totals
    assert (difference[:, a, e] == planted.WILD).all()
    assert np.count_nonzero(difference) == 2
    honest, guilty = (made(Alarm.IDENTICAL, plant=plant) for plant in (False, True))
    assert np.array_equal(guilty.marks[:, a, e, :29], honest.marks[:, a, planted.SOURCE, :29])
    assert np.array_equal(guilty.marks[:, a, e, 29:], honest.marks[:, a, e, 29:])
    np.testing.assert_allclose(guilty.totals, guilty.marks.sum(axis=-1))
    honest, guilty = (made(Alarm.HOME_FAVOUR, plant=plant) for plant in (False, True))
    assert np.array_equal(guilty.totals[:, ~honest.home], honest.totals[:, ~honest.home])
    assert (guilty.totals - honest.totals)[:, honest.home].mean() == pytest.approx(planted.FAVOUR, rel=0.2)
    honest, guilty = (made(Alarm.HURRIED, plant=plant) for plant in (False, True))
    slow, fast = (panels.times[:, a, e] for panels in (honest, guilty))
    np.testing.assert_allclose(fast, planted.HURRY * slow)


def test_whoever_is_strict_everywhere_is_not_strict_on_one_indicator(setting: RoundSetting) -> None:
    """In points he would be: a tenth of three points is more than a tenth of one."""
    honest = planted.panels(np.random.default_rng(1), setting, 12, Alarm.EXPERT_BY_INDICATOR.value, plant=False)
    assert judged.judge(Alarm.EXPERT_BY_INDICATOR.value, honest).any_alarm.mean() <= 0.25
