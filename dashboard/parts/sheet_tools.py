"""What an expert may do with a sheet besides marking: only look, step aside, report an approach."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import approach_report, recusal, sheet_offline
from dashboard.parts.sheet_state import SheetView, of
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.model import Actor


def tools(view: SheetView, say: Translator) -> bool:
    """Draw them in a row, and return whether the rows are only to be looked at."""
    own = view.own
    approach_report.done(say)
    recusal.done(say)
    looks = not own.sheet.may_save
    with st.container(horizontal=True, vertical_alignment="center", key="sheet-tools"):
        if own.sheet.may_save:
            looks = st.toggle(say("own_sheet.review"), key=f"review-{of(own)}", help=say("own_sheet.review_help"))
        if own.assignment == "assigned":
            recusal.offer(say, own.sheet.application_id, own.sheet.stage)
        approach_report.offer(say)
        if own.sheet.may_save:
            st.html(f'<a href="#{sheet_offline.ANCHOR}">{as_html(say("own_offline.title"))}</a>', width="content")
    return looks


def dialogs(view: SheetView, person: Actor, say: Translator) -> None:
    """Draw the dialog that was asked for; there is never more than one."""
    if recusal.asked():
        recusal.recusal(person, say, source.my_tasks(person, view.own.round_id))
    else:
        approach_report.report(person, say)
