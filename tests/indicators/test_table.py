import csv
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from indicators.compare import describe
from indicators.faults import FaultsError
from indicators.language import LOCALE, Translator
from indicators.load import parse_rule_book, read_rule_book, shipped_round_files
from indicators.model import Citation, Indicator, Round
from indicators.table import ImportedTable, export_table, import_table

BASE = read_rule_book(Path(__file__).parents[1] / "data" / "rulebook" / "rounds" / "2030.toml")
ZH, EN = Translator("zh", LOCALE), Translator("en", LOCALE)

Rows = list[list[str]]


def rows_of(round_: Round, say: Translator = ZH) -> Rows:
    return [list(row) for row in export_table(round_, say)]


def without(rows: Rows, *columns: str) -> Rows:
    kept = [position for position, name in enumerate(rows[0]) if name not in columns]
    return [[row[position] for position in kept] for row in rows]


def csv_file(rows: Rows, folder: Path) -> Path:
    file = folder / "table.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return file


def imported(rows: Rows, folder: Path) -> ImportedTable:
    return import_table(csv_file(rows, folder), BASE, "2031", 2031, "2031年度认定", name_en="Round 2031")


def round_of(made: ImportedTable) -> Round:
    return parse_rule_book(replace(BASE.texts, round=made.text)).round


def faults_of(rows: Rows, folder: Path) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(FaultsError, match=r"(table|rulebook)\.") as caught:
        imported(rows, folder)
    for say in (ZH, EN):
        assert all(fault.message(say) for fault in caught.value.faults)
    return [(fault.what.key, fault.row, fault.column) for fault in caught.value.faults]


def changed(rows: Rows, code: str, column: str, value: str) -> Rows:
    position = rows[0].index(column)
    return [[*row[:position], value, *row[position + 1 :]] if row[0] == code else row for row in rows]


def indicators(round_: Round) -> dict[str, Indicator]:
    return {indicator.code: indicator for indicator in round_.indicator_table.indicators}


@pytest.mark.parametrize("say", [ZH, EN], ids=["zh", "en"])
def test_what_is_exported_imports_to_the_same_table(say: Translator, tmp_path: Path):
    made = imported(rows_of(BASE.round, say), tmp_path)
    assert round_of(made).indicator_table == BASE.round.indicator_table
    assert made.notices == ()


@pytest.mark.parametrize("file", shipped_round_files(), ids=lambda file: file.stem)
def test_a_shipped_round_survives_a_workbook(file: Path, tmp_path: Path):
    book = read_rule_book(file)
    with xlsxwriter.Workbook(tmp_path / "table.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(export_table(book.round, ZH)):
            for position, cell in enumerate(row):
                if position == 4 and number:
                    sheet.write_number(number, position, float(cell))
                else:
                    sheet.write_string(number, position, cell)
    base = replace(book, regulation=replace(book.regulation, status="draft"))
    made = import_table(tmp_path / "table.xlsx", base, "next", book.round.year + 1, "下一年度")
    again = parse_rule_book(replace(book.texts, round=made.text)).round
    assert again.indicator_table == book.round.indicator_table
    assert again.parameter_sheet == book.round.parameter_sheet


def test_the_round_is_a_draft_of_its_own_and_the_rest_is_carried_over(tmp_path: Path):
    round_ = round_of(imported(rows_of(BASE.round), tmp_path))
    assert (round_.round_id, round_.year, round_.name, round_.name_en) == ("2031", 2031, "2031年度认定", "Round 2031")
    assert (round_.status, round_.regulation) == ("draft", "example")
    carried = ("cut_scores", "floors", "vetoes", "parameter_sheet", "grades_open", "cite")
    assert all(getattr(round_, field) == getattr(BASE.round, field) for field in carried)


def test_the_preview_tells_what_changes(tmp_path: Path):
    rows = changed(rows_of(BASE.round), "1.1", "分值", "20.5")
    rows = changed(rows, "1.2", "分值", "19.5")
    lines = describe(imported(rows, tmp_path).changes, ZH)
    assert "指标 1.1 诚信方针：分值由“25.5”改为“20.5”" in lines
    assert "年度批次 2031年度认定：状态由“official”改为“draft”" in lines


def test_a_column_that_is_not_there_is_taken_from_the_base(tmp_path: Path):
    rows = without(
        rows_of(BASE.round),
        "英文名",
        "所需证据",
        "给分步长",
        "可不适用",
        "依据",
        "上级",
        "0%",
        "25%",
        "50%",
        "75%",
        "100%",
    )
    assert rows[0] == ["编码", "指标名称", "分值"]
    assert round_of(imported(rows, tmp_path)).indicator_table == BASE.round.indicator_table


def test_what_is_new_needs_its_own_evidence_and_levels(tmp_path: Path):
    rows = without(rows_of(BASE.round), "所需证据", "0%", "25%", "50%", "75%", "100%")
    rows = changed(rows, "2.1", "指标名称", "顾客满意")
    assert faults_of(rows, tmp_path) == [
        ("rulebook.leaf_without_evidence", 6, "evidence"),
        ("rulebook.leaf_without_levels", 6, "levels"),
    ]


def test_a_renumbered_indicator_keeps_its_own_evidence_floor_and_veto(tmp_path: Path):
    rows = without(rows_of(BASE.round), "所需证据", "上级")
    new_code = {"编码": "编码", "1": "2", "1.1": "2.1", "1.2": "2.2", "2": "1", "2.1": "1.1"}
    round_ = round_of(imported([[new_code[row[0]], *row[1:]] for row in rows], tmp_path))
    assert indicators(round_)["1.1"].evidence == "检验报告。"
    assert indicators(round_)["1.1"].parent == "1"
    assert [floor.indicator for floor in round_.floors] == ["2"]
    assert [veto.indicator for veto in round_.vetoes] == ["1.1"]


def test_a_veto_goes_with_its_indicator_and_the_preview_says_so(tmp_path: Path):
    rows = changed(rows_of(BASE.round), "2.1", "指标名称", "顾客满意")
    made = imported(rows, tmp_path)
    assert round_of(made).vetoes == ()
    assert "删去：否决项 2.1 A+AA（0）" in describe(made.changes, ZH)


def test_citations_are_read_with_either_semicolon(tmp_path: Path):
    rows = changed(rows_of(BASE.round), "2.1", "依据", "notice 2.2.1； measures 2(5);trial")
    cites = indicators(round_of(imported(rows, tmp_path)))["2.1"].cite
    assert cites == (Citation("notice", "2.2.1"), Citation("measures", "2(5)"), Citation("trial"))


def test_unknown_columns_and_total_rows_are_told_and_passed_over(tmp_path: Path):
    rows = [[*row, "x"] for row in rows_of(BASE.round)]
    rows[0][-1] = "备注"
    rows.append(["", "", "合计", "", "100", *[""] * 10])
    made = imported(rows, tmp_path)
    assert [notice.key for notice in made.notices] == ["table.column_ignored", "table.total_row"]
    assert ZH(made.notices[0]) == "table.csv：不认识“备注”列，已忽略。"
    assert ZH(made.notices[1]) == "table.csv 第 7 行是合计行，未作为指标读入。"
    assert round_of(made).indicator_table == BASE.round.indicator_table


def test_points_that_do_not_add_up_are_told_in_their_row(tmp_path: Path):
    rows = changed(rows_of(BASE.round), "1.2", "分值", "14")
    assert faults_of(rows, tmp_path) == [("rulebook.points_do_not_add_up", 2, "max_score")]


def test_a_citation_of_an_unknown_document_is_told_in_its_row(tmp_path: Path):
    rows = changed(rows_of(BASE.round), "1.2", "依据", "notise 4")
    assert faults_of(rows, tmp_path) == [("rulebook.cite_unknown", 4, "cite")]


def test_all_faults_of_the_cells_are_told_at_once(tmp_path: Path):
    rows = changed(rows_of(BASE.round), "1.1", "分值", "二十五")
    rows = changed(rows, "1.2", "可不适用", "也许")
    rows = changed(rows, "1.2", "给分步长", "NaN")
    rows = changed(rows, "2", "分值", "")
    rows = changed(rows, "2.1", "编码", "")
    assert faults_of(rows, tmp_path) == [
        ("table.not_a_number", 3, "分值"),
        ("table.not_a_number", 4, "给分步长"),
        ("table.not_yes_or_no", 4, "可不适用"),
        ("table.not_a_number", 5, "分值"),
        ("table.code_missing", 6, "编码"),
    ]


def test_a_code_twice_is_told_in_its_second_row(tmp_path: Path):
    rows = changed(rows_of(BASE.round), "1.2", "编码", "1.1")
    assert faults_of(rows, tmp_path) == [("table.code_twice", 4, "编码")]


def test_missing_and_doubled_columns_are_told_at_once(tmp_path: Path):
    rows = rows_of(BASE.round)
    rows[0] = ["编码", "上级", "内容", "code", *rows[0][4:]]
    assert faults_of(rows, tmp_path) == [("table.column_twice", 1, "code"), ("table.column_missing", 1, "name")]


def test_a_round_id_that_is_no_file_name_is_told(tmp_path: Path):
    file = csv_file(rows_of(BASE.round), tmp_path)
    with pytest.raises(FaultsError, match=r"rulebook\.id_form"):
        import_table(file, BASE, "../2031", 2031, "2031年度认定")
