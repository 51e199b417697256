"""A round before its secretariat: where it stands, whether it is ready, and the step to its next state."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import acting, frame, panel_words, round_choice, round_steps, rule_book, voiding

PAGE = "secretariat_round"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
panel_words.style()
frame.title(say, f"page.{PAGE}")
with st.container(horizontal=True, key="round-choice"):
    summary = round_choice.choose_round(person, say, PAGE)
frame.banner(say, summary.rule_book)
with frame.told(say):
    found = source.readiness(person, summary.round_id)
    acts = source.round_history(person, summary.round_id)
acting.tell(round_steps.PLACE, say)
round_steps.steps(say, found.state, acts)
round_steps.ready(say, found)
round_steps.forward(person, say, found)
round_steps.back(person, say, found)
if found.state == "deciding":
    with frame.told(say):
        voiding.answers(person, say, summary.round_id)
round_steps.history(say, acts)
