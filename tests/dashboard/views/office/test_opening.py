"""Plan and notice: drafted by one office, signed by two; what is unsigned stands in red until it is signed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring import flow

PAGE = "office/opening"


register = sys.modules["procedure_register"]


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with register.served(tmp_path / "r.db", "planned", monkeypatch) as served:
        yield served


def html(at: Any) -> str:
    return "\n".join(one.proto.body for one in at.get("html"))


def draft(at: Any, kind: str, **told: object) -> None:
    """Fill in the form of a first version and save it."""
    stem = f"opening-{kind}-{register.ROUND}-0"
    at.text_input(key=f"{stem}-title").set_value(told.get("title", "标题"))
    at.text_area(key=f"{stem}-text").set_value(told.get("text", "正文"))
    for name in ("first", "last"):
        if name in told:
            at.date_input(key=f"{stem}-{name}").set_value(told[name])
    next(one for one in at.button if one.key == f"opening-draft-do-{kind}").click().run()


def sign(at: Any, kind: str) -> None:
    at.checkbox(key=f"opening-sign-{kind}-sure").check().run()
    at.button(key=f"opening-sign-{kind}").click().run()


def opening(hall: Any) -> flow.Opening:
    return flow.read_opening(hall.register, register.SECRETARIAT, register.ROUND)


def test_drafted_signed_by_both_and_nothing_is_missing_any_more(hall: Any) -> None:
    at = hall.page("secretariat", PAGE)
    assert html(at).count("尚未拟定") >= 2
    draft(at, "annual_plan", title="<b>计划</b>")
    draft(at, "opening_notice", first=date(2026, 6, 2), last=date(2026, 7, 1))
    assert "&lt;b&gt;计划&lt;/b&gt;" in html(at)
    assert "<b>计划</b>" not in html(at)
    assert html(at).count("未签署") == 4
    for role in ("secretariat", "province_drc"):
        at = hall.page(role, PAGE)
        assert "待签署：" in html(at)
        for kind in ("annual_plan", "opening_notice"):
            sign(at, kind)
            assert "已签署" in at.success[0].value
        assert "待签署：" not in html(at)
    assert not opening(hall).missing
    assert "2026-06-02 至 2026-07-01" in html(at)
    assert "距申报期开始还有 1 天" in html(at)


def test_days_that_cannot_be_are_told_and_what_was_typed_stays(hall: Any) -> None:
    at = hall.page("secretariat", PAGE)
    draft(at, "opening_notice", title="通知", first=date(2026, 5, 9), last=date(2026, 5, 2))
    assert len(at.error) == 2
    assert "2026-05-02" in at.error[0].value.replace("\\", "")
    assert at.text_input(key=f"opening-opening_notice-{register.ROUND}-0-title").value == "通知"
    assert not opening(hall).papers


def test_a_revision_needs_a_reason_and_both_signatures_anew_and_the_old_one_is_read_on(hall: Any) -> None:
    hall.do(flow.draft_opening, register.SECRETARIAT, register.ROUND, kind="annual_plan", title="一", content="旧文")
    for who in (register.SECRETARIAT, register.DRC):
        hall.do(flow.sign_opening, who, register.ROUND, kind="annual_plan", version=1)
    at = hall.page("secretariat", PAGE)
    stem = f"opening-annual_plan-{register.ROUND}-1"
    at.text_area(key=f"{stem}-text").set_value("新文")
    save = next(one for one in at.button if one.key == "opening-draft-do-annual_plan")
    save.click().run()
    assert at.error
    assert at.text_area(key=f"{stem}-text").value == "新文"
    at.text_area(key=f"{stem}-reason").set_value("更正期限")
    next(one for one in at.button if one.key == "opening-draft-do-annual_plan").click().run()
    page = html(at)
    for words in ("旧文", "新文", "更正期限", "第 1 版仍然有效"):
        assert words in page, words
    assert page.count("未签署") == 2


def test_the_drc_signs_and_does_not_draft_and_english_opens(hall: Any) -> None:
    hall.do(flow.draft_opening, register.SECRETARIAT, register.ROUND, kind="annual_plan", title="一", content="文")
    at = hall.page("province_drc", PAGE, language="en")
    assert not [one for one in at.button if one.key and one.key.startswith("opening-draft")]
    assert [one.key for one in at.button if one.key and one.key.startswith("opening-sign")] == [
        "opening-sign-annual_plan"
    ]
    assert "Not signed" in html(at)
