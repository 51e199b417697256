"""Pairing a screen: six digits that the desk reads out; the screen's name then stands in the page's address."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import identity, source
from dashboard.parts import acting, frame
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.errors import SpokenError
from scoring.flow import meeting
from scoring.flow.meeting import Pairing

PAGE: Final = "kiosk_wall"
STYLE: Final = Path(__file__).with_name("wall_pairing.css")
PLACE: Final = "wall-pairing"
CODE: Final = "wall-code"
#: Between the sitting and the screen's token in the address; neither can hold it.
_BETWEEN: Final = "~"
#: Room for six digits as people type them, in two groups.
_LONGEST: Final = 9


def named() -> Pairing | None:
    """Return the screen that the address names, whether or not there is one."""
    sitting_id, between, token = (st.query_params.get(identity.SCREEN) or "").partition(_BETWEEN)
    return Pairing(sitting_id, token) if between and sitting_id and token else None


def draw(say: Translator) -> None:
    """Draw the page on which a screen is paired."""
    frame.open_page(PAGE)
    st.html(STYLE)
    frame.title(say, f"page.{PAGE}")
    with st.container(key="wall-pairing"):
        st.html(f"<p>{as_html(say('screen.how_to_pair'))}</p>")
        acting.tell(PLACE, say)
        with st.form("wall-pair", border=False):
            st.text_input(say("screen.code"), key=CODE, max_chars=_LONGEST, autocomplete="off")
            st.form_submit_button(say("screen.pair"), type="primary", key="wall-pair-now", on_click=_pair)


def _pair() -> None:
    """Pair the screen; done in a callback, so that the very next run shows the frame."""
    person = identity.actor()
    code = "".join(str(st.session_state.get(CODE) or "").split())
    if person is None:
        return
    try:
        screen = source.act(meeting.pair_wall, person, code=code)
    except SpokenError as error:
        acting.refuse(PLACE, (error.what,))
        return
    # The frame has no switch of languages, and is loaded anew whenever the hall's computer is.
    st.query_params[identity.LANG] = identity.language()
    st.query_params[identity.SCREEN] = f"{screen.sitting_id}{_BETWEEN}{screen.token}"
