"""Cases of misconduct (Article 20): opened, concluded with a reason, listed; the inspector's alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html, as_markdown
from indicators.collation import by_person
from indicators.language import Message, Translator
from scoring import flow
from scoring.flow import Allegation
from scoring.model import Actor
from scoring.register.misconduct import Case

PLACE: Final = "misconduct"
SHOWN: Final = 50
SUBJECTS: Final = ("staff", "expert", "provider")
CONDUCT: Final = ("abuse_of_power", "neglect_of_duty", "favouritism")
#: What may follow a state; `flow` refuses the rest.
_FOLLOWING: Final = {"opened": ("substantiated", "unsubstantiated", "referred"), "substantiated": ("referred",)}
_CHIP: Final = {"opened": "near", "substantiated": "bad", "unsubstantiated": "good", "referred": "bad"}


def draw(person: Actor, say: Translator) -> None:
    """Draw the cases, the form that concludes one, and the form that opens one."""
    with frame.told(say):
        found = source.ask(flow.read_cases, person)
    waiting = [one for one in found if one.state == "opened"]
    st.header(say("cases.cases"), anchor=False)
    desk.counts(
        [
            (len(waiting), say("cases.count_opened"), "unknown" if waiting else ""),
            *(
                (sum(one.state == state for one in found), say(f"cases.count_{state}"), "")
                for state in ("substantiated", "unsubstantiated", "referred")
            ),
        ]
    )
    _conclude(person, say, [one for one in found if one.state in _FOLLOWING])
    _open(person, say)
    if not found:
        frame.empty(say("cases.none"))
        return
    ended = [one for one in reversed(found) if one.state != "opened"]
    heads = [say(f"cases.column_{name}") for name in ("state", "subject", "conduct", "account", "opened", "number")]
    desk.listing(heads, [_row(say, one) for one in [*waiting, *ended][:SHOWN]])


def _row(say: Translator, one: Case) -> list[str]:
    about = f'<div class="dk-quiet">{as_html(one.application_id)}</div>' if one.application_id else ""
    kind = say(f"cases.subject_{one.subject_kind}")
    reason = f'<div class="dk-quiet">{as_html(say("cases.because", reason=one.reason))}</div>' if one.reason else ""
    return [
        chip(say(f"cases.state_{one.state}"), _CHIP[one.state]),
        f'<div class="wide">{as_html(one.subject)}<div class="dk-quiet">{as_html(kind)} · '
        f"{as_html(one.organisation)}</div>{about}</div>",
        as_html(say(f"cases.conduct_{one.conduct}")),
        f'<div class="wide" style="white-space:pre-line">{as_html(one.account)}{reason}</div>',
        f'<span class="num">{one.opened_on}</span>',
        f'<span class="dk-quiet">{as_html(one.case_id)}</span>',
    ]


def _conclude(person: Actor, say: Translator, open_: Sequence[Case]) -> None:
    if not open_:
        return
    by_id = {one.case_id: one for one in sorted(open_, key=lambda one: by_person(one.subject))}
    with st.expander(say("cases.conclude"), icon=":material/gavel:", key="misconduct-concluding"):
        if st.session_state.get("misconduct-case") not in by_id:
            st.session_state["misconduct-case"] = next(iter(by_id))
        chosen = st.selectbox(
            say("cases.case"),
            list(by_id),
            key="misconduct-case",
            format_func=lambda id_: f"{by_id[id_].subject} · {id_}",
            on_change=_other,
        )
        st.radio(
            say("cases.outcome"),
            _FOLLOWING[by_id[chosen].state],
            index=None,
            horizontal=True,
            key="misconduct-outcome",
            format_func=lambda state: say(f"cases.state_{state}"),
        )
        desk.reason_input(say("cases.reason"), "misconduct-reason")
        desk.act_when_sure(
            sure=say("cases.conclude_sure"),
            label=say("cases.do_conclude"),
            key="misconduct-conclude",
            do=_do_conclude,
            args=(person, chosen),
        )


def _other() -> None:
    """Empty what was written of another case."""
    st.session_state["misconduct-reason"] = ""
    st.session_state["misconduct-outcome"] = None
    st.session_state["misconduct-conclude-sure"] = False


def _do_conclude(person: Actor, case_id: str) -> None:
    state = st.session_state.get("misconduct-outcome")
    reason = st.session_state.get("misconduct-reason") or ""
    if state is None:
        acting.refuse(PLACE, [Message("cases.choose_outcome")])
    elif acting.attempt(
        PLACE,
        lambda: source.act(flow.conclude_case, person, case_id=case_id, state=state, reason=reason),
        Message("cases.done_conclude", {"case": case_id, "state": Message(f"cases.state_{state}")}),
    ):
        _other()


def _open(person: Actor, say: Translator) -> None:
    with st.expander(say("cases.open"), icon=":material/add:", key="misconduct-new"):
        st.radio(
            say("cases.subject_kind"),
            SUBJECTS,
            key="misconduct-kind",
            horizontal=True,
            format_func=lambda one: say(f"cases.subject_{one}"),
        )
        with st.container(horizontal=True):
            st.text_input(say("cases.subject"), key="misconduct-subject", max_chars=200)
            st.text_input(say("cases.organisation"), key="misconduct-organisation", max_chars=200)
        st.radio(
            say("cases.column_conduct"),
            CONDUCT,
            key="misconduct-conduct",
            horizontal=True,
            format_func=lambda one: say(f"cases.conduct_{one}"),
        )
        st.text_area(say("cases.account"), key="misconduct-account", max_chars=desk.LONGEST_REASON, height=120)
        st.text_input(say("cases.application"), key="misconduct-application", max_chars=100)
        desk.day_input(say("cases.column_opened"), "misconduct-day")
        st.button(
            say("cases.do_open"),
            key="misconduct-open",
            type="primary",
            icon=":material/check:",
            on_click=_do_open,
            args=(person,),
        )
    st.caption(as_markdown(say("cases.complainants")))


def _do_open(person: Actor) -> None:
    state = st.session_state
    on: date | None = state.get("misconduct-day")
    if on is None:
        acting.refuse(PLACE, [Message("cases.choose_day")])
        return
    told = {name: state.get(f"misconduct-{name}") or "" for name in ("subject", "organisation", "account")}
    allegation = Allegation(
        subject_kind=state.get("misconduct-kind") or SUBJECTS[0],
        conduct=state.get("misconduct-conduct") or CONDUCT[0],
        application_id=(state.get("misconduct-application") or "").strip() or None,
        **told,
    )
    if acting.attempt(
        PLACE, lambda: source.act(flow.open_case, person, allegation=allegation, on=on), Message("cases.done_open")
    ):
        for name in (*told, "application"):
            state[f"misconduct-{name}"] = ""
