"""Some of many, ticked: a search, a page of boxes, and ticks that outlive the turn of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard.parts.wording import as_markdown
from indicators.language import Translator

AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the many: its id, and its words."""

    id: str
    words: str


def picked(place: str, ids: Iterable[str], *, ticked: bool) -> tuple[str, ...]:
    """Return which of some are ticked; `ticked` is what they are before anybody turns one."""
    turned = _turned(place)
    return tuple(id_ for id_ in ids if (id_ in turned) != ticked)


def forget(place: str) -> None:
    """Begin anew: after what was ticked is done."""
    st.session_state.pop(_key(place), None)


def apart(place: str, draw: Callable[[], None]) -> None:
    """Draw boxes whose ticks run only what is drawn here: of hundreds nothing is asked anew for a tick."""
    st.session_state.pop(_acted(place), None)

    @st.fragment
    def alone() -> None:
        if st.session_state.pop(_acted(place), False):
            st.rerun()
        draw()

    alone()


def acted(place: str) -> None:
    """Let the whole page run again after an act."""
    st.session_state[_acted(place)] = True


def boxes(say: Translator, place: str, choices: Sequence[Choice], *, ticked: bool) -> tuple[str, ...]:
    """Draw a search, ticks for all that it found, and a page of boxes; return what is ticked of all."""
    found = _found(say, place, choices)
    with st.container(horizontal=True, vertical_alignment="center", key=f"{place}-all"):
        for to in (True, False):
            st.button(
                say(f"picking.{'tick' if to else 'untick'}", count=len(found)),
                key=f"{place}-{'tick' if to else 'untick'}-all",
                type="tertiary",
                disabled=not found,
                on_click=_turn_all,
                args=(place, tuple(one.id for one in found), to, ticked),
            )
    now = set(picked(place, (one.id for one in choices), ticked=ticked))
    pages = max(1, -(-len(found) // AT_ONCE))
    page = min(int(st.session_state.get(f"{place}-page") or 1), pages)
    with st.container(gap="xsmall", key=f"{place}-boxes"):
        for one in found[(page - 1) * AT_ONCE : page * AT_ONCE]:
            box = f"{place}-tick-{one.id}"
            st.session_state[box] = one.id in now
            st.checkbox(as_markdown(one.words), key=box, on_change=_turn, args=(place, one.id, box, ticked))
    if pages > 1:
        if st.session_state.get(f"{place}-page", 1) > pages:
            st.session_state[f"{place}-page"] = pages
        st.pagination(pages, key=f"{place}-page")
    return tuple(one.id for one in choices if one.id in now)


def _found(say: Translator, place: str, choices: Sequence[Choice]) -> Sequence[Choice]:
    if len(choices) <= AT_ONCE:
        return choices
    asked = st.text_input(say("picking.search"), key=f"{place}-search", icon=":material/search:") or ""
    words = asked.casefold().split()
    return [one for one in choices if all(word in one.words.casefold() for word in words)]


def _acted(place: str) -> str:
    return f"{place}-acted"


def _key(place: str) -> str:
    return f"{place}-turned"


def _turned(place: str) -> frozenset[str]:
    """Return whose tick is not what it was at first."""
    found = st.session_state.get(_key(place))
    return found if isinstance(found, frozenset) else frozenset()


def _turn(place: str, id_: str, box: str, ticked: bool) -> None:
    _turn_all(place, (id_,), bool(st.session_state.get(box)), ticked)


def _turn_all(place: str, ids: tuple[str, ...], to: bool, ticked: bool) -> None:
    turned = _turned(place)
    st.session_state[_key(place)] = turned - set(ids) if to == ticked else turned | set(ids)
