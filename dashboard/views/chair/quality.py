"""What a round's marks are worth, for its chair: counts, bands and applications, no expert."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import case_picker, frame, panel_words, quality_certainty, quality_panel, round_choice, rule_book
from scoring.flow import marks_closed

PAGE = "chair_quality"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
panel_words.style()
frame.title(say, f"page.{PAGE}")
summary, stage, _ = round_choice.choose_sitting(person, say, PAGE)
frame.banner(say, summary.rule_book)

if not marks_closed(summary.state):
    case_picker.closed(say)
    st.stop()

with frame.told(say), st.spinner(say("chair.reading")):
    quality = source.round_quality(person, summary.round_id, stage)
if not quality.cases:
    frame.empty(say("chair.no_cases"))
    st.stop()
quality_certainty.answers(say, quality)
quality_certainty.certainty(say, quality)
quality_certainty.fair(say, quality)
quality_panel.agreement(say, quality)
left, right = st.columns(2, gap="large")
with left:
    quality_panel.indicators(say, quality)
with right:
    quality_panel.severity(say, quality)
quality_panel.worth(say, quality)
