"""The rule book of a round, readable by a jurist: every number leads to its article and source."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import frame, rule_book, spoken
from indicators.language import Name

person, say = frame.open_page("everyone_rule_book")
st.html(rule_book.STYLE)
frame.title(say, "page.everyone_rule_book")

with frame.told(say):
    rounds = {one.round_id: one for one in source.rounds(person)}
if not rounds:
    frame.empty(say("rules.no_rounds"))
    st.stop()


def round_name(round_id: str) -> str:
    """Return a round as the choice offers it."""
    shown = rounds[round_id].rule_book.round
    return say("rules.round_choice", name=Name(shown.name, shown.name_en), id=round_id)


choice, word = st.columns([3, 2], vertical_alignment="bottom")
chosen = choice.selectbox(
    say("rules.round"), list(rounds), format_func=round_name, key=spoken.keyed("rule_book_round", say)
)
query = word.text_input(
    say("rules.search"), key="rule_book_search", placeholder=say("rules.search_example"), type="search", max_chars=60
)
summary = rounds[chosen]
book = summary.rule_book
frame.banner(say, book)
st.html(rule_book.identity(summary, say))

if query and query.strip():
    found = rule_book.search(book, query, say)
    if not found:
        frame.empty(say("rules.nothing_found"))
    for title, html in found.items():
        st.header(title, anchor=False)
        st.html(html)
else:
    section = st.segmented_control(
        say("rules.section"),
        list(rule_book.SECTIONS),
        format_func=lambda name: say(f"rules.section_{name}"),
        default="indicators",
        required=True,
        key="rule_book_section",
        label_visibility="collapsed",
        wrap=True,
    )
    st.html(rule_book.section(book, section or "indicators", say))
