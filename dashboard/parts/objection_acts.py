"""What is done with an objection: entered, acknowledged to its author, decided, signed by the other authority."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, joint_words, spoken
from dashboard.parts.notice_acts import PLACE
from indicators.language import Message, Translator
from scoring import access, flow
from scoring.flow import Candidate, ObjectionStanding
from scoring.model import Actor
from scoring.procedure.objections import MAY_FOLLOW, OUTCOMES, Outcome

LONGEST_NAME: Final = 200


def receiving(person: Actor, say: Translator, candidates: Sequence[Candidate]) -> None:
    """Draw the entry of an objection, where the actor may and something is under notice."""
    about = [one for one in candidates if one.noticed and not one.announced]
    if not about or not access.may(person, "receive", "objection"):
        return
    names = {one.application_id: one.name for one in about}
    with st.expander(say("objection_desk.receive"), icon=":material/add:", key="objection-receiving"):
        st.selectbox(
            say("objection_desk.about"),
            list(names),
            index=None,
            format_func=lambda id_: say("notice_desk.named", application=id_, name=names[id_]),
            placeholder=say("credit_desk.applicant_hint"),
            key=spoken.keyed("objection-about", say),
        )
        with st.container(horizontal=True, key="objection-who"):
            st.text_input(say("objection_desk.from"), max_chars=LONGEST_NAME, key="objection-from")
            with st.container(width=220):
                desk.day_input(say("objection_desk.received"), "objection-received")
        desk.reason_input(say("objection_desk.substance"), "objection-substance")
        st.button(
            say("objection_desk.receive_do"),
            key="objection-receive",
            type="primary",
            icon=":material/save:",
            on_click=_receive,
            args=(person,),
        )


def acts(person: Actor, say: Translator, one: ObjectionStanding, number: str) -> None:
    """Draw what the actor may do with an objection now."""
    state = one.objection.state
    if state == "received" and access.may(person, "acknowledge", "objection"):
        _acknowledging(person, say, one, number)
    authority = joint_words.own_authority(person)
    decided = state in ("founded", "groundless")
    if decided and authority and authority not in one.signed and access.may(person, "sign", "objection"):
        desk.act_when_sure(
            sure=say("objection_desk.sign_sure", outcome=say(f"objection_desk.state_{state}")),
            label=say("objection_desk.sign_do", authority=joint_words.authority(authority, say)),
            key=f"objection-sign-{number}",
            icon=":material/draw:",
            do=_sign,
            args=(person, one.objection.objection_id),
        )
    outcomes = [outcome for outcome in OUTCOMES if outcome in MAY_FOLLOW[state]]
    if outcomes and access.may(person, "decide", "objection"):
        _deciding(person, say, one, number, outcomes)


def _acknowledging(person: Actor, say: Translator, one: ObjectionStanding, number: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"objection-acknowledging-{number}"):
        with st.container(width=220):
            desk.day_input(say("objection_desk.acknowledge_day"), f"objection-acknowledge-day-{number}")
        st.button(
            say("objection_desk.acknowledge_do"),
            key=f"objection-acknowledge-{number}",
            type="primary",
            icon=":material/mark_email_read:",
            on_click=_acknowledge,
            args=(person, one.objection.objection_id, number),
        )


def _deciding(person: Actor, say: Translator, one: ObjectionStanding, number: str, outcomes: Sequence[Outcome]) -> None:
    state = one.objection.state
    key = {"received": "withdraw", "acknowledged": "decide"}.get(state, "decide_anew")
    # To decide is what an acknowledged one waits for; the others open it when they need it.
    with st.expander(
        say(f"objection_desk.{key}"), expanded=state == "acknowledged", key=f"objection-deciding-{number}-{state}"
    ):
        only = outcomes[0] if len(outcomes) == 1 else None
        with st.container(horizontal=True, key=f"objection-outcome-row-{number}"):
            if only is None:
                st.radio(
                    say("objection_desk.outcome"),
                    outcomes,
                    index=None,
                    format_func=lambda outcome: say(f"objection_desk.state_{outcome}"),
                    horizontal=True,
                    key=f"objection-outcome-{number}",
                )
            with st.container(width=220):
                desk.day_input(say("objection_desk.decide_day"), f"objection-day-{number}")
        desk.reason_input(
            say("objection_desk.reason"),
            f"objection-reason-{number}",
            placeholder=say("objection_desk.reason_hint"),
        )
        desk.act_when_sure(
            sure=say(f"objection_desk.{'decide' if only is None else 'withdraw'}_sure"),
            label=say(f"objection_desk.{'decide' if only is None else 'withdraw'}_do"),
            key=f"objection-decide-{number}",
            icon=":material/gavel:",
            do=_decide,
            args=(person, one.objection.objection_id, number, only),
        )


def _day(key: str) -> date:
    found = st.session_state.get(key)
    return found if isinstance(found, date) else source.today()


def _receive(person: Actor) -> None:
    about = st.session_state.get("objection-about")
    if about is None:
        acting.refuse(PLACE, [Message("objection_desk.about_first")])
        return
    day = _day("objection-received")
    given_by = st.session_state.get("objection-from") or ""
    substance = st.session_state.get("objection-substance") or ""
    if acting.attempt(
        PLACE,
        lambda: source.act(
            flow.receive_objection,
            person,
            application_id=about,
            received_on=day,
            received_from=given_by,
            substance=substance,
        ),
        Message("objection_desk.done_receive", {"application": about}),
    ):
        st.session_state["objection-about"] = None
        st.session_state["objection-from"] = st.session_state["objection-substance"] = ""


def _acknowledge(person: Actor, objection_id: str, number: str) -> None:
    day = _day(f"objection-acknowledge-day-{number}")
    _try(
        lambda: source.act(flow.acknowledge_objection, person, objection_id=objection_id, acknowledged_on=day),
        "acknowledge",
        number,
    )


def _decide(person: Actor, objection_id: str, number: str, only: Outcome | None) -> None:
    outcome = only or st.session_state.get(f"objection-outcome-{number}")
    if outcome not in OUTCOMES:
        acting.refuse(PLACE, [Message("objection_desk.outcome_first")])
        return
    day, reason = _day(f"objection-day-{number}"), st.session_state.get(f"objection-reason-{number}") or ""
    if _try(
        lambda: source.act(
            flow.decide_objection, person, objection_id=objection_id, outcome=outcome, decided_on=day, reason=reason
        ),
        "decide",
        number,
    ):
        st.session_state[f"objection-reason-{number}"] = ""
        st.session_state.pop(f"objection-outcome-{number}", None)


def _sign(person: Actor, objection_id: str) -> None:
    _try(
        lambda: source.act(flow.sign_objection, person, objection_id=objection_id, signed_on=source.today()),
        "sign",
        objection_id.rpartition("/")[2],
    )


def _try(act: Callable[[], object], what: str, number: str) -> bool:
    return acting.attempt(PLACE, act, Message(f"objection_desk.done_{what}", {"number": number}))
