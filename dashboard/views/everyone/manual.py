"""The manual: the page of one's own role first, every other by a choice."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import file_button, frame, handbook, spoken
from scoring.documents.manual.contents import title

person, say = frame.open_page("everyone_manual")
frame.title(say, "page.everyone_manual")

pages = handbook.pages(say.language)
own = handbook.first_of(person)
choice, whole = st.columns([3, 2], vertical_alignment="bottom")
chosen = choice.selectbox(
    say("handbook.page"),
    [own, *(name for name in pages if name != own)],
    format_func=lambda name: say("handbook.own", title=title(pages[name])) if name == own else title(pages[name]),
    key=spoken.keyed(f"handbook-page-{own}", say),
)
with whole:
    file_button.open_to_all(
        say("handbook.download"),
        lambda: handbook.file_of(say.language),
        file_name=f"quality-credit-manual-{say.language}.html",
        mime="text/html",
        key="handbook-whole",
    )
st.html(handbook.shown(say.language, chosen))
