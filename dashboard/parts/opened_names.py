"""Names that two persons opened, for the one who asked: read at the press of a button, gone with the next run.

Nothing is kept of them: no cache, no state of the page. Each press is a look, and an act of the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboard import source
from dashboard.parts import desk, frame
from dashboard.parts.opening_requests import History, answered, number, state_of
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring import access, flow
from scoring.flow.identity_openings import OPEN_FOR, Opened
from scoring.model import Actor


def mine(person: Actor, say: Translator, found: Sequence[History], now: datetime) -> None:
    """Draw the openings that this person asked for and another agreed to, each with the way to its names."""
    if not access.may(person, "read", "identity_opening"):
        return
    open_ = [one for one in found if one[0].by == person.id and state_of(one, now) == "agreed"]
    if not open_:
        return
    st.header(say("idopen.mine", count=len(open_)), anchor=False)
    for history in open_:
        one = history[-1]
        id_ = number(one.opening_id)
        with st.container(border=True, key=f"idopen-mine-{id_}"):
            until = datetime.fromisoformat(one.at) + OPEN_FOR
            st.markdown(say("idopen.open_until", number=id_, application=one.application_id, until=until))
            pressed = st.button(
                say("idopen.look"), key=f"idopen-look-{id_}", type="primary", icon=":material/visibility:"
            )
            if pressed:
                _names(person, say, one.opening_id)
            with st.expander(say("idopen.close_early"), icon=":material/lock:", key=f"idopen-closing-{id_}"):
                at = f"idopen-close-reason-{id_}"
                desk.reason_input(say("idopen.close_reason"), at)
                st.button(
                    say("idopen.close"),
                    key=f"idopen-close-{id_}",
                    on_click=answered,
                    args=(person, one.opening_id, "close", at),
                )


def _names(person: Actor, say: Translator, opening_id: str) -> None:
    with frame.told(say):
        opened: Opened = source.act(flow.read_opened_identity, person, opening_id=opening_id)
    st.caption(say("idopen.looked"))
    heads = [say(f"idopen.column_{name}") for name in ("label", "expert", "name", "employer")]
    desk.listing(
        heads,
        [
            [as_html(say("idopen.sheet", label=one.label)), *map(as_html, (one.expert_id, one.name, one.employer))]
            for one in opened.sheets
        ],
    )
