"""Whole sheets at once: never over what is there, every fault with its sheet, all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import ConflictError
from scoring.model import GivenMark, GivenSheet, MarkState
from scoring.register import marks, sheets
from scoring.register.canonical import timestamp

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"


def enter(office: Any, *given: GivenSheet, signed: bool = False, **told: Any) -> Any:
    keys = {(sheet.application_id, sheet.expert_id) for sheet in given} if signed else set()
    told = {"submitted": keys, "source": "sheets.csv"} | told
    return flow.import_sheets(office.register, office.who("assignment_holder"), office.tick(), ROUND, given, **told)


def kept(office: Any, expert: str = "E01") -> dict[str, marks.Mark]:
    with office.register.read() as connection:
        found = marks.latest(connection, application_id=FIRST, expert_id=expert, stage="document_review")
    return {mark.indicator: mark for mark in found}


def keys_of(caught: Any) -> list[tuple[str, str]]:
    """The sheet and the inner fault of each fault."""
    return [(fault.entry, fault.what.values["fault"].key) for fault in caught.value.faults]


def test_a_file_of_sheets_is_one_entry_and_locks_what_was_signed(office: Any) -> None:
    before = len(office.entries())
    enter(office, office.sheet(FIRST, "E01"), office.sheet(SECOND, "E01"), submitted={(FIRST, "E01")})
    assert len(office.entries()) == before + 1
    with office.register.read() as connection:
        (event,) = sheets.of_round(connection, ROUND, "document_review")
    assert (event.application_id, event.event) == (FIRST, "submitted")
    assert event.digest == marks.sheet_digest(kept(office).values(), hash_name=office.register.hash_name)
    assert office.is_sound()


def test_the_same_file_again_changes_nothing(office: Any) -> None:
    enter(office, office.sheet(FIRST, "E01"))
    before = kept(office)
    enter(office, office.sheet(FIRST, "E01"))
    assert kept(office) == before
    assert {mark.version for mark in before.values()} == {1}
    assert office.is_sound()


def test_points_typed_otherwise_are_the_same_points(office: Any) -> None:
    office.save(office.given(share="0.5", note=""))
    sheet = office.sheet(FIRST, "E01", "0.5")
    same = replace(sheet.marks[0], value=Decimal(f"{sheet.marks[0].value:f}00"), note="")
    enter(office, replace(sheet, marks=(same,)))
    assert kept(office)["1.1.1"].version == 1


@pytest.mark.parametrize(
    "other",
    [
        {"value": Decimal(0)},
        {"state": MarkState.INSUFFICIENT, "value": None},
        {"state": MarkState.MISSING, "value": None},
        {"note": "另一页"},
    ],
)
def test_what_the_record_holds_is_never_overwritten(office: Any, other: dict[str, Any]) -> None:
    saved = office.save(office.given())
    sheet = office.sheet(FIRST, "E01")
    first = replace(sheet.marks[0], **other)
    with pytest.raises(FaultsError, match=r"flow\.in_sheet") as caught:
        enter(office, replace(sheet, marks=(first, *sheet.marks[1:])))
    assert keys_of(caught) == [(f"{FIRST} / E01", "flow.mark_differs")]
    assert [(mark.indicator, mark.value) for mark in kept(office).values()] == [("1.1.1", saved.value)]


def test_an_import_completes_what_the_expert_began(office: Any) -> None:
    saved = office.save(office.given(share="0.5", note="现场所见"))
    sheet = office.sheet(FIRST, "E01")
    enter(office, replace(sheet, marks=sheet.marks[1:]), signed=True)
    assert kept(office)["1.1.1"].saved_at == saved.saved_at
    assert len(kept(office)) == len(sheet.marks)
    assert office.is_sound()


def test_sheets_of_unassigned_and_recused_experts_and_locked_sheets_are_told(office: Any) -> None:
    office.score(FIRST, experts=("E01", "E02"))
    office.recuse(expert="E02")
    with pytest.raises(FaultsError, match=r"flow\.in_sheet") as caught:
        enter(
            office,
            office.sheet(FIRST, "E01"),
            office.sheet(FIRST, "E02"),
            office.sheet(FIRST, "E09"),
            office.sheet("2026-0099", "E01"),
        )
    assert keys_of(caught) == [
        (f"{FIRST} / E01", "flow.imported_sheet_locked"),
        (f"{FIRST} / E02", "flow.sheet_not_assigned"),
        (f"{FIRST} / E09", "flow.sheet_not_assigned"),
        ("2026-0099 / E01", "flow.sheet_not_assigned"),
    ]


def test_a_signed_sheet_must_be_whole_an_open_one_need_not(office: Any) -> None:
    sheet = office.sheet(FIRST, "E01")
    gaps = replace(
        sheet,
        marks=(
            GivenMark("1.1.1", MarkState.MISSING),
            replace(sheet.marks[1], value=Decimal(0), note=""),
            *sheet.marks[3:],
        ),
    )
    with pytest.raises(FaultsError, match=r"flow\.in_sheet") as caught:
        enter(office, gaps, signed=True)
    assert [(fault.column, fault.what.values["fault"].key) for fault in caught.value.faults] == [
        ("1.1.1", "flow.indicator_without_mark"),
        (sheet.marks[1].indicator, "flow.extreme_without_note"),
        (sheet.marks[2].indicator, "flow.indicator_without_mark"),
    ]
    enter(office, gaps)
    assert len(kept(office)) == len(sheet.marks) - 2


def test_every_fault_of_every_sheet_is_told_and_nothing_is_kept(office: Any) -> None:
    before = len(office.entries())
    good, bad = office.sheet(FIRST, "E01"), office.sheet(SECOND, "E01")
    faulty = (
        GivenMark("9.9.9", MarkState.INSUFFICIENT),
        replace(bad.marks[1], value=Decimal("0.1")),
        replace(bad.marks[2], note="甲\u202e乙"),
        replace(bad.marks[3], note="字" * 3_000),
        *bad.marks[4:],
        bad.marks[4],
    )
    with pytest.raises(FaultsError, match=r"flow\.in_sheet") as caught:
        enter(office, good, replace(bad, marks=faulty))
    assert sorted(key for _, key in keys_of(caught)) == [
        "flow.text_too_long",
        "flow.text_with_hidden_characters",
        "flow.twice",
        "scoresheet.points_not_allowed",
        "scoresheet.unknown_indicator",
    ]
    assert {fault.file for fault in caught.value.faults} == {"sheets.csv"}
    assert len(office.entries()) == before


def test_a_sheet_twice_and_a_signature_without_a_sheet_are_told(office: Any) -> None:
    sheet = office.sheet(FIRST, "E01")
    with pytest.raises(FaultsError, match=r"flow\.twice.*flow\.signed_without_marks"):
        enter(office, sheet, sheet, submitted={(FIRST, "E02")})


def test_times_of_paper_are_kept_and_the_sheet_is_signed_with_the_last(office: Any) -> None:
    sheet = office.sheet(FIRST, "E01")
    beijing = timezone(timedelta(hours=8))
    moments = tuple(datetime(2026, 5, 20, 9, 0, tzinfo=beijing) + timedelta(minutes=n) for n in range(len(sheet.marks)))
    enter(office, replace(sheet, times=moments), signed=True)
    assert kept(office)["1.1.1"].saved_at == "2026-05-20T01:00:00.000000Z"
    with office.register.read() as connection:
        (event,) = sheets.of_round(connection, ROUND, "document_review")
    assert event.at == timestamp(moments[-1])
    assert office.is_sound()


def test_times_to_come_without_zone_or_too_few_are_told(office: Any) -> None:
    sheet = office.sheet(FIRST, "E01")
    before = office.now - timedelta(days=1)
    moments = [before] * len(sheet.marks)
    moments[0] = office.now + timedelta(hours=1)
    moments[1] = before.replace(tzinfo=None)
    with pytest.raises(FaultsError, match=r"flow\.in_sheet") as caught:
        enter(office, replace(sheet, times=tuple(moments)))
    assert [key for _, key in keys_of(caught)] == ["flow.time_to_come", "flow.time_without_zone"]
    assert caught.value.faults[0].column == sheet.marks[0].indicator
    with pytest.raises(FaultsError, match=r"flow\.in_sheet") as caught:
        enter(office, replace(sheet, times=(before,)))
    assert [key for _, key in keys_of(caught)] == ["flow.times_not_of_marks"]
    assert kept(office) == {}


def test_a_round_that_takes_no_marks_takes_no_sheets(office: Any) -> None:
    office.to("deciding")
    with pytest.raises(ConflictError, match=r"flow\.round_takes_no_marks"):
        enter(office, office.sheet(FIRST, "E01"))


def test_a_returned_sheet_is_completed_by_import_but_not_changed(office: Any) -> None:
    office.score(FIRST, experts=("E01",))
    flow.return_sheet(
        office.register,
        office.who("assignment_holder"),
        office.tick(),
        application_id=FIRST,
        expert_id="E01",
        reason="专家申请",
    )
    with pytest.raises(FaultsError, match=r"flow\.in_sheet"):
        enter(office, office.sheet(FIRST, "E01", "0.5"), signed=True)
    enter(office, office.sheet(FIRST, "E01"), signed=True)
    with office.register.read() as connection:
        (event,) = sheets.of_round(connection, ROUND, "document_review")
    assert (event.version, event.event) == (3, "submitted")
    assert office.is_sound()


def test_an_imported_note_is_tidied_like_a_saved_one(office: Any) -> None:
    sheet = office.sheet(FIRST, "E01")
    enter(office, replace(sheet, marks=(replace(sheet.marks[0], note=" 第 3 页\r\n "),)))
    assert kept(office)["1.1.1"].note == "第 3 页"
