"""The measures of one enterprise as a history, and what may be done with each now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame
from dashboard.parts.panel_words import moment
from dashboard.parts.supervising_words import (
    PLACE,
    authority,
    days_late,
    ground,
    key_of,
    kind,
    law,
    own_authority,
    state_chip,
)
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from indicators.model import RuleBook
from scoring import access, flow
from scoring.flow import Measure, MeasureAct
from scoring.model import Actor
from scoring.procedure.sanctions import ORDER, REVOCATION, SUSPENSION, is_suspended

_DAYED: Final = ("confirm", "lift")
_ICONS: Final = {
    "confirm": ":material/task_alt:",
    "lift": ":material/lock_open:",
    "propose_void": ":material/backspace:",
    "answer_void": ":material/rule:",
    "withdraw": ":material/undo:",
}


def draw(person: Actor, say: Translator, book: RuleBook, acts: Sequence[MeasureAct]) -> None:
    """Draw every measure, the newest first, with its history and its acts."""
    by_id: dict[str, list[MeasureAct]] = {}
    for one in acts:
        by_id.setdefault(one.measure.measure_id, []).append(one)
    st.header(say("supervising.measures", count=len(by_id)), anchor=False)
    if not by_id:
        frame.empty(say("supervising.no_measures"))
    for own in reversed(by_id.values()):
        measure = own[-1].measure
        with st.container(border=True, key=f"supervising-measure-{key_of(measure.measure_id)}"):
            _told(own, book, say)
            for act in possible(person, measure, source.today()):
                _form(person, say, measure, act)


def possible(person: Actor, measure: Measure, today: date) -> tuple[str, ...]:
    """Return what somebody may do with a measure of his region as it stands."""
    own = {"own_region"} if person.region is not None else set()
    running = measure.state == "in_force"
    proposed = measure.voider is not None and measure.state != "voided"
    lasts = is_suspended(measure, today) or measure.taken_on > today
    fits = {
        "confirm": measure.kind == ORDER and running,
        "lift": measure.kind == SUSPENSION and running and lasts,
        "answer_void": proposed,
        "withdraw": measure.kind == REVOCATION
        and measure.state == "signed"
        and measure.authority == own_authority(person),
        "propose_void": measure.state not in ("signed", "voided") and not proposed,
    }
    return tuple(act for act, fit in fits.items() if fit and access.may(person, act, "measure", own))


def _told(own: Sequence[MeasureAct], book: RuleBook, say: Translator) -> None:
    first, measure = own[0].measure, own[-1].measure
    term = ""
    if measure.until_on is not None:
        term = say("supervising.until_order" if measure.kind == ORDER else "supervising.until", day=measure.until_on)
    elif measure.kind == SUSPENSION:
        term = say("supervising.until_lifted")
    facts = [law(book, measure.document, measure.clause, say), say("supervising.taken_on", day=measure.taken_on)]
    facts += [term] if term else []
    st.html(
        f'<div class="sv-measure"><h3>{as_html(kind(book, measure.kind, say))}</h3>{state_chip(measure, say)}'
        f"<small>{' · '.join(as_html(fact) for fact in facts)}</small></div>"
        f'<div class="sv-ground">{ground(first, say)}</div>'
    )
    st.html(f'<ol class="sv-acts">{"".join(_step(one, say) for one in own)}</ol>')


def _step(one: MeasureAct, say: Translator) -> str:
    who = f"{desk.role(one.recorded.role, say)} · {one.recorded.actor_id}"
    return (
        f"<li><time>{as_html(moment(one.recorded.at)[:16])}</time><b>{as_html(_act(one, say))}</b>"
        f"<span>{as_html(who)}</span><p>{as_html(one.reason or '–')}</p></li>"
    )


def _act(one: MeasureAct, say: Translator) -> str:
    measure = one.measure
    words = say(f"supervising.act_{one.act.replace('.', '_')}", day=measure.ended_on or measure.taken_on)
    late = (
        measure.kind == ORDER
        and measure.ended_on is not None
        and measure.until_on is not None
        and measure.ended_on > measure.until_on
    )
    if one.act == "measure.done" and late and measure.ended_on is not None and measure.until_on is not None:
        words += say("supervising.done_late", days=(measure.ended_on - measure.until_on).days)
    return words


def _form(person: Actor, say: Translator, measure: Measure, act: str) -> None:
    at = f"supervising-{act}-{key_of(measure.measure_id)}"
    pressing = act in ("confirm", "answer_void")
    with st.expander(say(f"supervising.do_{act}"), expanded=pressing, icon=_ICONS[act], key=f"{at}-box"):
        st.caption(say(f"supervising.do_{act}_means"))
        if act == "answer_void" and measure.voider == person.id:
            st.caption(say("supervising.void_not_by_you"))
            return
        if act in _DAYED:
            desk.day_input(say(f"supervising.do_{act}_day"), f"{at}-day")
            if act == "confirm" and days_late(measure, source.today()):
                st.caption(say("supervising.will_be_late"))
        if act == "answer_void":
            st.radio(
                say("supervising.answer"),
                ("agreed", "declined"),
                key=f"{at}-answer",
                index=None,
                horizontal=True,
                format_func=lambda one: say(f"supervising.answer_{one}"),
            )
        desk.reason_input(say(f"supervising.do_{act}_reason"), f"{at}-reason")
        desk.act_when_sure(
            sure=say(f"supervising.do_{act}_sure"),
            label=say(f"supervising.do_{act}"),
            key=at,
            do=_do,
            args=(person, measure.measure_id, act, at),
            icon=_ICONS[act],
        )


def _do(person: Actor, measure_id: str, act: str, at: str) -> None:
    """Do one of the acts on a measure, by what the browser's widgets hold."""
    given: dict[str, Any] = {"measure_id": measure_id, "reason": st.session_state.get(f"{at}-reason") or ""}
    if act in _DAYED:
        day = st.session_state.get(f"{at}-day")
        if day is None:
            acting.refuse(PLACE, [Message("supervising.day_missing")])
            return
        given["on"] = day
    if act == "answer_void":
        answer = st.session_state.get(f"{at}-answer")
        if answer is None:
            acting.refuse(PLACE, [Message("supervising.answer_missing")])
            return
        given["agreed"] = answer == "agreed"
    step: Callable[..., object] = _STEPS[act]
    if acting.attempt(PLACE, lambda: source.act(step, person, **given), Message(f"supervising.done_{act}")):
        st.session_state[f"{at}-reason"] = ""


_STEPS: Final[dict[str, Callable[..., object]]] = {
    "confirm": flow.confirm_rectified,
    "lift": flow.lift_suspension,
    "propose_void": flow.propose_void,
    "answer_void": flow.answer_void,
    "withdraw": flow.withdraw_revocation,
}


def waits_for_other(say: Translator, first: Measure) -> None:
    """Say whose signature is there and whose is missing."""
    other = "drc" if first.authority == "market_regulator" else "market_regulator"
    values = {
        "signed": authority(first.authority, say),
        "missing": authority(other, say),
        "day": first.taken_on,
    }
    st.caption(say("supervising.half_signed", **values))
