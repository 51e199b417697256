"""The minutes of a sitting: what was decided and by how many votes, who signed, and the files."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import (
    acting,
    desk,
    frame,
    live,
    minutes_page_files,
    minutes_page_head,
    minutes_page_items,
    minutes_page_sign,
    minutes_page_view,
    rule_book,
)
from scoring.flow import meeting

person, say = frame.open_page(minutes_page_view.PAGE)
st.html(rule_book.STYLE)
desk.style()
minutes_page_view.style()
frame.title(say, f"page.{minutes_page_view.PAGE}")
view = minutes_page_view.choose(person, say)
with st.container():
    # Always there, so that what was typed below keeps its place when something is told above it.
    acting.tell(minutes_page_view.PLACE, say)
if view is None:
    frame.empty(say("minutespage.no_sitting"))
    st.stop()
frame.banner(say, view.summary.rule_book)
if view.written is None:
    frame.empty(say("minutespage.to_write" if view.locked else "minutespage.lock_first"))
else:
    minutes_page_head.draw(view, view.written)
    minutes_page_sign.draw(view, view.written)
    minutes_page_files.downloads(view, view.written)
    minutes_page_items.draw(view, view.written)
minutes_page_files.writing(view)
minutes_page_files.paper_pack(view)
minutes_page_files.ending(view)
if view.internal:
    sitting_id = view.sitting.sitting_id
    live.watch(lambda: source.ask(meeting.sitting_revision, person, sitting_id=sitting_id), view.revision)
