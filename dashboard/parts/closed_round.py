"""The head of a page on marks that are closed: whose it is, which round and sitting, or why nothing is shown yet."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import case_picker, frame, panel_words, round_choice, rule_book
from indicators.language import Translator
from scoring.flow import RoundSummary, marks_closed
from scoring.model import Actor, Stage


def opened(page: str) -> tuple[Actor, Translator, RoundSummary, Stage]:
    """Draw the head; stop with the reason while the round's marks are open."""
    person, say = frame.open_page(page)
    st.html(rule_book.STYLE)
    panel_words.style()
    frame.title(say, f"page.{page}")
    summary, stage, _ = round_choice.choose_sitting(person, say, page)
    frame.banner(say, summary.rule_book)
    if not marks_closed(summary.state):
        case_picker.closed(say)
        st.stop()
    return person, say, summary, stage
