"""Annual plan (Article 7) and opening notice (Article 11): drafted, signed by both authorities, each for itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import Citation
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import attempts, gather
from scoring.flow.wording import LONGEST, reason_of, text_fault, tidy
from scoring.model import Actor
from scoring.procedure.citing import cited
from scoring.procedure.dates import Window
from scoring.procedure.opening import (
    ARTICLES,
    AUTHORITIES,
    AUTHORITY_NAMES,
    CLAUSES,
    NAMES,
    Authority,
    PaperKind,
    in_force,
    missing_to_open,
    newest,
    signed_by,
    window_faults,
    window_of,
)
from scoring.register import chain, openings, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.openings import Paper, Signature

#: Characters of a plan or notice: whole official papers with their annexes in words, not remarks.
LONGEST_PAPER: Final = 20_000


@dataclass(frozen=True, slots=True)
class Opening:
    """The papers of a round, every version, who signed them, and what the round still needs before it can open.

    `window` is the span of days of the notice that both authorities signed; ``None`` while there is none.
    """

    papers: tuple[Paper, ...]
    signatures: tuple[Signature, ...]
    missing: tuple[Message, ...]
    window: Window | None


def draft_opening(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    *,
    kind: PaperKind,
    title: str,
    content: str,
    number: str = "",
    first_day: date | None = None,
    last_day: date | None = None,
    reason: str = "",
) -> Entry:
    """Enter a version of a paper; a further version needs a reason, and both signatures anew.

    Parameters
    ----------
    kind : {"annual_plan", "opening_notice"}
        Which paper.
    title, content, number : str
        Its heading, its words, and its document number where it has one.
    first_day, last_day : date, optional
        Of the notice: the days on which applications are handed in, both included.

    Raises
    ------
    FaultsError
        Texts that cannot be kept, days that are missing, reversed or over.
    ConflictError
        If applications are no longer taken, or a reason is due.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "draft", "opening")
    title, content, number = tidy(title), tidy(content), tidy(number)
    faults = [fault for fault in (_text_fault(title, kind, due=True), _text_fault(number, kind, due=False)) if fault]
    faults += [fault for fault in (_text_fault(content, kind, due=True, most=LONGEST_PAPER),) if fault]
    faults += window_faults(kind, first_day, last_day, on=gather.day_of(now))
    if faults:
        raise FaultsError(faults)
    with register.write() as connection:
        adopted = gather.adopted(connection, round_id)
        state = gather.state_of(connection, round_id)
        if state not in ("planned", "open"):
            raise ConflictError(Message("steps.opening_stands", {"round": round_id, "state": state}))
        before = newest(openings.papers(connection, round_id), kind)
        reason = reason_of(reason, due=None if before is None else Message("steps.what_new_paper"))
        paper = Paper(
            round_id=round_id,
            kind=kind,
            version=1 if before is None else before.version + 1,
            rule_book_digest=adopted.rule_book_digest,
            title=title,
            number=number or None,
            content=content,
            first_day=first_day,
            last_day=last_day,
            reason=reason or None,
        )
        act = Act(actor.id, role, f"{kind}.drafted", f"round/{round_id}", now, reason)
        return chain.record(connection, act, {tables.opening_paper: openings.add_papers([paper])})


def sign_opening(
    register: Register, actor: Actor, now: datetime, round_id: str, *, kind: PaperKind, version: int
) -> Entry:
    """Sign a version of a paper for the authority whose office the actor holds.

    Raises
    ------
    ConflictError
        If there is a newer version, other rules were adopted since, or that authority has signed.
    FaultsError
        If the same person signed for the other authority.
    AccessRefusedError, RecordError
    """
    authority, role = _authority(actor)
    with attempts.kept(register, actor, now, f"round/{round_id}"), register.write() as connection:
        adopted = gather.adopted(connection, round_id)
        paper = newest(openings.papers(connection, round_id), kind)
        values: dict[str, object] = {"paper": NAMES[kind], "clause": CLAUSES[kind], "version": version}
        if paper is None or paper.version != version:
            current = "–" if paper is None else paper.version
            raise ConflictError(Message("steps.paper_not_newest", {**values, "current": current}))
        if paper.rule_book_digest != adopted.rule_book_digest:
            raise ConflictError(Message("steps.paper_of_other_rules", values))
        signatures = openings.signatures(connection, round_id)
        if authority in signed_by(paper, signatures):
            raise ConflictError(Message("steps.signed_already", {**values, "who": AUTHORITY_NAMES[authority]}))
        mine = [one for one in signatures if (one.kind, one.paper_version) == (kind, version)]
        if any(one.signer == actor.id for one in mine):
            book = gather.book_of(connection, adopted.rule_book_digest)
            rule = cited(Citation(book.regulation.document, str(ARTICLES[kind])), book.documents)
            what = Message("steps.same_person", {"act": NAMES[kind], "rule": rule, "application": round_id})
            raise FaultsError([Fault(what, seen=round_id)])
        signature = Signature(round_id, kind, version, authority, actor.id, timestamp(now))
        details = {"authority": authority, "version": version}
        act = Act(actor.id, role, f"{kind}.signed", f"round/{round_id}", now, "", details)
        return chain.record(connection, act, {tables.opening_signature: openings.add_signatures([signature])})


def read_opening(register: Register, actor: Actor, round_id: str) -> Opening:
    """Return the papers of a round and how far it is from opening.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", "round")
    with register.read() as connection:
        digest = gather.adopted(connection, round_id).rule_book_digest
        papers, signatures = openings.papers(connection, round_id), openings.signatures(connection, round_id)
        notice = in_force(papers, signatures, "opening_notice", digest=digest)
        return Opening(papers, signatures, missing_to_open(papers, signatures, digest=digest), window_of(notice))


def refuse_unless_it_may_open(connection: Connection, round_id: str) -> None:
    """Refuse to open a round that lacks its plan, its notice, or a signature.

    Raises
    ------
    FaultsError
        One fault for each that is missing.
    """
    digest = gather.adopted(connection, round_id).rule_book_digest
    papers, signatures = openings.papers(connection, round_id), openings.signatures(connection, round_id)
    if missing := missing_to_open(papers, signatures, digest=digest):
        raise FaultsError([Fault(what, seen=round_id) for what in missing])


def _authority(actor: Actor) -> tuple[Authority, str]:
    """Return for which authority somebody signs, and in which role."""
    for authority in AUTHORITIES:
        if access.may(actor, f"sign_for_{authority}", "opening"):
            return authority, access.require(actor, f"sign_for_{authority}", "opening")
    raise access.refused("sign", "opening")


def _text_fault(text: str, kind: PaperKind, *, due: bool, most: int = LONGEST) -> Fault | None:
    if due and not text:
        return Fault(Message("steps.paper_without_text", {"paper": NAMES[kind]}))
    return text_fault(text, NAMES[kind], most=most)
