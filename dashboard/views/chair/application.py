"""One application before a sitting: indicator by indicator without names, conditions, proposal, and the decision."""

from __future__ import annotations

import streamlit as st

from dashboard import results, source
from dashboard.parts import (
    case_decision,
    case_head,
    case_indicators,
    case_picker,
    case_rules,
    evidence_pack,
    frame,
    panel_words,
    quality_certainty,
    round_choice,
    rule_book,
    visit_questions,
)
from scoring.flow import marks_closed

PAGE = "chair_application"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
panel_words.style()
frame.title(say, f"page.{PAGE}")
with st.container(horizontal=True, key="case-choice"):
    summary = round_choice.choose_round(person, say, PAGE)
    application_id, ids = case_picker.choose(person, say, PAGE, summary)
case_picker.turning(person, say, PAGE, summary, application_id, ids)
frame.banner(say, summary.rule_book)

if not marks_closed(summary.state):
    case_picker.closed(say)
    st.stop()

with frame.told(say):
    history = source.decision_history(person, application_id)
    sent = any(one.voided is None and one.decision.outcome == "send_to_site_visit" for one in history)
    stage = round_choice.choose_stage(say, PAGE, visited=sent)
    case = source.sitting_case(person, application_id, stage)
standing = next((one for one in history if one.voided is None and one.decision.stage == stage), None)
case_head.head(say, case, None if standing is None else standing.decision.outcome)

evidence, decision = st.columns([1.7, 1], gap="large")
with evidence:
    case_rules.eligibility(say, case)
    case_rules.limits(say, case)
    case_indicators.draw(say, case)
with decision:
    with frame.told(say), st.spinner(say("chair.reading")):
        of_round = results.round_quality(person, summary.round_id, stage)
    certainty = next((one for one in of_round.cases if one.application_id == application_id), None)
    if certainty is not None:
        quality_certainty.one_case(say, certainty)
    case_rules.proposal(say, case.rule_book, case.result.proposal)
    case_decision.draw(person, say, case, history)
    if sent:
        visit_questions.form(person, say, case)
    if standing is not None:
        evidence_pack.offer(person, say, application_id, summary.state)
