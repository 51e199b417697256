"""An expert's own word, beforehand, that he has an interest in an enterprise; whether it applies he is not told."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.wording import as_markdown
from indicators.language import Message, Translator
from scoring import flow
from scoring.model import Actor

PLACE: Final = "own-interest"
USCC: Final = "own-interest-uscc"
REASON: Final = "own-interest-reason"


def own_interests(person: Actor, say: Translator) -> None:
    """Draw the declaration, folded away: most experts have none."""
    acting.tell(PLACE, say)
    with st.expander(say("roster.own"), icon=":material/person_alert:", key="own-interest"):
        st.caption(as_markdown(say("roster.own_about")))
        st.text_input(say("roster.uscc"), key=USCC, max_chars=18, placeholder=say("roster.uscc_example"))
        desk.reason_input(say("roster.reason"), REASON)
        desk.act_when_sure(
            sure=say("roster.own_sure"),
            label=say("roster.own_do"),
            key="own-interest-do",
            do=_declare,
            args=(person, say("roster.own_source")),
        )


def _declare(person: Actor, told_by: str) -> None:
    uscc = str(st.session_state.get(USCC) or "").strip().upper()
    if not uscc:
        acting.refuse(PLACE, [Message("roster.no_uscc")])
        return
    reason = st.session_state.get(REASON) or ""

    def act() -> object:
        return source.act(flow.declare_conflict, person, source=told_by, reason=reason, expert_id=person.id, uscc=uscc)

    if acting.attempt(PLACE, act, Message("roster.own_done", {"uscc": uscc})):
        for key in (USCC, REASON):
            st.session_state[key] = ""
