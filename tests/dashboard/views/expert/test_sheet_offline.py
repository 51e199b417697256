"""The off-line sheet on the page: its faults by cell, what it changes, conflicts that the expert decides."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source
from dashboard.texts import translator
from scoring import flow
from scoring.model import MarkState
from scoring.sheets.offline import OfflineMark, write_offline

SHEET = "2026-0001"


def _html(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def _workbook(desk: Any, marks: dict[str, object]) -> bytes:
    """Return the sheet as a workbook with other points in some rows, ``None`` for an emptied one."""
    sheet = flow.offline_sheet(desk.register, desk.actor, application_id=SHEET)
    there = dict(sheet.marks)
    for code, points in marks.items():
        version = there[code].version if code in there else 0
        state = MarkState.MISSING if points is None else MarkState.SCORED
        there[code] = OfflineMark(state, None if points is None else Decimal(str(points)), "", version)
    return write_offline(replace(sheet, marks=there), translator("zh"), source.now())


def _upload(desk: Any, data: bytes, language: str = "zh") -> AppTest:
    at = desk.page("sheet", language=language, application=SHEET)
    at.file_uploader[0].upload("filled.xlsx", data, "application/octet-stream").run()
    assert not at.exception, at.exception
    return at


def _marks(desk: Any) -> dict[str, flow.SavedMark]:
    return dict(desk.sheet(SHEET).sheet.marks)


def test_what_is_new_changed_and_emptied_is_shown_and_taken_by_a_sure_act(desk: Any) -> None:
    desk.save("1.1.1", MarkState.SCORED, Decimal("1.5"))
    desk.save("1.1.3", MarkState.SCORED, Decimal("0.5"))
    at = _upload(desk, _workbook(desk, {"1.1.1": 1, "1.1.3": None, "1.1.4": 0.5}))
    body = _html(at)
    for words in ("新填", "改动", "清空", "1.1.1 质量诚信方针"):
        assert words in body
    assert at.button(key="offline-take").disabled, "nothing is written before somebody is sure"
    at.checkbox(key="offline-take-sure").check().run()
    at.button(key="offline-take").click().run()
    kept = _marks(desk)
    assert kept["1.1.1"].value == "1"
    assert kept["1.1.3"].state is MarkState.MISSING
    assert kept["1.1.4"].value == "0.5"
    told = [one.value for one in at.success]
    assert "3 项" in told[0]
    assert "重新下载" in told[1]


def test_faults_are_told_all_at_once_by_cell_and_nothing_is_written(desk: Any) -> None:
    at = _upload(desk, _workbook(desk, {"1.1.1": 9, "1.1.3": 7}))
    body = _html(at)
    assert "文件有 2 处需要改正" in body
    assert body.count('data-label="单元格"') == 2
    assert not _marks(desk)
    assert not [one for one in at.button if one.key == "offline-take"]


def test_a_conflict_shows_both_and_is_the_files_only_where_it_is_ticked(desk: Any) -> None:
    data = _workbook(desk, {"1.1.1": 1, "1.1.3": 1})
    desk.save("1.1.1", MarkState.SCORED, Decimal("1.5"), note="第 4 页")
    desk.save("1.1.3", MarkState.SCORED, Decimal("1.5"))
    at = _upload(desk, data)
    assert "3 档 · 1.5 分" in _html(at)
    assert "2 档 · 1 分" in _html(at)
    boxes = {box.key.split("-")[5]: box for box in at.checkbox if box.key.startswith("offline-win-")}
    assert set(boxes) == {"1.1.1", "1.1.3"}
    assert not [one for one in at.button if one.key == "offline-take"], "all left: nothing to write"
    boxes["1.1.1"].check().run()
    at.checkbox(key="offline-take-sure").check().run()
    at.button(key="offline-take").click().run()
    kept = _marks(desk)
    assert (kept["1.1.1"].value, kept["1.1.1"].version) == ("1", 2)
    assert (kept["1.1.3"].value, kept["1.1.3"].version) == ("1.5", 1)


def test_a_mark_newer_than_the_one_that_was_seen_is_never_overwritten(desk: Any) -> None:
    at = _upload(desk, _workbook(desk, {"1.1.1": 1}))
    at.checkbox(key="offline-take-sure").check().run()
    desk.save("1.1.1", MarkState.SCORED, Decimal(2), note="第 1 页")
    at.button(key="offline-take").click().run()
    assert _marks(desk)["1.1.1"].value == "2"


@pytest.mark.parametrize(("data", "words"), [(b"no workbook", "."), (None, "2026-0002")])
def test_what_is_no_file_of_this_sheet_is_refused_whole(desk: Any, data: bytes | None, words: str) -> None:
    if data is None:
        sheet = flow.offline_sheet(desk.register, desk.actor, application_id="2026-0002")
        data = write_offline(sheet, translator("zh"), source.now())
    body = _html(_upload(desk, data))
    assert "整个文件" in body
    assert words in body


def test_a_submitted_sheet_offers_no_workbook(desk: Any) -> None:
    desk.fill()
    desk.submit()
    at = desk.page("sheet", application=SHEET)
    assert not at.file_uploader
