"""Pages in both languages: no word of the other, no raw key, nothing cut off; each of these is found where it is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError

from tests.browser import languages

pytestmark = pytest.mark.browser
WHOLE = "QUALITY_CREDIT_WHOLE_WALK"


def looked_at(context: Any, markup: str) -> list[tuple[str, str]]:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_content(f'<html lang="en"><body style="margin:0"><div data-testid="stMain">{markup}</div></body></html>')
    found = languages.judged(page.evaluate(languages.LOOK), "a page", "en", "phone", "南京某某公司")
    return sorted({(one.kind, one.words.split()[0]) for one in found})


def test_what_is_wrong_on_a_page_is_found(context: Any) -> None:
    wrong = """<p>评分表 is late</p><p>page.title</p><button title="未提交">Send</button>
      <p style="width:40px;overflow:hidden;white-space:nowrap">longer than its box</p>
      <svg width="60" height="20"><text y="12">cropped by its frame</text></svg>
      <div style="width:2000px;height:9px"></div>"""
    assert looked_at(context, wrong) == [
        ("cut", "cropped"),
        ("cut", "longer"),
        ("raw", "page.title"),
        ("untranslated", "未提交"),
        ("untranslated", "评分表"),
        ("wide", "2000"),
    ]


def test_what_is_right_on_a_page_is_not(context: Any) -> None:
    right = """<p>南京某某公司 is late</p><p lang="zh-CN">评分表</p><p class="qc-mark">评分表</p>
      <p style="font-size:0">评分表</p>
      <div style="width:80px;overflow-x:auto"><p style="white-space:nowrap">can be scrolled to its end</p></div>
      <p style="width:80px">breaks where it must</p>"""
    assert looked_at(context, right) == []


def test_a_walk_goes_back_to_what_came_late_and_leaves_out_what_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    late = iter([True, False])

    def visit(*asked: Any, done: Any, **more: Any) -> Any:
        for name in ("first", "second", "third"):
            if not done("leader", name):
                if name == "second" and next(late):
                    raise TimeoutError("starved")
                yield "leader", name, None

    monkeypatch.setattr(languages.axe, "visit", visit)
    monkeypatch.setattr(languages, "look", lambda page, name, *asked: [])
    asked: Any = {"languages": ["en"], "every_role": True, "only": [], "state": "abc"}
    for one in languages.walk("", None, "", **asked, done=[("leader", "third", "en"), ("leader", "first", "zh")]):
        languages.keep(tmp_path, one)
    found = languages.kept(tmp_path)
    assert [(one.page, one.state) for one in found] == [("first", "abc"), ("second", "abc")]
    assert "4 looks (4 at abc)" in languages.table(found)


@pytest.mark.skipif(not os.environ.get(WHOLE), reason=f"{WHOLE} is not set: half an hour")
def test_every_page_of_every_role(server: Any, chromium: Any) -> None:
    record = languages.held(Path(server.register))
    looked = languages.walk(server.url, chromium, record, every_role=True, only=[])
    assert languages.unexplained(found for one in looked for found in one.found) == []


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("南京某某公司 is late", "en", []),
        ("评分表 is late", "en", ["评分表"]),
        ("迟交 Overdue", "zh", ["Overdue"]),
        ("PDF 下载", "zh", []),
    ],
)
def test_words_of_the_record_are_no_words_of_ours(text: str, language: str, found: list[str]) -> None:
    assert languages.strange(text, language, "南京某某公司\nE001") == found


@pytest.mark.parametrize(
    ("text", "raw"),
    [("page.title", True), ("{count} left", True), ("{{date}}", False), ("regions.csv", False), ("A. b", False)],
)
def test_raw_keys_and_fields_are_seen(text: str, raw: bool) -> None:
    told = {"texts": [["p", text]], "misfits": []}
    assert [one.kind for one in languages.judged(told, "page", "en", "wide", text)] == ["raw"] * raw
