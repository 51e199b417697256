"""Chinese working days: holidays and made-up days by year, as the State Council announced them; nothing is guessed.

``read_calendar().is_working(day)`` says ``None`` of a day that no notice settles yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial
from itertools import chain, pairwise
from pathlib import Path
from typing import Final

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.shape import Shape
from indicators.toml_text import SCHEMA, TomlFile, parse_toml, read_toml_file

SHIPPED: Final = Path(__file__).parent / "calendar"
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday with its first and last day, and the Saturdays and Sundays on which its days are made up."""

    name: str
    name_en: str
    first: date
    last: date
    make_up: tuple[date, ...] = ()

    def days(self) -> Iterator[date]:
        """Yield every day of it."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """The notice of one year.

    Days after `settled_until` may still be moved by the next year's notice: its first holiday can reach back.
    """

    year: int
    title: str
    title_en: str
    number: str
    issued_on: date
    source: str
    settled_until: date
    note: str
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The notices by year, and what they make of single days."""

    years: Mapping[int, CalendarYear]
    off: frozenset[date]
    made_up: frozenset[date]

    def is_working(self, day: date) -> bool | None:
        """Tell whether a day is a working day; ``None`` where no notice has settled it."""
        if self.unsettled_year(day) is not None:
            return None
        return day in self.made_up or (day.weekday() < _SATURDAY and day not in self.off)

    def unsettled_year(self, day: date) -> int | None:
        """Return the year whose notice is wanting to tell what a day is, ``None`` where it is settled."""
        here = self.years.get(day.year)
        if here is None:
            return day.year
        return day.year + 1 if day > here.settled_until and day.year + 1 not in self.years else None

    def holiday(self, day: date) -> Holiday | None:
        """Return the holiday that a day belongs to, ``None`` where it belongs to none."""
        of_all = chain.from_iterable(year.holidays for year in self.years.values())
        return next((one for one in of_all if one.first <= day <= one.last), None)


_SHAPE: Final = Shape(CalendarYear, "calendar")


def read_calendar(folder: Path = SHIPPED) -> WorkingCalendar:
    """Read every year of a folder.

    Raises
    ------
    FaultsError
        With everything found in all files.
    """
    paths = sorted(folder.glob("*.toml"))
    # Whoever asks may ask at every turn of a page: files are read again once one of them is another.
    return _read(tuple(paths), tuple((found.st_mtime_ns, found.st_size) for found in (path.stat() for path in paths)))


@lru_cache(maxsize=8)
def _read(paths: tuple[Path, ...], _stamps: tuple[tuple[int, int], ...]) -> WorkingCalendar:
    faults: list[Fault] = []
    years: dict[int, CalendarYear] = {}
    for path in paths:
        try:
            found = _year(read_toml_file(path))
        except FaultsError as error:
            faults += error.faults
            continue
        years[found.year] = found
    if faults:
        raise FaultsError(faults)
    holidays = [one for year in years.values() for one in year.holidays]
    return WorkingCalendar(
        years=years,
        off=frozenset(day for one in holidays for day in one.days()),
        made_up=frozenset(day for one in holidays for day in one.make_up),
    )


def _year(file: TomlFile) -> CalendarYear:
    tree = parse_toml(file)
    schema = tree.pop("schema", None)
    found, faults = _SHAPE.read(tree, file.name)
    if schema != SCHEMA:
        what = Message("rulebook.schema_unknown")
        faults.append(Fault(what, file.name, entry="calendar", column="schema", seen=str(schema), expected=str(SCHEMA)))
    if found is not None:
        faults += _content_faults(file.name, found)
    if faults or found is None:
        raise FaultsError(faults)
    return found


def _content_faults(file: str, found: CalendarYear) -> Iterator[Fault]:
    """Say what cannot be in a notice: another year's file, days backwards or twice, weekdays made up."""
    fault = partial(Fault, file=file, entry="calendar")
    if Path(file).stem != str(found.year):
        yield fault(Message("rulebook.calendar_file_name"), column="year", seen=str(found.year))
    for one in found.holidays:
        if one.last < one.first:
            yield fault(Message("rulebook.calendar_backwards"), column=one.name, seen=f"{one.first} / {one.last}")
        for day in one.make_up:
            if day.weekday() < _SATURDAY:
                yield fault(Message("rulebook.calendar_made_up_weekday"), column=one.name, seen=str(day))
        # Only the first holiday of a year may begin in the year before.
        if found.year not in (one.first.year, one.last.year):
            yield fault(Message("rulebook.calendar_other_year"), column=one.name, seen=f"{one.first} / {one.last}")
    days = sorted(day for one in found.holidays for day in (*one.days(), *one.make_up))
    for day, following in pairwise(days):
        if day == following:
            yield fault(Message("rulebook.calendar_day_twice"), column="holiday", seen=str(day))
