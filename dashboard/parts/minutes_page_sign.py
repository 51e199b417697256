"""Signing the minutes: by whoever was there, or a refusal with its reason; and who has."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.minutes_page_view import PLACE, View
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html, grouped
from indicators.language import Message
from scoring.documents.minutes import Signature
from scoring.flow import meeting
from scoring.flow.meeting import Written
from scoring.flow.meeting.minutes_roll import state_counts

REASON: Final = "minutespage-reason"
_KINDS: Final = {"signed": "good", "refused": "bad", "open": ""}


def draw(view: View, written: Written) -> None:
    """Draw what the reader has to do, then the roll: names inside, counts for everybody."""
    say = view.say
    st.header(say("minutespage.signatures"), anchor=False)
    if written.may_sign and written.intact:
        _act(view, written)
    counts = state_counts(written.signatures)
    st.html(f'<p class="mp-counts">{as_html(say("minutespage.sign_counts", **counts))}</p>')
    if view.internal:
        rows = "".join(_line(view, one) for one in written.signatures)
        st.html(f'<ul class="mp-roll">{rows}</ul>')


def _act(view: View, written: Written) -> None:
    say = view.say
    with st.container(border=True, key="minutespage-signing"):
        st.html(
            f"<p>{as_html(say('minutespage.sign_about'))}</p>"
            f'<p class="mp-quiet">{as_html(say("minutespage.digest"))} <code>{grouped(written.digest)}</code></p>'
        )
        st.button(
            say("minutespage.sign"),
            key="minutespage-sign",
            type="primary",
            icon=":material/draw:",
            on_click=_sign,
            args=(view, written.digest),
        )
        with st.expander(say("minutespage.refuse_open"), key="minutespage-refusing"):
            st.caption(say("minutespage.refuse_about"))
            desk.reason_input(say("minutespage.refuse_reason"), REASON)
            st.button(
                say("minutespage.refuse"),
                key="minutespage-refuse",
                icon=":material/block:",
                on_click=_refuse,
                args=(view, written.digest),
            )


def _sign(view: View, digest: str) -> None:
    acting.attempt(
        PLACE,
        lambda: source.act(meeting.sign_minutes, view.person, sitting_id=view.sitting.sitting_id, seen_digest=digest),
        Message("minutespage.done_signed"),
    )


def _refuse(view: View, digest: str) -> None:
    """Refuse with what is typed; it is forgotten only once it is in the record."""
    reason = str(st.session_state.get(REASON) or "")
    done = acting.attempt(
        PLACE,
        lambda: source.act(
            meeting.sign_minutes,
            view.person,
            sitting_id=view.sitting.sitting_id,
            seen_digest=digest,
            refuse=True,
            reason=reason,
        ),
        Message("minutespage.done_refused"),
    )
    if done:
        st.session_state[REASON] = ""


def _line(view: View, one: Signature) -> str:
    say = view.say
    role = say(f"minutes.role_{one.role}")
    name = as_html(one.name or role)
    office = f' <span class="mp-quiet">{as_html(role)}</span>' if one.name else ""
    state = chip(say(f"minutespage.sign_{one.state}"), _KINDS[one.state])
    at = "" if one.at is None else f'<span class="mp-quiet">{as_html(moment(one.at.isoformat()))}</span>'
    why = f"<p>{as_html(one.reason)}</p>" if one.reason else ""
    return f"<li><b>{name}</b>{office} {state} {at}{why}</li>"
