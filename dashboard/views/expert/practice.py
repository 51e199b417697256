"""Practice on made-up cases: an expert marks what a dossier holds, then reads reference marks; for himself alone."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import (
    card_table,
    desk,
    frame,
    practice_case,
    practice_feedback,
    practice_list,
    rule_book,
    sheet_page,
)
from scoring import flow

PAGE = "expert_practice"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
card_table.style()
sheet_page.style()
practice_list.style()
frame.title(say, f"page.{PAGE}")
with frame.told(say):
    cases = {one.case_id: one for one in source.ask(flow.practice_cases, person)}
if not cases:
    frame.empty(say("own_practice.no_cases"))
    st.stop()
named = st.query_params.get(practice_list.CASE)
if named not in cases:
    st.caption(say("own_practice.about"))
    practice_list.cases(say, list(cases.values()))
    st.stop()
with frame.told(say):
    own = source.ask(flow.practice_case, person, named)
practice_list.back(say)
practice_case.head(say, own.head)
frame.banner(say, own.head.rule_book)
if own.may_mark:
    practice_case.progress(say, own)
    for finding in own.findings:
        practice_case.row(person, say, own, finding)
    practice_case.closing(person, say, own)
else:
    with frame.told(say):
        found = source.ask(flow.practice_feedback, person, named)
    practice_feedback.summary(say, found)
    practice_feedback.table(say, found)
