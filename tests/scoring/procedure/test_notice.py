"""How long a notice runs and on which day it may end: over National Day, at a year's end, on 29 February."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indicators.calendar import read_calendar
from indicators.load import shipped_rule_book
from scoring.procedure.notice import (
    PERMITTED,
    checked_grades,
    last_day_fault,
    notice_term,
    noticed_grades,
    signed_by_both,
)

CALENDAR = read_calendar()
MEASURES = shipped_rule_book("2026-sample").regulation


@pytest.mark.parametrize(
    ("opened", "last"),
    [
        (date(2026, 9, 25), date(2026, 10, 9)),  # over Mid-Autumn and National Day
        (date(2026, 9, 30), date(2026, 10, 13)),
        (date(2024, 2, 23), date(2024, 3, 1)),  # 29 February counts
        (date(2025, 12, 26), date(2026, 1, 5)),  # Sunday 4 January is made up
    ],
)
def test_the_day_after_the_opening_is_the_first(opened: date, last: date) -> None:
    assert notice_term(opened, 5, CALENDAR).last == last


@pytest.mark.parametrize(
    ("stated", "fault"),
    [
        (date(2026, 10, 7), "notice.too_short"),
        (date(2026, 10, 8), "notice.too_short"),
        (date(2026, 10, 9), None),
        (date(2026, 10, 10), None),  # a Saturday that is made up
        (date(2026, 10, 11), "notice.ends_on_day_off"),
        (date(2026, 10, 17), "notice.ends_on_day_off"),
        (date(2026, 10, 19), None),
        (date(2026, 9, 20), "notice.too_short"),
        (date(2027, 1, 4), "notice.calendar_not_announced"),
    ],
)
def test_a_last_day_that_an_office_states_is_long_enough_and_a_working_day(stated: date, fault: str | None) -> None:
    found = last_day_fault(date(2026, 9, 25), stated, 5, CALENDAR)
    assert (found.key if found else None) == fault


def test_a_notice_into_a_year_not_announced_has_no_last_day() -> None:
    found = last_day_fault(date(2026, 12, 22), date(2026, 12, 24), 5, CALENDAR)
    assert found is not None
    assert (found.key, found.values["year"]) == ("notice.calendar_not_announced", 2027)


def test_aa_and_above_are_checked_and_a_is_noticed_as_the_rule_book_reads_it() -> None:
    assert checked_grades(MEASURES) == ("AA", "AAA")
    assert noticed_grades(MEASURES) == ("A", "AA", "AAA")
    otherwise = replace(MEASURES.interpretations, grade_a_is_noticed_and_announced=False)
    assert noticed_grades(replace(MEASURES, interpretations=otherwise)) == ("AA", "AAA")
    assert noticed_grades(replace(MEASURES, steps=())) == ()


def test_both_sign_the_same_list() -> None:
    assert signed_by_both({"market_regulator": 2, "drc": 2}, 2)
    assert not signed_by_both({"market_regulator": 2, "drc": 1}, 2)
    assert not signed_by_both({"market_regulator": 2}, 2)


def test_what_each_state_permits_is_listed() -> None:
    assert {
        "drafted": {"sign", "correct", "open"},
        "open": {"sign", "correct", "object", "close"},
        "closed": {"object"},
    } == PERMITTED
