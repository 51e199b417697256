"""The public notice of a round and the objections to it, before the two authorities."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import (
    acting,
    desk_page,
    frame,
    joint_words,
    notice_acts,
    notice_list,
    notice_state,
    objection_acts,
    objection_list,
)
from indicators.calendar import read_calendar
from scoring import flow

PAGE = "office_notice"
person, say, summary = desk_page.opened(PAGE)
joint_words.style()
acting.tell(notice_acts.PLACE, say)
today, calendar = source.today(), read_calendar()
with frame.told(say):
    notices = source.ask(flow.read_notices, person, summary.round_id)
    candidates = source.kept(flow.notice_candidates, person, summary.round_id, on=today)
    objections = source.ask(flow.read_objections, person, summary.round_id)
    late = source.ask(flow.notice_reminders, person, summary.round_id, on=today)
if not notices and summary.state != "in_notice":
    frame.empty(say("notice_desk.not_now", state=say(f"rounds.state_{summary.state}")))
    st.stop()
found = notices[-1] if notices else None
open_objections = len(objection_list.open_ones(objections))
by_id = {one.application_id: one for one in candidates}
notice_state.late(say, late, today)
notice_state.steps(say, found, today, calendar)
notice_state.counts(say, found, candidates, open_objections)
if summary.state == "in_notice":
    notice_acts.next_step(person, say, summary.rule_book, found, candidates, open_objections, calendar)
if any(one.notice.opened_on for one in notices):
    # What is objected to waits for its office; nothing can be before a notice was open.
    objection_list.cards(person, say, objections, by_id)
    objection_acts.receiving(person, say, candidates)
if found is not None:
    notice_list.entries(say, found, by_id, objections)
    if summary.state == "in_notice":
        notice_list.correcting(person, say, summary.rule_book, found, candidates)
notice_state.blocked(say, candidates)
notice_state.earlier(say, notices[:-1])
