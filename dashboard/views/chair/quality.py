"""What a round's marks are worth, for its chair: counts, bands and applications, no expert."""

from __future__ import annotations

import streamlit as st

from dashboard import results
from dashboard.parts import closed_round, frame, quality_certainty, quality_panel

person, say, summary, stage = closed_round.opened("chair_quality")
with frame.told(say), st.spinner(say("chair.reading")):
    quality = results.round_quality(person, summary.round_id, stage)
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
