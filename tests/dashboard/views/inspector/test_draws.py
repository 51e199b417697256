"""The inspector checks draws and repeats them from their seeds; he reads conflicts and recusals and no name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow

pr = sys.modules["procedure_register"]
PAGE = "inspector/draws"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A round that was drawn, with somebody who stepped back and somebody who sits in spite of a conflict."""
    with (
        pytest.MonkeyPatch.context() as patch,
        pr.served(tmp_path_factory.mktemp("r") / "r.db", "confirmed", patch) as h,
    ):
        drawn = h.do(flow.draw_experts, pr.actor("assignment_holder"), pr.ROUND, seed=7, reason="公开开奖号码")
        h.pairs = drawn.solution.pairs
        (first, second), (third, fourth) = h.pairs[0], h.pairs[-1]
        uscc = pr.application(third).enterprise.uscc
        told = {"uscc": uscc, "expert_id": fourth, "source": "本人申明", "reason": "亲属任职"}
        h.do(flow.declare_conflict, pr.Actor(fourth, "", frozenset({"expert"})), **told)
        who = pr.Actor(second, "", frozenset({"expert"}))
        h.do(flow.recuse, who, application_id=first, expert_id=second, reason="曾任职")
        yield h


def html(at: AppTest) -> str:
    return "\n".join(one.value for one in at.get("html"))


def test_a_draw_is_checked_line_by_line_without_solving(hall: Any) -> None:
    at = hall.page("inspector", PAGE)
    at.button(key="draws-do-check").click().run()
    page = html(at)
    assert page.count("<i>✓</i>") == 9
    assert page.count("<i>✗</i>") == 1  # the conflict that came up since
    assert "符合全部约束" in page
    assert "未按种子重新抽取" in page


def test_a_draw_is_repeated_from_its_seed(hall: Any) -> None:
    at = hall.page("inspector", PAGE)
    at.button(key="draws-do-again").click().run()
    assert "按同一种子重新抽取，结果相同" in html(at)


def test_a_draw_that_was_changed_is_found(hall: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = ((hall.pairs[0][0], "F99"), *hall.pairs[1:])
    monkeypatch.setattr("scoring.register.draws.drawn_pairs", lambda connection, draw_id: moved)
    at = hall.page("inspector", PAGE)
    at.button(key="draws-do-check").click().run()
    page = html(at)
    assert "有约束不符" in page
    assert page.count("<i>✗</i>") >= 3


def test_conflicts_and_recusals_are_read_by_number_and_nothing_is_offered(hall: Any) -> None:
    at = hall.page("inspector", PAGE)
    page = html(at)
    assert "亲属任职" in page
    assert "曾任职" in page
    assert "公开开奖号码" in page
    assert f"专家{hall.pairs[0][1]}" not in page
    assert "某研究院" not in page
    assert {
        one.key for one in at.button if str(one.key).startswith(("draw-", "seat-", "conflict-", "lift-", "replace-"))
    } == set()
    assert not at.text_area


def test_english_says_the_same(hall: Any) -> None:
    at = hall.page("inspector", PAGE, language="en")
    at.button(key="draws-do-check").click().run()
    assert "Nobody was seated despite a conflict" in html(at)


def test_a_round_without_draws_says_what_would_bring_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pr.served(tmp_path / "r.db", "planned", monkeypatch) as empty:
        page = html(empty.page("inspector", PAGE))
    for words in ("尚无抽取记录", "没有现行的回避事由", "无人回避"):
        assert words in page
