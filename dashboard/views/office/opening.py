"""Annual plan and opening notice of a round: drafted, read, signed by both authorities; what is unsigned stands out."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk_page, frame, opening_draft, opening_papers
from scoring import flow

PAGE = "office_opening"
person, say, summary = desk_page.opened(PAGE)
st.html(opening_papers.STYLE)
with frame.told(say):
    found = source.ask(flow.read_opening, person, summary.round_id)
acting.tell(opening_papers.PLACE, say)
opening_papers.standing(person, say, summary, found)
for kind in opening_papers.KINDS:
    with st.container(key=f"opening-{kind}"):
        opening_papers.paper(person, say, summary, found, kind)
        opening_draft.form(person, say, summary, found, kind)
        opening_papers.earlier(say, found, kind)
