"""Draws before the inspector: checked without solving, drawn again from the seed; conflicts and recusals to be read."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import acting, conflict_list, desk, desk_page, draw_record, draw_words, frame
from scoring import flow

PAGE = "inspector_draws"
PLACE = "inspector-draws"
person, say, summary = desk_page.opened(PAGE)
draw_words.style()
acting.tell(PLACE, say)
with frame.told(say):
    draws = source.kept(flow.list_draws, person, summary.round_id)
    found = source.kept(flow.read_conflicts, person, source.today(), summary.round_id)
    left = source.kept(flow.read_left_seats, person, summary.round_id)
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
