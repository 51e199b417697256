"""Table files are read for what they are; what cannot be read is named with row and column, in both languages."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from indicators.faults import FaultsError
from indicators.language import LOCALE, Translator
from indicators.spreadsheet import read_spreadsheet
from indicators.tabular import read_table, table_of

EN, ZH = Translator("en", LOCALE), Translator("zh", LOCALE)


def xlsx(*sheets: list[list[Any]], formats: dict[str, str] | None = None) -> bytes:
    """Return a workbook of sheets of cells; a callable cell writes itself."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for rows in sheets:
            page = book.add_worksheet()
            for r, cells in enumerate(rows):
                for c, cell in enumerate(cells):
                    if callable(cell):
                        cell(book, page, r, c)
                    elif isinstance(cell, str):
                        page.write_string(r, c, cell)
                    else:
                        page.write(r, c, cell)
    return stream.getvalue()


def dated(value: date | time, form: str) -> Any:
    return lambda book, page, r, c: page.write_datetime(r, c, value, book.add_format({"num_format": form}))


def formula(value: str | int) -> Any:
    return lambda book, page, r, c: page.write_formula(r, c, "=1/0", None, value)


def edited(book: bytes, old: bytes, new: bytes) -> bytes:
    """Return the workbook with its sheets as another program might write them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old, new))
    assert old in zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    return stream.getvalue()


def faults_of(data: bytes, file: str = "marks.csv") -> list[tuple[int | None, str | None, str, str]]:
    with pytest.raises(FaultsError, match=r"tabular\.") as caught:
        table_of(data, file)
    return [(fault.row, fault.column, fault.message(EN), fault.message(ZH)) for fault in caught.value.faults]


def notices_of(data: bytes, file: str = "marks.csv") -> list[tuple[str, str]]:
    return [(EN(notice), ZH(notice)) for notice in table_of(data, file).notices]


def test_a_plain_csv() -> None:
    table = table_of("applicant, score\n 甲 ,9.50\n\n乙,\n".encode(), "marks.csv")
    assert table.file == "marks.csv"
    assert table.columns == ("applicant", "score")
    assert table.rows == ((2, {"applicant": "甲", "score": "9.50"}), (4, {"applicant": "乙", "score": ""}))
    assert table.notices == ()


def test_only_the_name_of_the_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("a\n1\n", "utf-8")
    assert read_table(path).file == "marks.csv"


@pytest.mark.parametrize(
    ("data", "english", "chinese"),
    [
        ("a,b\n甲,1\n".encode("utf-8-sig"), "UTF-8 with BOM", "带 BOM 的 UTF-8"),
        ("a,b\n甲企业质量,1\n".encode("gb18030"), "read as GB18030", "按 GB18030 编码读取"),
        ("a\tb\n甲\t1\n".encode(), "separated by tabs", "以制表符分列"),
        ("a;b\n甲;1\n".encode(), "separated by semicolons", "以分号分列"),
        ("a,b\n甲,１\n乙,－２．５\n".encode(), "2 full-width numbers", "2 个全角数字"),
    ],
)
def test_what_had_to_be_understood_is_said(data: bytes, english: str, chinese: str) -> None:
    table = table_of(data, "marks.csv")
    assert table.columns == ("a", "b")
    assert table.rows[0][1]["b"] == "1"
    ((said, gesagt),) = notices_of(data)
    assert english in said
    assert chinese in gesagt


def test_full_width_numbers_are_read_and_full_width_words_are_left() -> None:
    table = table_of("a,b\n－２．５,（甲）１号\n½,②\n".encode(), "marks.csv")
    assert [cells for _, cells in table.rows] == [{"a": "-2.5", "b": "（甲）１号"}, {"a": "½", "b": "②"}]


def test_gb18030_text_survives() -> None:
    words = "江苏某某精密机械有限公司"
    assert table_of(f"a\n{words}\n".encode("gb18030"), "marks.csv").rows[0][1]["a"] == words


def test_cells_of_a_workbook_as_text() -> None:
    cells = [
        9.0,
        0.1,
        True,
        dated(date(2024, 1, 2), "yyyy-mm-dd"),
        dated(datetime(2024, 1, 2, 3, 4), "yyyy-mm-dd hh:mm"),
    ]
    table = table_of(xlsx([["a", "b", "c", "d", "e"], cells]), "marks.xlsx")
    assert list(table.rows[0][1].values()) == ["9", "0.1", "TRUE", "2024-01-02", "2024-01-02T03:04:00"]


def test_the_first_sheet_is_read_and_said() -> None:
    data = xlsx([["a"], ["1"]], [["b"], ["2"]], [])
    assert table_of(data, "marks.xlsx").columns == ("a",)
    ((said, gesagt),) = notices_of(data, "marks.xlsx")
    assert "only the first sheet, Sheet1, was read; not read: Sheet2." in said
    assert "只读取第一个工作表“Sheet1”" in gesagt


def test_a_workbook_of_one_filled_sheet_says_nothing() -> None:
    assert notices_of(xlsx([["a"], ["1"]], []), "marks.xlsx") == []


def test_empty_cells_beyond_the_columns_are_no_fault() -> None:
    assert table_of(b"a,b,,\n1,2,,\n", "marks.csv").rows == ((2, {"a": "1", "b": "2"}),)


ONE_FAULT = {
    "empty": (b"", "m.csv", None, None, "is empty", "是空文件"),
    "blank": (b"\xef\xbb\xbf \r\n\n", "m.csv", None, None, "is empty", "是空文件"),
    "commas only": (b",,\n,\n", "m.csv", None, None, "is empty", "是空文件"),
    "header only": (b"a,b\n", "m.csv", 1, None, "only a header in row 1", "只有第 1 行的列名"),
    "no header": (b"\na,b\n1,2\n", "m.csv", 1, None, "row 1: empty, but the column names", "第 1 行是空的"),
    "doubled column": (
        b"a,b,a\n1,2,3\n",
        "m.csv",
        1,
        "a",
        "the column name a stands there more",
        "列名“a”出现了不止一次",
    ),
    "nameless column": (
        b"a,,b\n1,2,3\n",
        "m.csv",
        1,
        "2",
        "column 2 holds data but has no name",
        "第 2 列有数据但没有列名",
    ),
    "too many cells": (
        b"a,b\n1,2,3,4\n",
        "m.csv",
        2,
        None,
        "4 cells for 2 columns; the first cell too many is 3",
        "有 4 个单元格，而列名只有 2 个",
    ),
    "quote left open": (
        b'a,b\n1,2\n"3,4\n',
        "m.csv",
        3,
        None,
        "row 3: a quotation mark is missing",
        "第 3 行：引号不成对",
    ),
    "quote inside": (
        'a,b\n"A"级,4\n'.encode(),
        "m.csv",
        2,
        None,
        "row 2: a quotation mark is missing",
        "第 2 行：引号不成对",
    ),
    "NUL": (
        b"a,b\n1,2\x003\n",
        "m.csv",
        2,
        "b",
        r"row 2, column b: a NUL byte; the file may be damaged: 2\03",
        "含有空字节（NUL）",
    ),
    "damaged UTF-8": (
        "a,b\n甲乙丙丁,".encode() + b"\xff\n",
        "m.csv",
        2,
        "b",
        "row 2, column b: bytes that are no text",
        "有无法识别的字节",
    ),
    "damaged GB18030": (
        "a,b\n甲乙丙丁企业,".encode("gb18030") + b"\xff\n",
        "m.csv",
        2,
        "b",
        "row 2, column b: bytes that are no text",
        "有无法识别的字节",
    ),
    "old Excel": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
        "m.xls",
        None,
        None,
        "old Excel file (.xls) or a workbook with a password",
        "旧版 Excel 文件（.xls）或加了密码",
    ),
    "PDF": (b"%PDF-1.7\n", "m.csv", None, None, "is a PDF, not a table", "是 PDF 文件，不是表格"),
    "UTF-16": ("a,b\n1,2\n".encode("utf-16"), "m.csv", None, None, "text in UTF-16", "UTF-16 编码"),
    "web page": (b"<html><table>", "m.xls", None, None, "really a web page or XML", "其实是网页或 XML"),
    "CSV that is XLSX": (
        xlsx([["a"], ["1"]]),
        "m.csv",
        None,
        None,
        "named as text but is really an XLSX workbook. Rename it to .xlsx",
        "其实是 XLSX 工作簿",
    ),
    "XLSX that is CSV": (
        b"a,b\n1,2\n",
        "m.xlsx",
        None,
        None,
        "is not one; it looks like CSV text. Rename it to .csv",
        "内容像是 CSV 文本",
    ),
    "other archive": (b"", "m.zip", None, None, "ZIP archive but not an XLSX workbook", "是压缩文件，但不是 XLSX"),
    "cut short": (xlsx([["a"], ["1"]])[:-30], "m.xlsx", None, None, "damaged XLSX workbook", "损坏的 XLSX 工作簿"),
    "error cell": (
        xlsx([["a", "b"], ["1", formula("#DIV/0!")]]),
        "m.xlsx",
        2,
        "b",
        "row 2, column b: the formula gives the error #DIV/0!",
        "公式错误值 #DIV/0!",
    ),
    "formula without value": (
        edited(xlsx([["a", "b"], ["1", formula(7)]]), b"<v>7</v>", b"<v />"),
        "m.xlsx",
        2,
        "b",
        "row 2, column b: a formula that was never computed",
        "公式尚未计算",
    ),
    "lost digits": (xlsx([["a"], [913200001234567890]]), "m.xlsx", 2, "a", "has more than 15 digits", "超过 15 位"),
}


def _archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return stream.getvalue()


@pytest.mark.parametrize("name", ONE_FAULT)
def test_one_fault(name: str) -> None:
    data, file, row, column, english, chinese = ONE_FAULT[name]
    if name == "other archive":
        data = _archive()
    ((seen_row, seen_column, said, gesagt),) = faults_of(data, file)
    assert (seen_row, seen_column) == (row, column)
    assert file in said
    assert english in said
    assert file in gesagt
    assert chinese in gesagt


def test_a_sheet_full_to_the_last_row_may_be_cut_off() -> None:
    last = xlsx([["a"], [lambda _book, page, _r, _c: page.write(1_048_575, 0, "x")]])
    ((row, _, said, gesagt),) = faults_of(last, "m.xlsx")
    assert row == 1_048_576
    assert "full to the last row (1048576), so data may have been cut off" in said
    assert "可能已被截断" in gesagt


def test_a_formula_may_give_an_empty_text() -> None:
    data = edited(xlsx([["a", "b"], ["1", formula("y")], ["2", formula("x")]]), b"<v>y</v>", b"<v></v>")
    assert [cells["b"] for _, cells in table_of(data, "m.xlsx").rows] == ["", "x"]


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = xlsx([["a"], ["x" * 30_000]])
    monkeypatch.setattr("indicators.spreadsheet.LARGEST_UNPACKED", 30_000)
    with pytest.raises(FaultsError) as caught:
        read_spreadsheet(bomb, "m.xlsx")
    assert [fault.what.key for fault in caught.value.faults] == ["tabular.workbook_too_large"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="B2"', b'r="XFD1048576"'),
        (b'r="B2"', b"r = 'xfd1048576'"),
        (b'<row r="2" spans="1:2"><c r="A2"', b'<row r="1048576"><c r="XFD2"/><c'),
        (b'r="B2"', b'r="AAAAAAAAAAAAAAAAAA2"'),
        (b'r="B2"', b'r="B99999999999999999999"'),
    ],
)
def test_a_cell_far_out_is_refused_before_room_is_made_for_all_before_it(old: bytes, new: bytes) -> None:
    ((_, _, said, gesagt),) = faults_of(edited(xlsx([["a", "b"], ["1", "2"]]), old, new), "m.xlsx")
    assert "far beyond any table" in said
    assert "远超出任何表格" in gesagt


def test_a_far_cell_of_another_sheet_is_found_too() -> None:
    data = xlsx([["a"], ["1"]], [[lambda _book, page, _r, _c: page.write(1_048_575, 16_383, "x")]])
    ((_, _, said, _),) = faults_of(data, "m.xlsx")
    assert "far beyond any table" in said


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match="is_a_folder"):
        read_table(tmp_path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such"):
        read_table(tmp_path / "no such")


def test_all_faults_at_once_in_the_order_of_the_file() -> None:
    found = faults_of(b"a,a,b\n1,2,3,4\n\x00,2,3\n1,2,3,5\n")
    assert [row for row, *_ in found] == [1, 2, 3, 4]


def test_row_numbers_are_those_that_a_spreadsheet_shows() -> None:
    data = xlsx([["a"], [], ["1"], [formula("#N/A")]])
    assert [row for row, *_ in faults_of(data, "m.xlsx")] == [4]
    assert table_of(b'a\n"two\nlines"\n3\n', "m.csv").rows[1][0] == 3
