"""Names behind sheets on the page: asked for, answered by another, drawn once at a press, gone with the next run."""

from __future__ import annotations

import sys

import pytest

from scoring import flow

pr = sys.modules["panel_register"]
PAGE = "inspector/openings"
NAMES = (*pr.PEOPLE, *pr.EMPLOYERS)


def shows_names(at) -> bool:
    text = pr.markup(at)
    return any(name in text for name in NAMES)


def asked(sitting):
    at = sitting.page("inspector", PAGE)
    at.text_input(key="idopen-application").set_value(pr.AGREED)
    at.text_input(key="idopen-ground").set_value("苏纪立〔2026〕3号")
    at.text_area(key="idopen-reason").set_value("核实打分异常")
    return at.button(key="idopen-ask").click().run()


def answered(sitting, verb: str, reason: str):
    at = sitting.page("security_admin", PAGE)
    at.text_area(key="idopen-answer-1").set_value(reason)
    return at.button(key=f"idopen-{verb}-1").click().run()


@pytest.fixture
def closed(sitting):
    sitting.to("deciding")
    return sitting


def test_one_asks_another_agrees_and_names_are_drawn_at_a_press_alone(closed) -> None:
    at = asked(closed)
    assert [one.value for one in at.success]
    assert "idopen-agree-1" not in [one.key for one in at.button]  # nobody answers himself
    second = answered(closed, "agree", "依据充分")
    assert [one.value for one in second.success]
    assert "idopen-look-1" not in [one.key for one in second.button]
    at = closed.page("inspector", PAGE)
    assert not shows_names(at)
    at.button(key="idopen-look-1").click().run()
    for name in NAMES:
        assert name in pr.markup(at), name
    at.run()
    assert not shows_names(at)
    kept = str(at.session_state._state.filtered_state)
    assert "idopen" in kept
    assert not any(name in kept for name in NAMES)
    looks = flow.who_looked(closed.register, pr.actor("inspector"), pr.NOW)
    assert [one.about for one in looks if one.what == "identity_opening"] == ["identity-opening/1"]


def test_before_the_marks_are_closed_nothing_is_asked(sitting) -> None:
    at = asked(sitting)
    assert len(at.error) == 1
    assert not flow.openings_history(sitting.register, pr.actor("inspector"))


def test_declined_and_closed_have_no_way_to_names(closed) -> None:
    asked(closed)
    answered(closed, "decline", "依据不足")
    at = closed.page("inspector", PAGE)
    assert "idopen-look-1" not in [one.key for one in at.button]
    assert "依据不足" in pr.words(at)
    asked(closed)
    closed_page = closed.page("inspector", PAGE)
    closed_page.text_area(key="idopen-answer-2").set_value("不再需要")
    closed_page.button(key="idopen-close-2").click().run()
    assert [one[-1].state for one in flow.openings_history(closed.register, pr.actor("inspector"))] == [
        "closed",
        "declined",
    ]


def test_the_second_person_never_has_a_way_to_ask_or_read(closed) -> None:
    at = closed.page("security_admin", PAGE)
    assert "idopen-ask" not in [one.key for one in at.button]
    for role in ("chair", "system_admin", "assignment_holder"):
        refused = pr.direct(role, PAGE)
        assert not refused.title
        assert len(refused.warning) == 1


def test_what_was_typed_stays_text(closed) -> None:
    at = closed.page("inspector", PAGE)
    at.text_input(key="idopen-application").set_value(pr.AGREED)
    at.text_input(key="idopen-ground").set_value("<img src=x>")
    at.text_area(key="idopen-reason").set_value("<b>x</b>")
    at.button(key="idopen-ask").click().run()
    markup = pr.markup(at)
    assert "<img src=x" not in markup
    assert "&lt;img" in markup
