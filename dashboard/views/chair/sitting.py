"""The chair conducts a sitting: now, next and then, the clock, one big button, and what each step needs."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import chairing_body, chairing_view, desk, frame, panel_words, rehearsal_debrief, rule_book

person, say = frame.open_page(chairing_view.PAGE)
st.html(rule_book.STYLE)
panel_words.style()
desk.style()
chairing_view.style()
frame.title(say, f"page.{chairing_view.PAGE}")
view = chairing_view.choose(person, say)
if view is None:
    frame.empty(say("chairing.none_prepared"))
    st.stop()
with frame.told(say):
    chairing_body.draw(view)
    rehearsal_debrief.draw(person, say, view.desk.sitting)
frame.banner(say, view.book)
