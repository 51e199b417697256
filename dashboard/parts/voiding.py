"""Voiding a decision takes two: the chair asks beside the decision, the secretariat answers on its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import facts
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring import flow
from scoring.flow import VoidRequest
from scoring.model import Actor

PLACE: Final = "void-answers"
LONGEST: Final = 1_000


def ask(person: Actor, say: Translator, decision_id: str, place: str, waiting: Sequence[VoidRequest]) -> None:
    """Draw the request to void a decision, or that one waits for its second person."""
    asked = next((one for one in waiting if one.decision_id == decision_id), None)
    if asked is not None:
        st.info(say("voiding.waits", at=moment(asked.at), reason=asked.reason), icon=":material/hourglass:")
        if asked.by == person.id:
            _reasoned(person, say, decision_id, place, "take_back")
        return
    with st.expander(say("voiding.ask"), icon=":material/undo:", key=f"voiding-{decision_id}"):
        st.caption(say("voiding.ask_what"))
        _reasoned(person, say, decision_id, place, "ask")


def answers(person: Actor, say: Translator, round_id: str) -> None:
    """Draw the requests of a round that wait for the second person, if any does."""
    waiting = source.ask(flow.read_void_requests, person, round_id)
    acting.tell(PLACE, say)
    if not waiting:
        return
    st.header(say("voiding.waiting", count=len(waiting)), anchor=False)
    st.caption(say("voiding.waiting_what"))
    for one in waiting:
        with st.container(border=True, key=f"void-request-{one.decision_id.replace('/', '-')}"):
            rows = (
                ("voiding.decision", as_html(one.decision_id)),
                ("voiding.asked_at", as_html(moment(one.at))),
                ("voiding.reason", as_html(one.reason)),
            )
            st.html(facts([(say(key), value) for key, value in rows]))
            if one.by == person.id:
                st.caption(say("voiding.own"))
                continue
            _reasoned(person, say, one.decision_id, PLACE, "answer")


def _reasoned(person: Actor, say: Translator, decision_id: str, place: str, what: str) -> None:
    at = f"void-reason-{decision_id}"
    st.text_area(say(f"voiding.{what}_reason"), key=at, max_chars=LONGEST, height=90)
    verbs = ("agree", "decline") if what == "answer" else (what,)
    with st.container(horizontal=True):
        for verb in verbs:
            st.button(
                say(f"voiding.{verb}_do"),
                key=f"void-{decision_id}" if verb == "ask" else f"void-{verb}-{decision_id}",
                on_click=_do,
                args=(person, decision_id, place, verb, at),
            )


def _do(person: Actor, decision_id: str, place: str, verb: str, at: str) -> None:
    reason = st.session_state.get(at) or ""
    step = {
        "ask": flow.ask_void,
        "take_back": flow.take_back_void,
        "agree": flow.agree_void,
        "decline": flow.decline_void,
    }[verb]
    acting.attempt(
        place,
        lambda: source.act(step, person, decision_id=decision_id, reason=reason),
        Message(f"voiding.{verb}_done", {"decision": decision_id}),
    )
