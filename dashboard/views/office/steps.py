"""The step board: what waits for an office, the acts of Article 12, one application opened, who is late."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import (
    acting,
    desk_page,
    frame,
    round_choice,
    steps_board,
    steps_file,
    steps_late,
    steps_todo,
    steps_words,
)
from scoring import access, flow
from scoring.procedure.rounds import circumstances

PAGE = "office_steps"
person, say, summary = desk_page.opened(PAGE)
steps_words.style()
open_ = "steps_open" in circumstances(summary.state)
application_id = st.query_params.get(round_choice.APPLICATION)
if application_id:
    steps_file.show(person, say, summary, application_id, open_=open_)
    st.stop()

acting.tell(steps_words.PLACE, say)
with frame.told(say):
    board = source.kept(flow.step_board, person, source.today(), summary.round_id)
if not board:
    frame.empty(say("stepboard.no_applications"))
    st.stop()
acts = steps_todo.may_act(person)
waiting = steps_todo.waiting(person, board) if open_ else ()
steps_board.figures(say, board, waiting, acts=acts)
if person.region is not None:
    steps_late.own_reminder(person, say, summary.round_id)
found = steps_board.search(say, board)
if acts and open_:
    shown = frozenset(row.application_id for row in found)
    steps_todo.todo(person, say, summary.round_id, waiting, shown=shown)
elif acts:
    frame.empty(say("stepboard.closed", state=say(f"rounds.state_{summary.state}")))
if person.region is None and access.may(person, "read", "step"):
    steps_late.late(person, say, summary.round_id, board)
steps_late.caps(person, say, summary)
steps_board.everything(say, found)
