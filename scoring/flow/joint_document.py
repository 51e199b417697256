"""The joint document that accredits: drafted after the notice, issued when both have signed (Article 12, item 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import attempts, gather, granting, jointly
from scoring.flow.granting import Case, Granted
from scoring.flow.listing import corrected, listed_anew
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.procedure.notice import AUTHORITIES, Authority
from scoring.register import chain, joint_documents, joint_signatures, tables
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.joint_documents import JointDocument
from scoring.register.listings import Listed


@dataclass(frozen=True, slots=True)
class DocumentStanding:
    """A joint document as it stands: its list, and who has signed it in this version."""

    document: JointDocument
    entries: tuple[Listed, ...]
    signed: tuple[Authority, ...]


def draft_joint_document(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    entries: Sequence[Granted],
    *,
    number: str,
    reason: str = "",
) -> Entry:
    """Draft a joint document; what objections keep back may follow in another one.

    Parameters
    ----------
    number : str
        Its official number (文号).

    Raises
    ------
    FaultsError
        No entry, an application twice or in another document, not on a closed notice with this grade, with an objection
        that stands, with a credit check that is not passed, barred.
    ConflictError
        The round is not in notice, another document is not issued yet, no number.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "draft", "joint_document")
    reason, number = reason_of(reason), reason_of(number, due=Message("notice.what_number"))
    with attempts.kept(register, actor, now, f"round/{round_id}"), register.write() as connection:
        role, case = _begin(connection, actor, "draft", round_id)
        if any(one.state != "issued" for one in case.documents):
            raise ConflictError(Message("notice.one_document_at_a_time", {"round": round_id}))
        faults = granting.twice(entries) + list_faults(entries, case, jointly.today(now))
        for one in entries:
            if found := case.in_document(one.application_id):
                values = {"application": one.application_id, "document": found[0].number}
                faults.append(Fault(Message("notice.in_a_document_already", values), seen=one.application_id))
        if not entries:
            faults.append(Fault(Message("notice.list_empty")))
        if faults:
            raise FaultsError(faults)
        drafted = JointDocument(f"{round_id}/document/{len(case.documents) + 1}", 1, round_id, number, 1)
        rows = {
            tables.joint_document: joint_documents.add([drafted]),
            tables.document_entry: joint_documents.add_entries(listed_anew(drafted.document_id, entries)),
        }
        details = {"entries": len(entries), "number": number}
        act = Act(actor.id, role, "document.drafted", f"document/{drafted.document_id}", now, reason, details)
        return chain.record(connection, act, rows)


def sign_joint_document(register: Register, actor: Actor, now: datetime, round_id: str, *, signed_on: date) -> Entry:
    """Sign the document that waits, for one authority; with the second signature it is issued, on that day.

    Raises
    ------
    FaultsError
        What stands against its entries by now; a day to come, or before the notice was closed.
    ConflictError
        No document waits, this authority has signed it, the same person signed it for the other one.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "sign", "joint_document")
    with attempts.kept(register, actor, now, f"round/{round_id}"), register.write() as connection:
        role, case = _begin(connection, actor, "sign", round_id)
        document = _waiting(case, round_id)
        jointly.refuse_days_ahead(now, signed_on=signed_on)
        granted = _granted(case, document)
        faults = list_faults(granted, case, signed_on) + _early(granted, case, signed_on)
        if faults:
            raise FaultsError(faults)
        there = joint_signatures.of_subjects(connection, document.document_id).get(document.document_id, {})
        signed = jointly.signature(
            document.document_id,
            role,
            actor.id,
            there,
            subject_version=document.list_version,
            signed_on=signed_on,
        )
        rows = {tables.joint_signature: joint_signatures.add([signed])}
        details: dict[str, object] = {"authority": signed.authority, "list": document.list_version}
        if jointly.both({**there, signed.authority: signed}, document.list_version):
            # Of the day on which the later of the two signed, whoever was entered first.
            issued_on = max(one.signed_on for one in {**there, signed.authority: signed}.values())
            issued = replace(document, version=document.version + 1, state="issued", issued_on=issued_on, reason=None)
            rows[tables.joint_document] = joint_documents.add([issued])
            details["issued_on"] = issued_on.isoformat()
        act = Act(actor.id, role, "document.signed", f"document/{document.document_id}", now, "", details)
        return chain.record(connection, act, rows)


def correct_joint_document(
    register: Register, actor: Actor, now: datetime, round_id: str, *, removed: Sequence[str], reason: str
) -> Entry:
    """Take applications off the document that waits: it is signed anew by both.

    Raises
    ------
    FaultsError, ConflictError, AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "correct", "joint_document")
    with register.write() as connection:
        role, case = _begin(connection, actor, "correct", round_id)
        document = _waiting(case, round_id)
        reason = reason_of(reason, due=Message("notice.what_correction"))
        version = document.list_version + 1
        entries = case.papers[document.document_id]
        changed, faults = corrected(entries, document.document_id, (), removed, version, reason)
        if faults:
            raise FaultsError(faults)
        again = replace(document, version=document.version + 1, list_version=version, reason=reason)
        rows = {
            tables.joint_document: joint_documents.add([again]),
            tables.document_entry: joint_documents.add_entries(changed),
        }
        details = {"removed": len(removed)}
        act = Act(actor.id, role, "document.corrected", f"document/{document.document_id}", now, reason, details)
        return chain.record(connection, act, rows)


def read_joint_documents(register: Register, actor: Actor, round_id: str) -> tuple[DocumentStanding, ...]:
    """Return the joint documents of a round, drafts among them.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "read", "joint_document", round_id) as connection:
        found = joint_documents.of_round(connection, round_id)
        papers = joint_documents.entries(connection, round_id)
        signatures = joint_signatures.of_subjects(connection, f"{round_id}/document/")
    return tuple(
        DocumentStanding(
            document=one,
            entries=tuple(entry for entry in papers[one.document_id].values() if entry.state == "listed"),
            signed=tuple(
                name
                for name in AUTHORITIES
                if name not in jointly.missing(signatures.get(one.document_id, {}), one.list_version)
            ),
        )
        for one in found
    )


def _begin(connection: Connection, actor: Actor, verb: str, round_id: str) -> tuple[str, Case]:
    true = gather.truths(connection, round_id)
    if "in_notice" not in true:
        raise ConflictError(Message("notice.not_in_notice", {"round": round_id}))
    role = access.require(actor, verb, "joint_document", true)
    return role, granting.case_of(connection, round_id)


def _waiting(case: Case, round_id: str) -> JointDocument:
    for one in case.documents:
        if one.state == "drafted":
            return one
    raise ConflictError(Message("notice.no_document_waits", {"round": round_id}))


def _granted(case: Case, document: JointDocument) -> list[Granted]:
    entries = case.papers[document.document_id].values()
    return [Granted(one.application_id, one.grade) for one in entries if one.state == "listed"]


def list_faults(entries: Iterable[Granted], case: Case, on: date) -> list[Fault]:
    """Hold entries against decision, conditions, credit check, notice, objections and bars, as they are now."""
    faults: list[Fault] = []
    for one in entries:
        faults += list(granting.grade_faults(one, case)) or [
            *granting.credit_faults(one, case),
            *granting.notice_faults(one, case),
            *granting.bar_faults(one, case, on),
        ]
    return faults


def _early(entries: Iterable[Granted], case: Case, signed_on: date) -> list[Fault]:
    """Say which notices were still open on the day of a signature."""
    closed = {
        found[0].notice_id: found[0].closed_on
        for one in entries
        if (found := case.listed(one.application_id, state="closed")) and found[0].closed_on
    }
    return [
        Fault(Message("notice.signed_before_close", {"closed": day, "signed": signed_on}), seen=signed_on.isoformat())
        for day in closed.values()
        if signed_on < day
    ]
