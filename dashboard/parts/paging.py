"""Long lists a page at a time: where the reader is, and the way on and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

import streamlit as st

from dashboard.parts.wording import as_html
from indicators.language import Translator

SIZE: Final = 50
_Row = TypeVar("_Row")


def page_of(say: Translator, key: str, rows: Sequence[_Row], *, size: int = SIZE) -> Sequence[_Row]:
    """Draw the way through a list that is longer than a page, and return the rows of the page."""
    last = max(0, (len(rows) - 1) // size)
    # A search may have left fewer pages than the reader had turned.
    at = min(max(0, int(st.session_state.get(key, 0))), last)
    if last:
        with st.container(horizontal=True, vertical_alignment="center", key=f"{key}-turn"):
            _turn(key, "back", at - 1, ":material/chevron_left:", say("draws.page_back"), at > 0)
            words = say("draws.page", first=at * size + 1, last=min(len(rows), (at + 1) * size), count=len(rows))
            st.html(f'<span class="dk-quiet qc-quiet">{as_html(words)}</span>', width="content")
            _turn(key, "on", at + 1, ":material/chevron_right:", say("draws.page_on"), at < last)
    return rows[at * size : (at + 1) * size]


def _turn(key: str, way: str, to: int, icon: str, label: str, possible: bool) -> None:
    st.button(label, key=f"{key}-{way}", icon=icon, disabled=not possible, on_click=_put, args=(key, to))


def _put(key: str, to: int) -> None:
    st.session_state[key] = to
