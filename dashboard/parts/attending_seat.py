"""A voter's seat: he takes it, and leaves it; and what he is told while it is empty."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.attending_words import PLACE, card, fold
from indicators.language import Message, Translator
from scoring.flow import meeting
from scoring.flow.meeting import MemberDesk
from scoring.model import Actor


def sign_in(person: Actor, say: Translator, found: MemberDesk) -> None:
    """Ask the voter to sign in, or to wait until the sitting is opened."""
    if found.sitting.phase == "prepared":
        card(say("attending.not_open"), say("attending.not_open_what"))
        return
    left = found.seat == "left"
    card(say("attending.has_left" if left else "attending.sign_in_now"), say("attending.sign_in_what"), kind="act")
    st.button(
        say("attending.sign_in_again" if left else "attending.sign_in"),
        key="attending-sign-in",
        type="primary",
        icon=":material/how_to_reg:",
        width="stretch",
        on_click=_sign_in,
        args=(person, found.sitting.sitting_id),
    )


def leaving(person: Actor, say: Translator, found: MemberDesk) -> None:
    """Let a voter leave the sitting; asked twice, since his absence counts in every quorum."""
    if not fold("leave", say("attending.leave_fold")):
        return
    desk.act_when_sure(
        sure=say("attending.leave_sure"),
        label=say("attending.leave"),
        key="attending-leave",
        do=_leave,
        args=(person, found.sitting.sitting_id),
        icon=":material/logout:",
    )


def _sign_in(person: Actor, sitting_id: str) -> None:
    acting.attempt(
        PLACE, lambda: source.act(meeting.sign_in, person, sitting_id=sitting_id), Message("attending.done_sign_in")
    )


def _leave(person: Actor, sitting_id: str) -> None:
    acting.attempt(
        PLACE, lambda: source.act(meeting.leave, person, sitting_id=sitting_id), Message("attending.done_leave")
    )
