"""A minority view: a text about a decided item, printed with equal type and without a name."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.attending_words import PLACE, by_id, fold, outcome, plain
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring.flow import meeting
from scoring.flow.meeting import MemberDesk
from scoring.model import Actor

_ITEM: Final = "attending-dissent-item"
_TEXT: Final = "attending-dissent-text"


def dissent(person: Actor, say: Translator, found: MemberDesk) -> None:
    """Let a voter write what he holds against a decision, where he opens it."""
    items = {id_: one for id_, one in by_id(found).items() if id_ in found.may_dissent}
    if not items or not fold("dissent", say("attending.dissent_fold")):
        return
    if st.session_state.get(_ITEM) not in items:
        st.session_state[_ITEM] = None
    with st.container(key="attending-dissent-form", border=True):
        chosen = st.selectbox(
            say("attending.dissent_which"),
            list(items),
            index=None,
            key=_ITEM,
            placeholder=say("attending.dissent_choose"),
            format_func=lambda id_: plain(say, items[id_]) if id_ in items else id_,
            persist_state="page",
        )
        decided = items[chosen].decided if chosen in items else None
        if decided is not None:
            st.html(f'<p class="at-ballot">{as_html(say("attending.dissent_decided"))}{outcome(say, decided)}</p>')
        st.text_area(
            say("attending.dissent_text"),
            key=_TEXT,
            max_chars=desk.LONGEST_REASON,
            height=150,
            placeholder=say("attending.dissent_placeholder"),
            persist_state="page",
        )
        desk.act_when_sure(
            sure=say("attending.dissent_sure"),
            label=say("attending.dissent_give"),
            key="attending-dissent-give",
            do=_give,
            args=(person, found.sitting.sitting_id),
            icon=":material/edit_note:",
        )


def _give(person: Actor, sitting_id: str) -> None:
    application_id = st.session_state.get(_ITEM)
    if not application_id:
        acting.refuse(PLACE, (Message("attending.dissent_no_item"),))
        return
    text = st.session_state.get(_TEXT) or ""
    done = acting.attempt(
        PLACE,
        lambda: source.act(
            meeting.give_dissent, person, sitting_id=sitting_id, application_id=application_id, text=text
        ),
        Message("attending.done_dissent", {"application": application_id}),
    )
    if done:
        st.session_state[_ITEM] = None
        st.session_state[_TEXT] = ""
