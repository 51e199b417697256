"""The report to be taken away: briefing, tables and figures, each made when somebody asks for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import file_button
from indicators.language import Translator
from scoring.documents.figures import Form
from scoring.documents.fonts import VARIABLE, find_fonts
from scoring.flow import Mark, What
from scoring.flow.regional import taking
from scoring.flow.regional.revision import regional_revision
from scoring.model import Actor
from scoring.procedure.rounds import circumstances

FILES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_FIGURES: Final[dict[Form, str]] = {"png": "image/png", "svg": "image/svg+xml"}


def take_away(person: Actor, say: Translator, round_id: str, now: datetime) -> None:
    """Draw a button for each file; nothing is made before one is pressed.

    Parameters
    ----------
    now : datetime
        The moment of the page's own numbers: files hold it too, unless the record has gone on since.
    """
    seen = source.ask(regional_revision, person)
    st.caption(say("briefing_page.about"))
    with st.container(horizontal=True, key="briefing-files"):
        for form, mime in FILES.items():
            make = partial(file_of, person, say, round_id, now, form=form, seen=seen)
            what: What = "figure" if form == "zip" else "briefing"
            _button(person, say, form, make, f"{round_id}.{form}", mime, what=what, about=round_id)
    with st.container(horizontal=True, vertical_alignment="bottom", key="briefing-figures"):
        kind = st.selectbox(
            say("briefing_page.figure"),
            _kinds(person, round_id),
            format_func=lambda one: say(f"briefing.figure_{one}"),
            key="briefing-kind",
            width=320,
        )
        for form, mime in _FIGURES.items():
            make = partial(file_of, person, say, round_id, now, form=form, seen=seen, figure=kind)
            _button(person, say, form, make, f"{round_id}-{kind}.{form}", mime, what="figure", about=round_id)


def file_of(
    person: Actor,
    say: Translator,
    round_id: str,
    now: datetime,
    mark: Mark | None = None,
    *,
    form: str,
    seen: int,
    figure: str = "rates",
) -> bytes:
    """Return a file, read anew: of the moment of the page while the record stands as it did, else of this moment.

    Papers and workbook bear the mark of whoever takes them; pictures, and pictures packed together, have none.

    Raises
    ------
    AccessRefusedError, ConflictError, SpokenError
    """
    at = now if source.ask(regional_revision, person) == seen else source.now()
    if form == "xlsx":
        return source.ask(taking.regional_workbook, person, at, round_id, say=say, mark=mark)
    fonts = find_fonts(os.environ.get(VARIABLE))
    if form == "zip":
        return source.ask(taking.regional_figures, person, at, round_id, say=say, fonts=fonts)
    if form in ("pdf", "docx"):
        paper: taking.Paperform = "pdf" if form == "pdf" else "docx"
        return source.ask(taking.regional_briefing, person, at, round_id, paper, say=say, fonts=fonts, mark=mark)
    kind = next(one for one in taking.FIGURES if one == figure)
    drawn: Form = "png" if form == "png" else "svg"
    return source.ask(taking.regional_figure, person, at, round_id, kind, form=drawn, say=say, fonts=fonts)


def _kinds(person: Actor, round_id: str) -> list[str]:
    """Return the figures of a round: those of places only once its decisions are locked."""
    locked = any(
        one.round_id == round_id and "decisions_locked" in circumstances(one.state) for one in source.rounds(person)
    )
    return [kind for kind in taking.FIGURES if locked or kind not in taking.OF_PLACES]


def _button(
    person: Actor,
    say: Translator,
    form: str,
    make: Callable[[Mark], bytes],
    name: str,
    mime: str,
    *,
    what: What,
    about: str,
) -> None:
    file_button.taken(
        person,
        say(f"briefing_page.file_{form}"),
        what=what,
        about=about,
        make=make,
        file_name=name,
        mime=mime,
        key=f"briefing-{form}",
    )
