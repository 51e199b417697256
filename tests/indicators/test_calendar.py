"""The working days of China: every year as its notice has it, and no year that has none."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from shutil import copy

import pytest

from indicators.calendar import SHIPPED, read_calendar
from indicators.faults import FaultsError
from indicators.language import LOCALE, Translator

CALENDAR = read_calendar()
# Days off and days made up, as counted by hand from the notices: a second typing of each in two numbers.
COUNTED = {2022: (31, 7), 2023: (27, 7), 2024: (28, 8), 2025: (28, 5), 2026: (33, 6)}
# Working days of each year, from an independently kept table; New Year 2023 took Saturday 31 December 2022.
WORKING = {2022: 249, 2023: 249, 2024: 251, 2025: 248}


def test_every_year_names_its_notice() -> None:
    assert list(CALENDAR.years) == [2022, 2023, 2024, 2025, 2026]
    for year, found in CALENDAR.years.items():
        assert found.number.startswith("国办发明电〔")
        assert found.title == f"国务院办公厅关于{year}年部分节假日安排的通知"
        assert found.issued_on.year == year - 1
        assert found.note


@pytest.mark.parametrize("year", COUNTED)
def test_days_off_and_made_up_are_as_many_as_in_the_notice(year: int) -> None:
    holidays = CALENDAR.years[year].holidays
    off, made_up = sum(len(list(one.days())) for one in holidays), sum(len(one.make_up) for one in holidays)
    assert (off, made_up) == COUNTED[year]


@pytest.mark.parametrize("year", WORKING)
def test_a_year_has_its_working_days(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days))
    assert sum(bool(CALENDAR.is_working(day)) for day in days) == WORKING[year]


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # a Saturday, made up
        (date(2026, 10, 11), False),
        (date(2024, 2, 29), True),
        (date(2024, 2, 9), True),  # the eve of the Spring Festival was left to the employers
        (date(2022, 12, 30), True),
        (date(2023, 1, 2), False),
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), None),
        (date(2027, 1, 4), None),
        (date(2021, 12, 31), None),
    ],
)
def test_single_days(day: date, working: bool | None) -> None:
    assert CALENDAR.is_working(day) is working


def test_the_last_days_of_a_year_are_settled_by_the_notice_of_the_next() -> None:
    assert CALENDAR.unsettled_year(date(2025, 12, 31)) is None
    assert CALENDAR.unsettled_year(date(2026, 12, 31)) == 2027
    assert CALENDAR.unsettled_year(date(2030, 5, 1)) == 2030


def test_a_holiday_is_named() -> None:
    found = CALENDAR.holiday(date(2025, 10, 6))
    assert found is not None
    assert found.name == "国庆节、中秋节"
    assert CALENDAR.holiday(date(2025, 10, 9)) is None


@pytest.mark.parametrize(
    ("find", "put", "fault"),
    [
        ("year = 2026", "year = 2027", "calendar_file_name"),
        ("last = 2026-10-07", "last = 2026-09-07", "calendar_backwards"),
        ("make_up = [2026-01-04]", "make_up = [2026-01-05]", "calendar_made_up_weekday"),
        ("first = 2026-04-04\nlast = 2026-04-06", "first = 2025-04-04\nlast = 2025-04-06", "calendar_other_year"),
        ("first = 2026-05-01", "first = 2026-04-06", "calendar_day_twice"),
        ("schema = 1", "schema = 2", "schema_unknown"),
        ("last = 2026-04-06", "last = 2026-04-06\nremark = 1", "key_unknown"),
    ],
)
def test_a_file_that_is_no_notice_is_told(tmp_path: Path, find: str, put: str, fault: str) -> None:
    text = (SHIPPED / "2026.toml").read_text("utf-8")
    assert find in text
    (tmp_path / "2026.toml").write_text(text.replace(find, put, 1), "utf-8")
    with pytest.raises(FaultsError, match=fault) as caught:
        read_calendar(tmp_path)
    for language in ("zh", "en"):
        assert all("2026.toml" in one.message(Translator(language, LOCALE)) for one in caught.value.faults)


def test_all_files_are_read_before_faults_are_told(tmp_path: Path) -> None:
    for year in (2025, 2026):
        copy(SHIPPED / f"{year}.toml", tmp_path)
        file = tmp_path / f"{year}.toml"
        file.write_text(file.read_text("utf-8").replace("schema = 1", ""), "utf-8")
    with pytest.raises(FaultsError, match=r"2025\.toml.*2026\.toml"):
        read_calendar(tmp_path)


def test_a_year_that_is_announced_or_corrected_while_the_product_runs_is_read(tmp_path: Path) -> None:
    *earlier, last = sorted(SHIPPED.glob("*.toml"))
    for file in earlier:
        copy(file, tmp_path)
    before = read_calendar(tmp_path)
    assert read_calendar(tmp_path) is before
    copy(last, tmp_path)
    year = int(last.stem)
    assert year not in before.years
    assert year in read_calendar(tmp_path).years
    text = last.read_text("utf-8")
    title = read_calendar(tmp_path).years[year].title
    (tmp_path / last.name).write_text(text.replace(title, title + "（更正）", 1), "utf-8")
    assert read_calendar(tmp_path).years[year].title == title + "（更正）"
