"""Openings of identities on the page: asked for, answered by a second person, closed, and listed with who did what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame, spoken
from dashboard.parts.card_table import card_table
from dashboard.parts.paging import page_of
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import chip, facts
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring import flow
from scoring.flow.identity_openings import OPEN_FOR
from scoring.model import STAGES, Actor
from scoring.register.openings_of_identity import IdentityOpening

PLACE: Final = "identity-openings"
History = tuple[IdentityOpening, ...]
_APPLICATION, _STAGE = "idopen-application", "idopen-stage"
_GROUND, _REASON = "idopen-ground", "idopen-reason"
_CHIP: Final = {"asked": "near", "agreed": "good", "declined": "bad", "over": "", "closed": ""}
_SIZE: Final = 25


def state_of(history: History, now: datetime) -> str:
    """Return where an opening stands at a moment: ``over`` where its day has passed."""
    last = history[-1]
    if last.state == "agreed" and now >= datetime.fromisoformat(last.at) + OPEN_FOR:
        return "over"
    return last.state


def counts(say: Translator, found: Sequence[History], now: datetime) -> None:
    """Draw how many wait, are open, were declined or are over."""
    number = Counter(state_of(one, now) for one in found)
    colour = {"asked": "unknown", "agreed": "no"}
    desk.counts(
        (number[state], say(f"idopen.state_{state}"), colour.get(state, "") if number[state] else "") for state in _CHIP
    )


def waiting(person: Actor, say: Translator, found: Sequence[History]) -> None:
    """Draw what waits for a second person: to be answered by whoever did not ask."""
    asked = [one for one in found if one[-1].state == "asked"]
    if not asked:
        return
    st.header(say("idopen.waiting", count=len(asked)), anchor=False)
    for history in asked:
        one = history[-1]
        with st.container(border=True, key=f"idopen-{_slug(one)}"):
            st.html(f'<div class="rb">{facts(_told(say, one))}</div>')
            own = one.by == person.id
            if own:
                st.caption(say("idopen.own"))
            at = f"idopen-answer-{_slug(one)}"
            desk.reason_input(say("idopen.take_back_reason" if own else "idopen.answer_reason"), at)
            with st.container(horizontal=True):
                for verb in ("close",) if own else ("agree", "decline"):
                    st.button(
                        say("idopen.take_back" if own else f"idopen.{verb}"),
                        key=f"idopen-{verb}-{_slug(one)}",
                        type="primary" if verb == "agree" else "secondary",
                        on_click=answered,
                        args=(person, one.opening_id, verb, at),
                    )


def form(person: Actor, say: Translator) -> None:
    """Draw the request for an opening."""
    st.header(say("idopen.ask"), anchor=False)
    st.caption(say("idopen.ask_what"))
    left, right = st.columns(2)
    with left:
        st.text_input(
            say("idopen.application"), key=_APPLICATION, max_chars=64, placeholder=say("idopen.application_example")
        )
    with right:
        st.selectbox(
            say("idopen.stage"),
            STAGES,
            key=spoken.keyed(_STAGE, say),
            format_func=lambda one: say(f"idopen.stage_{one}"),
        )
    st.text_input(say("idopen.ground"), key=_GROUND, max_chars=200, placeholder=say("idopen.ground_example"))
    desk.reason_input(say("idopen.reason"), _REASON, placeholder=say("idopen.reason_example"))
    st.button(
        say("idopen.ask_do"),
        key="idopen-ask",
        type="primary",
        icon=":material/key:",
        on_click=_ask,
        args=(person,),
    )


def everything(say: Translator, found: Sequence[History], now: datetime) -> None:
    """Draw every opening: who asked on what ground, who answered, where it stands. No name that any of them opens."""
    st.header(say("idopen.all", count=len(found)), anchor=False)
    if not found:
        frame.empty(say("idopen.none"))
        return
    heads = [say(f"idopen.column_{name}") for name in ("opening", "asked", "answered")]
    st.html(card_table(heads, [_row(say, one, now) for one in page_of(say, "idopen-page", found, size=_SIZE)]))


def answered(person: Actor, opening_id: str, verb: str, at: str) -> None:
    """Answer or close, for a callback, with the reason that the box holds then."""
    reason = st.session_state.get(at) or ""

    def act() -> None:
        if verb == "close":
            source.act(flow.close_opening_identity, person, opening_id=opening_id, reason=reason)
        else:
            source.act(
                flow.answer_opening_identity, person, opening_id=opening_id, agree=verb == "agree", reason=reason
            )

    if acting.attempt(PLACE, act, Message(f"idopen.{verb}_done", {"opening": number(opening_id)})):
        st.session_state[at] = ""


def number(opening_id: str) -> str:
    """Return the number of an opening."""
    return opening_id.rpartition("/")[2]


def _slug(one: IdentityOpening) -> str:
    return number(one.opening_id)


def _ask(person: Actor) -> None:
    state = st.session_state
    done = acting.attempt(
        PLACE,
        lambda: source.act(
            flow.ask_opening_identity,
            person,
            application_id=(state.get(_APPLICATION) or "").strip(),
            stage=next((one for one in STAGES if one == state.get(_STAGE)), STAGES[0]),
            ground=state.get(_GROUND) or "",
            reason=state.get(_REASON) or "",
        ),
        Message("idopen.ask_done"),
    )
    if done:
        for key in (_APPLICATION, _GROUND, _REASON):
            state[key] = ""


def _told(say: Translator, one: IdentityOpening) -> list[tuple[str, str]]:
    return [
        (say("idopen.column_opening"), as_html(_name(say, one))),
        (say("idopen.ground"), as_html(one.ground)),
        (say("idopen.reason"), as_html(one.reason)),
        (say("idopen.asked_at"), as_html(f"{moment(one.at)} · {one.by}")),
    ]


def _name(say: Translator, one: IdentityOpening) -> str:
    stage = say(f"idopen.stage_{one.stage}")
    return say("idopen.name", number=number(one.opening_id), application=one.application_id, stage=stage)


def _row(say: Translator, history: History, now: datetime) -> list[str]:
    asked, state = history[0], state_of(history, now)
    after = "".join(
        f"<small>{as_html(say(f'idopen.did_{one.state}'))} · {moment(one.at)} · {as_html(one.by)}</small>"
        f"<div>{as_html(one.reason)}</div>"
        for one in history[1:]
    )
    return [
        f"<b>{as_html(_name(say, asked))}</b> {chip(say(f'idopen.state_{state}'), _CHIP[state])}",
        f"<small>{moment(asked.at)} · {as_html(asked.by)}</small>"
        f"<div>{as_html(asked.ground)}</div><div>{as_html(asked.reason)}</div>",
        after or as_html(say("idopen.unanswered")),
    ]
