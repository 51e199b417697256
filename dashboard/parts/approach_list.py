"""Approach reports before the inspector: read by an act of the record, taken up and closed with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame, spoken
from dashboard.parts.approach_report import number_of, state_words
from dashboard.parts.card_table import card_table
from dashboard.parts.paging import page_of
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring import flow
from scoring.flow.approaching import MAY_FOLLOW
from scoring.model import Actor
from scoring.register.approach_reports import ApproachReport, ReportState

PLACE: Final = "approaches"
STATES: Final = ("reported", "taken_up", "closed")
_READ: Final = "approaches-read-now"
#: A widget of the list: Streamlit drops it once the page is left, and with it goes what was read on that visit.
_SHOWN: Final = "approaches-shown"
_REPORT, _STATE, _REASON = "approaches-report", "approaches-state", "approaches-reason"
_CHIP: Final = {"reported": "bad", "taken_up": "near", "closed": "good"}
_PAGE_SIZE: Final = 25


def reports(person: Actor, say: Translator) -> None:
    """Draw the way to the reports, or, on a visit on which they were read, the reports."""
    found = _read_on_this_visit(person)
    if found is None:
        frame.empty(say("approaches.not_read"))
        st.button(
            say("approaches.read"),
            key="approaches-read",
            type="primary",
            icon=":material/visibility:",
            on_click=_read,
            args=(person,),
        )
        return
    if not found:
        frame.empty(say("approaches.none"))
        return
    count = {state: sum(one.state == state for one in found) for state in STATES}
    colour = {"reported": "no" if count["reported"] else "", "taken_up": "unknown" if count["taken_up"] else ""}
    desk.counts([(count[state], say(f"approaches.state_{state}"), colour.get(state, "")) for state in STATES])
    shown = st.segmented_control(
        say("approaches.shown"),
        ["open", "all"],
        key=_SHOWN,
        required=True,
        format_func=lambda one: say(f"approaches.shown_{one}"),
        label_visibility="collapsed",
    )
    listed = [one for one in found if shown == "all" or one.state != "closed"]
    ordered = sorted(listed, key=lambda one: STATES.index(one.state))
    if not ordered:
        frame.empty(say("approaches.all_closed"))
        return
    heads = [say(f"approaches.column_{name}") for name in ("report", "account", "about", "handled")]
    rows = [_row(say, one) for one in page_of(say, "approaches-page", ordered, size=_PAGE_SIZE)]
    st.html(card_table(heads, rows))
    _move(person, say, [one for one in found if MAY_FOLLOW[one.state]])


def _read_on_this_visit(person: Actor) -> tuple[ApproachReport, ...] | None:
    kept = st.session_state.get(_READ)
    if kept is None or kept[0] != person.id or _SHOWN not in st.session_state:
        st.session_state.pop(_READ, None)
        return None
    found: tuple[ApproachReport, ...] = kept[1]
    if not found:
        # No list, no widget that lasts as long as the visit: what was not there is asked again.
        st.session_state.pop(_READ, None)
    return found


def _read(person: Actor) -> None:
    def act() -> None:
        st.session_state[_READ] = (person.id, source.act(flow.read_approach_reports, person))
        st.session_state[_SHOWN] = "open"

    acting.attempt(PLACE, act, Message("approaches.read_now"))


def _row(say: Translator, one: ApproachReport) -> list[str]:
    head = as_html(say("approaches.number", number=number_of(one.report_id)))
    how = as_html(say(f"approaches.channel_{one.channel}"))
    state = chip(say(state_words(one.state)), _CHIP[one.state])
    return [
        f"<b>{head}</b> {state}<small>{one.happened_on} · {how}</small><small>{as_html(one.expert_id)}</small>",
        f"<b>{as_html(one.approached_by)}</b>{_text(one.account)}",
        f'<span class="day">{as_html(one.application_id or say("approaches.about_none"))}</span>',
        _text(one.reason or "–"),
    ]


def _text(words: str) -> str:
    return f'<span style="white-space:pre-line;overflow-wrap:anywhere">{as_html(words)}</span>'


def _move(person: Actor, say: Translator, open_: Sequence[ApproachReport]) -> None:
    if not open_:
        return
    by_id = {one.report_id: one for one in open_}
    with st.expander(say("approaches.handle"), icon=":material/edit_note:", key="approaches-handling"):
        if st.session_state.get(_REPORT) not in by_id:
            st.session_state[_REPORT] = open_[0].report_id
        chosen = st.selectbox(
            say("approaches.report"),
            list(by_id),
            key=spoken.keyed(_REPORT, say),
            format_func=lambda id_: f"{say('approaches.number', number=number_of(id_))} · {by_id[id_].approached_by}",
            on_change=_clear,
        )
        following = MAY_FOLLOW[by_id[chosen].state]
        if st.session_state.get(_STATE) not in following:
            st.session_state[_STATE] = following[0]
        st.radio(
            say("approaches.act"),
            following,
            key=_STATE,
            horizontal=True,
            format_func=lambda state: say(f"approaches.do_{state}"),
        )
        desk.reason_input(say("approaches.handled"), _REASON, placeholder=say("approaches.handled_example"))
        st.button(
            say("approaches.record"),
            key="approaches-move",
            type="primary",
            icon=":material/check:",
            on_click=_do_move,
            args=(person, chosen),
        )


def _clear() -> None:
    st.session_state[_REASON] = ""


def _do_move(person: Actor, report_id: str) -> None:
    state: ReportState = st.session_state[_STATE]
    reason = st.session_state.get(_REASON) or ""
    done = Message("approaches.moved", {"number": number_of(report_id), "state": state_words(state)})
    if acting.attempt(
        PLACE,
        lambda: source.act(flow.move_approach_report, person, report_id=report_id, state=state, reason=reason),
        done,
    ):
        _clear()
        who, found = st.session_state[_READ]
        # What he did himself needs no second reading, which would be another entry in the record.
        moved = [replace(one, state=state, reason=reason) if one.report_id == report_id else one for one in found]
        st.session_state[_READ] = (who, tuple(moved))
