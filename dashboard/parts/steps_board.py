"""The board itself: how many stand where, the search over them, and all of them by step and state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk, frame, spoken, steps_rows
from dashboard.parts.steps_todo import Waiting
from dashboard.parts.steps_words import step_name
from indicators.language import Translator
from indicators.model import Step
from scoring.flow import BoardRow

FEW: Final = 8
_STATES: Final = ("open", "returned", "refused", "withdrawn", "ended", "complete")


def figures(say: Translator, board: Sequence[BoardRow], found: Sequence[Waiting], *, acts: bool) -> None:
    """Draw how many wait for this office, how many of them are late, and what became of the others."""
    due = {row.application_id: row for one in found for row in one.rows}
    late = sum(bool(row.late) for row in (due.values() if acts else board))
    own = ((len(due), say("stepboard.count_due"), ""),) if acts else ()
    desk.counts(
        (
            *own,
            (late, say("stepboard.count_late" if acts else "stepboard.count_late_all"), "no" if late else ""),
            (_of(board, "returned"), say("stepboard.count_returned"), ""),
            (_of(board, "refused", "withdrawn", "ended"), say("stepboard.count_over"), ""),
            (_of(board, "complete"), say("stepboard.count_complete"), ""),
            (len(board), say("stepboard.count_all"), ""),
        )
    )


def _of(board: Sequence[BoardRow], *states: str) -> int:
    return sum(row.standing.state in states for row in board)


def search(say: Translator, board: Sequence[BoardRow]) -> list[BoardRow]:
    """Draw the search by words, grade and county, and return what it finds; a short list needs none."""
    if len(board) <= FEW:
        return list(board)
    with st.container(horizontal=True, vertical_alignment="bottom", key="stepboard-search"):
        asked = (
            st.text_input(
                say("stepboard.search"), key="stepboard-words", persist_state="page", icon=":material/search:"
            )
            or ""
        )
        grades = sorted({row.target_grade for row in board}, key=len)
        grade = st.selectbox(
            say("stepboard.grade"),
            ["", *grades],
            key=spoken.keyed("stepboard-grade", say),
            persist_state="page",
            format_func=lambda one: one or say("stepboard.any"),
        )
        counties = sorted({row.county for row in board})
        county = ""
        if len(counties) > 1:
            names = {code: desk.region(code) for code in counties}
            county = st.selectbox(
                say("stepboard.county"),
                ["", *counties],
                key=spoken.keyed("stepboard-county", say),
                persist_state="page",
                format_func=lambda code: names.get(code) or say("stepboard.any"),
            )
    words = asked.casefold().split()
    return [
        row
        for row in board
        if grade in ("", None, row.target_grade)
        and county in ("", None, row.county)
        and all(word in f"{row.enterprise} {row.application_id}".casefold() for word in words)
    ]


def everything(say: Translator, board: Sequence[BoardRow]) -> None:
    """Draw all applications that were looked for, by step and state."""
    st.header(say("stepboard.all"), anchor=False)
    rows = sorted(_chosen(say, board), key=lambda row: (-max((one.days for one in row.late), default=0), row.county))
    st.caption(say("stepboard.found", count=len(rows)))
    if not rows:
        frame.empty(say("stepboard.none_found"))
        return
    on = source.today()
    steps_rows.page_of("stepboard-page", rows, lambda row: steps_rows.row(say, row, on, place="all"))


def _chosen(say: Translator, board: Sequence[BoardRow]) -> list[BoardRow]:
    steps: dict[str, Step] = {step.id: step for row in board for step in row.steps}
    ordered = sorted(steps.values(), key=lambda step: step.order)
    with st.container(horizontal=True, key="stepboard-filter"):
        step = st.selectbox(
            say("stepboard.by_step"),
            ["", *(step.id for step in ordered)],
            key=spoken.keyed("stepboard-step", say),
            persist_state="page",
            format_func=lambda id_: step_name(say, steps[id_]) if id_ in steps else say("stepboard.any"),
        )
        state = st.selectbox(
            say("stepboard.by_state"),
            ["", "late", *_STATES],
            key=spoken.keyed("stepboard-state", say),
            persist_state="page",
            format_func=lambda id_: say(f"stepboard.state_{id_}") if id_ else say("stepboard.any"),
        )
    return [row for row in board if _at(row, step) and _in(row, state)]


def _at(row: BoardRow, step: str | None) -> bool:
    return not step or (row.standing.step is not None and row.standing.step.id == step)


def _in(row: BoardRow, state: str | None) -> bool:
    return not state or (bool(row.late) if state == "late" else row.standing.state == state)
