"""How a secretary begins the day: what is late, what bars the round's next step, who acts, and where."""

from __future__ import annotations

import streamlit as st

from dashboard import results
from dashboard.parts import desk_page, frame, ready_lines, ready_list

PAGE = "secretariat_readiness"
person, say, summary = desk_page.opened(PAGE)
ready_list.style()
with frame.told(say), st.spinner(say("ready.reading")):
    board = results.round_board(person, summary.round_id)
found = ready_lines.lines(board)
st.caption(say("ready.as_of", day=board.on, state=say(f"rounds.state_{board.readiness.state}")))
ready_list.head(say, found)
ready_list.draw(say, found, summary.round_id)
ready_list.steps(say, board)
