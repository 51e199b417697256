"""Feedback letters: to one applicant, or all of a round packed together, once the results are announced."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import file_button, frame, offering, spoken
from dashboard.parts.papers_round import buttons, paper_file
from indicators.collation import by_name
from indicators.language import Translator
from scoring import access, flow
from scoring.documents.templated.making import PDF, WORD
from scoring.errors import SpokenError
from scoring.flow import LetterHead, Mark, PaperAsked, RoundSummary
from scoring.model import Actor

CHOSEN: Final = "papers-letter"
#: The first moment that a ZIP file can name.
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


def letters(person: Actor, say: Translator, summary: RoundSummary) -> None:
    """Draw the choice of a letter and its files."""
    if not access.may(person, "read", "feedback_letter", access.CIRCUMSTANCES):
        return
    st.header(say("paperdesk.letters"), anchor=False)
    try:
        heads = source.kept(flow.letter_heads, person, summary.round_id)
    except SpokenError:
        frame.empty(say("paperdesk.letters_later"))
        return
    if not heads:
        frame.empty(say("paperdesk.no_letters"))
        return
    st.caption(say("paperdesk.letters_about"))
    named = {one.application_id: one for one in sorted(heads, key=lambda one: by_name(one.enterprise))}
    now = st.session_state.get(CHOSEN)
    offer = offering.offer(say, "papers-find", list(named), now, lambda id_: _named(say, named[id_]))
    chosen = st.selectbox(
        offering.label(say, say("paperdesk.letter_of"), offer, len(named)),
        offer.options,
        key=spoken.keyed(CHOSEN, say),
        format_func=lambda id_: _named(say, named[id_]),
    )
    with st.container(horizontal=True, key="papers-letters"):
        if chosen in named:
            for suffix in (WORD, PDF):
                buttons(person, say, "feedback_letter", chosen, suffix)
        file_button.taken(
            person,
            say("paperdesk.letters_all", count=len(heads)),
            what="letter",
            about=summary.round_id,
            make=partial(packed, person, say, tuple(one.application_id for one in heads)),
            file_name=f"{summary.round_id}-feedback_letters.zip",
            mime="application/zip",
            key="papers-letters-all",
        )


def _named(say: Translator, one: LetterHead) -> str:
    result = say("paperdesk.granted", grade=one.granted) if one.granted else say("paperdesk.not_granted")
    return f"{one.enterprise}\u3000{one.application_id}\u3000{result}"


def packed(person: Actor, say: Translator, ids: Sequence[str], mark: Mark) -> bytes:
    """Return the letters to many applicants as Word files in one; the same letters give the same bytes.

    Raises
    ------
    AccessRefusedError, ConflictError, SpokenError
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for id_ in ids:
            entry = zipfile.ZipInfo(f"{id_}{WORD}", _ZIP_TIME)
            package.writestr(entry, paper_file(person, say, PaperAsked("feedback_letter", id_, WORD), mark))
    return made.getvalue()
