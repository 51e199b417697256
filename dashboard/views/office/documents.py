"""Papers of a round made of the office's templates, letters to applicants, and the templates themselves."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import acting, desk_page, frame, papers_letters, papers_round, papers_templates
from scoring import access

PAGE = "office_documents"
person, say, summary = desk_page.opened(PAGE)
acting.tell(papers_templates.PLACE, say)
with frame.told(say):
    papers_round.papers(person, say, summary)
    papers_letters.letters(person, say, summary)
if access.may(person, "read", "document_template"):
    st.divider()
    with frame.told(say):
        papers_templates.templates(person, say)
