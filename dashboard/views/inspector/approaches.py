"""Approaches that experts reported (请托登记): read, taken up and closed by the inspector alone."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import acting, approach_list, card_table, desk, frame, rule_book

PAGE = "inspector_approaches"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
card_table.style()
frame.title(say, f"page.{PAGE}")
st.caption(say("approaches.about"))
with st.container():
    # Always there, so that what was typed below keeps its place when something is told above it.
    acting.tell(approach_list.PLACE, say)
approach_list.reports(person, say)
