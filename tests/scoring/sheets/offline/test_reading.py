"""What comes back out of a workbook: exactly what went in, or a fault with its cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.faults import Fault, FaultsError
from indicators.form import FormCell, read_form
from indicators.language import Message
from scoring.model import GivenMark, MarkState
from scoring.sheets.offline import Filled, OfflineMark, OfflineSheet, offline_reader, write_offline
from scoring.texts import translator

NOW = datetime(2026, 6, 1, 1, 30, tzinfo=UTC)
ZH, EN = translator("zh"), translator("en")
WORDS = (ZH, EN)
FORMATS: Final = {"percent": {"num_format": "0%"}, "date": {"num_format": "yyyy-mm-dd"}}
COLUMN: Final = {"code": 1, "score": 7, "state": 8, "note": 9, "version": 10}
FIRST_ROW: Final = 7
"""Of the indicators, as a spreadsheet program counts rows."""
HOSTILE: Final = (
    '=HYPERLINK("http://example.org","看")',
    "@SUM(A1)",
    "+1",
    "-1",
    "'=1",
    "＝1+1",
    "１２",
    "_x0041_",
    "a\tb\nc",
    "<b>&amp;</b>",
    "𠮷" * 40,
)


def read_back(sheet: OfflineSheet, say: Any = ZH) -> Filled:
    return offline_reader(write_offline(sheet, say, NOW), "f.xlsx", WORDS)(sheet)


def marks_of(filled: Filled) -> dict[str, tuple[MarkState, Decimal | None, str, int]]:
    return {row.given.indicator: (row.given.state, row.given.value, row.given.note, row.version) for row in filled.rows}


def edited(sheet: OfflineSheet, *changes: tuple[int, str, object], drop: tuple[int, ...] = ()) -> bytes:
    """Return the workbook of a sheet as somebody made it with other values, formulas, formats in some of its cells.

    A change: the row, the column by name, and a value, or (kind, value) for a formula or a format.
    """
    form = read_form(write_offline(sheet, ZH, NOW), "f.xlsx")
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet(form.sheet)
        for (row, column), cell in form.cells.items():
            if row not in drop:
                _put(book, page, (row, column), float(cell.text) if cell.kind == "number" else cell.text)
        for row, name, value in changes:
            _put(book, page, (row, COLUMN[name]), value)
    return stream.getvalue()


def _put(book: Any, page: Any, place: tuple[int, int], value: object) -> None:
    row, column = place[0] - 1, place[1]
    match value:
        case ("formula", str(text)):
            page.write_formula(row, column, text, None, 1)
        case ("date", moment):
            page.write_datetime(row, column, moment, book.add_format(FORMATS["date"]))
        case ("percent", number):
            page.write_number(row, column, number, book.add_format(FORMATS["percent"]))
        case bool():
            page.write_boolean(row, column, value)
        case None:
            page.write_blank(row, column, None, book.add_format({"bold": True}))
        case str():
            page.write_string(row, column, value)
        case _:
            page.write_number(row, column, value)


def faults(sheet: OfflineSheet, data: bytes) -> tuple[Fault, ...]:
    found = offline_reader(data, "f.xlsx", WORDS)(sheet).faults
    assert all(fault.message(ZH) != fault.message(EN) for fault in found)
    return found


def told(sheet: OfflineSheet, *changes: tuple[int, str, object], drop: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    """Return cell (or indicator) and key of each fault."""
    said = []
    for fault in faults(sheet, edited(sheet, *changes, drop=drop)):
        problem = fault.what.values.get("problem")
        key = problem.key if isinstance(problem, Message) else fault.what.key
        said.append((str(fault.what.values.get("cell", fault.entry)), key))
    return said


def test_an_empty_sheet_comes_back_empty(sheet: OfflineSheet) -> None:
    filled = read_back(sheet)
    assert filled.faults == ()
    assert set(marks_of(filled).values()) == {(MarkState.MISSING, None, "", 0)}
    assert list(marks_of(filled)) == [leaf.code for leaf in sheet.leaves]


@pytest.mark.parametrize("say", WORDS, ids=("zh", "en"))
def test_every_state_comes_back_from_either_language(sheet: OfflineSheet, say: Any) -> None:
    marks = {
        "1.1.1": OfflineMark(MarkState.SCORED, Decimal("1.5"), "第 3 页", 2),
        "1.1.2": OfflineMark(MarkState.INSUFFICIENT, None, "缺附件", 1),
        "2.1.2": OfflineMark(MarkState.NOT_APPLICABLE, None, "", 4),
        "1.1.3": OfflineMark(MarkState.MISSING, None, "待查", 7),
    }
    back = marks_of(read_back(replace(sheet, marks=marks), say))
    assert {code: back[code] for code in marks} == {
        code: (mark.state, mark.value, mark.note, mark.version) for code, mark in marks.items()
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_note_comes_back_as_it_was_and_is_no_formula(sheet: OfflineSheet, text: str) -> None:
    data = write_offline(replace(sheet, marks={"1.1.1": OfflineMark(MarkState.MISSING, None, text, 1)}), ZH, NOW)
    assert offline_reader(data, "f.xlsx", WORDS)(sheet).rows[0].given.note == text
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"<f" not in parts.read("xl/worksheets/sheet1.xml").replace(b"<formula", b"")


_notes = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=60),
).map(str.strip)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_marks_go_in_the_same_come_out(sheet: OfflineSheet, data: st.DataObject) -> None:
    marks = {}
    for leaf in data.draw(st.lists(st.sampled_from(sheet.leaves), unique_by=lambda leaf: leaf.code)):
        states = [state for state in MarkState if state is not MarkState.NOT_APPLICABLE or leaf.allows_not_applicable]
        state = data.draw(st.sampled_from(states))
        value = data.draw(st.sampled_from(leaf.allowed_scores())) if state is MarkState.SCORED else None
        marks[leaf.code] = OfflineMark(state, value, data.draw(_notes), data.draw(st.integers(0, 99)))
    filled = read_back(replace(sheet, marks=marks), data.draw(st.sampled_from(WORDS)))
    none = OfflineMark(MarkState.MISSING, None, "", 0)
    assert filled.faults == ()
    assert marks_of(filled) == {
        leaf.code: (mark.state, mark.value, mark.note, mark.version)
        for leaf in sheet.leaves
        for mark in (marks.get(leaf.code, none),)
    }


def test_points_by_step_come_back(stepped: OfflineSheet) -> None:
    marks = {
        "1.1.1": OfflineMark(MarkState.SCORED, Decimal("1.5"), "", 1),
        "1.1.2": OfflineMark(MarkState.SCORED, Decimal("2.07"), "", 1),
    }
    back = marks_of(read_back(replace(stepped, marks=marks)))
    assert (back["1.1.1"][1], back["1.1.2"][1]) == (Decimal("1.5"), Decimal("2.07"))


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        (1.5, "1.5"),
        ("1.5", "1.5"),
        ("１．５", "1.5"),
        (" 1.5 ", "1.5"),
        ("3档", "1.5"),
        ("３ 档", "1.5"),
        ("Level 3", "1.5"),
        ("0档", "0"),
        ("4档", "2"),
    ],
)
def test_points_and_levels_are_read_as_they_are_typed(sheet: OfflineSheet, typed: object, points: str) -> None:
    (row, *_) = offline_reader(edited(sheet, (FIRST_ROW, "score", typed)), "f.xlsx", WORDS)(sheet).rows
    assert row.given == GivenMark("1.1.1", MarkState.SCORED, Decimal(points), "")
    assert row.cells["score"] == "H7"


@pytest.mark.parametrize(
    ("score", "state", "meant"),
    [
        (1.5, "计分", MarkState.SCORED),
        (1.5, None, MarkState.SCORED),
        (None, "材料不足", MarkState.INSUFFICIENT),
        (0, "材料不足", MarkState.INSUFFICIENT),
        (None, " 不适用 ", MarkState.NOT_APPLICABLE),
        (None, "Insufficient Material", MarkState.INSUFFICIENT),
    ],
)
def test_states_are_read_in_either_language(
    sheet: OfflineSheet, score: object, state: object, meant: MarkState
) -> None:
    data = edited(sheet, (FIRST_ROW, "score", score), (FIRST_ROW, "state", state))
    (row, *_) = offline_reader(data, "f.xlsx", WORDS)(sheet).rows
    assert (row.given.state, row.given.value is None) == (meant, meant is not MarkState.SCORED)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(7, "score", ("formula", "=1+1"))], ("H7", "offline.formula")),
        ([(7, "note", ("formula", '=HYPERLINK("x")'))], ("J7", "offline.formula")),
        ([(7, "version", ("formula", "=1"))], ("K7", "offline.formula")),
        ([(7, "score", ("percent", 0.5))], ("H7", "offline.percent")),
        ([(7, "score", ("date", datetime(2026, 1, 2)))], ("H7", "offline.date")),
        ([(7, "note", ("date", datetime(2026, 3, 5)))], ("J7", "offline.date")),
        ([(7, "score", True)], ("H7", "offline.boolean")),
        ([(7, "score", "好")], ("H7", "offline.not_points")),
        ([(7, "score", "5档")], ("H7", "offline.not_points")),
        ([(7, "score", "50%")], ("H7", "offline.not_points")),
        ([(7, "state", "也许")], ("I7", "offline.unknown_state")),
        ([(7, "state", "计分")], ("H7", "offline.scored_without_points")),
        ([(7, "score", 1.5), (7, "state", "不适用")], ("H7", "offline.points_and_state")),
        ([(7, "score", 0), (7, "state", "不适用")], ("H7", "offline.points_and_state")),
        ([(7, "score", 1.5), (7, "state", "材料不足")], ("H7", "offline.points_and_state")),
        ([(7, "version", "-1")], ("K7", "offline.version_unreadable")),
        ([(7, "version", "")], ("K7", "offline.version_unreadable")),
        ([(7, "version", 1.5)], ("K7", "offline.version_unreadable")),
        ([(56, "code", "9.9.9")], ("B56", "offline.unknown_row")),
        ([(56, "code", "1.1.1")], ("B56", "offline.row_twice")),
        ([(56, "score", 1.5)], ("B56", "offline.unknown_row")),
    ],
)
def test_each_fault_is_told_with_its_cell(
    sheet: OfflineSheet, changes: list[tuple[int, str, object]], expected: tuple[str, str]
) -> None:
    assert told(sheet, *changes) == [expected]


def test_a_missing_row_is_told_by_its_indicator(sheet: OfflineSheet) -> None:
    assert told(sheet, drop=(8,)) == [("1.1.2", "offline.row_missing")]


def test_everything_wrong_is_told_at_once_from_top_to_bottom(sheet: OfflineSheet) -> None:
    changes = [(7, "score", "好"), (7, "state", "也许"), (9, "note", ("formula", "=1")), (30, "code", "x")]
    assert told(sheet, *changes) == [
        (sheet.leaves[23].code, "offline.row_missing"),
        ("H7", "offline.not_points"),
        ("I7", "offline.unknown_state"),
        ("J9", "offline.formula"),
        ("B30", "offline.unknown_row"),
    ]


def test_what_was_seen_is_shown_short_and_readable(sheet: OfflineSheet) -> None:
    (fault,) = faults(sheet, edited(sheet, (FIRST_ROW, "score", "\u202e" + "x" * 5_000)))
    assert fault.seen == f"·{'x' * 59}…"
    assert fault.message(EN).startswith("f.xlsx, sheet 评分表, cell H7: the mark '·xxx")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("round", {"round_id": "2025"}),
        ("application", {"application_id": "2026-0002"}),
        ("expert", {"expert_id": "E02"}),
        ("stage", {"stage": "on_site_verification"}),
        ("rule_book", {}),
    ],
)
def test_a_file_of_another_sheet_is_refused(sheet: OfflineSheet, name: str, change: dict[str, Any]) -> None:
    other = (
        replace(sheet, **change, rule_book=replace(sheet.rule_book, digest="f" * 64))
        if not change
        else replace(sheet, **change)
    )
    filled = offline_reader(write_offline(other, EN, NOW), "f.xlsx", WORDS)(sheet)
    assert [fault.what.key for fault in filled.faults] == [f"offline.other_{name}"]
    assert filled.rows == ()
    assert all(fault.message(say) for fault in filled.faults for say in WORDS)


def _without_key(book: Any, page: Any) -> None:
    page.write_row(0, 0, ["编号", "评分"])


def _with_broken_key(book: Any, page: Any) -> None:
    page.write_string(0, 10, '{"quality_credit_sheet"')


def _of_another_edition(book: Any, page: Any) -> None:
    page.write_string(0, 10, '{"quality_credit_sheet": "2"}')


def _of_deep_key(book: Any, page: Any) -> None:
    page.write_string(0, 10, '{"a":' * 6_000)


@pytest.mark.parametrize("fill", [_without_key, _with_broken_key, _of_another_edition, _of_deep_key])
def test_a_workbook_that_was_not_made_here_is_refused(fill: Callable[[Any, Any], None]) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        fill(book, book.add_worksheet())
    with pytest.raises(FaultsError, match=r"offline\.not_made_here"):
        offline_reader(stream.getvalue(), "f.xlsx", WORDS)


def test_columns_that_only_people_read_may_say_anything(sheet: OfflineSheet) -> None:
    data = edited(sheet)
    form = read_form(data, "f.xlsx")
    assert form.cells[FIRST_ROW, 0] == FormCell(ZH.say(sheet.class_of(sheet.leaves[0])))
    assert offline_reader(data, "f.xlsx", WORDS)(sheet).faults == ()
