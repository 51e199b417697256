"""Credit checks before the two authorities: who waits for the own one, both results side by side, what they mean."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import acting, credit_recording, credit_results, desk_page, frame, joint_words
from dashboard.parts.wording import as_html
from scoring import access, flow

PAGE = "office_credit"
person, say, summary = desk_page.opened(PAGE)
joint_words.style()
acting.tell(credit_recording.PLACE, say)
with frame.told(say):
    standings = source.kept(flow.read_credit_checks, person, summary.round_id)
    names = {one.application_id: one.name for one in source.application_heads(person, summary.round_id)}
if not standings:
    frame.empty(say("credit_desk.empty"))
    st.stop()
authority = joint_words.own_authority(person)
credit_results.counts(say, standings, authority)
st.html(f'<p class="jd-rule">{as_html(say("credit_desk.meaning", cite=joint_words.cite(summary.rule_book, say)))}</p>')
if access.may(person, "record", "credit_check", {"in_notice"}):
    if summary.state == "in_notice":
        credit_recording.recording(person, say, summary.round_id, standings, names)
    else:
        frame.empty(say("credit_desk.not_now", state=say(f"rounds.state_{summary.state}")))
credit_results.results(say, standings, names, authority)
