"""Certificates: issued from the record, and held against it by whoever has the paper (Articles 13 to 15, 17).

A certificate says what was announced, so the same one comes out whenever it is printed; only handing it out is an act.
It rests on the entry of the chain that announced the grade: whoever changed that entry, or the grade, name or term in
the register, would make every certificate that is out in the world fail its check.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection

from indicators.language import Message, Name
from indicators.model import Citation, RuleBook
from scoring import access
from scoring.documents.certificate import Certificate, claim_in_file, read_claim, row_of
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.public_register import entry_of, since_announced
from scoring.model import Actor
from scoring.procedure.public_register import IN_FORCE, PublicEntry, PublicStanding
from scoring.register import announced, chain
from scoring.register.announced import ISSUED, Announced
from scoring.register.canonical import canonical, digest
from scoring.register.chain import Act, Entry
from scoring.register.database import Register

Render = Callable[[Certificate], bytes]
"""Makes the file of a certificate; the same certificate must give the same bytes."""


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """A certificate and its file; `entry` is ``None`` where the very file was issued before."""

    certificate: Certificate
    file: bytes
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class CertificateCheck:
    """A certificate held against the record.

    Attributes
    ----------
    outcome : str
        ``genuine``: number and digest are those of the record. ``altered``: the number is, the digest is not.
        ``unknown``: nothing was announced under this number.
    certificate : Certificate or None
        What the record says under this number, to be compared with the paper: the text of a genuine certificate can be
        copied onto another.
    standing : str or None
        What the grade is on the day asked for.
    cite : Citation or None
        By which article a grade that is not in force is not.
    as_issued : bool or None
        Of a file: whether it is, to the byte, one that was issued; ``None`` where only a text was given.
    article : Message or None
        The same article as `cite`, in words.
    """

    outcome: Literal["genuine", "altered", "unknown"]
    on: date
    certificate: Certificate | None = None
    standing: PublicStanding | None = None
    cite: Citation | None = None
    as_issued: bool | None = None
    article: Message | None = None

    @property
    def in_force(self) -> bool:
        """Whether it is genuine, and its grade may be shown and used on that day."""
        return self.outcome == "genuine" and self.standing in IN_FORCE and self.as_issued is not False


def issue_certificate(
    register: Register, actor: Actor, now: datetime, *, application_id: str, on: date, render: Render
) -> IssuedCertificate:
    """Make the certificate of a grade that is in force, and record that it went out.

    Raises
    ------
    ConflictError
        Nothing is announced for the application yet, or the grade is suspended, revoked, expired or superseded.
    AccessRefusedError, RecordError
    """
    access.require(actor, "issue", "certificate")
    with register.read() as connection:
        certificate = _to_be_issued(connection, register, application_id, on=on)
    file = render(certificate)  # takes its time, so not while others wait to write
    file_digest = _file_digest(register, file)
    with register.write() as connection:
        role = access.require(actor, "issue", "certificate")
        if certificate != _to_be_issued(connection, register, application_id, on=on):
            raise ConflictError(Message("certificate.changed_meanwhile", {"number": certificate.number}))
        if file_digest in announced.files_issued(connection, application_id):
            return IssuedCertificate(certificate, file, None)
        details = {"number": certificate.number, "digest": certificate.digest, "file": file_digest}
        act = Act(actor.id, role, ISSUED, f"application/{application_id}", now, details=details)
        return IssuedCertificate(certificate, file, chain.record(connection, act))


def certificates_issued(register: Register, actor: Actor, round_id: str) -> Mapping[str, str]:
    """Return when a certificate was last handed out, by application; whoever reads the joint documents may know it.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "read", "joint_document", round_id) as connection:
        return announced.last_issued(connection, round_id)


def verify_certificate(register: Register, actor: Actor, claimed: str | bytes, *, on: date) -> CertificateCheck:
    """Hold a certificate against the record: the text of its QR code, or its PDF file.

    Raises
    ------
    SpokenError
        If that is no text of a certificate, or a file without one.
    AccessRefusedError
    """
    access.require(actor, "verify", "certificate")
    claim = read_claim(claimed if isinstance(claimed, str) else claim_in_file(claimed))
    with register.read() as connection:
        found = announced.at_row(connection, row_of(claim.number))
        if found is None or found.now.announced_on > on:
            return CertificateCheck("unknown", on)
        book = gather.rule_book(connection, found.now.round_id)
        since = since_announced(connection, [found.now.round_id])
        entry = entry_of(found, book, since, on=on, synthetic=register.synthetic)
        if entry.number != claim.number:
            return CertificateCheck("unknown", on)
        certificate = _certificate(register, entry, found, book)
        as_issued = None
        if isinstance(claimed, bytes):
            issued = announced.files_issued(connection, found.now.application_id)
            as_issued = _file_digest(register, claimed) in issued
    return CertificateCheck(
        "genuine" if certificate.digest == claim.digest else "altered",
        on,
        certificate,
        entry.standing,
        entry.cite,
        as_issued,
        entry.article,
    )


def _to_be_issued(connection: Connection, register: Register, application_id: str, *, on: date) -> Certificate:
    gather.application(connection, application_id, verb="issue", object_="certificate")
    found = announced.of_application(connection, application_id)
    if found is None or found.now.announced_on > on:
        raise ConflictError(Message("certificate.nothing_announced", {"application": application_id}))
    book = gather.rule_book(connection, found.now.round_id)
    since = since_announced(connection, [found.now.round_id])
    entry = entry_of(found, book, since, on=on, synthetic=register.synthetic)
    if entry.cite is not None:
        standing = Message(f"publicregister.standing_{entry.standing}")
        values = {"number": entry.number, "standing": standing, "day": on.isoformat(), "clause": entry.cite.clause}
        raise ConflictError(Message("certificate.not_in_force", values))
    return _certificate(register, entry, found, book)


def _certificate(register: Register, entry: PublicEntry, found: Announced, book: RuleBook) -> Certificate:
    said = {
        "enterprise": entry.enterprise,
        "entry": found.entry,
        "entry_hash": found.entry_hash,
        "grade": entry.grade,
        "number": entry.number,
        "register_id": register.register_id,
        "round_id": entry.round_id,
        "uscc": entry.uscc,
        "valid_from": entry.valid_from.isoformat(),
        "valid_until": entry.valid_until.isoformat(),
    }
    return Certificate(
        number=entry.number,
        application_id=entry.application_id,
        enterprise=entry.enterprise,
        uscc=entry.uscc,
        grade=entry.grade,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        regulation=Name(book.regulation.name, book.regulation.name_en),
        marks=entry.marks,
        joint_document=entry.joint_document,
        entry=found.entry,
        entry_hash=found.entry_hash,
        digest=digest(register.hash_name, canonical(said)),
    )


def _file_digest(register: Register, file: bytes) -> str:
    return hashlib.new(register.hash_name, file).hexdigest()
