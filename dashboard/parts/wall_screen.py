"""A paired screen: it follows the sitting by one question a second, and at any fault keeps what it shows.

What went wrong is never told in the hall: no default view, no message, no colour. The frame that was drawn last stays
as it was, byte by byte, until the record answers again. Only that the screen is certainly not paired (any more) takes
it away. The address names the screen, so that a reload goes on.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import identity, source
from dashboard.parts import live, wall_frames, wall_pairing
from indicators.language import Translator
from scoring import access
from scoring.flow import meeting
from scoring.flow.meeting import Pairing
from scoring.meeting.frames import Frame
from scoring.model import Actor

LOG: Final = logging.getLogger(__name__)
PAGE: Final = "kiosk_wall"
STYLE: Final = Path(__file__).with_name("wall.css")
BARE: Final = Path(__file__).with_name("wall_bare.css")
KEPT: Final = "wall-kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a screen shows: a frame and its markup. `frozen`: the state has no frame, and not even time goes on."""

    screen: Pairing
    revision: int
    frame: Frame
    html: str
    frozen: bool = False


def draw() -> None:
    """Draw the screen that the address names; the page of pairing where it is certainly none."""
    screen = wall_pairing.named()
    say = identity.say()
    if screen is None or _now(screen, say) is None:
        wall_pairing.draw(say)
        return
    st.html(STYLE)
    st.html(BARE)
    _follow(screen)


@st.fragment(run_every=live.SECONDS)
def _follow(screen: Pairing) -> None:
    html = _now(screen, identity.say())
    if html is None:
        st.rerun()
    st.html(html)


def _now(screen: Pairing, say: Translator) -> str | None:
    """Return what the screen shows now; ``None`` where the record says for certain that it is not paired."""
    kept = st.session_state.get(KEPT)
    if not isinstance(kept, Kept) or kept.screen != screen:
        kept = None
    try:
        found = _looked(screen, kept, say)
    except Exception:  # whatever it is, the hall sees nothing of it
        LOG.exception("the screen keeps what it shows")
        return wall_frames.cover(say) if kept is None else kept.html
    if found is None:
        st.session_state.pop(KEPT, None)
        return None
    if isinstance(found, Kept):
        st.session_state[KEPT] = found
        return found.html
    return found


def _looked(screen: Pairing, kept: Kept | None, say: Translator) -> Kept | str | None:
    """Ask the record, and for a frame only where something moved."""
    person = _person()
    values = {"sitting_id": screen.sitting_id, "token": screen.token}
    revision = source.ask(meeting.wall_revision, person, **values)
    if revision is None:
        return None
    if kept is not None and kept.revision == revision:
        return kept if kept.frozen else replace(kept, html=wall_frames.screen(kept.frame, say, source.now()))
    frame = source.ask(meeting.wall_frame, person, **values)
    if frame is not None:
        return Kept(screen, revision, frame, wall_frames.screen(frame, say, source.now()))
    return wall_frames.cover(say) if kept is None else replace(kept, revision=revision, frozen=True)


def _person() -> Actor:
    person = identity.actor()
    if person is None:
        raise access.refused("open", f"page_{PAGE}")
    access.require(person, "open", f"page_{PAGE}")
    return person
