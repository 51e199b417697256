from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.procedure.dates import Window, complete_financial_years, years_after, years_before, years_window

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 5, 10), 3, date(2023, 5, 10)),
        (date(2024, 2, 29), 4, date(2020, 2, 29)),
        (date(2024, 2, 29), 3, date(2021, 2, 28)),
        (date(2023, 2, 28), 3, date(2020, 2, 28)),
        (date(2023, 3, 1), 3, date(2020, 3, 1)),
        (date(2026, 1, 1), 1, date(2025, 1, 1)),
    ],
)
def test_the_corresponding_day(day: date, years: int, expected: date) -> None:
    assert years_before(day, years) == expected


def test_years_later_29_february_is_the_end_of_its_month_too() -> None:
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert years_after(date(2024, 2, 29), 5) == date(2029, 2, 28)
    assert years_after(date(2026, 5, 10), 5) == date(2031, 5, 10)


def test_a_window_has_both_its_ends() -> None:
    assert years_window(date(2026, 5, 10), 3, includes_day=True) == Window(date(2023, 5, 10), date(2026, 5, 10))
    assert years_window(date(2026, 5, 10), 3, includes_day=False).last == date(2026, 5, 9)


@given(DAYS, st.integers(1, 10), st.integers(0, 10))
def test_a_longer_window_holds_a_shorter_one(day: date, years: int, more: int) -> None:
    short, long = (years_window(day, n, includes_day=True) for n in (years, years + more))
    assert long.first <= short.first
    assert long.last == short.last == day


@given(DAYS, st.integers(1, 10))
def test_a_later_day_never_looks_further_back(day: date, years: int) -> None:
    assert years_before(day, years) <= years_before(day + timedelta(days=1), years)


@given(DAYS, st.integers(0, 900), st.integers(0, 900))
def test_a_state_overlaps_if_one_of_its_days_lies_in_the_window(day: date, ago: int, lasts: int) -> None:
    window = years_window(day, 1, includes_day=True)
    start = day - timedelta(days=ago)
    days = (start + timedelta(days=n) for n in range(lasts + 1))
    assert window.overlaps(start, start + timedelta(days=lasts)) == any(window.holds(one) for one in days)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2025, 12, 31), (2024, 2023, 2022)), (date(2026, 1, 1), (2025, 2024, 2023))],
)
def test_a_financial_year_is_complete_after_its_last_day(day: date, expected: tuple[int, ...]) -> None:
    assert complete_financial_years(day, 3) == expected
