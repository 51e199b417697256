"""Conflicts of interest recorded by the holder: found or declared, named by an applicant, lifted with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, spoken
from dashboard.parts.draw_words import Roster, person_words
from indicators.language import Message, Translator
from scoring import flow
from scoring.model import Actor
from scoring.register.conflicts import Conflict

PLACE: Final = "conflict"
KINDS: Final[tuple[Literal["found", "declared"], ...]] = ("found", "declared")


def declare(person: Actor, say: Translator, roster: Roster) -> None:
    """Draw the form of a conflict that was found, or that its expert declared to the holder."""
    with st.expander(say("roster.declare"), icon=":material/person_alert:", key="conflict-declare-box"):
        st.segmented_control(
            say("roster.kind"),
            KINDS,
            key=_initial("conflict-kind", KINDS[0]),
            required=True,
            format_func=lambda one: say(f"draw.kind_{one}"),
        )
        st.selectbox(
            say("roster.expert"),
            list(roster),
            index=None,
            key="conflict-expert",
            placeholder=say("roster.choose_expert"),
            format_func=lambda one: person_words(one, roster),
        )
        st.text_input(say("roster.uscc"), key="conflict-uscc", max_chars=18, placeholder=say("roster.uscc_example"))
        _told(say, "conflict", "roster.source_found_example")
        st.button(
            say("roster.do_declare"),
            key="conflict-do",
            type="primary",
            icon=":material/add:",
            on_click=_declare,
            args=(person,),
        )


def name_unsuitable(person: Actor, say: Translator, roster: Roster, most: int) -> None:
    """Draw the form of the experts whom an applicant names as unsuitable."""
    with st.expander(say("roster.name"), icon=":material/person_off:", key="conflict-name-box"):
        st.text_input(say("roster.application"), key="named-application", max_chars=40, placeholder="2026-0001")
        st.multiselect(
            say("roster.named", most=most),
            list(roster),
            key="named-experts",
            placeholder=say("roster.choose_expert"),
            format_func=lambda one: person_words(one, roster),
        )
        _told(say, "named", "roster.source_named_example")
        st.button(
            say("roster.do_name"), key="named-do", type="primary", icon=":material/add:", on_click=_name, args=(person,)
        )


def lift(person: Actor, say: Translator, found: Sequence[Conflict], roster: Roster) -> None:
    """Draw the form by which a conflict is lifted; that it stood stays in the record."""
    if not found:
        return
    by_id = {one.conflict_id: one for one in found}
    with st.expander(say("roster.lift"), icon=":material/lock_open:", key="conflict-lift-box"):
        st.selectbox(
            say("roster.conflict"),
            list(by_id),
            index=None,
            key=spoken.keyed("lift-conflict", say),
            placeholder=say("roster.choose_conflict"),
            format_func=lambda id_: _words(say, by_id[id_], roster),
        )
        desk.reason_input(say("roster.lift_reason"), "lift-reason")
        desk.act_when_sure(
            sure=say("roster.lift_sure"), label=say("roster.do_lift"), key="lift-do", do=_lift, args=(person, by_id)
        )


def _initial(key: str, value: str) -> str:
    st.session_state.setdefault(key, value)
    return key


def _told(say: Translator, stem: str, example: str) -> None:
    """Draw what every conflict is told with: from where it is known, and why it is one."""
    st.text_input(say("roster.source"), key=f"{stem}-source", max_chars=200, placeholder=say(example))
    desk.reason_input(say("roster.reason"), f"{stem}-reason")


def _words(say: Translator, one: Conflict, roster: Roster) -> str:
    kind = say(f"draw.kind_{one.kind}")
    return f"{person_words(one.expert_id, roster)} · {one.application_id or one.uscc} · {kind}"


def _declare(person: Actor) -> None:
    state = st.session_state
    expert_id, uscc = state.get("conflict-expert"), str(state.get("conflict-uscc") or "").strip().upper()
    missing = [Message(key) for given, key in ((expert_id, "roster.no_expert"), (uscc, "roster.no_uscc")) if not given]
    if missing:
        acting.refuse(PLACE, missing)
        return
    kind: Literal["found", "declared"] = "declared" if state.get("conflict-kind") == "declared" else "found"
    _do(
        lambda: source.act(
            flow.declare_conflict,
            person,
            uscc=uscc,
            expert_id=str(expert_id),
            kind=kind,
            source=state.get("conflict-source") or "",
            reason=state.get("conflict-reason") or "",
        ),
        Message("roster.done_declare", {"expert": expert_id, "uscc": uscc}),
        {"conflict-expert": None, "conflict-uscc": "", "conflict-source": "", "conflict-reason": ""},
    )


def _name(person: Actor) -> None:
    state = st.session_state
    application_id, chosen = str(state.get("named-application") or "").strip(), tuple(state.get("named-experts") or ())
    asked = ((application_id, "roster.no_application"), (chosen, "roster.no_expert"))
    missing = [Message(key) for given, key in asked if not given]
    if missing:
        acting.refuse(PLACE, missing)
        return
    _do(
        lambda: source.act(
            flow.name_unsuitable,
            person,
            application_id=application_id,
            expert_ids=chosen,
            source=state.get("named-source") or "",
            reason=state.get("named-reason") or "",
        ),
        Message("roster.done_name", {"application": application_id, "count": len(chosen)}),
        {"named-application": "", "named-experts": [], "named-source": "", "named-reason": ""},
    )


def _lift(person: Actor, by_id: Mapping[str, Conflict]) -> None:
    state = st.session_state
    chosen = by_id.get(str(state.get("lift-conflict")))
    if chosen is None:
        acting.refuse(PLACE, [Message("roster.no_conflict_chosen")])
        return
    _do(
        lambda: source.act(
            flow.lift_conflict, person, conflict_id=chosen.conflict_id, reason=state.get("lift-reason") or ""
        ),
        Message("roster.done_lift", {"expert": chosen.expert_id}),
        {"lift-conflict": None, "lift-reason": ""},
    )


def _do(act: Callable[[], object], done: Message, empty: Mapping[str, object]) -> None:
    """Do an act, and empty its form once it is done."""
    if acting.attempt(PLACE, act, done):
        for key, value in empty.items():
            st.session_state[key] = value
