"""Approach reports before the inspector: nothing is read unasked, every reading is recorded, handled with a reason."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from dashboard.roles import VIEWS
from scoring import flow
from scoring.model import Actor
from scoring.register import tables

pr = sys.modules["procedure_register"]
PAGE = "inspector/approaches"
EXPERT = Actor("E01", "E01", frozenset({"expert"}))


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with pr.served(tmp_path / "r.db", "planned", monkeypatch) as served:
        yield served


def _html(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def _report(hall: Any, by: str = "某公司<b>张三", account: str = "请求关照") -> None:
    approach = flow.Approach(by, "telephone", hall.now.date(), account)
    hall.do(flow.report_approach, EXPERT, approach=approach)


def _readings(hall: Any) -> int:
    with hall.register.read() as connection:
        return sum(one.act == "approach.read" for one in connection.execute(select(tables.chain_entry)))


def test_nothing_is_read_before_it_is_asked_for_and_each_reading_is_recorded_once(hall: Any) -> None:
    _report(hall)
    at = hall.page("inspector", PAGE)
    assert "请求关照" not in _html(at)
    assert _readings(hall) == 0
    at.button(key="approaches-read").click().run()
    body = _html(at)
    assert "请求关照" in body
    assert "某公司&lt;b&gt;张三" in body
    for _ in range(2):
        at.run()
    at.segmented_control(key="approaches-shown").set_value("all").run()
    assert _readings(hall) == 1
    # Another page and back: a new visit.
    at.switch_page(str(VIEWS / "inspector" / "draws.py")).run()
    at.switch_page(str(VIEWS / f"{PAGE}.py")).run()
    assert "请求关照" not in _html(at)
    assert _readings(hall) == 1


def test_a_report_is_taken_up_and_closed_with_what_was_done(hall: Any) -> None:
    _report(hall)
    at = hall.page("inspector", PAGE)
    at.button(key="approaches-read").click().run()
    at.button(key="approaches-move").click().run()
    assert "办理情况" in at.error[0].value
    at.text_area(key="approaches-reason").set_value("已约谈").run()
    at.button(key="approaches-move").click().run()
    assert "已受理" in at.success[0].value
    assert "已约谈" in _html(at)
    at.text_area(key="approaches-reason").set_value("查无实据").run()
    at.button(key="approaches-move").click().run()
    assert "均已办结" in _html(at)
    assert [one.state for one in flow.my_approach_reports(hall.register, EXPERT)] == ["closed"]
    assert _readings(hall) == 1, "what he did himself is not read again"


def test_an_empty_register_says_so_and_may_be_asked_again(hall: Any) -> None:
    at = hall.page("inspector", PAGE)
    at.button(key="approaches-read").click().run()
    assert "目前没有请托登记" in _html(at)
    _report(hall)
    at.run()
    at.button(key="approaches-read").click().run()
    assert "请求关照" in _html(at)


@pytest.mark.parametrize("role", ["secretariat", "chair", "assignment_holder", "leader"])
def test_nobody_else_has_the_page(hall: Any, role: str) -> None:
    with pytest.raises(ValueError, match="page"):
        hall.page(role, PAGE)


def test_the_page_speaks_english(hall: Any) -> None:
    _report(hall)
    at = hall.page("inspector", PAGE, language="en")
    at.button(key="approaches-read").click().run()
    assert "Number 1" in _html(at)
    assert "telephone" in _html(at)
