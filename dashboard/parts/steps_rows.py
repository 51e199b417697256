"""Applications as rows: who applies for what, where it stands, until when; each opens, and some are ticked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

import streamlit as st

from dashboard.parts import desk, round_choice
from dashboard.parts.steps_words import state_chip, term, waits_for
from dashboard.parts.wording import as_html, as_markdown
from indicators.language import Translator
from scoring.flow import BoardRow

AT_ONCE: Final = 20


def page_of(key: str, rows: Sequence[BoardRow], draw: Callable[[BoardRow], None]) -> None:
    """Draw one page of rows, and the way to the others."""
    pages = max(1, -(-len(rows) // AT_ONCE))
    at = int(st.session_state.get(key) or 1)
    if at > pages:  # a search left fewer pages than the reader had turned
        st.session_state.pop(key, None)
        at = 1
    with st.container(gap=None, key=f"{key}-rows"):
        for row in rows[(at - 1) * AT_ONCE : at * AT_ONCE]:
            draw(row)
    if pages > 1:
        st.pagination(pages, key=key, persist_state="page")


def row(say: Translator, one: BoardRow, on: date, *, place: str) -> None:
    """Draw an application that can be opened."""
    with st.container(horizontal=True, key=f"stepboard-row-{place}-{one.application_id}"):
        _inner(say, one, on, place)


def ticked_row(say: Translator, one: BoardRow, on: date, *, place: str) -> None:
    """Draw an application that can be ticked and opened."""
    box = f"{place}-tick-{one.application_id}"
    with st.container(horizontal=True, key=f"stepboard-row-tick-{one.application_id}"):
        st.session_state[box] = one.application_id in ticked(place)
        words = say("stepboard.tick", enterprise=one.enterprise)
        st.checkbox(
            as_markdown(words),
            key=box,
            label_visibility="collapsed",
            on_change=_turned,
            args=(place, one.application_id, box),
        )
        _inner(say, one, on, "todo")


def _inner(say: Translator, one: BoardRow, on: date, place: str) -> None:
    about = say("stepboard.about", application=one.application_id, region=desk.region(one.county))
    next_ = waits_for(say, one) if one.standing.state in ("open", "returned") else ""
    st.html(
        f'<div class="sb-row"><div><b>{as_html(one.enterprise)}</b> {desk.grade_chip(one.target_grade)}'
        f"<small>{as_html(about)}</small></div>"
        f"<div>{state_chip(say, one.standing)}<small>{as_html(next_)}</small></div>"
        f'<div class="when">{term(say, one, on)}</div></div>'
    )
    st.button(
        say("stepboard.open"),
        key=f"stepboard-open-{place}-{one.application_id}",
        type="tertiary",
        icon=":material/chevron_right:",
        icon_position="right",
        on_click=open_file,
        args=(one.application_id,),
    )


def open_file(application_id: str) -> None:
    """Open an application, or with ``""`` close it; the address says which is open."""
    if application_id:
        st.query_params[round_choice.APPLICATION] = application_id
    else:
        st.query_params.pop(round_choice.APPLICATION, None)


def ticked(place: str) -> frozenset[str]:
    """Return what is ticked; it outlives the turn of a page, which its boxes do not."""
    found = st.session_state.get(f"{place}-ticked")
    return found if isinstance(found, frozenset) else frozenset()


def tick(place: str, ids: Iterable[str], to: bool) -> None:
    """Tick some, or take their ticks away: in callbacks."""
    now = ticked(place)
    st.session_state[f"{place}-ticked"] = now | set(ids) if to else now - set(ids)


def _turned(place: str, application_id: str, box: str) -> None:
    tick(place, (application_id,), bool(st.session_state.get(box)))
