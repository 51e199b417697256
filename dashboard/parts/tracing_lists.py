"""Lists of experts that left, each with the name in it that is nobody's: to be looked for in what cannot be typed."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk, frame
from dashboard.parts.card_table import card_table
from dashboard.parts.paging import page_of
from dashboard.parts.panel_words import moment
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring import flow
from scoring.flow import NamedList
from scoring.model import Actor

SHOWN: Final = "tracing-lists"
_SIZE: Final = 25


def draw(person: Actor, say: Translator) -> None:
    """Draw the lists once they are asked for: who looks at the names is in the record."""
    st.header(say("tracing.lists"), anchor=False)
    st.caption(say("tracing.lists_about"))
    if not st.toggle(say("tracing.lists_show"), key=SHOWN):
        return
    with frame.told(say):
        found = source.ask(flow.list_canaries, person)
    if not found:
        frame.empty(say("tracing.lists_none"))
        return
    heads = [say(f"tracing.column_{name}") for name in ("name", "taker", "when", "number")]
    st.html(card_table(heads, [_row(say, one) for one in page_of(say, "tracing-page", found, size=_SIZE)]))


def _row(say: Translator, one: NamedList) -> list[str]:
    made = one.export
    who = f"{as_html(made.taker)}<small>{as_html(desk.role(made.role, say))}</small>"
    number = f'<span class="pn-hash">{as_html(made.export_id)}</span>'
    return [f"<b>{as_html(one.name)}</b>", who, moment(made.at), number]
