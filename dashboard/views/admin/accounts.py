"""Accounts and roles: one administrator proposes, another approves, the inspector reads what both did."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import source
from dashboard.parts import (
    acting,
    admin_acts,
    admin_events,
    admin_list,
    admin_waiting,
    admin_words,
    card_table,
    desk,
    frame,
    rule_book,
)
from scoring.flow import accounts

PAGE = "admin_accounts"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
card_table.style()
st.html(Path(admin_acts.__file__).with_name("admin.css"))
frame.title(say, f"page.{PAGE}")
if source.register().synthetic:
    frame.empty(say("admin.demonstration"))
    st.stop()
st.caption(say("admin.about"))
with st.container():
    # Always there, so that what was typed below keeps its place when something is told above it.
    acting.tell(admin_words.PLACE, say)
    admin_waiting.shown_once(say)
with frame.told(say):
    heads = source.ask(accounts.accounts_list, person)
    proposals = source.ask(accounts.proposals_list, person)
    waiting = source.ask(accounts.proposals_list, person, waiting=True)
names = admin_words.names_of(heads)
admin_list.counts(say, heads, waiting)
if waiting:
    st.header(say("admin.waiting", count=len(waiting)), anchor=False)
    admin_waiting.draw(person, say, waiting, {one.account.account_id: one for one in heads}, names)
admin_acts.new(person, say)
admin_acts.change(person, say, heads)
admin_list.table(say, heads)
admin_events.answered(say, proposals, names)
admin_events.draw(person, say, heads, names)
