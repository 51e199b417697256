"""The workbook of a sheet: what stands in it, what can be changed, what is never run."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from indicators.form import Form, read_form
from scoring.model import MarkState
from scoring.sheets.offline import OfflineMark, OfflineSheet, write_offline
from scoring.sheets.offline.layout import COLUMNS, PLACE
from scoring.texts import translator

NOW = datetime(2026, 6, 1, 1, 30, tzinfo=UTC)
ZH, EN = translator("zh"), translator("en")
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read(name).decode()


def texts(form: Form) -> list[str]:
    return [cell.text for cell in form.cells.values()]


def read(sheet: OfflineSheet, say: Any = ZH) -> Form:
    return read_form(write_offline(sheet, say, NOW), "f.xlsx")


@pytest.mark.parametrize("say", [ZH, EN], ids=("zh", "en"))
def test_the_head_says_whose_sheet_this_is_and_that_it_is_a_sample(sheet: OfflineSheet, say: Any) -> None:
    said = "\n".join(texts(read(sheet, say)))
    round_ = sheet.rule_book.round
    for fact in ("2026-0001", "E01", "AA", "南京样例有限公司", sheet.rule_book.digest, "2026-06-01 09:30:00"):
        assert fact in said
    assert (round_.banner if say is ZH else round_.banner_en) in said
    assert say("offline.synthetic") not in said
    assert say("offline.synthetic") in "\n".join(texts(read(replace(sheet, synthetic=True), say)))


def test_each_indicator_has_a_row_with_all_that_is_needed_to_judge_it(sheet: OfflineSheet) -> None:
    form = read(sheet)
    (header,) = (row for row in form.rows() if form.cells.get((row, 1)) and form.cells[row, 1].text == "编号")
    for row, leaf in enumerate(sheet.leaves, header + 1):
        shown = {name: form.cells[row, PLACE[name]].text for name in COLUMNS[:7]}
        assert (shown["code"], shown["name"], shown["evidence"]) == (leaf.code, leaf.name, leaf.evidence)
        assert Decimal(shown["full"]) == leaf.max_score
        for digit, level in enumerate(sorted(leaf.levels, key=lambda level: level.share)):
            points = (level.share * leaf.max_score).normalize()
            assert f"{digit}档（{points:f}分）：{level.anchor}" in shown["levels"].split("\n")
        assert all(f"{points.normalize():f}" in shown["allowed"] for points in leaf.allowed_scores())
        assert not {(row, PLACE[name]) for name in ("score", "state", "note")} & form.cells.keys()
        assert form.cells[row, PLACE["version"]].text == "0"
    assert form.rows()[-1] == header + len(sheet.leaves)


def test_only_what_an_expert_fills_in_can_be_changed(sheet: OfflineSheet) -> None:
    data = write_offline(sheet, ZH, NOW)
    xml, styles = part(data, SHEET), part(data, STYLES)
    assert re.search(r'<sheetProtection sheet="1"[^>]*objects="1"', xml)
    assert "password" not in xml
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.split("<cellXfs")[1].split("</cellXfs>")[0])
    free = {str(at) for at, one in enumerate(formats) if 'locked="0"' in one}
    cells = re.findall(r'<c r="([A-Z]+)(\d+)" s="(\d+)"', xml)
    assert {column for column, _, style in cells if style in free} == {"H", "I", "J"}
    assert sum(style in free for _, _, style in cells) == 3 * len(sheet.leaves)
    assert re.search(r'<col min="11" max="11"[^>]*hidden="1"', xml)


def test_cells_let_in_only_what_may_stand_there(sheet: OfflineSheet, stepped: OfflineSheet) -> None:
    xml = part(write_offline(sheet, ZH, NOW), SHEET)
    assert xml.count("<dataValidation ") == 3 * len(sheet.leaves)
    assert '<formula1>"0,0.5,1,1.5,2"</formula1>' in xml
    assert '<formula1>"计分,材料不足"</formula1>' in xml
    assert '<formula1>"计分,不适用,材料不足"</formula1>' in xml
    by_step = part(write_offline(stepped, ZH, NOW), SHEET)
    # Three hundred points make no list: between the ends then, and the upload tells the steps.
    assert '<dataValidation type="decimal"' in by_step
    assert "可填分值：0–3，每档 0.01 分" in by_step


def test_it_prints_on_wide_pages_with_the_names_of_the_columns_on_each(sheet: OfflineSheet) -> None:
    data = write_offline(sheet, ZH, NOW)
    xml, book = part(data, SHEET), part(data, "xl/workbook.xml")
    assert re.search(r'<pageSetup paperSize="9"[^>]*orientation="landscape"[^>]*fitToHeight="0"', xml) or re.search(
        r'<pageSetup paperSize="9"[^>]*fitToHeight="0"[^>]*orientation="landscape"', xml
    )
    assert re.search(r'xSplit="3" ySplit="6" topLeftCell="D7"[^>]*state="frozen"', xml)
    assert "_xlnm.Print_Titles" in book
    assert re.search(r"Print_Area[^<]*<?[^>]*>[^<]*\$A\$1:\$J\$55<", book)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('=HYPERLINK("http://example.org","南京")', '企业名称：=HYPERLINK("http://example.org","南京")'),
        ("@SUM(1)", "企业名称：@SUM(1)"),
        ("＝1+1", "企业名称：＝1+1"),
        ("\t=1", "企业名称：·=1"),
        ("江\u202e苏", "企业名称：江·苏"),
        ("长" * 2_000, f"企业名称：{'长' * 120}…"),
        ("{0} {enterprise} %s", "企业名称：{0} {enterprise} %s"),
    ],
    ids=("link", "at", "full width", "tab", "override", "long", "braces"),
)
def test_a_hostile_name_is_a_text_that_can_be_read(sheet: OfflineSheet, name: str, shown: str) -> None:
    data = write_offline(replace(sheet, enterprise=name, application_id=name), ZH, NOW)
    form = read_form(data, "f.xlsx")
    assert shown in texts(form)
    assert not [cell for cell in form.cells.values() if cell.kind == "formula"]
    assert "<hyperlink" not in part(data, SHEET)


def test_marks_of_the_record_stand_in_their_cells(sheet: OfflineSheet) -> None:
    marks = {
        "1.1.1": OfflineMark(MarkState.SCORED, Decimal("1.5"), "第 3 页", 2),
        "1.1.2": OfflineMark(MarkState.INSUFFICIENT, None, "=1", 3),
    }
    form = read(replace(sheet, marks=marks))
    stand = [form.cells[7, PLACE["score"]], form.cells[7, PLACE["note"]], form.cells[7, PLACE["version"]]]
    assert [(cell.text, cell.kind) for cell in stand] == [("1.5", "number"), ("第 3 页", "text"), ("2", "number")]
    assert (form.cells[8, PLACE["state"]].text, form.cells[8, PLACE["note"]].text) == ("材料不足", "=1")
    assert (7, PLACE["state"]) not in form.cells


def test_the_same_sheet_gives_the_same_bytes(sheet: OfflineSheet) -> None:
    assert write_offline(sheet, ZH, NOW) == write_offline(sheet, ZH, NOW)
