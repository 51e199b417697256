"""The evidence pack of one case: what is in it, one button that has it made (an act of the record), then the file.

``offer(person, say, application_id, state)`` where one application is looked at; ``choose`` where none is chosen yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, file_button, frame
from dashboard.parts.wording import as_html, grouped
from dashboard.texts import translator
from indicators.language import LANGUAGES, Message, Translator
from scoring import access, flow
from scoring.documents.evidence_pack import readme
from scoring.flow import Pack, RoundState, RoundSummary
from scoring.model import Actor
from scoring.procedure.rounds import circumstances

PLACE: Final = "evidence-pack"
MADE: Final = "evidence-made"
NOTES: Final = "evidence-notes"
FILES: Final = "evidence-files"
APPLICATION: Final = "evidence-application"


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that was made on this visit: for whom, of which application, as asked for."""

    person: str
    application_id: str
    pack: Pack


def choose(person: Actor, say: Translator, summary: RoundSummary) -> None:
    """Draw the choice of an application of a round, and its pack."""
    st.header(say("casepack.title"), anchor=False)
    with frame.told(say):
        heads = {one.application_id: one for one in source.application_heads(person, summary.round_id)}
    if not heads:
        frame.empty(say("casepack.no_cases"))
        return
    # Another round has other applications.
    if st.session_state.get(APPLICATION) not in heads:
        st.session_state[APPLICATION] = next(iter(heads))
    chosen = st.selectbox(
        say("casepack.application"),
        list(heads),
        key=APPLICATION,
        format_func=lambda id_: say("casepack.choice", application=id_, name=heads[id_].name),
    )
    offer(person, say, chosen, summary.state)


def offer(person: Actor, say: Translator, application_id: str, state: RoundState) -> None:
    """Draw what the pack of an application holds, and have it made; before its time, say when that is."""
    true = circumstances(state)
    if not access.may(person, "pack", "evidence", true):
        st.caption(say("casepack.not_yet"))
        return
    st.html(f'<p class="qc-note">{as_html(say("casepack.about"))}</p>')
    with st.container(horizontal=True, vertical_alignment="center", key="evidence-wanted"):
        if access.may(person, "pack_with_notes", "evidence", true):
            st.checkbox(say("casepack.with_notes"), key=NOTES, help=say("casepack.with_notes_why"))
        st.checkbox(say("casepack.with_files"), key=FILES)
        st.button(
            say("casepack.make"),
            key="evidence-make",
            icon=":material/inventory_2:",
            on_click=_make,
            args=(person, application_id),
        )
    acting.tell(PLACE, say)
    made = st.session_state.get(MADE)
    if isinstance(made, Made) and (made.person, made.application_id) == (person.id, application_id):
        _hand_over(person, say, made)


def _make(person: Actor, application_id: str) -> None:
    """Have the pack made, in a callback: the record says who did, whether or not he takes the file."""
    st.session_state.pop(MADE, None)

    def make() -> None:
        words = readme({language: translator(language) for language in LANGUAGES})
        pack = source.act(
            flow.evidence_pack,
            person,
            application_id=application_id,
            readme=words,
            with_attachments=bool(st.session_state.get(FILES)),
            with_notes=bool(st.session_state.get(NOTES)),
        )
        st.session_state[MADE] = Made(person.id, application_id, pack)

    acting.attempt(PLACE, make, Message("casepack.made", {"application": application_id}))


def _hand_over(person: Actor, say: Translator, made: Made) -> None:
    pack = made.pack
    number, _, digest = pack.head.partition(":")
    file_button.taken(
        person,
        say("casepack.download", file=pack.name, size=f"{len(pack.file) / 1000:,.0f}"),
        what="evidence",
        about=made.application_id,
        make=lambda _: pack.file,
        file_name=pack.name,
        mime="application/zip",
        key="evidence-download",
        type="primary",
    )
    st.markdown(say("casepack.head", number=number, digest=grouped(digest)))
    st.code(pack.head, language=None, wrap_lines=True)
    st.caption(say("casepack.keep_head"))
