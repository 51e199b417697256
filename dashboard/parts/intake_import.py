"""Entering a file of applications: its faults by row, what it would do, and then the act, all of it or nothing."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, file_button, frame, intake_preview, intake_template
from dashboard.parts.intake_entry import PLACE
from dashboard.parts.intake_form import own_counties
from dashboard.parts.intake_read import MOST_ROWS, Read, read
from dashboard.parts.wording import as_html, as_markdown
from indicators.faults import FaultsError
from indicators.language import Message, Translator
from scoring import flow
from scoring.flow import Consequences
from scoring.model import Actor

MEGABYTES: Final = 20
_COUNT, _READ, _FOUND = "intake-file-count", "intake-file-read", "intake-file-found"


def section(person: Actor, say: Translator, summary: flow.RoundSummary) -> None:
    """Draw the hand-in of a file and what it would do."""
    _downloads(person, say, summary)
    st.caption(say("dossier.file_note", megabytes=MEGABYTES, rows=MOST_ROWS))
    with st.container(key="intake-file"):
        # Another key after each import: only so does the browser let go of the file.
        handed = st.file_uploader(
            say("dossier.file"), key=f"intake-file-{st.session_state.get(_COUNT, 0)}", max_upload_size=MEGABYTES
        )
    if handed is None:
        st.session_state[_READ] = st.session_state[_FOUND] = None
        return
    found = _read(person, summary, handed)
    for notice in found.notices:
        st.info(as_markdown(say(notice)), icon=":material/info:")
    if found.faults:
        intake_preview.faults(say, found.faults)
        st.html(f'<p class="dk-late">{as_html(say("dossier.mend_file"))}</p>')
        return
    desk.reason_input(say("dossier.reason_for_file"), "intake-file-reason")
    with frame.told(say):
        consequences = _consequences(person, summary, found, handed.file_id)
    if isinstance(consequences, FaultsError):
        intake_preview.faults(say, consequences.faults, found.row_of)
        return
    _told(person, say, summary, found, consequences)


def _downloads(person: Actor, say: Translator, summary: flow.RoundSummary) -> None:
    book = summary.rule_book
    with st.container(horizontal=True, key="intake-downloads"):
        file_button.open_to_all(
            say("dossier.template"),
            lambda: intake_template.template(say, book),
            file_name=say("dossier.template_file"),
            mime=intake_template.MEDIA_TYPE,
            key="intake-template",
        )
        file_button.taken(
            person,
            say("dossier.present"),
            what="applications",
            about=summary.round_id,
            make=lambda mark: intake_template.filled(
                say, flow.marked(source.ask(flow.export_applications, person, summary.round_id), mark)
            ),
            file_name=say("dossier.present_file", round=summary.round_id),
            mime=intake_template.MEDIA_TYPE,
            key="intake-present",
            icon=":material/table_view:",
        )
    with st.expander(say("dossier.explained"), icon=":material/help:", key="intake-explained"):
        heads = [say(f"dossier.column_{name}") for name in ("column", "must", "fill")]
        rows = ([as_html(cell) for cell in row] for row in intake_template.explained(say, book))
        desk.listing(heads, rows, kind="in-explained")


def _read(person: Actor, summary: flow.RoundSummary, handed: Any) -> Read:
    """Return what a file holds; read once, however often the page is drawn."""
    asked = (handed.file_id, summary.rule_book.digest, person.region)
    kept = st.session_state.get(_READ)
    if kept is None or kept[0] != asked:
        counties = [one.code for one in source.regions().counties()]
        found = read(handed.getvalue(), handed.name, summary.rule_book, counties=counties, own=own_counties(person))
        st.session_state[_READ] = kept = (asked, found)
    return kept[1]


def _consequences(person: Actor, summary: flow.RoundSummary, found: Read, file_id: str) -> Consequences | FaultsError:
    """Return what entering would do, asked anew when the file or the reason is another."""
    reason = st.session_state.get("intake-file-reason") or ""
    asked = (file_id, summary.round_id, person.id, bool(reason.strip()))
    kept = st.session_state.get(_FOUND)
    if kept is None or kept[0] != asked:
        try:
            told: Consequences | FaultsError = source.act(
                flow.preview_applications,
                person,
                summary.round_id,
                found.applications,
                source=found.name,
                reason=reason,
            )
        except FaultsError as error:
            told = error
        st.session_state[_FOUND] = kept = (asked, told)
    return kept[1]


def _told(person: Actor, say: Translator, summary: flow.RoundSummary, found: Read, told: Consequences) -> None:
    st.html(f'<h2 class="in-title">{as_html(say("dossier.consequences_of", file=found.name))}</h2>')
    intake_preview.counts(say, told)
    if told.faults:
        intake_preview.faults(say, told.faults, found.row_of)
    intake_preview.caps(say, told.quotas)
    intake_preview.conditions(say, told.rows, summary.rule_book)
    entering = len(told.of_kind("new")) + len(told.of_kind("changed"))
    if told.faults:
        st.html(f'<p class="dk-late">{as_html(say("dossier.mend_file"))}</p>')
    elif not entering:
        frame.empty(say("dossier.file_changes_nothing"))
    else:
        values = {"new": len(told.of_kind("new")), "changed": len(told.of_kind("changed")), "file": found.name}
        desk.act_when_sure(
            sure=as_markdown(say("dossier.sure_file", **values)),
            label=say("dossier.enter_file"),
            key="intake-import",
            do=_import,
            args=(person, summary.round_id, found, entering),
        )


def _import(person: Actor, round_id: str, found: Read, entering: int) -> None:
    reason = st.session_state.get("intake-file-reason") or ""
    done = acting.attempt(
        PLACE,
        lambda: source.act(
            flow.import_applications, person, round_id, found.applications, source=found.name, reason=reason
        ),
        Message("dossier.done_imported", {"count": entering, "file": found.name}),
    )
    if done:
        st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1
        st.session_state["intake-file-reason"] = ""
        st.session_state[_READ] = None
    # What was told is old either way: the record has changed, or has shown to be other than it was.
    st.session_state[_FOUND] = None
