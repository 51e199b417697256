"""Drafting a plan or a notice: a form that opens with what the newest version says."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.opening_papers import PLACE
from indicators.language import Message, Translator
from scoring import access, flow
from scoring.model import Actor
from scoring.procedure.opening import NAMES, PaperKind, newest
from scoring.register.openings import Paper

LONGEST_TITLE: Final = 200
LONGEST_NUMBER: Final = 100
LONGEST_TEXT: Final = 20_000


def form(person: Actor, say: Translator, summary: flow.RoundSummary, found: flow.Opening, kind: PaperKind) -> None:
    """Draw the form of a version of a paper, for whoever drafts, while a draft may still be entered."""
    if not access.may(person, "draft", "opening") or summary.state not in ("planned", "open"):
        return
    current = newest(found.papers, kind)
    label = say("opening.draft_first" if current is None else "opening.draft_again", paper=NAMES[kind])
    # Each version has its own widgets: what is in the form always begins with what stands.
    at = f"opening-{kind}-{summary.round_id}-{0 if current is None else current.version}"
    with (
        st.container(key=f"opening-draft-{kind}"),
        st.expander(label, icon=":material/edit_document:", expanded=current is None, key=f"{at}-opened"),
    ):
        if current is not None:
            st.caption(say("opening.draft_again_note"))
        with st.form(f"{at}-form", border=False, enter_to_submit=False):
            _fields(say, kind, current, at)
            st.form_submit_button(
                say("opening.draft_do"),
                key=f"opening-draft-do-{kind}",
                icon=":material/save:",
                type="primary" if current is None else "secondary",
                on_click=_drafted,
                args=(person, summary.round_id, kind, at),
            )


def _fields(say: Translator, kind: PaperKind, current: Paper | None, at: str) -> None:
    with st.container(key=f"opening-title-{kind}"):
        title = "" if current is None else current.title
        st.text_input(say("opening.title"), title, key=f"{at}-title", max_chars=LONGEST_TITLE)
    with st.container(key=f"opening-number-{kind}"):
        st.text_input(
            say("opening.number_optional"),
            "" if current is None else current.number or "",
            key=f"{at}-number",
            max_chars=LONGEST_NUMBER,
        )
    if kind == "opening_notice":
        left, right = st.columns(2)
        with left, st.container(key="opening-first"):
            _day(say("opening.first_day"), f"{at}-first", None if current is None else current.first_day)
        with right, st.container(key="opening-last"):
            _day(say("opening.last_day"), f"{at}-last", None if current is None else current.last_day)
    with st.container(key=f"opening-text-{kind}"):
        st.text_area(
            say("opening.content"),
            "" if current is None else current.content,
            key=f"{at}-text",
            max_chars=LONGEST_TEXT,
            height=260,
        )
    if current is not None:
        with st.container(key=f"opening-reason-{kind}"):
            desk.reason_input(say("opening.reason_needed"), f"{at}-reason")


def _day(label: str, key: str, value: date | None) -> None:
    today = source.today()
    st.date_input(
        label,
        value=value,
        min_value=date(today.year - 1, 1, 1),
        max_value=date(today.year + 2, 12, 31),
        format="YYYY-MM-DD",
        key=key,
    )


def _drafted(person: Actor, round_id: str, kind: PaperKind, at: str) -> None:
    state = st.session_state
    days = {}
    if kind == "opening_notice":
        days = {"first_day": state.get(f"{at}-first"), "last_day": state.get(f"{at}-last")}
    acting.attempt(
        PLACE,
        lambda: source.act(
            flow.draft_opening,
            person,
            round_id,
            kind=kind,
            title=state.get(f"{at}-title") or "",
            content=state.get(f"{at}-text") or "",
            number=state.get(f"{at}-number") or "",
            reason=state.get(f"{at}-reason") or "",
            **days,
        ),
        Message("opening.done_drafted", {"paper": NAMES[kind]}),
    )
