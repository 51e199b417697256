"""From a prefecture to the enterprises that applied, each with its public reason. Nothing lies deeper."""

from __future__ import annotations

import streamlit as st

from dashboard import results, source
from dashboard.parts import card_table, desk, drill_choice, drill_export, drill_list, frame, rule_book

PAGE = "leader_enterprises"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
card_table.style()
frame.title(say, f"page.{PAGE}")
st.caption(say("drill.what"))
summary, prefecture = drill_choice.choose(person, say, PAGE)
frame.banner(say, summary.rule_book)
if not drill_choice.is_announced(summary):
    frame.empty(say("drill.not_announced"))
    st.stop()
with frame.told(say), st.spinner(say("drill.reading")):
    every = results.regional_enterprises(person, summary.round_id, prefecture)
now = source.now()
drill_list.counts(say, every, summary.rule_book)
st.caption(say("drill.as_of", at=now, count=len(every), of=desk.region(prefecture)))
if not every:
    frame.empty(say("drill.nobody_applied", of=desk.region(prefecture)))
    st.stop()
wanted = drill_list.search_boxes(say, summary.rule_book)
found = drill_list.matching(every, wanted)
drill_export.download(person, say, summary, prefecture, found, wanted, now)
drill_list.listing(say, found)
