"""Guidance and supervision (Article 19): instructions with their answers, rechecked opinions on A."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import acting, desk_page, oversight_instructions, oversight_rechecks

PAGE = "office_oversight"
person, say, summary = desk_page.opened(PAGE)
with st.container():
    # Always there, so that what was typed below keeps its place when something is told above it.
    acting.tell(oversight_instructions.PLACE, say)
oversight_instructions.draw(person, say)
oversight_rechecks.draw(person, say, summary.round_id, summary.state)
