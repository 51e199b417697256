"""Who supplied what of dossiers: by application, or by organisation for a reason that is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame
from dashboard.parts.misconduct_cases import PLACE, SHOWN
from dashboard.parts.wording import as_html
from dashboard.roles import VIEWS
from indicators.language import Message, Translator
from scoring import flow
from scoring.model import Actor
from scoring.register.misconduct import Provider

_COMPLAINTS: Final = VIEWS / "office" / "complaints.py"
_FOUND: Final = "misconduct-supplied"


def draw(person: Actor, say: Translator) -> None:
    """Draw both questions and their answers."""
    st.header(say("cases.providers"), anchor=False)
    by_application, by_code = st.columns(2, gap="large")
    with by_application:
        named = (st.text_input(say("cases.of_application"), key="misconduct-of") or "").strip()
        if named:
            with frame.told(say):
                supplied = source.ask(flow.read_providers, person, named)
            _table(say, supplied)
    with by_code:
        st.text_input(say("cases.code"), key="misconduct-code", max_chars=18)
        desk.reason_input(say("cases.search_reason"), "misconduct-search-reason")
        st.button(
            say("cases.do_search"),
            key="misconduct-search",
            icon=":material/search:",
            on_click=_search,
            args=(person,),
        )
        # For this run alone: who asks again says why again.
        found = st.session_state.pop(_FOUND, None)
        if found is not None:
            _table(say, found)
    st.page_link(_COMPLAINTS, label=say("cases.to_complaints"), icon=":material/arrow_forward:")


def _table(say: Translator, found: Sequence[Provider]) -> None:
    if not found:
        frame.empty(say("cases.nothing_supplied"))
        return
    rows = [
        [
            as_html(one.application_id),
            f'<div class="wide">{as_html(one.item)}</div>',
            f'<div class="wide">{as_html(one.provider_name)}'
            f'<div class="dk-quiet">{as_html(one.provider_code)}</div></div>',
            as_html(say(f"cases.provider_{one.provider_kind}")),
            as_html(one.person or "–"),
        ]
        for one in found[:SHOWN]
    ]
    names = ("application", "item", "provider", "kind", "person")
    desk.listing([say(f"cases.column_{name}") for name in names], rows)
    if len(found) > SHOWN:
        st.caption(say("cases.more", shown=SHOWN, count=len(found)))


def _search(person: Actor) -> None:
    code = (st.session_state.get("misconduct-code") or "").strip().upper()
    reason = st.session_state.get("misconduct-search-reason") or ""
    if not code:
        acting.refuse(PLACE, [Message("cases.code_missing")])
        return

    def look() -> None:
        st.session_state[_FOUND] = source.act(flow.supplied_by, person, code=code, reason=reason)

    if acting.attempt(PLACE, look, Message("cases.done_search", {"code": code})):
        st.session_state["misconduct-search-reason"] = ""
