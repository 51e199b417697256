"""Draws on the inspector's first page: each with its state; drawn again at a press, and then the same or not."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from dashboard.parts import draw_states
from scoring import flow
from scoring.flow.draw_checks import DrawCheck, DrawSummary
from scoring.flow.draw_states import DrawState

pr = sys.modules["panel_register"]
PAGE = "inspector/overview"
SUMMARY = DrawSummary(
    "2026/document_review/1",
    "2026",
    "document_review",
    7,
    "x",
    6,
    30,
    40,
    3,
    4,
    1,
    0,
    "2026-06-01T09:00:00.000000Z",
    "H",
    "",
)


@pytest.mark.parametrize(("same", "told"), [(True, "一致"), (False, "不一致")])
def test_a_draw_has_its_state_and_is_drawn_again_at_a_press(sitting, monkeypatch, same: bool, told: str) -> None:
    states = (
        DrawState(SUMMARY, 0, 0, redrawable=True),
        DrawState(replace(SUMMARY, draw_id="2026/document_review/2"), 2, 1, redrawable=True),
    )
    monkeypatch.setattr(flow, "draw_states", lambda register, actor, on: states)
    monkeypatch.setattr(
        draw_states.flow, "verify_draw", lambda *_, draw_id, again: DrawCheck(SUMMARY, (), (), same if again else None)
    )
    flow.verify_draw.__name__ = "verify_draw"
    flow.draw_states.__name__ = "draw_states"
    at = sitting.page("inspector", PAGE)
    text = pr.words(at)
    assert "2 处不符" in text
    assert text.count("尚未重抽") == 2
    at.button(key="watch-draw-again").click().run()
    assert not at.exception
    text = pr.words(at)
    assert "尚未重抽" not in text
    assert f">{told}<" in text
