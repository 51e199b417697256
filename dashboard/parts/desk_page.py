"""The head of a desk that works on one round: whose it is, which round, and what of it is sample."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import desk, frame, panel_words, round_choice, rule_book
from indicators.language import Translator
from scoring.flow import RoundSummary
from scoring.model import Actor


def opened(page: str) -> tuple[Actor, Translator, RoundSummary]:
    """Draw the head, and return who is there, the translator of his language, and the round that he chose."""
    person, say = frame.open_page(page)
    st.html(rule_book.STYLE)
    panel_words.style()
    desk.style()
    frame.title(say, f"page.{page}")
    with st.container(horizontal=True, key="round-choice"):
        summary = round_choice.choose_round(person, say, page)
    frame.banner(say, summary.rule_book)
    return person, say, summary
