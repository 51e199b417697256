"""Forms that were filled in: what a reader of values would not tell, and what is not opened at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter

from indicators.faults import FaultsError
from indicators.form import LARGEST, MOST_PARTS, MOST_ROWS, FormCell, read_form
from indicators.language import LOCALE, Translator


def workbook(fill: Callable[[Any, Any], None]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        fill(book, book.add_worksheet("表"))
    return stream.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with a part added or replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.namelist():
            if part != name:
                after.writestr(part, before.read(part))
        after.writestr(name, content)
    return stream.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read(name)


def refusal(data: bytes, file: str = "f.xlsx") -> str:
    with pytest.raises(FaultsError) as caught:
        read_form(data, file)
    (fault,) = caught.value.faults
    assert fault.message(Translator("zh", LOCALE)) != fault.message(Translator("en", LOCALE))
    return fault.what.key


PLAIN = workbook(lambda book, page: page.write_row(0, 0, ["a", 1]))
SHEET = "xl/worksheets/sheet1.xml"


def test_every_kind_of_cell_is_told_from_the_number_it_looks_like() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_string(0, 0, " =1+1\n２ ")
        page.write_number(1, 0, 1.5)
        page.write_number(2, 0, 0.5, book.add_format({"num_format": "0%"}))
        page.write_number(3, 0, 0.5, book.add_format({"num_format": '0.0"%"'}))
        page.write_number(4, 0, 0.5, book.add_format({"num_format": "0.000%"}))
        page.write_datetime(5, 0, datetime(2026, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
        page.write_formula(6, 0, "=1+1", None, 2)
        page.write_formula(7, 0, "=1/0", None, "#DIV/0!")
        page.write_boolean(8, 0, True)
        page.write_number(9, 0, 3)

    form = read_form(workbook(fill), "f.xlsx")
    assert form.sheet == "表"
    assert [form.cells[row, 0] for row in form.rows()] == [
        FormCell(" =1+1\n２ "),
        FormCell("1.5", "number"),
        FormCell("0.5", "percent"),
        FormCell("0.5", "number"),
        FormCell("0.5", "percent"),
        FormCell("2026-03-05", "date"),
        FormCell("=1+1", "formula"),
        FormCell("=1/0", "formula"),
        FormCell("TRUE", "boolean"),
        FormCell("3", "number"),
    ]


def test_a_formula_that_was_never_computed_and_an_error_are_there() -> None:
    cells = b'<c r="A1"><f>HYPERLINK("x")</f></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1"/>'
    xml = part(PLAIN, SHEET)
    start = xml.index(b"<c ")
    data = with_part(PLAIN, SHEET, xml[:start] + cells + xml[xml.index(b"</row>") :])
    form = read_form(data, "f.xlsx")
    assert form.cells == {(1, 0): FormCell('=HYPERLINK("x")', "formula"), (1, 1): FormCell("#N/A", "error")}


@pytest.mark.parametrize("place", [f"A{MOST_ROWS + 1}", "XFD1", "XFD1048576", "A0"])
def test_a_cell_far_out_is_refused_before_anything_is_filled_up_to_it(place: str) -> None:
    xml = part(PLAIN, SHEET).replace(b'r="A1"', f'r="{place}"'.encode())
    assert refusal(with_part(PLAIN, SHEET, xml)) == "form.too_many_cells"


@pytest.mark.parametrize(
    ("data", "file", "key"),
    [
        (b"", "f.xlsx", "tabular.empty_file"),
        (b"a,b\n1,2\n", "f.csv", "form.not_a_workbook"),
        (b"a,b\n1,2\n", "f.xlsx", "tabular.really_text"),
        (b"%PDF-1.7", "f.pdf", "tabular.is_pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "f.xls", "tabular.old_spreadsheet"),
        (PLAIN[:300], "f.xlsx", "tabular.damaged_workbook"),
        (b"PK\x03\x04" + b"0" * LARGEST, "f.xlsx", "form.too_large"),
        (with_part(PLAIN, "xl/vbaProject.bin", b"x"), "f.xlsx", "form.with_macros"),
        (with_part(PLAIN, "xl/macrosheets/sheet1.xml", b"x"), "f.xlsx", "form.with_macros"),
        (with_part(PLAIN, "xl/media/a.bin", b"0" * 20_000_000), "f.xlsx", "form.unpacks_to_too_much"),
        (with_part(PLAIN, SHEET, b"<!DOCTYPE x><worksheet/>"), "f.xlsx", "tabular.damaged_workbook"),
        (with_part(PLAIN, SHEET, "<!DOCTYPE x><worksheet/>".encode("utf-16")), "f.xlsx", "tabular.damaged_workbook"),
        (with_part(PLAIN, SHEET, b"<worksheet><sheetData><row"), "f.xlsx", "tabular.damaged_workbook"),
        (with_part(PLAIN, "xl/workbook.xml", b"<workbook/>"), "f.xlsx", "tabular.damaged_workbook"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_form_is_not_opened(data: bytes, file: str, key: str) -> None:
    assert refusal(data, file) == key


def test_an_archive_of_many_parts_is_not_opened() -> None:
    stream = io.BytesIO(PLAIN)
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(MOST_PARTS):
            archive.writestr(f"xl/media/{number}.png", b"")
    assert refusal(stream.getvalue()) == "form.too_many_parts"


def test_a_part_that_is_more_than_the_archive_says_is_found() -> None:
    data = bytearray(with_part(PLAIN, "xl/media/a.bin", b"0" * 100_000))
    true, told = (100_000).to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert data.count(true) == 2
    assert refusal(bytes(data.replace(true, told))) == "tabular.damaged_workbook"
