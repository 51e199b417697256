"""Names behind sheets: an inspector asks, another person answers, the first reads them for a day."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import acting, card_table, desk, frame, opened_names, opening_requests, rule_book
from scoring import access, flow

PAGE = "inspector_openings"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
card_table.style()
frame.title(say, f"page.{PAGE}")
st.caption(say("idopen.about"))
with st.container():
    # Always there, so that what was typed below keeps its place when something is told above it.
    acting.tell(opening_requests.PLACE, say)
with frame.told(say):
    found = source.ask(flow.openings_history, person)
now = source.now()
opening_requests.counts(say, found, now)
opened_names.mine(person, say, found, now)
opening_requests.waiting(person, say, found)
if access.may(person, "ask", "identity_opening", access.CIRCUMSTANCES):
    opening_requests.form(person, say)
opening_requests.everything(say, found, now)
