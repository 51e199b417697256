"""Draws before the inspector: checked without solving, drawn again from the seed; conflicts and recusals to be read."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import (
    acting,
    conflict_list,
    desk,
    draw_record,
    draw_words,
    frame,
    panel_words,
    round_choice,
    rule_book,
)
from scoring import flow

PAGE = "inspector_draws"
PLACE = "inspector-draws"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
panel_words.style()
draw_words.style()
frame.title(say, f"page.{PAGE}")
with st.container(horizontal=True, key="round-choice"):
    summary = round_choice.choose_round(person, say, PAGE)
frame.banner(say, summary.rule_book)
acting.tell(PLACE, say)
with frame.told(say):
    draws = source.ask(flow.list_draws, person, summary.round_id)
    found = source.ask(flow.read_conflicts, person, source.today(), summary.round_id)
    left = source.ask(flow.read_left_seats, person, summary.round_id)
desk.counts(
    (
        (len(draws), say("draws.count_draws"), ""),
        (len(found.sitting), say("roster.count_sitting"), "no" if found.sitting else "yes"),
        (len(found.kept), say("roster.count_conflicts"), ""),
        (len(left), say("roster.count_left"), ""),
    )
)
conflict_list.sitting(say, found.sitting, {})
st.caption(say("roster.numbers_only"))
draw_record.records(person, say, PLACE, draws)
conflict_list.conflicts(say, found.kept, {})
conflict_list.left(say, left, {})
