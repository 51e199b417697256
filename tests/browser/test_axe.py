"""What axe-core finds on pages in Chinese: nothing serious or critical that is ours, and the page says its language."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from dashboard.texts import translator
from tests.browser import axe

pytestmark = pytest.mark.browser
pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
WHOLE = "QUALITY_CREDIT_WHOLE_WALK"


def told(found: list[axe.Found]) -> list[str]:
    return [f"{one.page}: {one.rule} ({one.impact}) {one.target} {one.html[:160]}" for one in axe.unexplained(found)]


def test_pages_that_everybody_works_on(server: Any, context: Any) -> None:
    """An expert's list, his sheet, the public register; then one fault planted for each kind of eye is found."""
    steady = sys.modules["steady"]
    page = context.new_page()
    page.goto(f"{server.url}/?lang=zh")
    steady.settled(page)
    found = axe.look(page, "expert_tasks")
    for name in ("expert_sheet", "everyone_register"):
        title = translator("zh")(f"page.{name}")
        page.locator('[data-testid="stSidebarNav"] a', has_text=title).first.click()
        page.locator("h1", has_text=title).first.wait_for()
        axe.at_rest(page)
        found += axe.look(page, name)
    assert page.locator('[data-testid="stCaptionContainer"]').count() > 0  # small print, paler by Streamlit's style
    assert told(found) == []
    assert page.evaluate("() => document.documentElement.lang") == "zh-CN"
    page.evaluate(
        """() => document.querySelector("h1").insertAdjacentHTML("afterend",
          '<p style="color:#ccc;background:#fff">淡得看不清的字</p><img src="data:,"><button></button>')"""
    )
    planted = {one.rule for one in axe.unexplained(axe.look(page, "planted"))}
    assert planted == {"color-contrast", "image-alt", "button-name"}


@pytest.mark.skipif(not os.environ.get(WHOLE), reason=f"{WHOLE} is not set: some minutes")
def test_every_page(server: Any, chromium: Any) -> None:
    walked = axe.walk(server.url, chromium, every_role=False, only=[], languages=["zh"])
    found = [one for looked in walked for one in looked.found]
    assert told(found) == []


def test_looks_are_kept_and_become_one_table(tmp_path: Path) -> None:
    """A page seen by two roles is one page with two looks; what lacks is said, and so is what is to be mended."""
    faint = axe.Found("one", "color-contrast", "serious", "p", "<p>", "")
    theirs = axe.Found("one", "list", "serious", ".x", '<ul data-testid="stSidebarNavItems">', "")
    for role, size, found in (("a", "wide", (theirs,)), ("b", "wide", (faint, theirs)), ("b", "wide", (faint, faint))):
        axe.keep(tmp_path, axe.Looked(role, "one", "zh", size, "s", found))
    every = axe.kept(tmp_path)
    assert {(one.role, len(one.found)) for one in every} == {("a", 1), ("b", 2)}
    told = axe.table(every, [("a", "one"), ("a", "two")], axe.whose)
    assert "| zh | 2 of 3 | 0 of 3 |" in told
    assert "| all 1 | color-contrast | serious | 1 | 2 | ours | to be mended |" in told
    assert "| all 1 | list | serious | 1 | 1 | Streamlit's |" in told
    assert "Nothing that is ours on 0 of 1 pages." in told
    assert "one (zh phone, en wide, en phone); two (zh wide" in told
