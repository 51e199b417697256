"""An expert's score sheet of one application, class by class."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import (
    card_table,
    desk,
    frame,
    sheet_closing,
    sheet_offline,
    sheet_page,
    sheet_reopening,
    sheet_state,
    sheet_tools,
    visit_questions,
)
from dashboard.parts.sheet_progress import progress
from dashboard.parts.sheet_row import row
from dashboard.parts.sheet_words import classes

person, say = frame.open_page("expert_sheet")
desk.style()
card_table.style()
sheet_page.style()
with frame.told(say):
    asked = sheet_page.asked_for(person)
    if asked is None:
        frame.title(say, "page.expert_sheet")
        frame.empty(say("own_sheet.nothing_to_score"))
        sheet_page.to_tasks(say)
        st.stop()
    view = sheet_state.opened(source.own_sheet(person, *asked))

sheet = view.own.sheet
sheet_page.masthead(say, view.own)
frame.banner(say, sheet.rule_book)
visit_questions.handed_on(person, say, view.own)
sheet_closing.refusals(view, say)
sheet_reopening.answered(say, view.own)
if not sheet.may_save:
    sheet_closing.receipt(view, say)
    sheet_closing.why_closed(view, say)
    sheet_reopening.ask_back(person, say, view.own)
looks = sheet_tools.tools(view, say)

every = classes(sheet.rule_book.round.indicator_table)
current = sheet_page.class_on_page(tuple(every))
with st.container(key="sheet"):
    rail, body = st.columns([1, 3.4], gap="medium")
    with rail:
        progress(view, say, current)
    with body:
        node, leaves = every[current]
        sheet_page.class_heading(say, node, leaves, open_=not looks)
        for leaf in leaves:
            if looks:
                sheet_closing.reading(view, say, leaf)
            else:
                row(view, person, say, leaf)
        sheet_page.turning(view, say, tuple(every), current)
if sheet.may_save:
    sheet_offline.offline(view, person, say)
if view.asking and sheet.may_save:
    sheet_closing.confirmation(view, person, say)
else:
    sheet_tools.dialogs(view, person, say)
sheet_page.keys(current)
