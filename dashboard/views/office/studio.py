"""The rule-book studio: a round copied, edited, compared, replayed, and adopted by two persons."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import (
    acting,
    card_table,
    desk,
    frame,
    rule_book,
    studio_adopt,
    studio_compare,
    studio_head,
    studio_replay,
    studio_sheet,
    studio_tree,
    studio_weights,
    studio_work,
)
from dashboard.parts.studio_fields import Sheet

TABS = {
    "indicators": studio_tree.draw,
    "parameters": studio_sheet.draw,
    "weights": studio_weights.draw,
    "compare": studio_compare.draw,
    "replay": studio_replay.draw,
    "adopt": studio_adopt.draw,
}
PAGE = "office_studio"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
desk.style()
card_table.style()
st.html(studio_head.STYLE)
frame.title(say, f"page.{PAGE}")
acting.tell(PAGE, say)
with frame.told(say):
    draft_id = studio_head.choose(person, say, PAGE)
if draft_id is None:
    st.stop()
with frame.told(say):
    work = studio_work.on_desk(person, draft_id)
sheet = Sheet(work, say)
studio_head.strip(sheet, person)
tab = studio_head.bar(sheet, person, PAGE, list(TABS))
with frame.told(say):
    TABS[tab](sheet, person, PAGE)
