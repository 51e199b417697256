"""The joint document on its page: drafted from the closed notice, signed by each authority for itself, corrected."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.accreditation_line import PLACE, Standing, grades, rows, unsigned, waits
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring import flow
from scoring.flow import DocumentStanding, Granted, Prospect
from scoring.flow.jointly import AUTHORITY_OF
from scoring.model import Actor
from scoring.procedure.notice import AUTHORITIES

LONGEST_NUMBER = 80
NUMBER, LEAVE, REMOVE, REASON, SIGNED_ON = (
    f"accreditation-{name}" for name in ("number", "leave", "remove", "reason", "signed-on")
)


def draft(person: Actor, say: Translator, found: Standing) -> None:
    """Draw what a joint document may take now, and its draft."""
    ready = found.to_list
    if not ready or found.waiting is not None:
        return
    st.header(say("accredit.draft_title"), anchor=False)
    may = found.may(person, "draft", "joint_document")
    if not may:
        waits(say("accredit.draft_waits", count=len(ready), grades=grades(say, ready)))
    else:
        st.caption(say("accredit.draft_about", count=len(ready), grades=grades(say, ready)))
        _draft_form(person, say, found.summary.round_id, ready)
    with st.expander(say("accredit.draft_list", count=len(ready)), key="accreditation-draft-list"):
        rows(say, "ready", [], ready)


def _draft_form(person: Actor, say: Translator, round_id: str, ready: Sequence[Prospect]) -> None:
    names = {one.application_id: f"{one.enterprise} {one.application_id} {one.grade}" for one in ready}
    left, right = st.columns([2, 3])
    with left:
        st.text_input(
            say("accredit.number"), key=NUMBER, max_chars=LONGEST_NUMBER, placeholder=say("accredit.number_hint")
        )
    with right:
        st.multiselect(
            say("accredit.leave"),
            list(names),
            key=LEAVE,
            format_func=names.__getitem__,
            placeholder=say("accredit.leave_none"),
        )
    st.button(
        say("accredit.draft_do"),
        key="accreditation-draft",
        type="primary",
        icon=":material/edit_document:",
        on_click=_draft,
        args=(person, round_id, tuple(ready)),
    )


def _draft(person: Actor, round_id: str, ready: tuple[Prospect, ...]) -> None:
    left = set(st.session_state.get(LEAVE) or ())
    entries = [Granted(one.application_id, one.grade) for one in ready if one.application_id not in left]
    number = st.session_state.get(NUMBER) or ""
    done = Message("accredit.done_draft", {"number": number.strip(), "count": len(entries)})
    act = flow.draft_joint_document
    if acting.attempt(PLACE, lambda: source.act(act, person, round_id, entries, number=number), done):
        st.session_state[NUMBER], st.session_state[LEAVE] = "", []


def waiting(person: Actor, say: Translator, found: Standing) -> None:
    """Draw the document that waits for signatures: its list, the signature of one's own authority, its correction."""
    document = found.waiting
    if document is None:
        return
    st.header(say("accredit.sign_title"), anchor=False)
    entries = _entries(found, document)
    signed = "".join(
        chip(
            say(
                "accredit.has_signed" if name in document.signed else "accredit.has_not_signed",
                who=Message(f"notice.authority_{name}"),
            ),
            "good" if name in document.signed else "near",
        )
        for name in AUTHORITIES
    )
    about = as_html(say("accredit.paper", count=len(document.entries), grades=grades(say, entries)))
    head = f'<b>{as_html(document.document.number)}</b> <span class="dk-quiet">{about}</span>'
    st.html(f'<div class="ac-paper">{head}<div>{signed}</div></div>')
    own = next((AUTHORITY_OF[role] for role in sorted(person.roles) if role in AUTHORITY_OF), None)
    if found.may(person, "sign", "joint_document") and own is not None and own not in document.signed:
        _sign_form(person, say, found, document)
    else:
        waits(say("accredit.sign_waits", who=unsigned(say, document)))
    with st.expander(say("accredit.paper_list", count=len(entries)), key="accreditation-waiting-list"):
        rows(say, "waiting", [], entries)
    if found.may(person, "correct", "joint_document"):
        with st.expander(say("accredit.correct"), icon=":material/edit:", key="accreditation-correction"):
            _correct_form(person, say, found.summary.round_id, entries)


def _entries(found: Standing, document: DocumentStanding) -> tuple[Prospect, ...]:
    listed = {one.application_id for one in document.entries}
    return tuple(one for one in found.prospects if one.application_id in listed)


def _sign_form(person: Actor, say: Translator, found: Standing, document: DocumentStanding) -> None:
    last = len(document.signed) == len(AUTHORITIES) - 1
    with st.container(width=320):
        desk.day_input(say("accredit.signed_on"), SIGNED_ON)
    number = document.document.number
    desk.act_when_sure(
        sure=say("accredit.sign_sure_last" if last else "accredit.sign_sure", number=number),
        label=say("accredit.sign_do"),
        key="accreditation-sign",
        do=_sign,
        args=(person, found.summary.round_id, number),
        icon=":material/draw:",
    )


def _sign(person: Actor, round_id: str, number: str) -> None:
    day = st.session_state.get(SIGNED_ON) or source.today()
    done = Message("accredit.done_sign", {"number": number, "day": day})
    acting.attempt(PLACE, lambda: source.act(flow.sign_joint_document, person, round_id, signed_on=day), done)


def _correct_form(person: Actor, say: Translator, round_id: str, entries: Sequence[Prospect]) -> None:
    names = {one.application_id: f"{one.enterprise} {one.application_id} {one.grade}" for one in entries}
    st.caption(say("accredit.correct_about"))
    st.multiselect(
        say("accredit.remove"),
        list(names),
        key=REMOVE,
        format_func=names.__getitem__,
        placeholder=say("accredit.remove_hint"),
    )
    desk.reason_input(say("accredit.reason"), REASON)
    st.button(
        say("accredit.correct_do"),
        key="accreditation-correct",
        icon=":material/playlist_remove:",
        on_click=_correct,
        args=(person, round_id),
    )


def _correct(person: Actor, round_id: str) -> None:
    removed = list(st.session_state.get(REMOVE) or ())
    reason = st.session_state.get(REASON) or ""
    act, done = flow.correct_joint_document, Message("accredit.done_correct", {"count": len(removed)})
    if acting.attempt(PLACE, lambda: source.act(act, person, round_id, removed=removed, reason=reason), done):
        st.session_state[REMOVE], st.session_state[REASON] = [], ""


def issued(say: Translator, found: Standing) -> None:
    """Draw the documents that both have signed."""
    papers = [one for one in found.documents if one.document.state == "issued"]
    if not papers:
        return
    st.header(say("accredit.papers"), anchor=False)
    heads = [say(f"accredit.column_{name}") for name in ("number", "issued_on", "listed")]
    desk.listing(
        heads,
        [
            [
                as_html(one.document.number),
                as_html(one.document.issued_on or "–"),
                as_html(grades(say, _entries(found, one))),
            ]
            for one in papers
        ],
    )
