"""A round before its marks are closed: how many sheets are in, which panels lack any, and not one value."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import frame, paging
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import PanelProgress, Progress, RoundSummary
from scoring.model import Actor, Stage

_BEFORE_MARKS: Final = ("planned", "open")
AT_ONCE: Final = 20
PAGE: Final = "chair-incomplete-page"


def draw(person: Actor, say: Translator, summary: RoundSummary, stage: Stage) -> None:
    """Draw the counts, and say why nothing else is shown."""
    st.html(
        f'<div class="pn-closed" role="note"><b>{as_html(say("chair.closed"))}</b>{as_html(say("chair.why"))}</div>'
    )
    if summary.state in _BEFORE_MARKS:
        frame.empty(as_html(say("chair.no_marks_yet")))
        return
    with frame.told(say):
        progress = source.round_progress(person, summary.round_id, stage)
        names = {one.application_id: one.name for one in source.application_heads(person, summary.round_id)}
    if not progress.panels:
        frame.empty(as_html(say("chair.no_panels")))
        return
    open_ = [panel for panel in progress.panels if panel.submitted < panel.assigned]
    _counts(say, progress, open_)
    st.header(say("chair.incomplete", count=len(open_)), anchor=False)
    if not open_:
        frame.empty(as_html(say("chair.all_in")))
        return
    # A page at a time: all of a large round would be sent to the browser anew with every run.
    shown = paging.page_of(say, PAGE, open_, size=AT_ONCE)
    rows = [_row(panel, names.get(panel.application_id, ""), say) for panel in shown]
    st.html(f'<ul class="pn-list">{"".join(rows)}</ul>')


def _counts(say: Translator, progress: Progress, open_: list[PanelProgress]) -> None:
    assigned, submitted = (
        sum(panel.assigned for panel in progress.panels),
        sum(panel.submitted for panel in progress.panels),
    )
    cells = (
        (f"{submitted} / {assigned}", "chair.sheets_in"),
        (str(assigned - submitted), "chair.sheets_missing"),
        (f"{len(progress.panels) - len(open_)} / {len(progress.panels)}", "chair.panels_complete"),
        (str(sum(panel.recused for panel in progress.panels)), "chair.recusals"),
    )
    inner = "".join(f"<div><b>{value}</b><span>{as_html(say(key))}</span></div>" for value, key in cells)
    share = 100 * submitted // assigned if assigned else 0
    st.html(
        f'<div class="pn-counts">{inner}</div>'
        f'<div class="pn-progress" role="img" aria-label="{share}%"><i style="width:{share}%"></i></div>'
    )


def _row(panel: PanelProgress, name: str, say: Translator) -> str:
    words = say("chair.sheets_of", submitted=panel.submitted, assigned=panel.assigned)
    return (
        f'<li><span class="pn-id">{as_html(panel.application_id)}</span>'
        f"<b>{as_html(name)}</b>{chip(words, 'near' if panel.submitted else 'bad')}</li>"
    )
