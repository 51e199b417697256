"""Where the accreditation of a round stands: drafted, signed, announced, certificates; and what each step waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk, frame
from dashboard.parts.card_table import card_table
from dashboard.parts.listing import listed
from dashboard.parts.wording import as_html
from dashboard.roles import VIEWS
from indicators.language import Translator
from scoring import access, flow
from scoring.flow import DocumentStanding, Prospect, PublicEntry, RoundSummary
from scoring.model import Actor
from scoring.procedure.notice import AUTHORITIES
from scoring.procedure.public_register import IN_FORCE

STYLE: Final = Path(__file__).with_name("accreditation.css")
PLACE: Final = "accreditation"
ROUND_PAGE: Final = VIEWS / "secretariat" / "round.py"
STATES: Final = ("in_notice", "accredited", "closed")
A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a round is on its way to a certificate.

    Attributes
    ----------
    issued : Mapping
        When a certificate was last handed out, by application.
    public : Mapping
        What the public register says today, by application.
    """

    summary: RoundSummary
    prospects: tuple[Prospect, ...]
    documents: tuple[DocumentStanding, ...]
    issued: Mapping[str, str]
    public: Mapping[str, PublicEntry]

    @property
    def waiting(self) -> DocumentStanding | None:
        """The joint document that is not signed by both yet."""
        return next((one for one in self.documents if one.document.state == "drafted"), None)

    @property
    def to_list(self) -> tuple[Prospect, ...]:
        """Who may go into a joint document now."""
        return tuple(one for one in self.prospects if one.may_be_listed)

    @property
    def to_announce(self) -> tuple[Prospect, ...]:
        """Who may be announced now."""
        return tuple(one for one in self.prospects if one.may_be_announced)

    @property
    def announced(self) -> tuple[Prospect, ...]:
        """Who was announced."""
        return tuple(one for one in self.prospects if one.announced)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Whose grade is in force and who was handed no certificate."""
        return tuple(id_ for id_ in self.in_force if id_ not in self.issued)

    @property
    def in_force(self) -> tuple[str, ...]:
        """Of the announced, whose grade is in force today."""
        known = (self.public.get(one.application_id) for one in self.announced)
        return tuple(one.application_id for one in known if one is not None and one.standing in IN_FORCE)

    @property
    def left_out(self) -> tuple[Prospect, ...]:
        """Who is kept from a document, or from the announcement though he stands in one that is signed."""
        found = []
        for one in self.prospects:
            signed = one.document is not None and one.document.state == "issued"
            if one.against_document or (one.against_announcement and (signed or not one.needs_document)):
                found.append(one)
        return tuple(found)

    def may(self, person: Actor, verb: str, object_: str) -> bool:
        """Whether a person may do something now; acts but certificates are of a round in notice."""
        return access.may(person, verb, object_, {"in_notice"} if self.summary.state == "in_notice" else set())


def standing(person: Actor, summary: RoundSummary) -> Standing:
    """Ask how far a round is, today."""
    id_ = summary.round_id
    return Standing(
        summary=summary,
        prospects=source.kept(flow.prospects, person, id_, on=source.today()),
        documents=source.kept(flow.read_joint_documents, person, id_),
        issued=source.kept(flow.certificates_issued, person, id_),
        public={
            one.application_id: one
            for one in source.kept(flow.public_register, person, on=source.today(), round_id=id_)
        },
    )


def line(say: Translator, found: Standing) -> None:
    """Draw the four steps, what is done and what is due now."""
    handed = sum(one.application_id in found.issued for one in found.announced)
    waiting = found.waiting
    signed = [one for one in found.documents if one.document.state == "issued"]
    due = {
        "draft": bool(found.to_list) and waiting is None,
        "sign": waiting is not None,
        "announce": bool(found.to_announce),
        "certificates": bool(found.lacking),
    }
    done = {
        "draft": bool(found.documents),
        "sign": bool(signed),
        "announce": bool(found.announced),
        "certificates": bool(handed),
    }
    words = {
        "draft": say("accredit.line_draft", count=len(found.to_list)),
        "sign": say("accredit.line_sign_waits", who=unsigned(say, waiting))
        if waiting
        else say("accredit.line_sign", count=len(signed)),
        "announce": say("accredit.line_announce", count=len(found.to_announce), announced=len(found.announced)),
        "certificates": say("accredit.line_certificates", handed=handed, lacking=len(found.lacking)),
    }
    items = []
    for place, name in enumerate(due, 1):
        kind = "now" if due[name] else "done" if done[name] else "ahead"
        here = ' aria-current="step"' if due[name] and not any(due[one] for one in list(due)[: place - 1]) else ""
        mark = "✓" if kind == "done" else place
        items.append(
            f'<li class="{kind}"{here}><i aria-hidden="true">{mark}</i><div>'
            f"<b>{as_html(say(f'accredit.step_{name}'))}</b><span>{as_html(words[name])}</span></div></li>"
        )
    st.html(f'<ol class="pn-steps ac-steps">{"".join(items)}</ol>')


def unsigned(say: Translator, document: DocumentStanding) -> str:
    """Return who has still to sign, in words."""
    return listed((say(f"notice.authority_{name}") for name in AUTHORITIES if name not in document.signed), say)


def waits(text: str) -> None:
    """Say what is waited for from somebody else."""
    st.html(f'<div class="ac-waits" role="note">{as_html(text)}</div>')


def grades(say: Translator, entries: Sequence[Prospect]) -> str:
    """Return how many there are of each grade, the highest first."""
    by_grade = Counter(one.grade for one in entries)
    order = sorted(by_grade, key=len, reverse=True)
    return listed((say("accredit.of_grade", grade=grade, count=by_grade[grade]) for grade in order), say)


def who(one: Prospect) -> str:
    """Return an applicant as the first cell of a row."""
    return f"<b>{as_html(one.enterprise)}</b><small>{as_html(one.application_id)}</small>"


def rows(
    say: Translator,
    key: str,
    columns: Sequence[str],
    entries: Sequence[Prospect],
    cells: Callable[[Prospect], Sequence[str]] = lambda _: (),
) -> None:
    """Draw a list of applicants, a page at a time; `cells` gives the further cells of one, as markup."""
    at, pages, place = 1, -(-len(entries) // A_PAGE), st.empty()
    if pages > 1:
        at = st.pagination(pages, key=f"accreditation-{key}-page")
    shown = entries[(at - 1) * A_PAGE : at * A_PAGE]
    heads = [say("accredit.column_enterprise"), say("accredit.column_grade"), say("accredit.column_area"), *columns]
    body = [[who(one), desk.grade_chip(one.grade), as_html(desk.region(one.county)), *cells(one)] for one in shown]
    place.html(card_table(heads, body))


def left_out(say: Translator, found: Standing) -> None:
    """Draw who is left out, each with what keeps him."""
    kept = found.left_out
    if not kept:
        return
    st.header(say("accredit.left_out", count=len(kept)), anchor=False)

    def why(one: Prospect) -> list[str]:
        faults = one.against_document or one.against_announcement
        return [f"<ul>{''.join(f'<li>{as_html(fault.message(say))}</li>' for fault in faults)}</ul>"]

    rows(say, "left", [say("accredit.column_why")], kept, why)


def finish(person: Actor, say: Translator, found: Standing) -> None:
    """Say that the round may be closed, with the way to where that is done."""
    if found.summary.state != "in_notice" or not found.announced:
        return
    if found.to_list or found.to_announce or found.waiting:
        return
    waits(say("accredit.finish"))
    if access.may(person, "open", "page_secretariat_round"):
        st.page_link(
            ROUND_PAGE,
            label=say("accredit.finish_link"),
            icon=":material/flag:",
            query_params={"round": found.summary.round_id},
        )


def nothing(say: Translator, found: Standing) -> None:
    """Say what would bring something where there is nothing yet."""
    if not found.prospects:
        frame.empty(say("accredit.nothing_in_sight"))
