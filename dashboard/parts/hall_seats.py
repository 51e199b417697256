"""Seats: who is there; signing in and out by hand for whoever has no device; inviting one more with a reason."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, spoken
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html, clock
from indicators.language import Message, Translator
from scoring.errors import SpokenError
from scoring.flow import meeting
from scoring.flow.meeting import Hall, HallSeat, Invitable
from scoring.model import Actor
from scoring.register.sittings import SeatState

PLACE: Final = "hall"
_KINDS: Final = {"invited": "", "present": "near", "confirmed": "good", "left": "bad"}
_PERSON: Final = "hall-invite-person"
_REASON: Final = "hall-invite-reason"
_EXPERTS: Final = "hall-experts"


def draw(person: Actor, say: Translator, found: Hall) -> None:
    """Draw the seats, and how to fill one more."""
    st.header(say("hall.seats"), anchor=False)
    over = found.sitting.over
    with st.container(key="hall-seats", gap=None):
        for seat in sorted(found.seats, key=lambda one: one.number):
            _seat(person, say, found, seat, over=over)
    if not over:
        _invite(person, say, found)


def _seat(person: Actor, say: Translator, found: Hall, seat: HallSeat, *, over: bool) -> None:
    chips = [chip(say(f"hall.state_{seat.state}"), _KINDS[seat.state])]
    if seat.recusals:
        chips.append(chip(say("hall.recusals", count=seat.recusals)))
    since = "" if seat.state == "invited" else f" · {clock(seat.since, source.now())}"
    html = (
        f'<div class="hl-seat"><i>{seat.number}</i><div><b>{as_html(seat.name)}</b>'
        f"<small>{as_html(seat.employer)}{as_html(since)}</small></div>"
        f'<div class="chips">{"".join(chips)}</div></div>'
    )
    there = seat.state in ("present", "confirmed")
    to: SeatState = "left" if there else "present"
    with st.container(key=f"hall-seat-{seat.person_id}"):
        st.html(html)
        if not over:
            st.button(
                say("hall.sign_out" if there else "hall.sign_in"),
                key=f"hall-sign-{seat.person_id}",
                on_click=_record,
                args=(person, found.sitting.sitting_id, seat.person_id, seat.name, to),
                width="stretch",
            )


def _record(person: Actor, sitting_id: str, person_id: str, name: str, to: SeatState) -> None:
    done = Message("hall.signed_out" if to == "left" else "hall.signed_in", {"name": name})
    acting.attempt(
        PLACE,
        lambda: source.act(meeting.seat_member, person, sitting_id=sitting_id, person_id=person_id, to=to),
        done,
    )


def _invite(person: Actor, say: Translator, found: Hall) -> None:
    with st.expander(say("hall.invite"), key="hall-invite"):
        try:
            every = _experts(person, found)
        except SpokenError as error:
            st.caption(say(error.what))
            return
        seated = {one.person_id for one in found.seats}
        names = {one.person_id: one for one in every if one.person_id not in seated}
        st.selectbox(
            say("hall.invite_who"),
            list(names),
            key=spoken.keyed(_PERSON, say),
            index=None,
            placeholder=say("hall.invite_search"),
            format_func=lambda id_: say("hall.expert", name=names[id_].name, employer=names[id_].employer),
        )
        desk.reason_input(say("hall.invite_reason"), _REASON)
        st.button(
            say("hall.invite_now"),
            key="hall-invite-now",
            disabled=st.session_state.get(_PERSON) is None,
            on_click=_invited,
            args=(person, found.sitting.sitting_id),
        )


def _experts(person: Actor, found: Hall) -> tuple[Invitable, ...]:
    """Return whom the record knows; asked once for a sitting, not whenever somebody in the room does something."""
    kept = st.session_state.get(_EXPERTS)
    if not isinstance(kept, tuple) or kept[0] != found.sitting.sitting_id:
        sitting = found.sitting
        choices = source.ask(meeting.sitting_choices, person, sitting.round_id, stage=sitting.stage)
        kept = st.session_state[_EXPERTS] = (sitting.sitting_id, choices.experts)
    experts: tuple[Invitable, ...] = kept[1]
    return experts


def _invited(person: Actor, sitting_id: str) -> None:
    who, reason = st.session_state.get(_PERSON), str(st.session_state.get(_REASON) or "")
    if not isinstance(who, str):
        return
    if acting.attempt(
        PLACE,
        lambda: source.act(
            meeting.seat_member, person, sitting_id=sitting_id, person_id=who, to="invited", reason=reason
        ),
        Message("hall.invited"),
    ):
        st.session_state[_PERSON], st.session_state[_REASON] = None, ""
