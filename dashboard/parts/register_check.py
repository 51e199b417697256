"""A certificate held against the register by anybody: its file, or the text of its code; answered for a third party."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts.listing import listed
from dashboard.parts.register_search import asked_to_check
from dashboard.parts.rule_book_markup import facts
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring import flow
from scoring.documents.certificate import FORM
from scoring.errors import SpokenError
from scoring.flow import CertificateCheck
from scoring.model import Actor

LARGEST_MB: Final = 5
"""Ours have some forty thousand bytes."""
LONGEST: Final = 400
_SIGNS: Final = {"good": "✓", "near": "!", "bad": "✗"}


def check(person: Actor, say: Translator, day: date) -> None:
    """Draw where a certificate is handed in, and the answer."""
    st.caption(say("lookup.check_how"))
    asked, key = asked_to_check(), "register-text"
    if asked and st.session_state.get(f"{key}-asked") != asked:
        st.session_state[key] = st.session_state[f"{key}-asked"] = asked
    upload, limit = say("lookup.upload"), say("lookup.limit", most=LARGEST_MB)
    st.html(f'<style>:root {{ --lk-upload: "{upload}"; --lk-limit: "{limit}"; }}</style>')
    left, right = st.columns(2)
    with left:
        file = st.file_uploader(say("lookup.file"), type=["pdf"], key="register-file", max_upload_size=LARGEST_MB)
    with right:
        text = st.text_area(
            say("lookup.text"), key=key, max_chars=LONGEST, height=90, placeholder=say("lookup.text_hint", form=FORM)
        )
    claimed: str | bytes = file.getvalue() if file is not None else (text or "").strip()
    if not claimed:
        return
    try:
        found = source.ask(flow.verify_certificate, person, claimed, on=day)
    except SpokenError as error:
        _answer(say, "bad", "not_ours", (error.what,), ())
        return
    answer(say, found)


def answer(say: Translator, found: CertificateCheck) -> None:
    """Draw what a check came to: in one line, then why, then what the register says."""
    kind, word = verdict(found)
    why = [Message(f"lookup.because_{word}", {"day": found.on})]
    if found.certificate is not None and found.standing is not None:
        values = {"day": found.on, "standing": Message(f"publicregister.standing_{found.standing}")}
        key = "lookup.stands" if found.article is None else "lookup.stands_by"
        why.append(Message(key, values if found.article is None else {**values, "article": found.article}))
    marks = () if found.certificate is None else found.certificate.marks
    if marks and kind == "good":
        kind = "near"  # what is a sample never looks like a paper to rely on
    _answer(say, kind, word, tuple(why), marks)
    if found.certificate is not None:
        _record(say, found)


def verdict(found: CertificateCheck) -> tuple[str, str]:
    """Return how an answer looks, and its word."""
    if found.outcome != "genuine":
        return "bad", found.outcome
    if found.as_issued is False:
        return "bad", "resaved"
    return ("good", "in_force") if found.in_force else ("near", "not_in_force")


def _answer(say: Translator, kind: str, word: str, why: tuple[Message, ...], marks: tuple[str, ...]) -> None:
    said = "".join(f"<p>{as_html(say(one))}</p>" for one in why)
    if marks:
        words = listed((say(f"certificate.mark_{mark}") for mark in marks), say)
        said += f'<p class="lk-void">{as_html(say("lookup.void", marks=words))}</p>'
    head = f"<b>{_SIGNS[kind]} {as_html(say(f'lookup.answer_{word}'))}</b>"
    st.html(f'<div class="lk-answer {kind}" role="status">{head}{said}</div>')


def _record(say: Translator, found: CertificateCheck) -> None:
    record = found.certificate
    if record is None:
        return
    lines = (
        ("certificate.label_number", record.number),
        ("publicregister.column_enterprise", record.enterprise),
        ("certificate.label_uscc", record.uscc),
        ("publicregister.column_grade", record.grade),
        ("publicregister.column_valid_from", record.valid_from),
        ("publicregister.column_valid_until", record.valid_until),
        ("certificate.label_joint_document", record.joint_document),
    )
    pairs = [(say(label), as_html(value)) for label, value in lines if value is not None]
    head = f"<b>{as_html(say('certificate.compare'))}</b>"
    st.html(f'<div class="rb lk-record">{head}{facts(pairs)}</div>')
