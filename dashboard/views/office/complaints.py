"""Complaints and tip-offs at an office's desk (Article 18): late ones first, each moved on to its outcome."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import acting, complaint_case, complaint_entry, complaint_list, desk, frame, rule_book
from scoring import flow

PAGE = "office_complaints"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
frame.title(say, f"page.{PAGE}")
today = source.today()
with frame.told(say):
    every = complaint_list.in_order(source.ask(flow.list_complaints, person))
    entries = source.kept(flow.public_register, person, on=today)
    books = {one.round_id: one.rule_book for one in source.rounds(person)}
names = {one.application_id: one for one in entries}
with st.container():
    # Always there, so that what was typed below keeps its place when something is told above it.
    acting.tell(complaint_case.PLACE, say)
complaint_list.counts(person, say, every, today)
complaint_entry.form(person, say, entries)
if not every:
    frame.empty(say("complaints.none"))
    st.stop()
view = complaint_list.choose_view(say)
found = complaint_list.of_view(every, view)
if not found:
    frame.empty(say(f"complaints.none_{view}"))
    st.stop()
complaint_list.table(say, found, names, today)
st.header(say("complaints.deal_with"), anchor=False)
chosen = complaint_case.choose(say, PAGE, found, names)
if chosen is not None:
    complaint_case.draw(person, say, chosen, names, books)
