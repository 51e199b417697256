"""The days of a notice: working days counted, the days off between them, and the year that nobody can count yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.parts.listing import listed
from indicators.calendar import WorkingCalendar
from indicators.language import Name, Translator
from scoring.procedure.working_days import working_days_between

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Off:
    """Days off in a row: a holiday by its name, or a weekend."""

    first: date
    last: date
    holiday: Name | None


def days_off(opened: date, last: date, calendar: WorkingCalendar) -> tuple[Off, ...]:
    """Return the days off between the opening of a notice and its last day."""
    found: list[Off] = []
    for day in _after(opened, last):
        if calendar.is_working(day) is not False:
            continue
        of = calendar.holiday(day)
        name = None if of is None else Name(of.name, of.name_en)
        if found and found[-1].last + _DAY == day and found[-1].holiday == name:
            found[-1] = Off(found[-1].first, day, name)
        else:
            found.append(Off(day, day, name))
    return tuple(found)


def made_up(opened: date, last: date, calendar: WorkingCalendar) -> tuple[date, ...]:
    """Return the Saturdays and Sundays that are worked and counted."""
    return tuple(day for day in _after(opened, last) if day in calendar.made_up)


def counted(say: Translator, opened: date, last: date, calendar: WorkingCalendar) -> tuple[str, ...]:
    """Say how the days of a notice are counted, one thing a line."""
    whole = working_days_between(opened, last, calendar)
    if whole is None:
        return (not_announced(say, calendar.unsettled_year(last)),)
    lines = [say("notice_desk.days_counted", first=opened + _DAY, last=last, count=whole)]
    if off := days_off(opened, last, calendar):
        lines.append(say("notice_desk.days_off", days=listed((_span(one, say) for one in off), say)))
    if worked := made_up(opened, last, calendar):
        lines.append(say("notice_desk.days_made_up", days=listed((str(day) for day in worked), say)))
    return tuple(lines)


def not_announced(say: Translator, year: int | None) -> str:
    """Say that a year's holidays are not announced."""
    return say("notice_desk.days_unknown", year=year or "–")


def place(say: Translator, opened: date, last: date, today: date, calendar: WorkingCalendar) -> str:
    """Say which day of a notice today is."""
    if today <= opened:
        return say("notice_desk.place_first")
    if today > last:
        return say("notice_desk.place_over", last=last)
    done, whole = (working_days_between(opened, until, calendar) for until in (today, last))
    if done is None or whole is None:
        return not_announced(say, calendar.unsettled_year(last))
    key = "place" if calendar.is_working(today) else "place_off"
    return say(f"notice_desk.{key}", day=done, of=whole)


def _span(off: Off, say: Translator) -> str:
    name = say("notice_desk.weekend") if off.holiday is None else say.say(off.holiday)
    if off.first == off.last:
        return say("notice_desk.off_day", name=name, day=off.first)
    return say("notice_desk.off_span", name=name, first=off.first, last=off.last)


def _after(opened: date, last: date) -> Iterator[date]:
    return (opened + number * _DAY for number in range(1, (last - opened).days + 1))
