"""The forecast against moments worked out by hand, and against sittings drawn from its own model."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from indicators.model import Clocks
from scoring.meeting.durations import ITEM_SHAPE, PACE_SHAPE, PRIOR, Duration, learnt_pace
from scoring.meeting.forecast import Forecast, forecast
from scoring.meeting.triage import Block

CLOCKS = Clocks(
    length=Decimal(120),
    opening=Decimal(12),
    consent_item=Decimal("0.25"),
    normal_item=Decimal("2.5"),
    hard_item=Decimal(4),
    pause=Decimal(4),
    reserve=Decimal(14),
    closing=Decimal(19),
    pull_window_seconds=90,
)
PLAN: dict[Block, int] = {"consent": 19, "hard": 8, "normal": 13}


def told(found: Forecast | None) -> Forecast:
    assert found is not None
    return found


def test_before_anything_is_seen_the_end_is_that_of_the_clock_and_the_spread_that_of_the_prior() -> None:
    found = told(forecast([], PLAN, clocks=CLOCKS, elapsed_minutes=0, seed=1, pull_probability=0, draws=40_000))
    # Of talk: 8 x 4 + 13 x 2.5 = 64.5 minutes; pace squared has mean 26^2 / (25 x 26) = 1.04, items a relative
    # variance of 1/6: variance 1.04 x (8 x 16 + 13 x 6.25) / 6 + 0.04 x 64.5^2 = 36.3 + 166.4 = 202.7.
    sd = np.sqrt(1.04 * (8 * 16 + 13 * 6.25) / ITEM_SHAPE + 64.5**2 / (PACE_SHAPE - 2))
    assert found.pace == 1.0
    assert found.mean == pytest.approx(105.75, abs=4 * sd / np.sqrt(40_000))
    # A normal distribution has 3.29 standard deviations between its 5 % and 95 %; this one is skewed a little.
    assert found.high - found.low == pytest.approx(3.29 * sd, rel=0.04)
    assert found.high - found.mean > found.mean - found.low


def test_pulled_items_become_normal_ones() -> None:
    without = told(forecast([], PLAN, clocks=CLOCKS, elapsed_minutes=0, seed=1, pull_probability=0, draws=40_000))
    with_ = told(forecast([], PLAN, clocks=CLOCKS, elapsed_minutes=0, seed=1, pull_probability=0.2, draws=40_000))
    # 19 x 0.2 x 2.5 = 9.5 minutes more.
    assert with_.mean - without.mean == pytest.approx(9.5, abs=0.3)
    assert with_.probability_on_time < without.probability_on_time


def test_the_pace_is_learnt_and_shrunk() -> None:
    assert learnt_pace([], CLOCKS) == PRIOR
    # Three hard items of 5 minutes for 4: (26 + 6 x 3.75) / (26 + 18) = 48.5 / 44.
    some = learnt_pace([Duration("hard", 5.0)] * 3, CLOCKS)
    assert some.mean == pytest.approx(48.5 / 44)
    many = learnt_pace([Duration("hard", 5.0)] * 300, CLOCKS)
    assert 1.24 < many.mean < 1.25
    # Consent items say nothing of the talk.
    assert learnt_pace([Duration("consent", 9.0)] * 10, CLOCKS) == PRIOR


def test_what_is_seen_makes_the_forecast_surer() -> None:
    before = told(forecast([], {"normal": 13}, clocks=CLOCKS, elapsed_minutes=54, seed=1))
    after = told(forecast([Duration("hard", 4.0)] * 8, {"normal": 13}, clocks=CLOCKS, elapsed_minutes=54, seed=1))
    assert after.high - after.low < before.high - before.low


def test_it_is_calibrated_on_sittings_of_its_own_model() -> None:
    rng = np.random.default_rng(4)
    inside = 0
    late = []
    for seed in range(200):
        pace = float(PRIOR.draw(rng, 1)[0])
        hard, normal = (pace * clock * rng.gamma(ITEM_SHAPE, 1 / ITEM_SHAPE, n) for clock, n in ((4, 8), (2.5, 13)))
        at = 16 + hard.sum()
        seen = [Duration("hard", minutes) for minutes in hard.tolist()]
        found = told(
            forecast(seen, {"normal": 13}, clocks=CLOCKS, elapsed_minutes=at, seed=seed, fixed_left=19, draws=1000)
        )
        end = at + normal.sum() + 19
        inside += found.low <= end <= found.high
        late.append((end <= 120) - found.probability_on_time)
    # 90 % of 200: standard error 2.1 %. Probability against what happened: mean difference 0.
    assert abs(inside / 200 - 0.9) < 4 * 0.021
    assert abs(np.mean(late)) < 4 * np.std(late) / np.sqrt(200)


def test_what_does_not_fit_is_deferred_from_the_end() -> None:
    found = told(forecast([], {"normal": 20, "reserve": 3}, clocks=CLOCKS, elapsed_minutes=60, seed=1, fixed_left=19))
    # 41 minutes are left for items of 2.5: sixteen by the clock, fewer with certainty.
    assert 9 <= found.can_still_take <= 15
    assert sum(found.to_defer.values()) == 23 - found.can_still_take
    assert next(iter(found.to_defer)) == "reserve"
    assert found.room_for == 0


def test_what_is_free_is_said() -> None:
    found = told(forecast([], {"normal": 2}, clocks=CLOCKS, elapsed_minutes=60, seed=1, fixed_left=19))
    assert (found.can_still_take, found.to_defer) == (2, {})
    assert 7 <= found.room_for <= 13
    over = told(forecast([], {}, clocks=CLOCKS, elapsed_minutes=110, seed=1, fixed_left=19))
    assert (over.mean, over.probability_on_time, over.room_for) == (129.0, 0.0, 0)


def test_fixed_minutes_ahead() -> None:
    # Nothing but 6 of 12 minutes of opening behind: 10 of opening and break, 19 of close ahead.
    assert told(forecast([], {}, clocks=CLOCKS, elapsed_minutes=6, seed=1)).mean == 6 + 10 + 19


def test_the_consent_block_is_no_break() -> None:
    # 12 of opening and 1.5 + 20 x 0.25 of consent behind: the break of 4 is still ahead, and the close.
    found = forecast([], {}, clocks=CLOCKS, elapsed_minutes=18.5, seed=1, consent_done=20)
    assert told(found).mean == 18.5 + 4 + 19


def test_the_item_on_the_table_takes_what_is_left_of_it() -> None:
    asked = {"clocks": CLOCKS, "seed": 1, "fixed_left": 19.0, "draws": 40_000}
    new = told(forecast([], {"hard": 1}, elapsed_minutes=50, **asked))  # type: ignore[arg-type]
    begun = told(forecast([], {"hard": 1}, elapsed_minutes=50, on_table=Duration("hard", 0.0), **asked))  # type: ignore[arg-type]
    half = told(forecast([], {"hard": 1}, elapsed_minutes=52, on_table=Duration("hard", 2.0), **asked))  # type: ignore[arg-type]
    assert (new.mean, begun.mean) == (pytest.approx(73, abs=0.05), pytest.approx(73, abs=0.05))
    # Having taken 2 it takes in all a little more than a new one is expected to, E(T | T > 2): by a sum over a grid.
    grid = np.arange(0.005, 60, 0.01)
    shape, pace = ITEM_SHAPE, PACE_SHAPE
    # T / 4 is a ratio of gamma variables: its density is that of a beta prime, with odds v = 6 t / (4 x 26).
    odds = shape * grid / (4 * (pace - 1))
    density = odds ** (shape - 1) * (1 + odds) ** (-shape - pace)
    above = grid > 2
    expected = float((grid * density)[above].sum() / density[above].sum())
    # The pace is not yet learnt from the item on the table, so that the forecast lies a little lower.
    assert half.mean - 50 - 19 == pytest.approx(expected, abs=0.15)
    long = told(forecast([], {"hard": 1}, elapsed_minutes=90, on_table=Duration("hard", 40.0), **asked))  # type: ignore[arg-type]
    assert 90 + 19 <= long.mean < 90 + 19 + 15


def test_the_same_question_has_the_same_answer() -> None:
    asked = {"clocks": CLOCKS, "elapsed_minutes": 0.0, "seed": 3}
    assert forecast([], PLAN, **asked) == forecast([], PLAN, **asked)  # type: ignore[arg-type]


def test_undefined_and_refused() -> None:
    assert forecast([Duration("hard", 5.0)], {}, clocks=CLOCKS, elapsed_minutes=4, seed=1) is None
    with pytest.raises(ValueError, match="no time"):
        learnt_pace([Duration("hard", -0.1)], CLOCKS)
    with pytest.raises(ValueError, match="one of those left"):
        forecast([], {"normal": 1}, clocks=CLOCKS, elapsed_minutes=9, seed=1, on_table=Duration("hard", 1.0))
    with pytest.raises(ValueError, match="not negative"):
        forecast([], {"hard": -1}, clocks=CLOCKS, elapsed_minutes=0, seed=1)
