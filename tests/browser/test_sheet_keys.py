"""Keys and notes of the score sheet in a browser: N and M, a note saved while it is written, a file."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dashboard import source
from dashboard.texts import translator
from scoring import flow
from scoring.model import Actor, MarkState
from scoring.register.database import open_register
from scoring.sheets.offline import OfflineMark, write_offline

sheet_page = sys.modules["sheet_page"]
pytestmark = pytest.mark.browser
EXPERT, APPLICATION = "E04", "2026-0002"


def test_n_and_m_choose_what_the_row_offers_and_go_on(server: Any, context: Any) -> None:
    tab = sheet_page.SheetPage(context.new_page(), server.url)
    tab.open(EXPERT, APPLICATION, "2.1")
    codes = [leaf.code for leaf in sheet_page.leaves("2.1")]
    keyboard = tab.page.keyboard
    tab.box(codes[0]).click()
    # N where the row does not offer it does nothing; half a mark is given up by M, never sent behind it.
    for key in ("n", "3", "m", "N", "2", "Enter"):
        keyboard.press(key)
        tab.page.wait_for_timeout(60)
    for place, code in (("5", codes[0]), ("6", codes[1]), ("2", codes[2])):
        tab.row(code).locator(f'[data-chosen="{place}"][data-unsaved="0"]').wait_for()
    # As an input method sends a key: its place, not its letter.
    tab.box(codes[3]).evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 'Process', code: 'KeyM', keyCode: 229, bubbles: true, cancelable: true}))"
    )
    tab.row(codes[3]).locator('[data-chosen="5"][data-unsaved="0"]').wait_for()
    held = sheet_page.recorded(server.register, EXPERT, APPLICATION)
    wanted = (MarkState.INSUFFICIENT, MarkState.NOT_APPLICABLE, MarkState.SCORED, MarkState.INSUFFICIENT)
    assert tuple(held[code].state for code in codes[:4]) == wanted
    assert [held[code].version for code in codes[:4]] == [1, 1, 1, 1]
    keyboard.press("?")
    tab.page.locator(".qc-keys dl").wait_for()
    keyboard.press("?")
    tab.page.locator(".qc-keys dl").wait_for(state="hidden")


def test_a_note_is_saved_while_it_is_written_and_nothing_of_it_is_lost(server: Any, context: Any) -> None:
    tab, code = sheet_page.SheetPage(context.new_page(), server.url), "1.1.2"
    tab.open(EXPERT, APPLICATION)
    tab.box(code).press_sequentially("3")
    tab.page.keyboard.press("Enter")
    tab.wait_until_saved(code)
    note = tab.row(code).locator("textarea")
    note.click()
    first, second = "Report, page 12; ", "Annex 3 "
    tab.page.keyboard.type(first)
    tab.row(code).locator(".qc-unsaved").wait_for()
    tab.row(code).locator(f'[data-note="{first.strip()}"]').wait_for()
    # Go on in the middle, through the redraw of the row and another pause.
    assert note.evaluate("box => box === document.activeElement && box.selectionStart") == len(first)
    tab.page.keyboard.press("Home")
    for letter in second:
        tab.page.keyboard.type(letter)
        tab.page.wait_for_timeout(220)
    tab.row(code).locator(f'[data-note="{second}{first.strip()}"]').wait_for()
    assert note.evaluate("box => box === document.activeElement && box.selectionStart") == len(second)
    assert note.input_value() == second + first
    tab.wait_until_saved(code)
    held = sheet_page.recorded(server.register, EXPERT, APPLICATION)[code]
    assert (held.note, held.version, held.state) == ((second + first).strip(), 3, MarkState.SCORED)
    # Who leaves the page has it saved at once.
    tab.page.keyboard.type("x")
    tab.page.evaluate(
        "() => { Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    tab.row(code).locator(f'[data-note="{second}x{first.strip()}"]').wait_for(timeout=1_400)


def test_review_leaves_every_input_as_it_was(server: Any, context: Any) -> None:
    tab, code = sheet_page.SheetPage(context.new_page(), server.url), "1.2.1"
    tab.open(EXPERT, APPLICATION, "1.2")
    tab.box(code).press_sequentially("2")
    tab.page.keyboard.press("Enter")
    tab.wait_until_saved(code)
    before = sheet_page.recorded(server.register, EXPERT, APPLICATION)
    review = tab.page.locator('[class*="st-key-review-"] label').first
    review.click()
    tab.page.wait_for_function(f"document.querySelectorAll('{sheet_page.BOX}').length === 0")
    tab.page.locator(".qc-given").first.wait_for()
    review.click()
    tab.wait_for_class("1.2", EXPERT)
    tab.wait_until_saved(code)
    assert tab.look()[code].typed == "2"
    assert sheet_page.recorded(server.register, EXPERT, APPLICATION) == before


def test_a_file_comes_back_and_a_conflict_is_decided(server: Any, context: Any, tmp_path: Path) -> None:
    application, expert = "2026-0001", "E05"
    own = Actor(expert, expert, frozenset({"expert"}))
    tab = sheet_page.SheetPage(context.new_page(), server.url)
    tab.open(expert, application, "3.1")
    code, other = (leaf.code for leaf in sheet_page.leaves("3.1")[:2])
    tab.page.locator(".st-key-sheet-offline summary").click()
    with tab.page.expect_download() as download:
        tab.page.locator(".st-key-offline-download button").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    with open_register(server.register) as register:
        sheet = flow.offline_sheet(register, own, application_id=application)
    points = {one.code: sorted(one.allowed_scores())[1] for one in sheet.leaves}
    marks = {one: OfflineMark(MarkState.SCORED, points[one], "", 0) for one in (code, other)}
    file = tmp_path / "filled.xlsx"
    file.write_bytes(write_offline(replace(sheet, marks={**sheet.marks, **marks}), translator("zh"), source.now()))
    tab.box(code).press_sequentially("3")
    tab.page.keyboard.press("Enter")
    tab.wait_until_saved(code)
    tab.page.locator('.st-key-offline-upload input[type="file"]').set_input_files(str(file))
    conflict = tab.page.locator(f".st-key-offline-conflict-{code.replace('.', '-')}")
    conflict.get_by_text("3 档").wait_for()
    conflict.locator("label").click()
    tab.page.locator(".st-key-offline-take-sure label").get_by_text("写入 2 项").click()
    tab.page.locator(".st-key-offline-take button:enabled").click()
    tab.page.get_by_text("请重新下载").wait_for()
    for one in (code, other):
        tab.row(one).locator('[data-chosen="1"][data-unsaved="0"]').wait_for()
    held = sheet_page.recorded(server.register, expert, application)
    assert {one: Decimal(held[one].value or "nan") for one in (code, other)} == {
        one: points[one] for one in (code, other)
    }
