"""Which objections still stand, and who is late: over every state, signature and day that counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from indicators.calendar import read_calendar
from indicators.load import shipped_rule_book
from indicators.model import NoticeRules
from scoring.procedure.objections import MAY_FOLLOW, Filed, ObjectionState, Reminder, reminders, stands

CALENDAR = read_calendar()
READINGS = shipped_rule_book("2026-sample").regulation.interpretations
RULES = NoticeRules(3, 15, late_objections_stand=False, correction_restarts=True)
LAST = date(2026, 6, 8)
BOTH = frozenset({"market_regulator", "drc"})


def filed(
    state: ObjectionState = "received", received_on: date = date(2026, 6, 4), signed: frozenset[str] = frozenset()
) -> Filed:
    return Filed("o1", "a1", state, received_on, LAST, signed)


@pytest.mark.parametrize(
    ("state", "signed", "late", "expected"),
    [
        ("received", frozenset(), False, True),
        ("received", frozenset(), True, False),
        ("acknowledged", frozenset(), False, True),
        ("acknowledged", frozenset(), True, False),
        ("founded", frozenset(), False, True),
        ("founded", BOTH, False, True),
        ("founded", BOTH, True, True),
        ("groundless", BOTH, False, False),
        ("groundless", BOTH, True, False),
        ("groundless", frozenset({"market_regulator"}), False, True),
        ("groundless", frozenset({"drc"}), False, True),
        ("withdrawn", frozenset(), False, False),
    ],
)
def test_what_keeps_a_grade_back(state: ObjectionState, signed: frozenset[str], late: bool, expected: bool) -> None:
    on = date(2026, 6, 9) if late else LAST
    assert stands(filed(state, on, signed), RULES, READINGS) is expected


def test_the_last_day_of_the_notice_is_in_time() -> None:
    assert [filed(received_on=day).late for day in (LAST, date(2026, 6, 9))] == [False, True]


def test_the_round_may_let_late_ones_stand_and_the_regulation_be_read_strictly() -> None:
    late = filed("received", date(2026, 6, 9))
    assert stands(late, replace(RULES, late_objections_stand=True), READINGS)
    strict = replace(READINGS, groundless_objection_stands=True)
    assert stands(filed("groundless", signed=BOTH), RULES, strict)


def test_an_objection_is_acknowledged_before_it_is_decided_and_stays_taken_back() -> None:
    states = set(MAY_FOLLOW)
    allowed = {(one, other) for one, other in product(states, states) if other in MAY_FOLLOW[one]}
    decided = {"founded", "groundless", "withdrawn"}
    assert allowed == {
        ("received", "acknowledged"),
        ("received", "withdrawn"),
        *(("acknowledged", one) for one in decided),
        *product({"founded", "groundless"}, decided),
    }


# Received on Thursday 4 June 2026: acknowledged until Tuesday 9, decided until Friday 26 (the 19th is a holiday).
@pytest.mark.parametrize(
    ("state", "signed", "on", "due"),
    [
        ("received", frozenset(), date(2026, 6, 9), []),
        ("received", frozenset(), date(2026, 6, 10), [("market_regulator", "acknowledge", date(2026, 6, 9))]),
        ("received", frozenset(), date(2026, 7, 10), [("market_regulator", "acknowledge", date(2026, 6, 9))]),
        ("acknowledged", frozenset(), date(2026, 6, 26), []),
        ("acknowledged", frozenset(), date(2026, 6, 27), [("market_regulator", "decide", date(2026, 6, 26))]),
        ("groundless", frozenset({"market_regulator"}), date(2026, 6, 26), []),
        (
            "groundless",
            frozenset({"market_regulator"}),
            date(2026, 6, 27),
            [("drc", "sign_outcome", date(2026, 6, 26))],
        ),
        ("groundless", BOTH, date(2026, 7, 10), []),
        ("founded", BOTH, date(2026, 7, 10), []),
        ("withdrawn", frozenset(), date(2026, 7, 10), []),
    ],
)
def test_reminders_go_to_those_who_are_late_and_to_no_others(
    state: ObjectionState, signed: frozenset[str], on: date, due: list[tuple[str, str, date]]
) -> None:
    found = reminders([filed(state, signed=signed)], RULES, CALENDAR, on=on)
    assert found == tuple(Reminder(who, what, "o1", day) for who, what, day in due)  # type: ignore[arg-type]


def test_nobody_is_called_late_where_the_year_is_not_announced() -> None:
    late = Filed("o1", "a1", "acknowledged", date(2026, 12, 21), date(2026, 12, 24))
    assert reminders([late], RULES, CALENDAR, on=date(2027, 6, 1)) == ()
