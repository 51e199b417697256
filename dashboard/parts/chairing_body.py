"""The desk as a whole, and what stands below the button at each step of a sitting."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import (
    chairing_agenda,
    chairing_button,
    chairing_cause,
    chairing_close,
    chairing_consent,
    chairing_head,
    chairing_motion,
    chairing_ready,
    chairing_tools,
)
from dashboard.parts.chairing_view import View, case_of
from dashboard.parts.chairing_words import code
from dashboard.parts.wording import as_markdown


def draw(view: View) -> None:
    """Draw the desk: clocks and items, the button, what the step needs, the tools, and the agenda beside it."""
    table = view.table
    proposed = None if table is None else case_of(view, table.item.application_id).result.proposal.outcome
    # Containers that are always there: what is typed further down keeps its place while things come and go above it.
    with st.container(key="chairing-head"):
        chairing_head.follow(view)
    chairing_button.draw(view, proposed)
    with st.container(key="chairing-work"):
        if table is not None:
            chairing_motion.draw(view, table, proposed)
    chairing_tools.draw(view)
    left, right = st.columns([1.8, 1], gap="large")
    with left, st.container(key="chairing-left"):
        _left(view)
    with right:
        chairing_agenda.draw(view)
    chairing_button.keys(view)


def _left(view: View) -> None:
    phase = view.desk.sitting.phase
    if view.table is not None:
        chairing_cause.draw(view, view.table.item.application_id)
        return
    match phase:
        case "hard" | "normal" | "reserve" | "pause":
            _coming(view)
        case "prepared":
            chairing_ready.draw(view)
        case "consent":
            chairing_consent.draw(view)
        case "visits":
            chairing_close.visits(view)
        case "review":
            chairing_close.review(view)
        case "locked" | "ended":
            chairing_close.locked(view)
    if phase in ("prepared", "opened", "recusals", "anchors"):
        chairing_ready.rules(view)


def _coming(view: View) -> None:
    """Draw the case of the next item while nothing is on the table: the chair reads ahead."""
    if view.desk.following:
        coming = view.desk.following[0]
        st.header(view.say("chairing.coming", item=as_markdown(code(coming))), anchor=False)
        chairing_cause.draw(view, coming.application_id)
