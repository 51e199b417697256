"""The secretary's desk of one sitting: put together from its parts, drawn anew when something happened."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, frame, hall_course, hall_now, hall_screen, hall_seats, round_choice
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import meeting
from scoring.flow.meeting import Hall
from scoring.model import Actor
from scoring.register.sittings import Sitting

PAGE: Final = "secretariat_sitting"
STYLE: Final = Path(__file__).with_name("hall.css")
NEW: Final = "new"
SITTING: Final = "sitting"
_CHOICE_WIDTH: Final = 480


def style() -> None:
    """Put the look of the desk on the page."""
    st.html(STYLE)
    hall_screen.style()


def choose(person: Actor, say: Translator, round_id: str) -> str | None:
    """Draw the choice of a sitting, one that runs first; ``None``: a new one is to be prepared."""
    with frame.told(say):
        found = source.ask(meeting.sittings_of_round, person, round_id)
    if not found:
        return None
    by_id = {one.sitting_id: one for one in reversed(found)}
    running = [one.sitting_id for one in by_id.values() if not one.over]
    # Another can be prepared once every sitting is locked.
    options = [*by_id] if running else [*by_id, NEW]
    if not running and all(one.phase == "ended" for one in found):
        options = [NEW, *by_id]
    with st.container(width=_CHOICE_WIDTH):
        chosen = round_choice.choose(say("hall.sitting"), PAGE, SITTING, options, lambda id_: _named(say, id_, by_id))
    return None if chosen == NEW else chosen or options[0]


def _named(say: Translator, id_: str, by_id: dict[str, Sitting]) -> str:
    if id_ == NEW:
        return say("hall.new")
    return say("hall.sitting_choice", sitting=id_, phase=say(f"hall.phase_{by_id[id_].phase}"))


def draw(person: Actor, say: Translator, sitting_id: str) -> None:
    """Draw the desk of a sitting."""
    with frame.told(say):
        found = source.ask(meeting.hall, person, sitting_id=sitting_id)
    acting.tell(hall_seats.PLACE, say)
    _top(say, found)
    wide, narrow = st.columns([3, 2], gap="large")
    with wide:
        hall_now.draw(say, found)
        hall_seats.draw(person, say, found)
    with narrow:
        hall_screen.draw(person, say, found)
        hall_course.draw(say, found)


def _top(say: Translator, found: Hall) -> None:
    present = sum(one.state in ("present", "confirmed") for one in found.seats)
    cells = [
        f"<b>{as_html(say(f'hall.phase_{found.sitting.phase}'))}</b>",
        chip(say("hall.present", present=present, seats=len(found.seats)), "good" if present else ""),
        chip(say("hall.left", count=sum(one.state == "waiting" for one in found.items))),
    ]
    if found.sitting.kind == "rehearsal":
        cells.append(chip(say("screen.rehearsal"), "near"))
    if found.sitting.place:
        cells.append(f'<span class="qc-quiet">{as_html(found.sitting.place)}</span>')
    st.html(f'<div class="hl-top">{"".join(cells)}</div>')
