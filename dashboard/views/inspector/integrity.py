"""Signs of favour, copying and haste in a round's marks, for the inspector: without names."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import case_picker, frame, panel_words, round_choice, rule_book, signs
from scoring.flow import marks_closed

PAGE = "inspector_integrity"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
panel_words.style()
frame.title(say, f"page.{PAGE}")
summary, stage, _ = round_choice.choose_sitting(person, say, PAGE)
frame.banner(say, summary.rule_book)

if not marks_closed(summary.state):
    case_picker.closed(say)
    st.stop()

with frame.told(say), st.spinner(say("chair.reading")):
    found = source.round_signs(person, summary.round_id, stage)
if not found.sheets:
    frame.empty(say("signs.no_sheets"))
    st.stop()
st.caption(say("signs.about"))
signs.answers(say, found)
left, right = st.columns(2, gap="large")
with left:
    st.header(say("signs.of_sheets"), anchor=False)
    for name in signs.OF_SHEETS:
        signs.of_sheets(say, found, name)
with right:
    st.header(say("signs.of_experts"), anchor=False)
    for name in signs.OF_EXPERTS:
        signs.of_experts(say, found, name)
