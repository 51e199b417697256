"""The holder's draw: what is open, drawn from a seed; who sits where; what was drawn, checked line by line."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import (
    acting,
    conflict_list,
    desk,
    draw_form,
    draw_record,
    draw_reopenings,
    draw_words,
    frame,
    panel_words,
    round_choice,
    rule_book,
    seat_acts,
    seat_list,
)
from scoring import flow

PAGE = "holder_draw"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
panel_words.style()
draw_words.style()
frame.title(say, f"page.{PAGE}")
with st.container(horizontal=True, key="round-choice"):
    summary = round_choice.choose_round(person, say, PAGE)
    stage = draw_form.choose_stage(say, PAGE)
frame.banner(say, summary.rule_book)
for place in (draw_form.PLACE, seat_acts.PLACE):
    acting.tell(place, say)
round_id = summary.round_id
with frame.told(say):
    outlook = source.kept(flow.draw_outlook, person, source.today(), round_id, stage=stage)
    seats = source.kept(flow.read_seats, person, round_id, stage=stage)
    roster = draw_words.roster_of(source.kept(flow.read_roster, person))
    conflicts = source.kept(flow.read_conflicts, person, source.today(), round_id).sitting
    draws = source.kept(flow.list_draws, person, round_id)
draw_reopenings.requests(person, say, round_id, roster)
here = {(one.application_id, one.expert_id): one for one in conflicts if one.stage == stage}
missing = sum(one.sheet != "submitted" for one in seats)
desk.counts(
    (
        (outlook.seats, say("draws.count_open"), "unknown" if outlook.seats else ""),
        (len(here), say("draws.count_sitting"), "no" if here else "yes"),
        (missing, say("draws.count_missing"), "unknown" if missing else ""),
        (len(seats), say("draws.count_seated"), ""),
    )
)
conflict_list.sitting(say, tuple(here.values()), roster, seat_acts.offer_replacement(say))
draw_form.draw_form(person, say, round_id, stage, outlook)
seat_acts.take_from_address()
seat_acts.seat_acts(say, seat_acts.Panels(person, round_id, stage, seats, outlook.panels, roster))
seat_list.seats(say, seats, roster, here)
draw_record.records(person, say, draw_form.PLACE, draws)
