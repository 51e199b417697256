from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from indicators.model import Clocks
from scoring.meeting.clock import item_minutes, over_long, plan_minutes

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
START = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def test_the_plan_of_forty_applicants() -> None:
    # 12 + (1.5 + 19 x 0.25) + 8 x 4 + 4 + 13 x 2.5 + 19 = 105.75, so that 14 minutes of reserve fit into 120.
    plan = plan_minutes({"consent": 19, "hard": 8, "normal": 13}, CLOCKS)
    assert plan.needed == 105.75
    assert [(leg.name, leg.starts, leg.ends) for leg in plan.legs] == [
        ("opening", 0.0, 12.0),
        ("consent", 12.0, 18.25),
        ("hard", 18.25, 50.25),
        ("pause", 50.25, 54.25),
        ("normal", 54.25, 86.75),
        ("reserve", 86.75, 100.75),
        ("closing", 100.75, 119.75),
    ]
    assert plan.over == 0.0


def test_a_full_plan_has_no_reserve_and_says_what_it_lacks() -> None:
    # 12 + 20 x 4 + 4 + 4 x 2.5 + 19 = 125.
    plan = plan_minutes({"hard": 20, "normal": 4}, CLOCKS)
    assert (plan.needed, plan.over) == (125.0, 5.0)
    reserve = next(leg for leg in plan.legs if leg.name == "reserve")
    assert reserve.starts == reserve.ends


def test_items_in_the_reserve_take_their_time_of_it() -> None:
    few = plan_minutes({"reserve": 2}, CLOCKS)
    reserve = next(leg for leg in few.legs if leg.name == "reserve")
    assert (reserve.items, reserve.ends - reserve.starts, few.needed) == (2, 14.0, 40.0)
    many = plan_minutes({"reserve": 7}, CLOCKS)
    assert next(leg.ends - leg.starts for leg in many.legs if leg.name == "reserve") == 17.5


@pytest.mark.parametrize(("block", "minutes"), [("consent", 0.25), ("hard", 4.0), ("normal", 2.5), ("reserve", 2.5)])
def test_minutes_of_an_item(block: str, minutes: float) -> None:
    assert item_minutes(block, CLOCKS) == minutes  # type: ignore[arg-type]


@pytest.mark.parametrize(("seconds", "warning"), [(0, 0), (239, 0), (240, 1), (359, 1), (360, 2), (1000, 2)])
def test_warnings_of_a_hard_item(seconds: int, warning: int) -> None:
    found = over_long(START, START + timedelta(seconds=seconds), "hard", CLOCKS)
    assert (found.warning, found.first_at, found.second_at) == (warning, 240.0, 360.0)
    assert found.to_be_deferred is (warning == 2)


def test_an_item_is_not_looked_at_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot be looked at"):
        over_long(START, START - timedelta(seconds=1), "hard", CLOCKS)
