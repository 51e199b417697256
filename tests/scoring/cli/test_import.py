"""Files into the record: what enters, what is said beside it, and every bad input, which changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from indicators import apart, spreadsheet
from indicators.workbook import Sheet, write_xlsx

Rows = list[list[str]]
Put = Callable[[str], Path]
Call = Callable[..., Result]
Answer = Callable[..., Any]
Faults = Callable[..., list[dict[str, Any]]]
Table = Callable[[str, Rows], Path]
Files = dict[str, Callable[[], Rows]]


def replaced(rows: Rows, row: int, column: str, value: str) -> Rows:
    """Return the rows with one cell changed; `row` counts from 1, the header."""
    place = rows[0].index(column)
    return [[*one[:place], value, *one[place + 1 :]] if n == row else one for n, one in enumerate(rows, 1)]


def test_a_file_is_one_act(register: Put, answer: Answer, table: Table, files: Files) -> None:
    acts = (("open", "experts", 10), ("experts", "applications", 11), ("recommended", "assignments", 17))
    for step, what, number in acts:
        register(step)
        said = answer("import", what, table(f"{what}.csv", files[what]()))
        assert (said["imported"], said["file"], said["dry_run"]) == (what, f"{what}.csv", False)
        assert said["count"] == len(files[what]()) - 1
        assert said["entry"]["sequence"] == number
    assert answer("round", "show", "2026-sample")["round"]["applications"] == {"AA": 2}


def test_the_same_file_again_and_a_change_with_its_reason(
    register: Put, call: Call, answer: Answer, faults: Faults, table: Table, files: Files
) -> None:
    register("applied")
    text = call("import", "applications", table("same.csv", files["applications"]()))
    assert (text.exit_code, text.stderr) == (0, "")
    assert "same.csv: 2 applications entered." in text.stdout
    changed = table("changed.csv", replaced(files["applications"](), 3, "size", "大型"))
    found = faults("import", "applications", changed)
    assert [(fault["file"], fault["row"], fault["seen"]) for fault in found] == [("changed.csv", 3, "2026-0002")]
    assert "row 3: Application 2026-0002 is in the record with other facts" in found[0]["message"]
    assert answer("import", "applications", changed, "--reason", "企业更正")["count"] == 2


def test_a_dry_run_finds_everything_and_keeps_nothing(
    register: Put, answer: Answer, call: Call, faults: Faults, table: Table, files: Files
) -> None:
    register("planned")
    before = answer("verify")["head"]
    file = table("experts.csv", files["experts"]())
    said = answer("import", "experts", file, "--dry-run")
    assert (said["count"], said["dry_run"], said["entry"]) == (5, True, None)
    assert "5 experts could be entered; nothing was changed." in call("import", "experts", file, "--dry-run").stdout
    # What only the database and `flow` know is found too.
    pairs = table("assignments.csv", files["assignments"]())
    found = faults("import", "assignments", pairs, "--dry-run")
    assert {(fault["row"], fault["seen"]) for fault in found} >= {(2, "2026-0001"), (2, "E01"), (7, "2026-0002")}
    assert answer("verify")["head"] == before


def test_sheets_come_with_notes_and_times(
    register: Put, answer: Answer, call: Call, table: Table, files: Files
) -> None:
    register("reviewing")
    rows = [[*row, "甲组" if number else "panel"] for number, row in enumerate(files["sheets"]())]
    file = table("sheets.csv", rows)
    tried = call("import", "sheets", file, "--dry-run")
    assert tried.exit_code == 0
    assert "the column panel was ignored" in tried.stderr
    assert "note" not in tried.stderr
    assert answer("import", "sheets", file, "--submitted")["count"] == 10
    answer("round", "advance", "2026-sample", "deciding")
    answer("export", "sheets", "--to", "out.csv", "--role", "assignment_holder")
    text = Path("out.csv").read_text("utf-8-sig")
    assert "2026-0001,E01,1.1.1,1.5,scored,2026-06-01T01:30:00.000000Z,第 1 页,sample" in text


@pytest.mark.parametrize(
    ("row", "column", "value", "place", "words"),
    [
        (2, "score", "九分", "score", "九分"),
        (2, "score", "1.23", "score", "The mark 1.23 cannot be given on the indicator 1.1.1"),
        (3, "applicant", "2026-9999", "applicant", "the applicant 2026-9999 is not in this round"),
        (3, "expert", "E99", "expert", "the expert E99 is not on record"),
        (4, "indicator", "1.1", "indicator", "1.1 is not an indicator that this round scores"),
        (5, "indicator", "1.1.1", "score", "1.1.1"),
        (2, "time", "上午", "time", "time 上午 is not a moment"),
        (2, "time", "2026-06-01 09:30", "time", "does not say its time zone"),
        (2, "time", "2999-06-01T09:30:00+08:00", "time", "is still to come"),
        (2, "time", "", "time", "this mark has no time, but others of its sheet have"),
        (2, "applicant", "", "applicant", "applicant"),
    ],
)
def test_a_bad_cell_of_a_sheet_changes_nothing(
    register: Put, answer: Answer, faults: Faults, table: Table, files: Files,
    row: int, column: str, value: str, place: str, words: str,
) -> None:  # fmt: skip
    register("reviewing")
    before = answer("verify")["head"]
    found = faults("import", "sheets", table("sheets.csv", replaced(files["sheets"](), row, column, value)))
    assert ("sheets.csv", row, place) in {(fault["file"], fault["row"], fault["column"]) for fault in found}
    assert any(words in fault["message"] for fault in found)
    assert answer("verify")["head"] == before


def test_all_faults_of_a_file_in_the_order_of_its_rows(
    register: Put, faults: Faults, table: Table, files: Files
) -> None:
    register("reviewing")
    rows = replaced(replaced(files["sheets"](), 9, "score", "x"), 4, "time", "x")
    found = faults("import", "sheets", table("sheets.csv", replaced(rows, 6, "expert", "E99")))
    assert [fault["row"] for fault in found] == [4, 6, 9]


def test_a_mark_that_differs_is_told_where_it_stands(
    register: Put, answer: Answer, faults: Faults, table: Table, files: Files
) -> None:
    register("reviewing")
    answer("import", "sheets", table("sheets.csv", files["sheets"]()))
    found = faults("import", "sheets", table("other.csv", replaced(files["sheets"](), 3, "score", "0.75")))
    assert [(fault["file"], fault["row"]) for fault in found] == [("other.csv", 3)]
    assert "An import overwrites nothing" in found[0]["message"]


def test_sheets_that_come_in_signed_must_be_complete(register: Put, faults: Faults, table: Table, files: Files) -> None:
    register("reviewing")
    found = faults("import", "sheets", table("sheets.csv", files["sheets"]()[:-1]), "--submitted")
    assert [(fault["file"], fault["entry"]) for fault in found] == [("sheets.csv", "2026-0002 / E05")]
    assert "has no mark" in found[0]["message"]


def test_a_file_of_marks_without_indicators_is_one_fault(register: Put, faults: Faults, table: Table) -> None:
    register("reviewing")
    found = faults("import", "sheets", table("s.csv", [["applicant", "expert", "score"], ["2026-0001", "E01", "1"]]))
    assert [(fault["row"], fault["column"]) for fault in found] == [(1, "indicator")]


def test_a_round_that_takes_no_marks_says_so(register: Put, call: Call, table: Table, files: Files) -> None:
    register("assigned")
    result = call("import", "sheets", table("sheets.csv", files["sheets"]()))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "The round takes no marks at present." in result.stderr


def test_an_assignment_made_twice(register: Put, faults: Faults, table: Table) -> None:
    register("assigned")
    head, pair = ["申报编号", "专家编号"], ["2026-0001", "E01"]
    found = faults("import", "assignments", table("again.csv", [head, ["2026-0002", "E99"], pair]))
    assert [(fault["row"], fault["seen"]) for fault in found] == [(2, "E99"), (3, "2026-0001 / E01")]
    twice = faults("import", "assignments", table("twice.csv", [head, pair, pair]))
    assert [(fault["row"], fault["column"]) for fault in twice] == [(3, "专家编号")]


def test_bad_cells_of_experts_and_applications(register: Put, faults: Faults, table: Table, files: Files) -> None:
    register("planned")
    experts = replaced(replaced(files["experts"](), 2, "聘期开始", "去年"), 4, "所在设区市", "990000")
    found = faults("import", "experts", table("experts.csv", experts))
    assert [(fault["row"], fault["column"]) for fault in found] == [(2, "聘期开始"), (4, "所在设区市")]
    applications = replaced(replaced(files["applications"](), 2, "uscc", "91320102MA1ABCD011"), 3, "target_grade", "B")
    found = faults("import", "applications", table("applications.csv", applications))
    assert [(fault["row"], fault["column"]) for fault in found] == [(2, "uscc"), (3, "target_grade")]


def _nul(file: Path) -> None:
    file.write_bytes(b"applicant,expert,indicator,score\n2026-0001,E01,1.1.1,1\x00\n")


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _really_a_workbook(file: Path) -> None:
    write_xlsx(file.with_suffix(".xlsx"), [Sheet("s", ("applicant",), [["2026-0001"]])])
    shutil.move(file.with_suffix(".xlsx"), file)


@pytest.mark.parametrize(
    ("make", "words"),
    [(_empty, "empty"), (_nul, "NUL"), (_really_a_workbook, "workbook")],
    ids=["empty", "nul", "xlsx named csv"],
)
@pytest.mark.parametrize("what", ["experts", "applications", "assignments", "sheets"])
def test_a_file_that_cannot_be_read_changes_nothing(
    register: Put, answer: Answer, faults: Faults, folder: Path,
    make: Callable[[Path], None], words: str, what: str,
) -> None:  # fmt: skip
    register("reviewing")
    before = answer("verify")["head"]
    file = folder / "bad.csv"
    make(file)
    found = faults("import", what, file)
    assert [fault["file"] for fault in found] == ["bad.csv"]
    assert words.lower() in found[0]["message"].lower()
    assert answer("verify")["head"] == before


def test_a_sheet_that_may_be_cut_off(
    register: Put, faults: Faults, files: Files, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last row that a workbook can hold is moved up; a million rows would say no more."""
    register("planned")
    head, *rows = files["experts"]()
    write_xlsx(folder / "experts.xlsx", [Sheet("s", tuple(head), rows)])
    monkeypatch.setattr(spreadsheet, "LAST_ROW", len(rows) + 1)
    # The process of its own in which workbooks are taken apart has been started with the real number.
    monkeypatch.setattr(apart, "POSSIBLE", False)
    assert [fault["row"] for fault in faults("import", "experts", folder / "experts.xlsx")] == [len(rows) + 1]


def test_what_had_to_be_understood_is_said(register: Put, call: Call, files: Files, folder: Path, table: Table) -> None:
    register("reviewing")
    rows = replaced(files["sheets"](), 2, "score", "１．５")
    rows = [[*row, "顺序" if number == 0 else "1"] for number, row in enumerate(rows)]
    text = table("sheets.csv", rows).read_text("utf-8")
    (folder / "sheets.csv").write_bytes(text.encode("gb18030"))
    english = call("import", "sheets", "sheets.csv", "--dry-run", "--json")
    assert english.exit_code == 0
    assert english.stdout.startswith("{")
    for words in ("GB18030", "full-width", "顺序"):
        assert words in english.stderr
    (folder / "sheets.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    chinese = call("import", "sheets", "sheets.csv", "--dry-run", "--lang", "zh")
    assert chinese.exit_code == 0
    assert "全角" in chinese.stderr


def test_a_file_that_is_not_there_is_a_fault_of_the_call(register: Put, call: Call) -> None:
    register("planned")
    result = call("import", "experts", "gone.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is no file gone.csv." in result.stderr


def test_which_round_is_meant_must_be_plain(
    register: Put, call: Call, answer: Answer, files: Files, table: Table
) -> None:
    register("open")
    answer("round", "create", "2025-synthetic")
    file = table("applications.csv", files["applications"]())
    unclear = call("import", "applications", file)
    assert unclear.exit_code == 2
    assert "Name the round with --round. Not closed: 2025-synthetic, 2026-sample." in unclear.stderr
    assert answer("import", "applications", file, "--round", "2026-sample")["count"] == 2
    unknown = call("import", "applications", file, "--round", "2099")
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert "The record has no round '2099'" in unknown.stderr
