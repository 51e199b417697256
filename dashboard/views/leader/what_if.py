"""Trials on rounds that are over: other lines, caps, weights; which enterprises and which prefectures would move."""

from __future__ import annotations

import streamlit as st

from dashboard import results
from dashboard.parts import (
    card_table,
    desk,
    drill_choice,
    frame,
    round_choice,
    rule_book,
    whatif_controls,
    whatif_shown,
)
from dashboard.parts.wording import as_html
from scoring.flow.regional.what_if import would_move

PAGE = "leader_what_if"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
card_table.style()
frame.title(say, f"page.{PAGE}")
st.html(f'<p class="dk-quiet" role="note">{as_html(say("whatif.what"))}</p>')
over = {id_: one for id_, one in drill_choice.rounds_of(person, say).items() if drill_choice.is_announced(one)}
if not over:
    frame.empty(say("whatif.none_over"))
    st.stop()
words = drill_choice.round_words(over, say)
round_id = drill_choice.choice(say("drill.round"), PAGE, round_choice.ROUND, list(over), words)
drill_choice.tell_stray(say, round_choice.ROUND, list(over), "whatif.stray_round")
frame.banner(say, over[round_id].rule_book)
with frame.told(say), st.spinner(say("whatif.reading")):
    basis = results.what_if_basis(person, round_id)
trial = whatif_controls.draw(say, basis.book)
with frame.told(say):
    found = would_move(basis, cuts=trial.cuts, caps=trial.caps, weights=trial.weights)
whatif_shown.answer(say, found, trial)
whatif_shown.by_prefecture(say, found)
whatif_shown.enterprises(say, found)
