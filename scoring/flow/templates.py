"""Templates of papers: adopted by the office in versions, read by whoever makes a paper, each a matter of record.

One person adopts a template, with a reason: it can change words and their order, and nothing of what a paper states.
Obligatory fields are asked for at the border, marks of samples and page numbers are the program's. Every paper names
the template it is made of, so that each can be held against the very file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import LANGUAGES, Message
from scoring import access
from scoring.documents.templated.border import check_template
from scoring.documents.templated.filling import Template
from scoring.documents.templated.kinds import KINDS, Kind
from scoring.documents.templated.outline import shipped
from scoring.errors import ConflictError, RecordError
from scoring.flow.wording import reason_of, text_fault, tidy
from scoring.model import Actor
from scoring.register import attachments, chain, tables, templates
from scoring.register.canonical import timestamp
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.templates import HeldTemplate


@dataclass(frozen=True, slots=True)
class TemplateInForce:
    """The template that papers of a kind are made of; `version` is 0 where it is the shipped one."""

    template: Template
    version: int

    @property
    def words(self) -> Message:
        """What a paper made of it says of it in the head of each page."""
        digits = self.template.digest[:8]
        if self.version == 0:
            return Message("template.used_shipped", {"digits": digits})
        return Message("template.used", {"version": self.version, "digits": digits})


def adopt_template(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    kind: Kind,
    language: str,
    name: str,
    content: bytes,
    reason: str,
) -> Entry:
    """Adopt a Word file as the template of a kind of paper.

    Parameters
    ----------
    name, content : str, bytes
        The file as it was uploaded.

    Raises
    ------
    FaultsError
        Everything that is wrong with the file, each with its paragraph.
    ConflictError
        It is the one in force already; no reason is given.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "adopt", "document_template")
    _refuse_unknown(kind, language)
    reason = reason_of(reason, due=Message("template.what_adoption"))
    name = tidy(name)
    if fault := text_fault(name, Message("template.what_name"), most=120, lines=False):
        raise FaultsError([fault])
    check_template(content, file=name, kind=kind)
    digest = hashlib.sha256(content).hexdigest()
    with register.write() as connection:
        before = _in_force(connection, kind, language)
        if before.template.digest == digest:
            raise ConflictError(Message("template.in_force_already", {"digits": digest[:8]}))
        again = HeldTemplate(
            kind=kind,
            language=language,
            version=_last(connection, kind, language) + 1,
            state="adopted",
            digest=digest,
            name=name,
            by=actor.id,
            role=role,
            reason=reason,
            at=timestamp(now),
        )
        rows = {tables.document_template: templates.add([again])}
        if not attachments.has_content(connection, digest):
            rows[tables.attachment_part] = attachments.add_content(digest, content)
        details = {"digest": digest, "version": again.version}
        act = Act(actor.id, role, "document_template.adopted", f"template/{kind}/{language}", now, reason, details)
        return chain.record(connection, act, rows)


def withdraw_template(
    register: Register, actor: Actor, now: datetime, *, kind: Kind, language: str, reason: str
) -> Entry:
    """Let the shipped template hold again.

    Raises
    ------
    ConflictError
        It does already; no reason is given.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "adopt", "document_template")
    _refuse_unknown(kind, language)
    reason = reason_of(reason, due=Message("template.what_withdrawal"))
    with register.write() as connection:
        held = templates.newest(connection, kind, language)
        if held is None or held.state == "withdrawn":
            raise ConflictError(Message("template.shipped_holds_already"))
        gone = HeldTemplate(
            kind, language, held.version + 1, "withdrawn", None, held.name, actor.id, role, reason, timestamp(now)
        )
        act = Act(actor.id, role, "document_template.withdrawn", f"template/{kind}/{language}", now, reason, {})
        return chain.record(connection, act, {tables.document_template: templates.add([gone])})


def template_in_force(register: Register, actor: Actor, *, kind: Kind, language: str) -> TemplateInForce:
    """Return the template that papers of a kind are made of: it holds words of the office, and no facts.

    Raises
    ------
    AccessRefusedError
    RecordError
        The record does not hold what it says it adopted.
    """
    access.require(actor, "use", "document_template")
    _refuse_unknown(kind, language)
    with register.read() as connection:
        return _in_force(connection, kind, language)


def template_history(register: Register, actor: Actor) -> tuple[HeldTemplate, ...]:
    """Return every version of every template with who adopted it and why, the newest first.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read", "document_template")
    with register.read() as connection:
        return templates.history(connection)


def _in_force(connection: Connection, kind: Kind, language: str) -> TemplateInForce:
    held = templates.newest(connection, kind, language)
    if held is None or held.digest is None:
        return TemplateInForce(shipped(kind, language), 0)
    content = attachments.content(connection, held.digest)
    if content is None or hashlib.sha256(content).hexdigest() != held.digest:
        raise RecordError(Message("template.content_lost", {"digits": held.digest[:8]}))
    return TemplateInForce(Template(kind, language, content, held.digest), held.version)


def _last(connection: Connection, kind: Kind, language: str) -> int:
    held = templates.newest(connection, kind, language)
    return 0 if held is None else held.version


def _refuse_unknown(kind: str, language: str) -> None:
    if kind not in KINDS or language not in LANGUAGES:
        told = Message("template.no_such_kind", {"kind": kind, "known": ", ".join(KINDS)})
        raise FaultsError([Fault(told, seen=kind)])
