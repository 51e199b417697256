"""Sheets asked back, before the holder: first on the page, given back or declined with a reason, answered once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow
from scoring.model import Actor

pr = sys.modules["procedure_register"]
WHERE = "2026-0002-{}-document_review"


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with pr.served(tmp_path / "r.db", "scored", monkeypatch) as served:
        yield served


def _html(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def test_requests_come_first_and_are_answered_with_a_reason(hall: Any) -> None:
    seats = flow.read_seats(hall.register, pr.actor("assignment_holder"), pr.ROUND)
    first, second = [one.expert_id for one in seats if one.application_id == pr.GRADE_AA][:2]
    experts = [Actor(id_, id_, frozenset({"expert"})) for id_ in (first, second)]
    assert not [one for one in hall.page("assignment_holder", "holder/draw").header if "退回申请" in one.value]
    for expert in experts:
        hall.do(flow.ask_reopening, expert, application_id=pr.GRADE_AA, reason="页码<b>误填")
    at = hall.page("assignment_holder", "holder/draw")
    assert at.header[0].value == "待答复的退回申请（2）"
    assert "页码&lt;b&gt;误填" in _html(at)
    grant, decline = WHERE.format(first), WHERE.format(second)
    at.button(key=f"reopening-grant-{grant}").click().run()
    assert at.error, "a reason is due"
    at.text_area(key=f"reopening-answer-{grant}").set_value("同意更正").run()
    at.button(key=f"reopening-grant-{grant}").click().run()
    at.text_area(key=f"reopening-answer-{decline}").set_value("会议已开始").run()
    at.button(key=f"reopening-decline-{decline}").click().run()
    answers = [flow.own_sheet(hall.register, one, application_id=pr.GRADE_AA).reopening for one in experts]
    assert [(one.state, one.reason) for one in answers if one] == [("granted", "同意更正"), ("declined", "会议已开始")]
    sheets = [flow.read_sheet(hall.register, one, application_id=pr.GRADE_AA) for one in experts]
    assert [one.locked_at is None for one in sheets] == [True, False]
    assert not [one for one in at.header if "退回申请" in one.value]
