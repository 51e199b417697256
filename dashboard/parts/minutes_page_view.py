"""What the page of the minutes is about: which sitting, which version of them its reader may have, and its look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import card_table, frame, round_choice
from indicators.language import Translator
from scoring import access
from scoring.flow import RoundSummary, meeting
from scoring.flow.meeting import Written
from scoring.model import Actor
from scoring.register.sittings import Sitting

PAGE: Final = "everyone_minutes"
PLACE: Final = "minutespage"
SITTING: Final = "sitting"
STYLE: Final = Path(__file__).with_name("minutes_page.css")


@dataclass(frozen=True, slots=True)
class View:
    """A sitting's minutes before a reader.

    Attributes
    ----------
    internal, public : bool
        Which versions he may have; the page shows the internal one where it may.
    written : Written or None
        ``None`` while there are none.
    revision : int
        Of the sitting, from before it was read; 0 for whoever does not follow it.
    """

    person: Actor
    say: Translator
    summary: RoundSummary
    sitting: Sitting
    internal: bool
    public: bool
    written: Written | None
    revision: int = 0

    @property
    def locked(self) -> bool:
        """Whether the decisions are locked, so that minutes can be written."""
        return self.sitting.over

    def may(self, verb: str, object_: str) -> bool:
        """Whether a button is drawn; `flow` asks again when it is pressed."""
        true = {"marks_closed"} | ({"deciding"} if self.summary.state == "deciding" else set())
        return access.may(self.person, verb, object_, true)


def style() -> None:
    """Put the look of the page on it."""
    card_table.style()
    st.html(STYLE)


def choose(person: Actor, say: Translator) -> View | None:
    """Draw the choice of round and sitting; ``None`` where the round has no sitting for this reader."""
    with st.container(horizontal=True, key="minutespage-choice"):
        summary = round_choice.choose_round(person, say, PAGE)
        with frame.told(say):
            inside, outside = (
                source.ask(meeting.sittings_with_minutes, person, summary.round_id, internal=internal)
                for internal in (True, False)
            )
        found = {one.sitting_id: one for one in (*outside, *inside)}
        if not found:
            return None
        order = sorted(found, reverse=True)
        chosen = round_choice.choose(
            say("minutespage.sitting"), PAGE, SITTING, order, lambda id_: _name(found[id_], say)
        )
    sitting = found[chosen or order[0]]
    internal, public = sitting in inside, sitting in outside
    with frame.told(say):
        revision = source.ask(meeting.sitting_revision, person, sitting_id=sitting.sitting_id) if internal else 0
        written = source.ask(meeting.read_minutes, person, sitting_id=sitting.sitting_id, internal=internal)
    return View(person, say, summary, sitting, internal, public, written, revision)


def _name(sitting: Sitting, say: Translator) -> str:
    key = "minutespage.rehearsal_choice" if sitting.kind == "rehearsal" else "minutespage.choice"
    stage = say(f"minutes.stage_{sitting.stage}")
    return say(key, sitting=sitting.sitting_id, stage=stage, state=say(f"minutespage.state_{_state(sitting)}"))


def _state(sitting: Sitting) -> str:
    return sitting.phase if sitting.phase in ("prepared", "locked", "ended") else "running"
