"""Whether differences between prefectures mean anything: a question, a chart, what it shows, its table."""

from __future__ import annotations

import streamlit as st

from dashboard import results, source
from dashboard.parts import analysis_questions, analysis_section, frame, round_choice
from dashboard.parts.analysis_read import read
from indicators.language import Name

person, say = frame.open_page("leader_analysis")
analysis_section.style()
frame.title(say, "page.leader_analysis")

with frame.told(say):
    rounds = {one.round_id: one for one in source.rounds(person)}
if not rounds:
    frame.empty(say("analysis.no_rounds"))
    st.stop()


def name_of(round_id: str) -> str:
    """Return a round as the choice offers it, with its state."""
    shown = rounds[round_id].rule_book.round
    state = say(f"rounds.state_{rounds[round_id].state}")
    return say("analysis.round_choice", name=Name(shown.name, shown.name_en), state=state)


with st.container(horizontal=True, key="analysis-head"):
    chosen = round_choice.choose(say("analysis.round"), "analysis", round_choice.ROUND, list(rounds), name_of)
round_id = chosen or next(iter(rounds))
frame.banner(say, rounds[round_id].rule_book)
with frame.told(say):
    with st.spinner(say("analysis.reading"), show_time=False):
        report = results.regional_with_marks(person, round_id)
    analysis_questions.draw(read(report, say))
