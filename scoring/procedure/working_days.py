"""Terms counted in working days. Where no notice has settled a day, the answer is a flag, never a guess.

The day on which something happens is not counted, the next one is the first (Civil Code, Article 201); a term ends on a
working day, since only those are counted (Article 203).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from indicators.calendar import WorkingCalendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """The last day of a term; ``None`` where the holidays of a year it runs through are not yet announced.

    `not_yet_announced` is that year.
    """

    last: date | None
    not_yet_announced: int | None = None

    def over(self, on: date) -> bool | None:
        """Tell whether the term has ended before a day; ``None`` where nobody can say yet."""
        return None if self.last is None else on > self.last


def term(start: date, working_days: int, calendar: WorkingCalendar) -> Term:
    """Return the term of so many working days after a day, which itself is not counted.

    Raises
    ------
    ValueError
        If it has no day.
    """
    if working_days < 1:
        raise ValueError(f"a term of {working_days} working days")
    day, left = start, working_days
    while left:
        day += _DAY
        working = calendar.is_working(day)
        if working is None:
            return Term(None, calendar.unsettled_year(day))
        left -= working
    return Term(day)


def working_days_between(start: date, last: date, calendar: WorkingCalendar) -> int | None:
    """Return how many working days lie after `start`, up to `last` and with it; ``None`` where it cannot be told."""
    days = [calendar.is_working(start + n * _DAY) for n in range(1, (last - start).days + 1)]
    return None if None in days else sum(map(bool, days))
