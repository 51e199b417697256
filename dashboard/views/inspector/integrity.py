"""Signs of favour, copying and haste in a round's marks, for the inspector: without names."""

from __future__ import annotations

import streamlit as st

from dashboard import results
from dashboard.parts import closed_round, evidence_pack, frame, signs

person, say, summary, stage = closed_round.opened("inspector_integrity")
with frame.told(say), st.spinner(say("chair.reading")):
    found = results.round_signs(person, summary.round_id, stage)
if not found.sheets:
    frame.empty(say("signs.no_sheets"))
    st.stop()
st.caption(say("signs.about"))
signs.answers(say, found)
left, right = st.columns(2, gap="large")
with left:
    st.header(say("signs.of_sheets"), anchor=False)
    for name in signs.OF_SHEETS:
        signs.of_sheets(say, found, name)
with right:
    st.header(say("signs.of_experts"), anchor=False)
    for name in signs.OF_EXPERTS:
        signs.of_experts(say, found, name)
evidence_pack.choose(person, say, summary)
