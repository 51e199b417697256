"""From the closed notice to the certificates: joint document, announcement, certificates, and what ends soon."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import (
    accreditation_announcing,
    accreditation_certificates,
    accreditation_document,
    accreditation_expiry,
    accreditation_line,
    acting,
    card_table,
    desk_page,
    frame,
)

PAGE = "office_accreditation"
person, say, summary = desk_page.opened(PAGE)
card_table.style()
st.html(accreditation_line.STYLE)
acting.tell(accreditation_line.PLACE, say)
if summary.state in accreditation_line.STATES:
    with frame.told(say):
        found = accreditation_line.standing(person, summary)
        accreditation_line.line(say, found)
        accreditation_line.nothing(say, found)
        accreditation_document.waiting(person, say, found)
        accreditation_document.draft(person, say, found)
        accreditation_announcing.announce(person, say, found)
        accreditation_line.finish(person, say, found)
        accreditation_line.left_out(say, found)
        accreditation_certificates.certificates(person, say, found)
        accreditation_document.issued(say, found)
else:
    frame.empty(say("accredit.not_in_notice"))
accreditation_expiry.expiry(person, say)
