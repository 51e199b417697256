"""One application opened: where it stands, what may be done, its path, conditions, facts and files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import source
from dashboard.parts import acting, case_rules, desk, file_button, frame, steps_acts, steps_path, steps_rows
from dashboard.parts.case_head import known_facts
from dashboard.parts.rule_book_markup import opened
from dashboard.parts.steps_todo import OWN
from dashboard.parts.steps_words import PLACE
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring import access, flow
from scoring.flow import RoundSummary
from scoring.model import Actor
from scoring.register.attachments import Attachment

_KILOBYTE = 1000


def show(person: Actor, say: Translator, summary: RoundSummary, application_id: str, *, open_: bool) -> None:
    """Draw an application; `open_`: the round still takes steps."""
    st.button(
        say("stepboard.back"),
        key="stepboard-back",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=steps_rows.open_file,
        args=("",),
    )
    acting.tell(PLACE, say)
    book = summary.rule_book
    with frame.told(say):
        file = source.ask(flow.step_file, person, source.today(), application_id)
        files = source.ask(flow.list_attachments, person, application_id) if _may_read_files(person) else None
    steps_path.head(say, file)
    steps_path.stand(say, book, file, source.today())
    if open_:
        steps_acts.form(person, say, book, file)
    steps_path.path(say, file)
    case_rules.conditions(say, book, {file.eligibility.grade: file.eligibility})
    st.html(f'<div class="rb">{opened(as_html(say("case.facts")), known_facts(say, file.application))}</div>')
    if files is not None:
        _attachments(person, say, application_id, files)
    steps_path.history(say, book, file.acts, file.steps)


def _may_read_files(person: Actor) -> bool:
    return access.may(person, "read", "attachment", OWN)


def _attachments(person: Actor, say: Translator, application_id: str, files: Sequence[Attachment]) -> None:
    """Draw the files of the dossier, each to be saved, never shown; withdrawn ones with the reason."""
    held = [one for one in files if one.state == "held"]
    st.subheader(say("stepboard.files", count=len(held)), anchor=False)
    if not files:
        st.caption(say("stepboard.no_files"))
        return
    for one in held:
        with st.container(horizontal=True, vertical_alignment="center", key=f"stepboard-row-file-{one.digest[:12]}"):
            about = say("stepboard.file_about", kind=one.kind.upper(), size=max(1, one.size // _KILOBYTE))
            provider = f" · {say('stepboard.provided', name=one.provider)}" if one.provider else ""
            inner = f"<b>{as_html(one.name)}</b><small>{as_html(about + provider)}</small>"
            st.html(f'<div class="sb-row"><div>{inner}</div></div>')
            file_button.taken(
                person,
                say("stepboard.download"),
                what="attachment",
                about=application_id,
                make=partial(_content, person, application_id, one.digest),
                file_name=one.name,
                mime="application/octet-stream",
                key=f"stepboard-file-{one.digest[:12]}",
            )
    gone = [one for one in files if one.state != "held"]
    if gone:
        heads = [say("stepboard.file"), say("stepboard.why_withdrawn")]
        desk.listing(heads, [[as_html(one.name), as_html(one.reason or "–")] for one in gone])


def _content(person: Actor, application_id: str, digest: str, _mark: flow.Mark) -> bytes:
    return source.ask(flow.read_attachment, person, application_id=application_id, digest=digest).content
