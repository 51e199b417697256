"""Guidance and supervision (Article 19): instructions with their answers, rechecked opinions on A."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import acting, desk, frame, oversight_instructions, oversight_rechecks, round_choice, rule_book

PAGE = "office_oversight"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
frame.title(say, f"page.{PAGE}")
with st.container(horizontal=True, key="round-choice"):
    summary = round_choice.choose_round(person, say, PAGE)
frame.banner(say, summary.rule_book)
with st.container():
    # Always there, so that what was typed below keeps its place when something is told above it.
    acting.tell(oversight_instructions.PLACE, say)
oversight_instructions.draw(person, say)
oversight_rechecks.draw(person, say, summary.round_id, summary.state)
