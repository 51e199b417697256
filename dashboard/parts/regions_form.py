"""In which form the first screen is drawn: as a page, or as one slide of 16 to 9 for a projector."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.parts import regions_cities, regions_head, regions_map, regions_steps
from dashboard.parts.regions_shown import Shown
from dashboard.parts.wording import as_html
from indicators.language import Translator

FORM: Final = "form"
SLIDE: Final = "slide"
SLIDE_STYLE: Final = Path(__file__).with_name("regions_slide.css")


def is_slide() -> bool:
    """Whether the page's address asks for the slide."""
    return st.query_params.get(FORM) == SLIDE


def switch(say: Translator, *, slide: bool) -> None:
    """Draw the button that changes the form; the address keeps it."""
    key = "regions.as_page" if slide else "regions.as_slide"
    icon = ":material/close_fullscreen:" if slide else ":material/slideshow:"
    st.button(say(key), icon=icon, key="regions-form", on_click=_to, args=(None if slide else SLIDE,), type="tertiary")


def draw_slide(shown: Shown, name: str) -> None:
    """Draw everything of the slide: it says of which round and when, what is sample, and fits without scrolling."""
    title = shown.say("regions.slide_title", page=shown.say("page.leader_regions"), round=name)
    head = f"<header><h1>{as_html(title)}</h1>{regions_head.as_of(shown)}</header>"
    answers = regions_head.answers(shown)
    if shown.report.locked:
        note = '<p class="rg-note">{}</p>'
        table = regions_cities.city_table(shown, steps=False) + note.format(shown.say("regions.define_slide"))
        grid = regions_map.tile_map(shown) + note.format(regions_map.reading(shown))
        below = f"<section>{table}</section><section>{grid}</section>"
    else:
        below = f'<section class="wide">{regions_head.files(shown)}{_steps(shown)}</section>'
    st.html(f'<div class="rg-slide">{head}{answers}<main>{below}</main></div>')


def _steps(shown: Shown) -> str:
    """Return the funnel, which before lock is what there is to see; nothing where no file came yet."""
    return regions_steps.steps(shown) + regions_steps.note(shown) if "funnel" in shown.tables else ""


def _to(form: str | None) -> None:
    if form is None:
        st.query_params.pop(FORM, None)
    else:
        st.query_params[FORM] = form
