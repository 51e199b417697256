"""A submitted sheet asked back by its expert: the request, and what the holder answered."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.wording import as_markdown, day_and_clock
from indicators.language import Message, Translator
from scoring import access, flow
from scoring.flow import OwnSheet
from scoring.model import Actor
from scoring.procedure.rounds import circumstances

PLACE: Final = "reopening"
REASON: Final = "reopening-reason"
_ICON: Final = {"asked": ":material/hourglass:", "declined": ":material/block:", "granted": ":material/undo:"}


def answered(say: Translator, own: OwnSheet) -> None:
    """Say what became of a request; where the sheet was given back, with what its expert is to do."""
    acting.tell(PLACE, say)
    found = own.reopening
    is_open = own.sheet.may_save
    if found is None or (found.state == "granted") != is_open or own.assignment != "assigned":
        return
    if found.state in _ICON:
        words = say(f"reopenings.is_{found.state}", at=day_and_clock(found.at), reason=found.reason)
        tell = st.warning if found.state == "declined" else st.info
        tell(as_markdown(words), icon=_ICON[found.state])


def ask_back(person: Actor, say: Translator, own: OwnSheet) -> None:
    """Draw the request on a submitted sheet, while the round takes marks and none waits for an answer."""
    if own.sheet.locked_at is None or own.assignment != "assigned":
        return
    round_ = next(one for one in source.rounds(person) if one.round_id == own.round_id)
    if not access.may(person, "ask_back", "sheet", {"own", "assigned", "after_lock"} | circumstances(round_.state)):
        return
    found = own.reopening
    if found is not None and found.state == "asked":
        return
    with st.expander(say("reopenings.ask"), icon=":material/undo:", key="reopening"):
        st.caption(as_markdown(say("reopenings.about")))
        desk.reason_input(say("reopenings.reason"), REASON, placeholder=say("reopenings.reason_example"))
        st.button(say("reopenings.do"), key="reopening-ask", type="primary", on_click=_ask, args=(person, own))


def _ask(person: Actor, own: OwnSheet) -> None:
    reason = st.session_state.get(REASON) or ""

    def act() -> object:
        sheet = own.sheet
        return source.act(
            flow.ask_reopening, person, application_id=sheet.application_id, stage=sheet.stage, reason=reason
        )

    if acting.attempt(PLACE, act, Message("reopenings.asked_now")):
        st.session_state[REASON] = ""
