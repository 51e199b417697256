"""What surrounds the rows of a sheet: whose it is, which class, turning the page, keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import sheet_acts as acts
from dashboard.parts.sheet_progress import submit_button
from dashboard.parts.sheet_state import SheetView
from dashboard.parts.sheet_words import name
from dashboard.parts.wording import as_html, points
from dashboard.roles import VIEWS
from indicators.language import Translator
from indicators.model import Indicator
from scoring.flow import OwnSheet, Task
from scoring.meeting.proposal import SITE_VISIT
from scoring.model import Actor, Stage

APPLICATION: Final = "application"
STAGE: Final = "stage"
SHEET: Final = VIEWS / "expert" / "sheet.py"
TASKS: Final = VIEWS / "expert" / "tasks.py"
_STYLE: Final = Path(__file__).with_name("sheet.css")
_KEYS: Final = Path(__file__).with_name("sheet.js")
_KEY_CAPS: Final = {
    "digit": ("0", "…", "4"),
    "next": ("Enter", "↓"),
    "back": ("↑",),
    "not_applicable": ("N",),
    "insufficient": ("M",),
    "note": ("Tab",),
    "help": ("?",),
}


def style() -> None:
    """Put the look of sheets and tasks on the page."""
    st.html(_STYLE)


def asked_for(person: Actor) -> tuple[str, Stage] | None:
    """Return which sheet the address names, or the one to go on with; ``None`` where nothing is left."""
    named = st.query_params.get(APPLICATION)
    if named:
        return named, SITE_VISIT if st.query_params.get(STAGE) == SITE_VISIT else "document_review"
    for one in source.rounds(person):
        next_ = to_go_on_with(source.my_tasks(person, one.round_id))
        if next_ is not None:
            st.query_params.update(address(next_))
            return next_.application_id, next_.stage
    return None


def address(task: Task) -> dict[str, str]:
    """Return what the address of a task's sheet names; of the document review no stage."""
    return {APPLICATION: task.application_id} | ({STAGE: task.stage} if task.stage == SITE_VISIT else {})


def to_go_on_with(tasks: Sequence[Task]) -> Task | None:
    """Return the sheet that was worked on last, or else the first to do; ``None`` where all are done."""
    begun = [task for task in tasks if task.state in ("returned", "under_way")]
    if begun:
        return max(begun, key=lambda task: task.last_at or "")
    return next((task for task in tasks if task.state == "to_do"), None)


def to_tasks(say: Translator) -> None:
    """Draw the way back to all tasks."""
    st.page_link(TASKS, label=say("page.expert_tasks"), icon=":material/arrow_back:")


def masthead(say: Translator, own: OwnSheet) -> None:
    """Say whose sheet it is. No place: the credit code tells the county, so it is left out too."""
    to_tasks(say)
    st.title(say("page.expert_sheet"), anchor=False)
    facts = say("own_sheet.facts", application=own.sheet.application_id)
    target = say("own_sheet.target", grade=own.target_grade)
    st.html(
        f'<div class="qc-whose"><b>{as_html(own.enterprise.name)}</b>'
        f'<span class="qc-chip">{as_html(target)}</span>{on_site(say, own.sheet.stage)}'
        f'<span class="qc-quiet">{as_html(facts)}</span></div>'
    )


def on_site(say: Translator, stage: Stage) -> str:
    """Return the chip of a sheet of the site visit, nothing for one of the document review."""
    return f'<span class="qc-chip near">{as_html(say("visits.on_site"))}</span>' if stage == SITE_VISIT else ""


def class_on_page(codes: tuple[str, ...]) -> str:
    """Return the class that the address names, the first where it names none."""
    named = st.query_params.get(acts.CLASS)
    return named if named in codes else codes[0]


def class_heading(say: Translator, node: Indicator, leaves: tuple[Indicator, ...], *, open_: bool) -> None:
    """Say which class this is, and how marks are entered."""
    words = say("own_sheet.class_has", count=len(leaves), points=points(node.max_score))
    # Evidence and levels stand in the rule book in Chinese; who reads another language is told so.
    told = ([say("own_sheet.how")] if open_ else []) + (
        [] if say.language == "zh" else [say("own_sheet.words_of_rule_book")]
    )
    keys = _keys_told(say) if open_ else ""
    how = "".join(
        f'<div class="qc-quiet qc-how">{as_html(one)} {keys if not at else ""}</div>' for at, one in enumerate(told)
    )
    st.html(
        f'<div class="qc-class"><h2>{as_html(node.code)} {as_html(name(say, node))}</h2>'
        f'<span class="qc-quiet">{as_html(words)}</span></div>{how}'
    )


def _keys_told(say: Translator) -> str:
    rows = "".join(
        f"<dt>{''.join(f'<kbd>{as_html(key)}</kbd>' for key in caps)}</dt>"
        f"<dd>{as_html(say(f'own_sheet.key_{what}'))}</dd>"
        for what, caps in _KEY_CAPS.items()
    )
    return f'<details class="qc-keys"><summary>{as_html(say("own_sheet.keys"))}</summary><dl>{rows}</dl></details>'


def turning(view: SheetView, say: Translator, codes: tuple[str, ...], current: str) -> None:
    """Draw the way to the class before and after; after the last one comes submission."""
    at = codes.index(current)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="sheet-turning"):
        st.button(
            say("own_sheet.before"),
            key="sheet-before",
            icon=":material/arrow_back:",
            disabled=at == 0,
            on_click=acts.go_to,
            args=(view, codes[max(at - 1, 0)]),
        )
        if at + 1 < len(codes):
            st.button(
                say("own_sheet.after"),
                key="sheet-after",
                icon=":material/arrow_forward:",
                icon_position="right",
                on_click=acts.go_to,
                args=(view, codes[at + 1]),
            )
        elif view.own.sheet.may_save:
            submit_button(view, say, key="sheet-submit-below")


def keys(current: str) -> None:
    """Let Enter and the arrows go from mark to mark, and show as unsaved what is typed but not acknowledged."""
    script = _KEYS.read_text("utf-8")
    st.html(f'<script data-class="{as_html(current)}">{script}</script>', unsafe_allow_javascript=True)
