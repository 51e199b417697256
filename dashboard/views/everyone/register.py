"""The public register (公开名录): for everybody, searched, taken away as a table; and certificates held against it."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import card_table, desk, frame, register_check, register_export, register_search, rule_book
from scoring import flow
from scoring.flow import Search

PAGE = "everyone_register"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
card_table.style()
st.html(register_search.STYLE)
frame.title(say, f"page.{PAGE}")
day = source.today()
st.caption(say("lookup.as_of", day=day))
tabs = {name: say(f"lookup.tab_{name}") for name in ("search", "check")}
chosen = tabs["check" if register_search.asked_to_check() else "search"]
search_tab, check_tab = st.tabs(list(tabs.values()), default=chosen, key="register-tabs")
with check_tab:
    register_check.check(person, say, day)
with search_tab:
    with frame.told(say):
        everything = source.kept(flow.public_register, person, on=day)
    grades = sorted({one.grade for one in everything}, key=len)
    wanted = register_search.search_boxes(say, grades)
    with frame.told(say):
        found = everything if wanted == Search() else source.kept(flow.public_register, person, on=day, search=wanted)
    register_search.counts(say, found, grades)
    register_export.downloads(person, say, wanted, day)
    register_search.listing(say, found, searched=wanted != Search())
