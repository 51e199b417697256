"""Entering one application: what it would do, and then the act."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame, intake_form, intake_head, intake_preview, intake_values
from dashboard.parts.intake_values import EDITING, key
from dashboard.parts.wording import as_html
from indicators.faults import Fault
from indicators.language import Message, Translator
from indicators.model import RuleBook
from scoring import flow
from scoring.flow import Consequences
from scoring.model import Actor, Application

PLACE: Final = "intake"
_PREVIEWED: Final = "intake-previewed"


def section(person: Actor, say: Translator, summary: flow.RoundSummary) -> None:
    """Draw the form, the preview of what it would do, and the act."""
    if not intake_head.admits(person, summary) and not st.session_state.get(EDITING):
        frame.empty(say("dossier.nothing_new_taken"))
        return
    intake_form.form(person, say, summary)
    st.button(
        say("dossier.preview"),
        key="intake-preview",
        type="primary",
        icon=":material/fact_check:",
        on_click=_preview,
        args=(person, summary, say("dossier.this_one")),
    )
    _told(person, say, summary)


def _preview(person: Actor, summary: flow.RoundSummary, this: str) -> None:
    st.session_state[_PREVIEWED] = None
    given, faults = _read(summary)
    if given is None:
        acting.refuse(PLACE, faults)
        return
    named = given if given.application_id else replace(given, application_id=this)
    reason = st.session_state.get(key("reason")) or ""

    def ask() -> None:
        found = source.act(flow.preview_applications, person, summary.round_id, [named], source="", reason=reason)
        st.session_state[_PREVIEWED] = (given, reason, found)

    if acting.attempt(PLACE, ask, Message("dossier.previewed")):
        return


def _read(summary: flow.RoundSummary) -> tuple[Application | None, tuple[Fault, ...]]:
    given, faults = intake_values.read(st.session_state, summary.rule_book)
    new = given is not None and not given.application_id
    if new and intake_head.late(summary) and not (st.session_state.get(key("reason")) or "").strip():
        return None, (Fault(Message("dossier.late_needs_reason")),)
    return given, faults


def _told(person: Actor, say: Translator, summary: flow.RoundSummary) -> None:
    """Draw what was found, as long as the form still holds what was asked about."""
    previewed = st.session_state.get(_PREVIEWED)
    if previewed is None:
        return
    asked, reason, found = previewed
    given, _ = intake_values.read(st.session_state, summary.rule_book)
    if given is None or given != asked or reason != (st.session_state.get(key("reason")) or ""):
        st.info(say("dossier.preview_stale"), icon=":material/info:")
        return
    with st.container(border=True, key="intake-consequences"):
        st.html(f'<h3 class="in-part">{as_html(say("dossier.consequences"))}</h3>')
        _consequences(say, found, summary.rule_book)
        if found.faults:
            st.html(f'<p class="dk-late">{as_html(say("dossier.mend_first"))}</p>')
            return
        kind = found.rows[0].kind
        if kind == "unchanged":
            st.html(f'<p class="dk-quiet">{as_html(say("dossier.nothing_changed"))}</p>')
            return
        desk.act_when_sure(
            sure=say(f"dossier.sure_{kind}", name=given.enterprise.name, grade=given.target_grade),
            label=say(f"dossier.enter_{kind}"),
            key="intake-enter",
            do=_enter,
            args=(person, summary),
        )


def _consequences(say: Translator, found: Consequences, book: RuleBook) -> None:
    if found.faults:
        intake_preview.faults(say, found.faults)
    row = found.rows[0]
    if row.findings:
        st.html(f'<p class="in-note">{as_html(say("dossier.conditions_note"))}</p>')
        st.html(f'<div class="rb">{intake_preview.findings(say, row.findings, book)}</div>')
    elif not found.faults:
        st.html(f'<p class="in-note">{as_html(say("dossier.all_met"))}</p>')
    intake_preview.caps(say, found.quotas)


def _enter(person: Actor, summary: flow.RoundSummary) -> None:
    given, faults = _read(summary)
    if given is None:
        acting.refuse(PLACE, faults)
        return
    told: dict[str, object] = {"application": given.application_id, "name": given.enterprise.name}

    def enter() -> None:
        reason = st.session_state.get(key("reason")) or ""
        # The number is known only now; what is told afterwards reads it from here.
        told["application"] = source.act(
            flow.enter_application, person, summary.round_id, given, reason=reason
        ).application_id

    done = Message("dossier.done_corrected" if given.application_id else "dossier.done_entered", told)
    if acting.attempt(PLACE, enter, done):
        st.session_state[_PREVIEWED] = None
        intake_values.clear(st.session_state)
