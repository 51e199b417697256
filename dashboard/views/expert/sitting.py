"""A voter's own device in a sitting: sign in, stand aside, ask, score again, vote, dissent; nothing of anybody else."""

from __future__ import annotations

import streamlit as st

from dashboard import results
from dashboard.parts import attending_head, attending_page, desk, frame, rule_book, sheet_page

PAGE = "expert_sitting"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
sheet_page.style()
attending_head.style()
frame.title(say, f"page.{PAGE}")
with frame.told(say):
    sitting_id = attending_head.asked_for(person, say)
    found = results.member_desk(person, sitting_id)
attending_head.masthead(say, found)
attending_page.draw(person, say, found)
# At the end: on a telephone it would stand between the voter and his one button.
frame.banner(say, found.rule_book)
