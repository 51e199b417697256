"""A score file to sheets: what belongs together, notes, times."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from indicators.faults import FaultsError
from indicators.load import shipped_rule_book
from indicators.tabular import table_of
from scoring.model import GivenMark, MarkState
from scoring.sheets.given import SheetsRead, read_sheets

ROUND = shipped_rule_book("2026-sample").round
NOW = datetime(2026, 6, 2, tzinfo=UTC)


def read(*lines: str) -> SheetsRead:
    table = table_of("\n".join(lines).encode(), "sheets.csv")
    return read_sheets(table, round_=ROUND, applicants={"a1", "a2"}, experts={"E1", "E2"}, now=NOW)


def faults(*lines: str) -> list[tuple[str, int | None]]:
    with pytest.raises(FaultsError, match=r"score(sheet|file)\.") as caught:
        read(*lines)
    return [(fault.what.key, fault.row) for fault in caught.value.faults]


def test_rows_of_one_sheet_need_not_stand_together() -> None:
    found = read(
        "applicant,expert,indicator,score,state,note",
        "a1,E1,1.1.1,1.5,,第 1 页",
        "a2,E1,1.1.1,,insufficient,",
        "a1,E1,1.1.2,,missing,",
    )
    first, second = found.sheets
    assert (first.application_id, first.expert_id, first.times) == ("a1", "E1", ())
    assert first.marks == (
        GivenMark("1.1.1", MarkState.SCORED, Decimal("1.5"), "第 1 页"),
        GivenMark("1.1.2", MarkState.MISSING),
    )
    assert second.marks == (GivenMark("1.1.1", MarkState.INSUFFICIENT),)
    assert found.row_of == {("a1", "E1", "1.1.1"): 2, ("a2", "E1", "1.1.1"): 3, ("a1", "E1", "1.1.2"): 4}


def test_times_are_of_a_sheet_and_an_empty_row_needs_none() -> None:
    found = read(
        "applicant,expert,indicator,score,time",
        "a1,E1,1.1.1,1.5,2026-06-01T09:30:00+08:00",
        "a1,E1,1.1.2,,",
        "a2,E1,1.1.1,1.5,",
    )
    assert found.sheets[0].times[0] == datetime(2026, 6, 1, 1, 30, tzinfo=UTC)
    assert [len(sheet.times) for sheet in found.sheets] == [2, 0]


def test_times_at_fault() -> None:
    assert faults(
        "applicant,expert,indicator,score,time",
        "a1,E1,1.1.1,1.5,2026-06-01T09:30:00+08:00",
        "a1,E1,1.1.2,2.25,",
    ) == [("scoresheet.time_missing", 3)]
    assert faults(
        "applicant,expert,indicator,score,time",
        "a1,E1,1.1.1,x,1",
        "a1,E2,1.1.2,2.25,2026-06-01T09:30",
        "a2,E2,1.1.2,2.25,2026-06-02T09:30:00+08:00",
    ) == [
        ("scorefile.not_a_number", 2),
        ("scoresheet.not_a_time", 2),
        ("scoresheet.time_without_zone", 3),
        ("scoresheet.time_to_come", 4),
    ]


def test_a_mark_twice_is_a_fault_whatever_panel_the_file_says() -> None:
    rows = ("applicant,expert,indicator,score,panel", "a1,E1,1.1.1,1.5,甲", "a1,E1,1.1.1,1.5,乙")
    assert faults(*rows) == [("scorefile.doubled_mark", 3)]
    assert "scoresheet.panel_ignored" in {notice.key for notice in read(*rows[:2]).notices}
