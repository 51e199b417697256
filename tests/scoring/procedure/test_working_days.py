"""Terms in working days: the first and the last day, holidays, made-up Saturdays, years that nobody announced."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.calendar import read_calendar
from scoring.procedure.working_days import Term, term, working_days_between

CALENDAR = read_calendar()


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 6, 1), 5, date(2026, 6, 8)),  # Monday to Monday: the day itself is not counted
        (date(2026, 6, 5), 1, date(2026, 6, 8)),  # over a week-end
        (date(2026, 6, 6), 1, date(2026, 6, 8)),  # from a Saturday
        (date(2026, 6, 18), 1, date(2026, 6, 22)),  # over the Dragon Boat Festival
        (date(2026, 9, 28), 5, date(2026, 10, 10)),  # over National Day, ending on a Saturday that is made up
        (date(2026, 10, 1), 1, date(2026, 10, 8)),  # from a holiday
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a made-up Saturday counts
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, date(2024, 3, 1)),
        (date(2025, 12, 30), 2, date(2026, 1, 4)),  # over the year's end: 4 January 2026, a Sunday, is made up
        (date(2022, 12, 30), 1, date(2023, 1, 3)),
        (date(2026, 12, 17), 5, date(2026, 12, 24)),  # the last day that is settled
    ],
)
def test_a_term_ends_on_its_last_working_day(start: date, days: int, last: date) -> None:
    assert term(start, days, CALENDAR) == Term(last)


@pytest.mark.parametrize(
    ("start", "days", "year"), [(date(2026, 12, 18), 5, 2027), (date(2027, 3, 1), 5, 2027), (date(2021, 6, 1), 5, 2021)]
)
def test_a_term_through_a_year_not_announced_is_flagged_and_not_guessed(start: date, days: int, year: int) -> None:
    found = term(start, days, CALENDAR)
    assert found == Term(None, not_yet_announced=year)
    assert found.over(date(2099, 1, 1)) is None


def test_a_term_is_over_on_the_day_after_its_last() -> None:
    found = term(date(2026, 6, 1), 5, CALENDAR)
    assert (found.over(date(2026, 6, 8)), found.over(date(2026, 6, 9))) == (False, True)


def test_a_term_has_a_day() -> None:
    with pytest.raises(ValueError, match="0 working days"):
        term(date(2026, 6, 1), 0, CALENDAR)


def test_working_days_are_counted_between_two_days() -> None:
    assert working_days_between(date(2026, 9, 28), date(2026, 10, 10), CALENDAR) == 5
    assert working_days_between(date(2026, 9, 30), date(2026, 10, 7), CALENDAR) == 0
    assert working_days_between(date(2026, 6, 1), date(2026, 6, 1), CALENDAR) == 0
    assert working_days_between(date(2026, 12, 1), date(2027, 1, 10), CALENDAR) is None
