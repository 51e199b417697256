"""The debrief of a rehearsal: every trouble with its words, in both languages; nothing for a meeting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source
from dashboard.parts import rehearsal_debrief
from scoring.demonstration.rehearsal import Met
from scoring.demonstration.rehearsal.plan import KINDS
from scoring.register.sittings import Sitting

AT = "2026-06-02T01:08:05+00:00"
SITTING = Sitting("S1", 1, "2026", "document_review", "locked", "7", "", "rehearsal", AT)
MET = tuple(
    Met(kind, "2026-0001" if kind == "tie" else None, AT, "item.decided", 5.0) for kind in KINDS if kind != "pulled"
)
UNMET = (Met("pulled", None, None, None, None), Met("tie", "<b>", AT, None, None))


def page(language: str, sitting: object) -> None:
    from dashboard.parts import rehearsal_debrief as debrief
    from dashboard.texts import translator
    from scoring.model import Actor

    debrief.draw(Actor("chair", "", frozenset({"chair"})), translator(language), sitting)  # type: ignore[arg-type]


def drawn(language: str, sitting: Sitting) -> AppTest:
    return AppTest.from_function(page, args=(language, sitting)).run()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_trouble_has_its_line(language, monkeypatch):
    monkeypatch.setattr(source, "ask", lambda *_, **__: (*MET, *UNMET))
    app = drawn(language, SITTING)
    assert not app.exception
    (table,) = [one.proto.body for one in app.get("html")]
    assert table.count("<tr>") == 1 + len(MET) + len(UNMET)
    assert "09:08:05" in table
    assert "<b>" not in table
    assert "rehearsal." not in table


@pytest.mark.parametrize("change", [{"kind": "meeting"}, {"phase": "review"}])
def test_nothing_for_a_meeting_or_before_the_lock(change, monkeypatch):
    monkeypatch.setattr(source, "ask", lambda *_, **__: pytest.fail("asked"))
    assert not drawn("zh", replace(SITTING, **change)).get("html")


def test_every_answer_that_is_found_has_words():
    from scoring.demonstration.rehearsal import debrief

    assert set(debrief.__globals__["_AT_THE_TABLE"]) <= set(rehearsal_debrief._DID)
