"""Credit checks recorded: many that passed at once, and one by one what failed or changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, joint_words, picking
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring import flow
from scoring.flow import CreditResult, CreditStanding
from scoring.model import Actor
from scoring.procedure.notice import Authority
from scoring.register.credit_checks import Result

PLACE: Final = "credit"
RESULTS: Final[tuple[Result, ...]] = ("failed", "passed")


def own_result(one: CreditStanding, authority: Authority | None) -> Result | None:
    """Return what an authority found about an applicant so far."""
    return next((check.result for check in one.checks if check.authority == authority), None)


def waiting(standings: Sequence[CreditStanding], authority: Authority | None) -> tuple[CreditStanding, ...]:
    """Return whom an authority still has to check."""
    return tuple(one for one in standings if authority and own_result(one, authority) is None)


def recording(
    person: Actor, say: Translator, round_id: str, standings: Sequence[CreditStanding], names: Mapping[str, str]
) -> None:
    """Draw what waits for the actor's authority, and the two ways to record results."""
    authority = joint_words.own_authority(person)
    todo = waiting(standings, authority)
    st.header(say("credit_desk.todo", count=len(todo)), anchor=False)
    if todo:
        picking.apart(PLACE, lambda: _passing(person, say, round_id, todo, names))
    else:
        st.html(f'<p class="dk-done">{as_html(say("credit_desk.todo_none"))}</p>')
    with st.expander(say("credit_desk.one"), icon=":material/edit_note:", key="credit-one-by-one"):
        _one_by_one(person, say, round_id, standings, names, authority)


def _passing(
    person: Actor, say: Translator, round_id: str, todo: Sequence[CreditStanding], names: Mapping[str, str]
) -> None:
    st.caption(say("credit_desk.todo_how"))
    choices = [picking.Choice(one.application_id, _words(one, names, say)) for one in todo]
    ticked = picking.boxes(say, PLACE, choices, ticked=False)
    with st.container(horizontal=True, vertical_alignment="bottom", key="credit-passing"):
        with st.container(width=220):
            desk.day_input(say("credit_desk.day"), "credit-day")
        st.button(
            say("credit_desk.pass", count=len(ticked)),
            key="credit-pass",
            type="primary",
            icon=":material/check:",
            disabled=not ticked,
            on_click=_pass,
            args=(person, round_id, tuple(one.application_id for one in todo)),
        )


def _one_by_one(
    person: Actor,
    say: Translator,
    round_id: str,
    standings: Sequence[CreditStanding],
    names: Mapping[str, str],
    authority: Authority | None,
) -> None:
    # Who waits comes first: that is what fails; the others are changes.
    order = sorted(standings, key=lambda one: own_result(one, authority) is not None)
    by_id = {one.application_id: one for one in order}

    def words(id_: str) -> str:
        result = say(f"credit_desk.result_{own_result(by_id[id_], authority) or 'none'}")
        return say("credit_desk.one_choice", applicant=_words(by_id[id_], names, say), result=result)

    st.caption(say("credit_desk.one_how"))
    st.selectbox(
        say("credit_desk.applicant"),
        list(by_id),
        index=None,
        format_func=words,
        placeholder=say("credit_desk.applicant_hint"),
        key="credit-one",
    )
    with st.container(horizontal=True, key="credit-one-facts"):
        st.radio(
            say("credit_desk.result"),
            RESULTS,
            format_func=lambda result: say(f"credit_desk.result_{result}"),
            horizontal=True,
            key="credit-one-result",
        )
        with st.container(width=220):
            desk.day_input(say("credit_desk.day"), "credit-one-day")
    desk.reason_input(say("credit_desk.reason"), "credit-one-reason", placeholder=say("credit_desk.reason_hint"))
    st.button(
        say("credit_desk.record"),
        key="credit-record",
        icon=":material/save:",
        on_click=_record,
        args=(person, round_id),
    )


def _words(one: CreditStanding, names: Mapping[str, str], say: Translator) -> str:
    name = names.get(one.application_id, "")
    return say("credit_desk.choice", application=one.application_id, name=name, grade=one.grade)


def _day(key: str) -> date:
    found = st.session_state.get(key)
    return found if isinstance(found, date) else source.today()


def _pass(person: Actor, round_id: str, todo: tuple[str, ...]) -> None:
    results = [CreditResult(id_, "passed") for id_ in picking.picked(PLACE, todo, ticked=False)]
    day = _day("credit-day")
    picking.acted(PLACE)
    done = Message("credit_desk.done_passed", {"count": len(results)})
    if acting.attempt(PLACE, lambda: source.act(flow.check_credit, person, round_id, results, checked_on=day), done):
        picking.forget(PLACE)


def _record(person: Actor, round_id: str) -> None:
    chosen, result = st.session_state.get("credit-one"), st.session_state.get("credit-one-result")
    if chosen is None or result not in RESULTS:
        acting.refuse(PLACE, [Message("credit_desk.choose_first")])
        return
    given = CreditResult(chosen, result, st.session_state.get("credit-one-reason") or "")
    day = _day("credit-one-day")
    values = {"application": chosen, "result": Message(f"credit_desk.result_{result}")}
    done = Message("credit_desk.done_one", values)
    if acting.attempt(PLACE, lambda: source.act(flow.check_credit, person, round_id, [given], checked_on=day), done):
        st.session_state["credit-one"] = None
        st.session_state["credit-one-reason"] = ""
