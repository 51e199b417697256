"""Signatures of both authorities under a list in one of its versions: another list is another thing to sign.

``add(signatures) -> rows`` of `tables.joint_signature`, ``of_subjects(connection, prefix) -> dict``: newest versions,
by subject and authority.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.credit_checks import Authority
from scoring.register.tables import joint_signature


@dataclass(frozen=True, slots=True)
class JointSignature:
    """A signature. `subject` names what is signed (``2026/notice/1``), `subject_version` which list of it."""

    subject: str
    authority: Authority
    version: int
    subject_version: int
    signed_on: date
    officer: str


def add(signatures: Iterable[JointSignature]) -> list[dict[str, Value]]:
    """Return the rows of signatures, for `chain.record`."""
    return [
        {
            "subject": given.subject,
            "authority": given.authority,
            "version": given.version,
            "subject_version": given.subject_version,
            "signed_on": given.signed_on.isoformat(),
            "officer": given.officer,
        }
        for given in signatures
    ]


def of_subjects(connection: Connection, prefix: str) -> dict[str, dict[str, JointSignature]]:
    """Return the newest signature of each authority under everything whose name begins so."""
    query = (
        select(joint_signature)
        .where(
            joint_signature.c.subject.startswith(prefix, autoescape=True),
            queries.newest(joint_signature, "subject", "authority"),
        )
        .order_by(joint_signature.c.id)
    )
    found: dict[str, dict[str, JointSignature]] = {}
    for row in connection.execute(query):
        found.setdefault(row.subject, {})[row.authority] = JointSignature(
            subject=row.subject,
            authority=row.authority,
            version=row.version,
            subject_version=row.subject_version,
            signed_on=date.fromisoformat(row.signed_on),
            officer=row.officer,
        )
    return found
