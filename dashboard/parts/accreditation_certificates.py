"""Certificates on their page: who has one, and its file made when it is asked for, one at a time or a packet."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, file_button, offering
from dashboard.parts.accreditation_line import PLACE, Standing, rows
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.collation import by_name
from indicators.faults import Fault
from indicators.language import Message, Translator
from indicators.plain_text import plain
from scoring import flow
from scoring.documents.certificate import Certificate
from scoring.documents.certificate_page import certificate_pdf
from scoring.documents.fonts import VARIABLE, find_fonts
from scoring.errors import SpokenError
from scoring.flow import IssuedCertificate, Prospect, PublicEntry
from scoring.model import Actor
from scoring.procedure.public_register import IN_FORCE
from scoring.texts import translator

MOST: Final = 50
"""Certificates of one packet: each is typeset, which takes its time."""
CHOSEN, SEARCH, MADE = (f"accreditation-{name}" for name in ("chosen", "search", "made"))


def certificates(person: Actor, say: Translator, found: Standing) -> None:
    """Draw who was announced and has a certificate or lacks one; and, for who hands them out, their making."""
    if not found.announced:
        return
    st.header(say("accredit.certificates"), anchor=False)
    entries = [found.public[one.application_id] for one in found.announced if one.application_id in found.public]
    handed = sum(one.application_id in found.issued for one in entries)
    desk.counts(
        (
            (len(entries), say("accredit.announced_count"), ""),
            (handed, say("accredit.handed_count"), "yes" if handed else ""),
            (len(found.lacking), say("accredit.lacking_count"), "unknown" if found.lacking else ""),
        )
    )
    if found.may(person, "issue", "certificate"):
        _make(person, say, entries, found)
    _list(say, entries, found)


def _list(say: Translator, entries: Sequence[PublicEntry], found: Standing) -> None:
    wanted = ""
    if len(found.announced) > 1:
        with st.container(width=420):
            wanted = plain(st.text_input(say("accredit.search"), key=SEARCH, max_chars=80) or "")
    shown = {
        one.application_id: one
        for one in entries
        if not wanted or wanted in plain(one.enterprise) or wanted in plain(one.number)
    }
    kinds = {**dict.fromkeys(IN_FORCE, "good"), "revoked": "bad"}

    def cells(prospect: Prospect) -> list[str]:
        one, at = shown[prospect.application_id], found.issued.get(prospect.application_id)
        return [
            as_html(one.number),
            f'<span class="day">{one.valid_from}<br>{one.valid_until}</span>',
            chip(say(f"publicregister.standing_{one.standing}"), kinds.get(one.standing, "near")),
            as_html(moment(at)) if at else f'<span class="dk-quiet">{as_html(say("accredit.not_handed"))}</span>',
        ]

    columns = [say(f"accredit.column_{name}") for name in ("certificate", "term", "standing", "handed")]
    rows(say, "certificates", columns, [one for one in found.announced if one.application_id in shown], cells)


def _make(person: Actor, say: Translator, entries: Sequence[PublicEntry], found: Standing) -> None:
    able = [one for one in entries if one.standing in IN_FORCE]
    # Who has none yet comes first.
    able.sort(key=lambda one: (one.application_id in found.issued, by_name(one.enterprise)))
    names = {one.application_id: f"{one.enterprise} {one.application_id} {one.grade}" for one in able}
    st.caption(say("accredit.certificates_about", most=MOST))
    taken = [id_ for id_ in st.session_state.get(CHOSEN) or () if id_ in names]
    offer = offering.offer(say, "accreditation-find", list(names), None, names.__getitem__)
    chosen = st.multiselect(
        offering.label(say, say("accredit.chosen"), offer, len(names)),
        [*offer.options, *(id_ for id_ in taken if id_ not in offer.options)],
        key=CHOSEN,
        format_func=names.__getitem__,
        max_selections=MOST,
        placeholder=say("accredit.chosen_hint"),
    )
    with st.container(horizontal=True, key="accreditation-making"):
        lacking = found.lacking[:MOST]
        st.button(
            say("accredit.choose_lacking", count=len(lacking)),
            key="accreditation-lacking",
            disabled=not lacking,
            on_click=_choose,
            args=(lacking,),
        )
        wanted = st.button(
            say("accredit.issue_do", count=len(chosen)) if chosen else say("accredit.issue_none"),
            key="accreditation-issue",
            type="primary",
            icon=":material/workspace_premium:",
            disabled=not chosen,
        )
    if wanted and chosen:
        # Typesetting takes its time, so the page says so meanwhile: in the run, not in a callback before it.
        with st.spinner(say("accredit.making", count=len(chosen)), show_time=True):
            _issue(person, chosen)
        st.rerun()
    _download(say)


def _choose(lacking: tuple[str, ...]) -> None:
    st.session_state[CHOSEN] = list(lacking)


def _issue(person: Actor, chosen: Sequence[str]) -> None:
    """Issue each by itself: what one lacks keeps no other from his."""
    made: list[IssuedCertificate] = []
    refused: list[Message | Fault] = []
    render = partial(certificate_pdf, chinese=translator("zh"), english=translator("en"))
    for id_ in chosen:
        try:
            typeset = partial(render, fonts=find_fonts(os.environ.get(VARIABLE)))
            made.append(
                source.act(flow.issue_certificate, person, application_id=id_, on=source.today(), render=typeset)
            )
        except SpokenError as error:
            refused.append(Message("accredit.not_issued", {"application": id_, "why": error.what}))
    st.session_state[MADE] = _file(made) if made else None
    if refused:
        acting.refuse(PLACE, refused)
    else:
        acting.attempt(PLACE, lambda: None, Message("accredit.done_issue", {"count": len(made)}))


def _file(made: Sequence[IssuedCertificate]) -> tuple[str, bytes, int]:
    """Return one certificate as it is, several as a packet: name, bytes, how many."""
    if len(made) == 1:
        return name_of(made[0].certificate), made[0].file, 1
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w", zipfile.ZIP_STORED) as whole:
        for one in made:
            whole.writestr(name_of(one.certificate), one.file)
    return "certificates.zip", packet.getvalue(), len(made)


def name_of(certificate: Certificate) -> str:
    """Return the name of a certificate's file: its number, which holds nothing that a file name may not."""
    return f"{certificate.number}.pdf"


def _download(say: Translator) -> None:
    made = st.session_state.get(MADE)
    if made is None:
        return
    name, data, count = made
    file_button.recorded(
        say("accredit.download", count=count, file=name),
        data,
        file_name=name,
        mime="application/pdf" if count == 1 else "application/zip",
        key="accreditation-download",
    )
