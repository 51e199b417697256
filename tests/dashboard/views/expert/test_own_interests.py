"""An expert declares an interest beforehand, by the enterprise's code; he learns nothing of whether it applies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow

pr = sys.modules["procedure_register"]


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with pr.served(tmp_path / "r.db", "planned", monkeypatch) as served:
        yield served


def said(at: AppTest) -> str:
    return "\n".join(one.value for one in (*at.success, *at.error)).replace("\\", "")


def declare(at: AppTest) -> AppTest:
    at.checkbox(key="own-interest-do-sure").check().run()
    at.button(key="own-interest-do").click().run()
    assert not at.exception, at.exception
    return at


def test_an_interest_declared_beforehand_stands_under_the_experts_own_number(hall: Any) -> None:
    at = hall.page("expert", "expert/tasks")
    assert "没有填写统一社会信用代码" in said(declare(at))
    uscc = pr.application(pr.FAR).enterprise.uscc
    at.text_input(key="own-interest-uscc").set_value(uscc.lower())
    assert "理由" in said(declare(at))
    at.text_area(key="own-interest-reason").set_value("本人曾任该企业顾问")
    assert "已申明" in said(declare(at))
    (kept,) = flow.read_conflicts(hall.register, pr.actor("inspector"), hall.now.date(), pr.ROUND).kept
    assert (kept.uscc, kept.kind, kept.source, kept.reason) == (uscc, "declared", "本人申明", "本人曾任该企业顾问")
    assert kept.expert_id in pr.EXPERTS
    assert at.text_input(key="own-interest-uscc").value == ""
