"""A complaint taken in: about which accredited enterprise, of what kind, what is complained of, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, spoken
from dashboard.parts.complaint_case import PLACE
from indicators.collation import by_name
from indicators.language import Message, Translator
from scoring import access, flow
from scoring.flow import PublicEntry, Sender
from scoring.model import Actor
from scoring.procedure.complaints import KINDS, ComplaintKind

MOST: Final = 50
_EMPTIED: Final = ("search", "account", "sender", "contact")


def form(person: Actor, say: Translator, entries: Iterable[PublicEntry]) -> None:
    """Draw the entry of a complaint, for offices that take any in."""
    if not access.may(person, "receive", "complaint", {"own_region"}):
        return
    with st.expander(say("complaints.receive"), icon=":material/add_comment:", key="complaints-new"):
        st.caption(say("complaints.receive_note"))
        search = st.text_input(
            say("complaints.search"), key="complaints-search", placeholder=say("complaints.search_placeholder")
        )
        found = matching(person, entries, search)
        by_id = {one.application_id: one for one in found[:MOST]}
        if search and len(by_id) == 1:
            st.session_state["complaints-enterprise"] = next(iter(by_id))
        st.selectbox(
            say("complaints.enterprise"),
            list(by_id),
            index=None,
            key=spoken.keyed("complaints-enterprise", say),
            format_func=lambda id_: _name(say, by_id.get(id_), id_),
            placeholder=say("complaints.enterprise_placeholder"),
        )
        if search and not found:
            st.caption(say("complaints.nothing_found"))
        elif len(found) > MOST:
            st.caption(say("complaints.too_many", most=MOST, count=len(found)))
        left, right = st.columns(2)
        with left:
            kind = st.radio(
                say("complaints.column_kind"),
                KINDS,
                key="complaints-kind",
                horizontal=True,
                format_func=lambda one: say(f"complaints.kind_{one}"),
            )
        with right:
            desk.day_input(say("complaints.column_on"), "complaints-day")
        st.text_area(say("complaints.account"), key="complaints-account", max_chars=desk.LONGEST_REASON, height=120)
        if kind != "own_finding":
            with st.container(horizontal=True):
                st.text_input(say("complaints.sender_optional"), key="complaints-sender", max_chars=100)
                st.text_input(say("complaints.contact_optional"), key="complaints-contact", max_chars=200)
        st.button(
            say("complaints.do_receive"),
            key="complaints-receive",
            type="primary",
            icon=":material/check:",
            on_click=_receive,
            args=(person,),
        )


def matching(person: Actor, entries: Iterable[PublicEntry], search: str) -> list[PublicEntry]:
    """Return the accredited enterprises of an office's region whose name or credit code holds some words, by name."""
    wanted = "".join(search.split()).casefold()
    code = person.region or ""
    within = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    found = (
        one
        for one in entries
        if one.county.startswith(within) and (wanted in one.enterprise.casefold() or wanted in one.uscc.casefold())
    )
    return sorted(found, key=lambda one: by_name(one.enterprise))


def _name(say: Translator, one: PublicEntry | None, id_: str) -> str:
    if one is None:
        return id_
    return say(
        "complaints.enterprise_choice",
        enterprise=one.enterprise,
        grade=one.grade,
        day=one.valid_from,
        place=desk.region(one.county),
    )


def _receive(person: Actor) -> None:
    state = st.session_state
    application_id: str | None = state.get("complaints-enterprise")
    on: date | None = state.get("complaints-day")
    missing = [] if application_id else [Message("complaints.choose_enterprise")]
    if on is None:
        missing.append(Message("complaints.choose_day"))
    kind: ComplaintKind | None = state.get("complaints-kind")
    if kind not in KINDS:
        missing.append(Message("complaints.choose_kind"))
    if application_id is None or on is None or kind is None or missing:
        acting.refuse(PLACE, missing)
        return
    name, contact = state.get("complaints-sender") or "", state.get("complaints-contact") or ""
    named = kind != "own_finding" and bool(name.strip() or contact.strip())
    sender = Sender(name, contact) if named else None
    account = state.get("complaints-account") or ""
    if acting.attempt(
        PLACE,
        lambda: source.act(
            flow.receive_complaint,
            person,
            application_id=application_id,
            kind=kind,
            account=account,
            on=on,
            sender=sender,
        ),
        Message("complaints.done_receive"),
    ):
        for one in _EMPTIED:
            state[f"complaints-{one}"] = ""
        state["complaints-enterprise"] = None
