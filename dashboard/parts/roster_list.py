"""The roster of experts: searched by whoever keeps it, with the appointment of each, in force or over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import streamlit as st

from dashboard import source
from dashboard.parts import desk, paging
from dashboard.parts.draw_words import line_html
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.collation import by_person
from indicators.language import Translator
from scoring.model import Expert
from scoring.procedure.draw.conflicts import appointed

Standing = Literal["in_force", "over", "ahead"]
VIEWS: Final = ("all", "in_force", "over", "ahead")
VIEW: Final = "roster-view"
SEARCH: Final = "roster-search"
PAGE: Final = "roster-page"
_CHIP: Final = {"in_force": "good", "over": "", "ahead": "near"}


def standing_of(one: Expert, on: date) -> Standing:
    """Return whether an appointment is in force on a day, over, or still ahead."""
    if appointed(one, on):
        return "in_force"
    return "ahead" if on < one.appointed_from else "over"


def standings(roster: Sequence[Expert]) -> Counter[str]:
    """Return how many appointments stand how today."""
    return Counter(standing_of(one, source.today()) for one in roster)


def roster_list(say: Translator, roster: Sequence[Expert]) -> None:
    """Draw the experts, a page at a time."""
    st.header(say("roster.list", count=len(roster)), anchor=False)
    if not roster:
        st.html(f'<div class="qc-empty">{as_html(say("roster.empty"))}</div>')
        return
    st.session_state.setdefault(VIEW, VIEWS[0])
    with st.container(horizontal=True, vertical_alignment="bottom", key="roster-filter"):
        view = st.segmented_control(
            say("roster.view"),
            VIEWS,
            key=VIEW,
            required=True,
            format_func=lambda one: say(f"roster.view_{one}"),
            on_change=_first_page,
        )
        st.text_input(say("roster.search"), key=SEARCH, placeholder=say("roster.search_example"), on_change=_first_page)
    wanted = str(st.session_state.get(SEARCH) or "").casefold().split()
    today = source.today()
    hits = [
        one
        for one in sorted(roster, key=lambda one: by_person(one.name))
        if view in ("all", None, standing_of(one, today)) and all(word in _text(one) for word in wanted)
    ]
    if not hits:
        st.html(f'<div class="qc-empty">{as_html(say("draws.nothing_found"))}</div>')
        return
    st.html(f'<p class="dk-quiet">{as_html(say("roster.found", count=len(hits)))}</p>')
    names = ("number", "name", "employer", "prefecture", "expertise", "appointed", "standing")
    rows = [_row(say, one, today) for one in paging.page_of(say, PAGE, hits)]
    desk.listing([say(f"roster.column_{name}") for name in names], rows)


def period(one: Expert, say: Translator) -> str:
    """Return the days of an appointment."""
    until = one.appointed_until.isoformat() if one.appointed_until else say("roster.no_end")
    return say("roster.period", since=one.appointed_from.isoformat(), until=until)


def _first_page() -> None:
    st.session_state[PAGE] = 0


def _text(one: Expert) -> str:
    return " ".join((one.expert_id, one.name, one.employer, desk.region(one.region), *one.expertise)).casefold()


def _row(say: Translator, one: Expert, today: date) -> list[str]:
    how = standing_of(one, today)
    return [
        as_html(one.expert_id),
        f'<div class="dw-name">{as_html(one.name)}</div>',
        f'<div class="wide">{as_html(one.employer)}</div>',
        as_html(desk.region(one.region)),
        as_html(say("chair.comma").join(one.expertise) or "–"),
        line_html(period(one, say)),
        chip(say(f"roster.view_{how}"), _CHIP[how]),
    ]
