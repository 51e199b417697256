"""A voter's ballot: three buttons, asked once more, cast; and then no trace on the device of what it was.

Between the first touch and the second the choice is in the session, under one key, for this voting alone; the second
takes it from there, so that it cannot be pressed twice, and no button keeps it.
"""

from __future__ import annotations

from typing import Final, get_args

import streamlit as st

from dashboard import source
from dashboard.parts import acting
from dashboard.parts.attending_words import PLACE, by_id, card, chip, lines, outcome
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring.flow import meeting
from scoring.flow.meeting import MemberDesk
from scoring.model import Actor
from scoring.register.votings import Choice

CHOICE: Final = "attending-choice"
_ICONS: Final = {"in_favour": "thumb_up", "against": "thumb_down", "abstained": "remove"}


def forget(found: MemberDesk) -> None:
    """Forget a choice that was touched and not cast, once its voting is over."""
    held = st.session_state.get(CHOICE)
    if held is not None and (found.vote is None or found.vote.cast or held[0] != found.vote.voting_id):
        st.session_state.pop(CHOICE)


def ballot(person: Actor, say: Translator, found: MemberDesk) -> None:
    """Draw what is moved and the three buttons; the question whether it is meant; or that the ballot is cast."""
    vote = found.vote
    if vote is None:
        return
    if vote.cast:
        card(say("attending.has_cast"), say(f"attending.has_cast_{vote.ballot}"), kind="done")
        return
    _motions(say, found)
    st.html(f'<p class="at-ballot">{as_html(say(f"attending.ballot_{vote.ballot}"))}</p>')
    held = st.session_state.get(CHOICE)
    if held is None:
        _three(say, vote.voting_id)
    else:
        _surely(person, say, held[1])


def _motions(say: Translator, found: MemberDesk) -> None:
    vote = found.vote
    if vote is None:
        return
    items = by_id(found)
    if found.current is not None:
        moved = vote.motions[found.current.application_id]
        words, shown = as_html(say("attending.moved")), outcome(say, moved)
        st.html(
            f'<section class="at-card act"><h2>{as_html(say("attending.vote_now"))}</h2><p>{words}{shown}</p></section>'
        )
        return
    card(say("attending.vote_block", count=len(vote.motions)), say("attending.vote_block_what"), kind="act")
    st.html(lines((items[id_], outcome(say, moved)) for id_, moved in sorted(vote.motions.items())))
    aside = [one for one in items.values() if one.aside and one.block == "consent" and one.state == "waiting"]
    if aside:
        st.html(f'<p class="qc-quiet">{as_html(say("attending.vote_not_on"))}</p>')
        st.html(lines((item, chip(say("attending.aside"), "near")) for item in aside))


def _three(say: Translator, voting_id: str) -> None:
    with st.container(key="attending-ballot", gap="small"):
        for choice in get_args(Choice):
            st.button(
                say(f"attending.vote_{choice}"),
                key=f"attending-vote-{choice}",
                icon=f":material/{_ICONS[choice]}:",
                width="stretch",
                on_click=_touch,
                args=(voting_id, choice),
            )


def _surely(person: Actor, say: Translator, choice: str) -> None:
    card(say("attending.surely", choice=say(f"attending.vote_{choice}")), say("attending.surely_what"))
    with st.container(key="attending-surely", gap="small"):
        st.button(
            say("attending.cast"),
            key="attending-cast",
            type="primary",
            icon=":material/how_to_vote:",
            width="stretch",
            on_click=_cast,
            args=(person,),
        )
        st.button(say("attending.choose_again"), key="attending-choose-again", width="stretch", on_click=_back)


def _touch(voting_id: str, choice: str) -> None:
    st.session_state[CHOICE] = (voting_id, choice)


def _back() -> None:
    st.session_state.pop(CHOICE, None)


def _cast(person: Actor) -> None:
    held = st.session_state.pop(CHOICE, None)
    if held is None:
        return
    voting_id, choice = held
    acting.attempt(
        PLACE,
        lambda: source.act(meeting.cast_ballot, person, voting_id=voting_id, choice=choice),
        Message("attending.done_cast"),
    )
