"""A voter's page, put together: one thing to do at a time, by where the sitting and his seat are."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import (
    acting,
    attending_aside,
    attending_asking,
    attending_dissent,
    attending_head,
    attending_seat,
    attending_vote,
)
from dashboard.parts.attending_rescore import rescore
from dashboard.parts.attending_words import PLACE, by_id, card, lines, outcome
from dashboard.parts.wording import as_html
from dashboard.roles import VIEWS
from indicators.language import Translator
from scoring.flow.meeting import MemberDesk
from scoring.model import Actor

MINUTES = VIEWS / "everyone" / "minutes.py"


def draw(person: Actor, say: Translator, found: MemberDesk) -> None:
    """Draw everything below the head. Its parts have fixed places: what comes above never moves what is typed below."""
    attending_vote.forget(found)
    with st.container(key="attending-now"):
        attending_head.follow(person, say, found)
    with st.container(key="attending-told"):
        acting.tell(PLACE, say)
    over = found.sitting.phase in attending_head.OVER
    there = found.seat in ("present", "confirmed")
    with st.container(key="attending-note"):
        if there and not over:
            _notes(say, found)
    with st.container(key="attending-main"):
        if over:
            _over(say, found)
        elif not there:
            attending_seat.sign_in(person, say, found)
        elif found.must_leave:
            attending_aside.must_leave(say, found)
        else:
            _main(person, say, found)
    if over or not there or found.must_leave:
        return
    if found.seat == "confirmed":
        with st.container(key="attending-aside"):
            attending_aside.own_list(person, say, found)
    with st.container(key="attending-dissent"):
        attending_dissent.dissent(person, say, found)
    with st.container(key="attending-agenda"):
        attending_asking.agenda(person, say, found)
    with st.container(key="attending-exit"):
        attending_seat.leaving(person, say, found)


def _notes(say: Translator, found: MemberDesk) -> None:
    if found.leave_next and not found.must_leave:
        attending_aside.leave_next(say)
    if found.came_late:
        card(say("attending.came_late"), say("attending.came_late_what"), kind="soon")


def _main(person: Actor, say: Translator, found: MemberDesk) -> None:
    if found.seat == "present":
        attending_aside.confirmation(person, say, found)
    elif found.vote is not None:
        attending_vote.ballot(person, say, found)
        if found.current is not None and not found.vote.cast:
            attending_aside.this_one(say, found)
            attending_asking.at_the_table(person, say, found)
    elif found.rescore is not None:
        rescore(person, say, found)
    elif found.current is not None:
        if found.step in ("rescoring", "voting"):
            card(say("attending.wait"), say(f"attending.wait_for_{found.step}"))
        attending_asking.at_the_table(person, say, found)
        attending_aside.this_one(say, found)
    elif found.sitting.phase == "consent" and any(_waits(one.block, one.state) for one in found.items):
        attending_asking.consent_list(person, say, found)
    else:
        card(say("attending.wait"), say(f"attending.wait_{found.sitting.phase}"))


def _waits(block: str, state: str) -> bool:
    return block == "consent" and state == "waiting"


def _over(say: Translator, found: MemberDesk) -> None:
    """Say that the decisions are locked, where the minutes are, and what was decided: now for everybody."""
    if found.sitting.called_off:
        card(say("attending.called_off"), found.sitting.reason or "")
        return
    card(say("attending.locked"), say("attending.locked_what"), kind="done")
    st.page_link(
        MINUTES,
        label=say("attending.to_minutes"),
        icon=":material/article:",
        query_params={attending_head.SITTING: found.sitting.sitting_id},
    )
    decided = [(one, outcome(say, one.decided)) for one in by_id(found).values() if one.decided is not None]
    if decided:
        heading = as_html(say("attending.decided", count=len(decided)))
        st.html(f'<h3 class="at-sub">{heading}</h3>{lines(decided)}')
