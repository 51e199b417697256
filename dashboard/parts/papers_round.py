"""The papers of a round, each as the files that there are of it, made when somebody asks for one."""

from __future__ import annotations

import os
from functools import partial
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import file_button, frame
from indicators.language import Translator
from scoring import flow
from scoring.documents.fonts import VARIABLE, find_fonts
from scoring.documents.templated.kinds import Kind
from scoring.documents.templated.making import suffixes_of
from scoring.errors import SpokenError
from scoring.flow import Mark, PaperAsked, RoundSummary
from scoring.model import Actor

OF_ROUND: Final[tuple[Kind, ...]] = ("notice", "joint_document")
MIMES: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def papers(person: Actor, say: Translator, summary: RoundSummary) -> None:
    """Draw the papers of a round that the actor may read and that there are."""
    st.header(say("paperdesk.of_round"), anchor=False)
    there = [kind for kind in OF_ROUND if _is_there(person, kind, summary.round_id)]
    if not there:
        frame.empty(say("paperdesk.none_yet"))
        return
    st.caption(say("paperdesk.about"))
    for kind in there:
        with st.container(horizontal=True, vertical_alignment="center", key=f"papers-{kind}"):
            st.markdown(f"**{say(f'template.kind_{kind}')}**", width=190)
            for suffix in suffixes_of(kind):
                buttons(person, say, kind, summary.round_id, suffix)


def _is_there(person: Actor, kind: Kind, round_id: str) -> bool:
    try:
        if kind == "notice":
            source.kept(flow.notice_facts, person, round_id=round_id)
        else:
            source.kept(flow.joint_document_facts, person, round_id=round_id)
    except SpokenError:  # none yet, or not for him
        return False
    return True


def buttons(person: Actor, say: Translator, kind: Kind, about: str, suffix: str) -> None:
    """Draw the button of one file of a paper."""
    file_button.taken(
        person,
        say(f"paperdesk.file_{suffix[1:]}"),
        what="letter" if kind == "feedback_letter" else "paper",
        about=about,
        make=partial(paper_file, person, say, PaperAsked(kind, about, suffix)),
        file_name=f"{about}-{kind}{suffix}",
        mime=MIMES[suffix],
        key=f"papers-{kind}-{suffix[1:]}",
    )


def paper_file(person: Actor, say: Translator, asked: PaperAsked, mark: Mark) -> bytes:
    """Return a paper as a file, read anew: whoever presses may have lost the right meanwhile.

    Raises
    ------
    AccessRefusedError, ConflictError, SpokenError
    """
    fonts = find_fonts(os.environ.get(VARIABLE))
    return source.ask(flow.make_paper, person, source.now(), asked, say=say, fonts=fonts, copy=say(mark.copy))
