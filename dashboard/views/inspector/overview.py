"""Where the inspector begins: whether the record holds, what happened in it, who looked; counts first, no name."""

from __future__ import annotations

import streamlit as st

from dashboard import results, source
from dashboard.parts import (
    acting,
    alarm_list,
    card_table,
    chain_state,
    desk,
    draw_states,
    frame,
    looked,
    recusals_told,
    rule_book,
)
from scoring import flow

PAGE = "inspector_overview"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
card_table.style()
alarm_list.style()
frame.title(say, f"page.{PAGE}")
st.caption(say("watch.about"))
with st.container():
    # Always there, so that nothing moves when something is told above it.
    acting.tell(chain_state.PLACE, say)
with frame.told(say):
    head = source.ask(flow.head_of_record, person)
    found = results.alarms(person)
    grounds = source.kept(flow.alarm_grounds, person, source.today())
    draws = source.kept(flow.draw_states, person, source.today())
    readings = source.act(flow.who_looked, person)
chain_state.draw(person, say, head)
alarm_list.counts(say, found)
alarm_list.draw(say, found)
draw_states.draw(person, say, draws)
recusals_told.draw(say, grounds)
looked.draw(say, readings)
