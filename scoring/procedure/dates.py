"""Years counted back from a day, as the regulation's conditions count them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both of them in it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in the window."""
        return self.first <= day <= self.last

    def overlaps(self, start: date, end: date | None) -> bool:
        """Tell whether a state from `start` to `end`, both days included (``None``: still lasting), touches it."""
        return start <= self.last and (end is None or end >= self.first)


def years_before(day: date, years: int) -> date:
    """Return the corresponding day so many calendar years earlier.

    29 February has no corresponding day in a common year: it is the last day of that month, 28 February, as Article 202
    of the Civil Code lays down for periods counted in years.
    """
    year = day.year - years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def years_after(day: date, years: int) -> date:
    """Return the corresponding day so many calendar years later; 29 February as in `years_before`."""
    return years_before(day, -years)


def months_before(day: date, months: int) -> date:
    """Return the corresponding day so many months earlier; the last day of a month that is too short for it."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def years_window(day: date, years: int, *, includes_day: bool) -> Window:
    """Return the window "within the last `years` years" as seen from a day.

    Its first day is the corresponding day so many years earlier and is part of it: what happened on 10 May 2022 has its
    three years run out at the end of 10 May 2025, so it lies within the last three years on that day and no longer on
    the next (Civil Code, Articles 201 and 202: the day of the event is not counted, the corresponding day is the last).
    `includes_day` says whether the day itself is part of it too.
    """
    last = day if includes_day else day - timedelta(days=1)
    return Window(first=years_before(day, years), last=last)


def complete_financial_years(day: date, years: int) -> tuple[int, ...]:
    """Return the last so many financial years that were over before a day, the latest first.

    The financial year is the calendar year (Accounting Law, Article 11), so 31 December still belongs to an open one.
    """
    return tuple(day.year - back for back in range(1, years + 1))
