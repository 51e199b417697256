"""What the record says of the last step (Article 12, item 7) by application: done by whom, or ended, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from scoring.procedure.notice import AUTHORITIES
from scoring.procedure.steps import Ending
from scoring.register import credit_checks, joint_documents, joint_signatures, notices, objections
from scoring.register.credit_checks import CreditCheck
from scoring.register.joint_documents import JointDocument
from scoring.register.joint_signatures import JointSignature
from scoring.register.listings import Listed
from scoring.register.notices import Notice
from scoring.register.objections import Objection

_Lists = Mapping[str, Mapping[str, Listed]]
_Signed = Mapping[str, Mapping[str, JointSignature]]


@dataclass(frozen=True, slots=True)
class LastStep:
    """What is recorded of the last step of a round, or of some of its applications; lists by notice and document."""

    checks: Mapping[tuple[str, str], CreditCheck]
    notices: tuple[Notice, ...]
    lists: _Lists
    documents: tuple[JointDocument, ...]
    papers: _Lists
    papers_signed: _Signed
    objections: tuple[Objection, ...]
    objections_signed: _Signed


def read(connection: Connection, round_id: str, *, only: Collection[str] | None = None) -> LastStep:
    """Return what is recorded of the last step of a round, or of some of its applications."""
    papers = joint_documents.entries(connection, round_id, only=only)
    given = objections.of_round(connection, round_id, only=only)
    return LastStep(
        checks=credit_checks.of_round(connection, round_id, only=only),
        notices=notices.of_round(connection, round_id),
        lists=notices.entries(connection, round_id, only=only),
        documents=joint_documents.of_round(connection, round_id),
        papers=papers,
        papers_signed=joint_signatures.of_subjects(connection, f"{round_id}/document/") if papers else {},
        objections=given,
        objections_signed=joint_signatures.of_subjects(connection, f"{round_id}/objection/") if given else {},
    )


def done(recorded: LastStep) -> dict[str, dict[str, date]]:
    """Return the acts of the last step that are done, by application, each with its day.

    A credit check is done when passed, the notice when it is closed, the joint document of an authority when that
    authority signed the list as it stands.
    """
    found: dict[str, dict[str, date]] = {}
    for (application_id, authority), check in recorded.checks.items():
        if check.result == "passed":
            found.setdefault(application_id, {})[f"credit_check_by_{authority}"] = check.checked_on
    for notice in recorded.notices:
        closed = notice.closed_on
        days = {} if closed is None else {f"public_notice_by_{authority}": closed for authority in AUTHORITIES}
        for application_id in _listed(recorded.lists.get(notice.notice_id, {})):
            found.setdefault(application_id, {}).update(days)
    for document in recorded.documents:
        valid = _valid(recorded.papers_signed.get(document.document_id, {}), document.list_version)
        days = {f"joint_document_by_{authority}": day for authority, day in valid.items()}
        for application_id in _listed(recorded.papers.get(document.document_id, {})):
            found.setdefault(application_id, {}).update(days)
    return found


def ended(recorded: LastStep) -> dict[str, Ending]:
    """Return the applications that the last step ended: taken off the list, an objection found true, a check failed."""
    lists = recorded.lists.values()
    listed = {application_id for entries in lists for application_id in _listed(entries)}
    found: dict[str, Ending] = {one: "taken_off" for entries in lists for one in entries if one not in listed}
    for one in recorded.objections:
        # It holds when both authorities have signed the outcome (Article 7).
        signed = _valid(recorded.objections_signed.get(one.objection_id, {}), one.version)
        if one.state == "founded" and len(signed) == len(AUTHORITIES):
            found[one.application_id] = "objected"
    for (application_id, _), check in recorded.checks.items():
        if check.result == "failed":
            found[application_id] = "credit_failed"
    return found


def _listed(entries: Mapping[str, Listed]) -> Iterator[str]:
    return (application_id for application_id, entry in entries.items() if entry.state == "listed")


def _valid(signatures: Mapping[str, JointSignature], version: int) -> dict[str, date]:
    return {name: one.signed_on for name, one in signatures.items() if one.subject_version == version}
