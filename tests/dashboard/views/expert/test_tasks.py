"""My tasks: what is mine, where it stands, one action each; a recusal declared and recorded."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.parts import task_list
from dashboard.texts import translator
from indicators.model import Deadline
from scoring import flow
from scoring.model import MarkState


def _html(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def _links(at: AppTest) -> list[str]:
    return [element.proto.query_string for element in at.main.get("page_link")]


def test_nothing_begun_is_all_to_do(desk: Any) -> None:
    at = desk.page("tasks")
    assert at.title[0].value == "我的任务"
    assert "<b>2</b><span>待评</span>" in _html(at)
    assert at.header[0].value == "待评（2）"
    # The one to begin with, and one link a row.
    assert _links(at) == ["application=2026-0001", "application=2026-0001", "application=2026-0002"]


def test_what_was_worked_on_last_is_gone_on_with(desk: Any) -> None:
    desk.save("1.1.1", MarkState.INSUFFICIENT, note="缺文件", of="2026-0002")
    at = desk.page("tasks")
    assert _links(at)[0] == "application=2026-0002"
    assert "已评 1 / 49 项" in _html(at)
    assert [one.value for one in at.header] == ["进行中（1）", "待评（1）"]


def test_finished_is_said(desk: Any) -> None:
    for application_id in ("2026-0001", "2026-0002"):
        desk.fill(of=application_id)
        desk.submit(of=application_id)
    at = desk.page("tasks")
    assert "均已评完" in _html(at)
    assert [one.value for one in at.header] == ["已提交（2）"]
    assert not [button for button in at.button if button.label == "声明回避"]


def test_nothing_assigned_is_said(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.source.my_tasks", lambda person, round_id: ())
    assert "目前没有分配给您的申报" in _html(desk.page("tasks"))


def test_names_from_files_format_nothing(desk: Any) -> None:
    body = _html(desk.page("tasks"))
    assert "苏州&lt;b&gt;样例&lt;/b&gt;*电子*股份有限公司" in body
    assert "<b>样例</b>" not in body


def test_a_recusal_is_asked_for_confirmed_and_recorded(desk: Any) -> None:
    at = desk.page("tasks")
    at.button(key="recuse-2026-0002").click().run()
    assert "苏州" in at.markdown[0].value
    at.text_area(key="recusal-reason-2026-0002").set_value("曾为该企业提供咨询")
    at.button(key="recusal-confirm").click().run()
    assert not at.exception
    assert desk.sheet("2026-0002").assignment == "recused"
    assert "的回避" in at.success[0].value
    assert [one.value for one in at.header] == ["待评（1）", "已回避（1）"]


def test_a_recusal_needs_a_reason(desk: Any) -> None:
    at = desk.page("tasks")
    at.button(key="recuse-2026-0002").click().run()
    at.button(key="recusal-confirm").click().run()
    assert "理由" in at.error[0].value
    assert desk.sheet("2026-0002").assignment == "assigned"
    at.button(key="recusal-cancel").click().run()
    assert not at.error
    assert not [area for area in at.text_area if area.key == "recusal-reason-2026-0002"]


def test_english_page_speaks_english(desk: Any) -> None:
    at = desk.page("tasks", language="en")
    assert at.title[0].value == "My tasks"
    assert "<span>To do</span>" in _html(at)


def test_no_prefecture_and_nobody_else_is_on_the_page(desk: Any) -> None:
    body = _html(desk.page("tasks"))
    assert "320102" not in body
    assert "C34" not in body
    assert not [other for other in ("E02", "E03", "E04", "E05") if other in body]
    assert flow.my_tasks(desk.register, desk.actor, "2026-sample")


def test_a_term_is_said_only_where_the_round_sets_one_and_something_is_to_be_done(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(task_list.st, "html", told.append)
    tasks = flow.my_tasks(desk.register, desk.actor, "2026-sample")
    # Of the prefecture's step the sample round sets a term; it is not the experts'.
    for deadlines in ((), (Deadline("document_review", 15),)):
        task_list.term(translator("zh"), tasks, deadlines)
    assert not told
    task_list.term(translator("zh"), tasks, (Deadline("expert_document_review", 20),))
    assert "20 日内" in told[0]
    task_list.term(translator("zh"), (), (Deadline("expert_document_review", 20),))
    assert len(told) == 1
