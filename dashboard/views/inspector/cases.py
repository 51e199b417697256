"""Who answers for what (Article 20): cases of misconduct, and who supplied what of dossiers."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import acting, desk, frame, misconduct_cases, misconduct_providers, rule_book

PAGE = "inspector_cases"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
frame.title(say, f"page.{PAGE}")
with st.container():
    # Always there, so that what was typed below keeps its place when something is told above it.
    acting.tell(misconduct_cases.PLACE, say)
misconduct_cases.draw(person, say)
misconduct_providers.draw(person, say)
