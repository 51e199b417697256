"""A round before its chair: counts while marks come in; then totals, what stands near a line, where panels disagree."""

from __future__ import annotations

import streamlit as st

from dashboard import results
from dashboard.parts import (
    frame,
    overview_lists,
    overview_progress,
    overview_totals,
    panel_words,
    round_choice,
    rule_book,
)
from scoring.flow import marks_closed

PAGE = "chair_overview"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
panel_words.style()
frame.title(say, f"page.{PAGE}")
summary, stage, outcomes = round_choice.choose_sitting(person, say, PAGE)
frame.banner(say, summary.rule_book)

if not marks_closed(summary.state):
    overview_progress.draw(person, say, summary, stage)
    st.stop()

with frame.told(say), st.spinner(say("chair.reading")):
    overview = results.panel_overview(person, summary.round_id, stage)
if not overview.cases:
    frame.empty(say("chair.no_cases"))
    st.stop()
standing = {one.application_id: one.outcome for one in outcomes if one.stage == stage}
overview_totals.counts(say, overview, standing)
overview_totals.figure(say, overview)
overview_lists.attention(say, overview, *overview_totals.measures(say, overview))
overview_lists.everything(say, overview, standing)
