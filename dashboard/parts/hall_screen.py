"""The screen, from the desk: its code, what it shows at this moment, covered or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, frame, live, wall_frames
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wall_screen import STYLE
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring.errors import SpokenError
from scoring.flow import meeting
from scoring.flow.meeting import Hall
from scoring.flow.meeting.wall_pairing import CODE_MINUTES
from scoring.meeting.frames import Frame
from scoring.model import Actor

PLACE: Final = "hall-screen"
_CODE: Final = "hall-code"
_KINDS: Final = {"offered": "near", "paired": "good", "paused": "near", "ended": ""}


def style() -> None:
    """Put the look of the screen on the page."""
    st.html(STYLE)


def draw(person: Actor, say: Translator, found: Hall) -> None:
    """Draw the screen's state, what may be done with it, and a picture of what it shows, which follows the sitting."""
    sitting_id = found.sitting.sitting_id
    state = chip(say(f"hall.wall_{found.wall or 'none'}"), _KINDS.get(found.wall or "", ""))
    st.header(say("hall.screen"), anchor=False)
    st.html(f'<div class="hl-top">{state}</div>')
    acting.tell(PLACE, say)
    with frame.told(say):
        shown = source.ask(meeting.wall_preview, person, sitting_id=sitting_id)
    live.watch(
        lambda: source.ask(meeting.sitting_revision, person, sitting_id=sitting_id),
        found.revision,
        lambda: _moving(say, found, shown),
    )
    with st.container(horizontal=True, key="hall-screen-acts"):
        paired = found.wall in ("paired", "paused")
        st.button(
            say("hall.offer_again" if paired else "hall.offer"),
            key="hall-offer",
            on_click=_offer,
            args=(person, sitting_id),
            icon=":material/cast:",
            type="secondary" if paired else "primary",
        )
        if paired:
            st.button(
                say("hall.uncover" if found.wall == "paused" else "hall.cover"),
                key="hall-cover",
                on_click=_cover,
                args=(person, sitting_id, found.wall != "paused"),
                icon=":material/visibility_off:" if found.wall == "paired" else ":material/visibility:",
            )
    st.caption(say("hall.preview_note" if paired else "hall.preview_unpaired"))


def _moving(say: Translator, found: Hall, shown: Frame | None) -> None:
    """Draw what moves by itself: the minutes left of a code, and the clock of the picture."""
    now = source.now()
    offered = st.session_state.get(_CODE)
    code = ""
    if found.wall == "offered" and isinstance(offered, tuple) and offered[0] == found.sitting.sitting_id:
        until = datetime.fromisoformat(offered[2]) + timedelta(minutes=CODE_MINUTES)
        left = (until - now).total_seconds()
        words = say("hall.code_left", left=live.clock(left)) if left >= 0 else say("hall.code_over")
        figure = f"{offered[1][:3]} {offered[1][3:]}" if left >= 0 else say("hall.code_none")
        code = f'<div class="hl-code"><b>{as_html(figure)}</b><span>{as_html(words)}</span></div>'
    picture = wall_frames.cover(say, small=True) if shown is None else wall_frames.screen(shown, say, now, small=True)
    st.html(code + picture)


def _offer(person: Actor, sitting_id: str) -> None:
    at = source.now()
    try:
        code = source.act(meeting.offer_wall, person, sitting_id=sitting_id)
    except SpokenError as error:
        acting.refuse(PLACE, (error.what,))
        return
    st.session_state[_CODE] = (sitting_id, code, at.isoformat())


def _cover(person: Actor, sitting_id: str, paused: bool) -> None:
    acting.attempt(
        PLACE,
        lambda: source.act(meeting.pause_wall, person, sitting_id=sitting_id, paused=paused),
        Message("hall.covered" if paused else "hall.uncovered"),
    )
