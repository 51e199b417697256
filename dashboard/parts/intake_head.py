"""The head of the intake: whether applications are taken now and until when, and which work is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring import access, flow
from scoring.model import Actor
from scoring.procedure.rounds import circumstances

SECTION: Final = "intake-do"
SECTIONS: Final = ("list", "enter", "import")


def admits(person: Actor, summary: flow.RoundSummary) -> bool:
    """Whether the office may enter new applications of the round now."""
    own = {"own_region"} if person.region else set()
    return access.may(person, "admit", "application", circumstances(summary.state) | own)


def late(summary: flow.RoundSummary) -> bool:
    """Whether only what was handed in in time may still be entered."""
    return "applications_late" in circumstances(summary.state)


def window(person: Actor, say: Translator, summary: flow.RoundSummary, opening: flow.Opening) -> None:
    """Say whether new applications are taken, and until which day."""
    days = opening.window
    words = say("dossier.no_window") if days is None else say("dossier.window", first=days.first, last=days.last)
    state = Message(f"rounds.state_{summary.state}")
    if not admits(person, summary):
        kind, told = "shut", say("dossier.takes_none", state=state)
    elif late(summary):
        kind, told = "near", say("dossier.takes_late", state=state)
    elif days is not None and source.today() > days.last:
        kind, told = "near", say("dossier.window_over", days=(source.today() - days.last).days)
    elif days is not None and source.today() < days.first:
        kind, told = "near", say("dossier.window_ahead", days=(days.first - source.today()).days)
    else:
        left = say("dossier.days_left", days=(days.last - source.today()).days) if days is not None else ""
        kind, told = "good", say("dossier.takes", left=left)
    st.html(f'<section class="in-window {kind}"><b>{as_html(words)}</b><span>{as_html(told)}</span></section>')


def counts(say: Translator, found: Sequence[flow.Dossier]) -> None:
    """Draw what the office has taken in, and what of it waits for something."""
    standing = [one for one in found if one.state == "standing"]
    lacking = sum(bool(one.findings) for one in standing)
    returned = sum(one.state == "returned" for one in found)
    bare = sum(not one.files for one in standing)
    gone = sum(one.state in ("withdrawn", "refused", "untrue") for one in found)
    desk.counts(
        [
            (len(found), say("dossier.count_all"), ""),
            (returned, say("dossier.count_returned"), "no" if returned else ""),
            (lacking, say("dossier.count_lacking"), "unknown" if lacking else ""),
            (bare, say("dossier.count_bare"), "unknown" if bare else ""),
            (gone, say("dossier.count_gone"), ""),
        ]
    )


def choose(say: Translator) -> str:
    """Draw the choice between the list, the form and the import."""
    st.session_state.setdefault(SECTION, SECTIONS[0])
    chosen = st.segmented_control(
        say("dossier.do"),
        SECTIONS,
        key=SECTION,
        format_func=lambda one: say(f"dossier.section_{one}"),
        required=True,
        label_visibility="collapsed",
    )
    return chosen or SECTIONS[0]
