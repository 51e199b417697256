"""The promise of the score sheet, kept in a real browser: what is shown as saved is in the register, always."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from scoring.model import MarkState

sheet_page = sys.modules["sheet_page"]
pytestmark = pytest.mark.browser
CLASS = "2.3"
FIRST, SECOND = "3124031", "1322213"


def _acknowledged_is_recorded(tab: Any, register: Path, expert: str, application: str) -> set[str]:
    """Look at the page, then into the register: every row shown as saved holds just what stands in its box."""
    seen = tab.look()
    held = sheet_page.recorded(register, expert, application)
    for leaf in sheet_page.leaves(CLASS):
        row = seen[leaf.code]
        assert row.saved != row.unsaved or not row.typed, row
        if row.saved:
            value = held[leaf.code].value
            assert value is not None
            assert sheet_page.points(leaf, row.typed) == sheet_page.Decimal(value), row
    return {code for code, row in seen.items() if row.saved}


@pytest.mark.parametrize(
    ("delay", "rate", "expert"), [(25, 1, "E01"), (100, 1, "E02"), (25, 6, "E03"), (100, 6, "E04")]
)
def test_marks_typed_fast_are_saved_or_shown_as_unsaved(
    server: Any, context: Any, delay: int, rate: int, expert: str
) -> None:
    tab, application = sheet_page.SheetPage(context.new_page(), server.url), "2026-0001"
    tab.open(expert, application, CLASS)
    tab.throttle(rate)
    codes = [leaf.code for leaf in sheet_page.leaves(CLASS)]
    for digits in (FIRST, SECOND):
        tab.type_class(digits, delay)
        # In the midst of it: whatever is acknowledged by now is true, whatever is not says so.
        _acknowledged_is_recorded(tab, server.register, expert, application)
        tab.wait_until_saved(*codes)
        assert _acknowledged_is_recorded(tab, server.register, expert, application) == set(codes)
        assert "".join(tab.look()[code].typed for code in codes) == digits
        held = sheet_page.recorded(server.register, expert, application)
        wanted = [sheet_page.points(leaf, digit) for leaf, digit in zip(sheet_page.leaves(CLASS), digits, strict=True)]
        assert [sheet_page.Decimal(held[code].value or "nan") for code in codes] == wanted


def test_what_is_typed_and_not_yet_sent_is_shown_as_unsaved(server: Any, context: Any) -> None:
    tab, code = sheet_page.SheetPage(context.new_page(), server.url), "1.1.1"
    tab.open("E05", "2026-0001")
    tab.box(code).press_sequentially("2")
    tab.page.keyboard.press("Enter")
    tab.wait_until_saved(code)
    tab.box(code).fill("3")
    tab.row(code).locator(".qc-unsaved").wait_for()
    assert "2 档" in tab.look()[code].words
    # Escape takes nothing away: the next mark saved on the page comes after whatever Escape might have sent.
    tab.box(code).press("Escape")
    assert tab.box(code).input_value() == "3"
    tab.box("1.1.2").click()
    tab.page.keyboard.type("1")
    tab.page.keyboard.press("Enter")
    tab.wait_until_saved(code, "1.1.2")
    held = sheet_page.recorded(server.register, "E05", "2026-0001")
    leaf = next(leaf for leaf in sheet_page.leaves() if leaf.code == code)
    assert (held[code].version, sheet_page.Decimal(held[code].value)) == (2, sheet_page.points(leaf, "3"))


def test_a_level_out_of_range_is_never_taken_for_saved(server: Any, context: Any) -> None:
    tab, code = sheet_page.SheetPage(context.new_page(), server.url), "1.2.1"
    tab.open("E05", "2026-0001", "1.2")
    tab.box(code).press_sequentially("7")
    tab.page.keyboard.press("Enter")
    tab.row(code).get_by_text("没有“7”这一档").wait_for()
    assert tab.look()[code].unsaved
    assert code not in sheet_page.recorded(server.register, "E05", "2026-0001")


def test_the_second_tab_is_told_and_lets_the_expert_choose(server: Any, context: Any) -> None:
    expert, application, code = "E05", "2026-0002", "1.1.1"
    tabs = [sheet_page.SheetPage(context.new_page(), server.url) for _ in range(2)]
    for tab in tabs:
        tab.open(expert, application)
    for tab, digit in zip(tabs, "31", strict=True):
        tab.box(code).press_sequentially(digit)
        tab.page.keyboard.press("Enter")
        if digit == "3":
            tab.wait_until_saved(code)
    second = tabs[1]
    second.row(code).get_by_text("已在别处保存了更新的评分").wait_for()
    assert second.look()[code].unsaved
    assert "3 档" in second.look()[code].words
    assert sheet_page.recorded(server.register, expert, application)[code].version == 1
    second.row(code).get_by_role("button", name="保存此处所填").click()
    second.wait_until_saved(code)
    assert sheet_page.recorded(server.register, expert, application)[code].version == 2
    assert second.look()[code].typed == "1"
    # The first tab shows version 1 still; it too is told, and may give way.
    first = tabs[0]
    first.box(code).fill("4")
    first.page.keyboard.press("Enter")
    first.row(code).get_by_role("button", name="改用记录中的").click()
    first.wait_until_saved(code)
    assert first.look()[code].typed == "1"
    assert sheet_page.recorded(server.register, expert, application)[code].version == 2


def test_a_killed_server_loses_no_acknowledged_mark(mortal_server: Any, context: Any) -> None:
    expert, application = "E02", "2026-0001"
    tab = sheet_page.SheetPage(context.new_page(), mortal_server.url)
    tab.open(expert, application, CLASS)
    codes = [leaf.code for leaf in sheet_page.leaves(CLASS)]
    tab.type_class(FIRST[:4], 25)
    tab.wait_until_saved(*codes[:4])
    mortal_server.kill()
    for code in codes[:2]:
        tab.row(code).locator(".qc-saved.good").wait_for()
    # Typed into a dead page: it does not become saved, and says so.
    tab.page.wait_for_function(f"document.querySelectorAll('{sheet_page.BOX}').length > 0")
    assert all(not tab.look()[code].saved for code in codes[4:])
    mortal_server.start()
    held = sheet_page.recorded(mortal_server.register, expert, application)
    for leaf, digit in zip(sheet_page.leaves(CLASS), FIRST[:4], strict=False):
        assert sheet_page.points(leaf, digit) == sheet_page.Decimal(held[leaf.code].value)
    assert set(held) == set(codes[:4])
    again = sheet_page.SheetPage(context.new_page(), mortal_server.url)
    again.open(expert, application, CLASS)
    assert "".join(again.look()[code].typed for code in codes) == FIRST[:4]
    assert all(again.look()[code].saved for code in codes[:4])


def test_an_expert_scores_an_application_to_the_end(server: Any, context: Any) -> None:
    expert, application = "E01", "2026-0002"
    tab = sheet_page.SheetPage(context.new_page(), server.url)
    tab.open(expert, application)
    page = tab.page
    classes = list(dict.fromkeys(leaf.parent for leaf in sheet_page.leaves()))
    for class_ in classes:
        tab.wait_for_class(class_, expert)
        codes = [leaf.code for leaf in sheet_page.leaves(class_)]
        tab.type_class("3" * len(codes), 25)
        tab.wait_until_saved(*codes)
        if class_ == "2.1":
            tab.row("2.1.2").locator('[data-testid="stRadioOption"]').nth(6).click()
            tab.row("2.1.2").locator('[data-chosen="6"]').wait_for()
        if class_ != classes[-1]:
            page.get_by_role("button", name="下一类").click()
    # Full marks without grounds: submission says what is missing and where.
    code = codes[-1]
    tab.row(code).locator('[data-testid="stRadioOption"]').nth(4).click()
    tab.row(code).get_by_text("零分和满分须写明依据与页码").wait_for()
    page.get_by_role("button", name="检查并提交").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("还有 1 处需要补齐").wait_for()
    dialog.get_by_text(f"指标 {code} ").wait_for()
    dialog.get_by_role("button", name="3.3 ").click()
    dialog.wait_for(state="detached")
    tab.row(code).locator("textarea").fill("企业社会责任报告第 7 页")
    page.keyboard.press("Control+Enter")
    tab.row(code).locator('[data-note="企业社会责任报告第 7 页"]').wait_for()
    page.get_by_role("button", name="检查并提交").first.click()
    dialog.get_by_role("button", name="确认提交").click()
    page.get_by_text("评分表已提交并锁定").wait_for()
    with sheet_page.open_register(server.register) as register:
        own = sheet_page.Actor(expert, expert, frozenset({"expert"}))
        sheet = sheet_page.flow.own_sheet(register, own, application_id=application)
    assert sheet.sheet.digest is not None
    receipt = page.locator(".qc-receipt").inner_text()
    assert sheet.sheet.digest in receipt.replace(" ", "")
    assert str(sheet.entry) in receipt
    assert sheet.sheet.marks["2.1.2"].state is MarkState.NOT_APPLICABLE
    assert page.locator(sheet_page.BOX).count() == 0


def test_a_screen_reader_meets_a_row_in_the_order_of_its_reading(server: Any, context: Any) -> None:
    """What it is about, what to look at, the levels by name, the mark, its grounds, and what the record holds."""
    tab = sheet_page.SheetPage(context.new_page(), server.url)
    tab.open("E05", "2026-0001")
    heard = tab.page.locator('[data-testid="stMain"]').aria_snapshot()
    row = heard[heard.index('heading "1.1.1 ') : heard.index('heading "1.1.2 ')]
    order = ("应查材料", 'radiogroup "指标 1.1.1 的档次"', "spinbutton", 'textbox "依据与页码"', "- status")
    places = [row.index(words) for words in order]
    assert places == sorted(places)
    assert "Link to heading" not in heard
    # Everything that can be pressed or filled in says what it is.
    assert not [line for line in heard.splitlines() if line.strip().rstrip(":") in ("- button", "- link", "- textbox")]
