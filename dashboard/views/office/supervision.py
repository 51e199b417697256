"""Supervision: what waits, an enterprise with its measures, applications returned as untrue, and who is barred."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import (
    acting,
    desk,
    frame,
    rule_book,
    supervising_bars,
    supervising_measures,
    supervising_orders,
    supervising_queue,
    supervising_returns,
    supervising_subjects,
    supervising_words,
)
from scoring import access, flow

PAGE = supervising_words.PAGE
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
supervising_words.style()
frame.title(say, f"page.{PAGE}")
today = source.today()
with frame.told(say):
    rounds = source.rounds(person)
    held = source.kept(flow.list_measures, person)
    bars = source.ask(flow.list_bars, person, on=today)
if not rounds:
    frame.empty(say("supervising.no_rounds"))
    st.stop()
books = {one.round_id: one.rule_book for one in rounds}
frame.banner(say, rounds[0].rule_book)
acting.tell(supervising_words.PLACE, say)
supervising_queue.counts(say, held, bars, today)
supervising_queue.draw(person, say, supervising_queue.waiting(person, held, today))

book = rounds[0].rule_book
parts = ["enterprise", "bars"]
if access.may(person, "return_untrue", "application"):
    parts.insert(1, "return")
part = supervising_subjects.choose_part(parts, say)
if part == "return":
    supervising_returns.draw(person, say, rounds)
elif part == "bars":
    supervising_bars.draw(person, say, books, bars, today)
else:
    with frame.told(say):
        known = {one.subject.application_id: one for one in source.kept(flow.supervised, person, on=today)}
    about = supervising_subjects.choose(known, say)
    if about is not None:
        with frame.told(say):
            acts = source.ask(flow.measure_history, person, about.subject.application_id)
        book = books[about.subject.round_id]
        supervising_subjects.head(about, say)
        if about.subject.round_id != rounds[0].round_id:
            frame.banner(say, book)
        standing = [one.measure for one in held if one.subject.application_id == about.subject.application_id]
        supervising_orders.half_signed(person, say, book, about, standing)
        supervising_measures.draw(person, say, book, acts)
        supervising_orders.draw(person, say, book, about, standing)
supervising_words.two_articles(book, say, current=rounds[0].rule_book)
