"""What turned up outside, led back to who took it: a file, a number read off it, a list retyped, a photograph."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import card_table, desk, frame, rule_book, tracing_found, tracing_given, tracing_lists

PAGE = "inspector_tracing"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
card_table.style()
frame.title(say, f"page.{PAGE}")
st.caption(say("tracing.about"))
given = tracing_given.given(say)
if given is not None:
    tracing_found.draw(person, say, given)
tracing_lists.draw(person, say)
