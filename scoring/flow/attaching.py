"""Files of dossiers: taken in by content, handed back as they came, never opened (Article 16: who supplied what)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO, Final

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import AttachmentLimits
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import attempts, gather
from scoring.flow.wording import reason_of, text_fault, tidy
from scoring.model import Actor, Application
from scoring.procedure.attachments import MEGABYTE, kind_fault, safe_name, size_fault, sniff
from scoring.procedure.uscc import check
from scoring.register import assignments, attachments, chain, tables, withdrawals
from scoring.register.attachments import Attachment
from scoring.register.chain import Act, Entry
from scoring.register.database import Register

_AT_ONCE: Final = 1 << 20
#: No browser opens this by itself: what was handed in is saved, not shown.
MEDIA_TYPE: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Download:
    """A file handed back: its bytes as they came, and a name that is safe on every system."""

    name: str
    media_type: str
    content: bytes


def attach_file(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    name: str,
    stream: BinaryIO,
    size: int,
    provider: str = "",
    provider_code: str = "",
) -> Entry:
    """Keep a file with an application.

    Parameters
    ----------
    stream : binary file
        Read piece by piece, never beyond the limit of the round, whatever `size` says.
    size : int
        As announced by whoever hands it in: too large is refused before anything is read.
    provider, provider_code : str
        Who supplied the evidence (Article 20), and its credit code.

    Raises
    ------
    FaultsError
        Empty, too large, of a kind that is not taken, or something else than its name says.
    ConflictError
        If the application holds it already or is withdrawn, or the round takes no files.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "attach", "attachment")
    provider, provider_code = tidy(provider), tidy(provider_code)
    with register.read() as connection:
        application, _ = _application(connection, actor, "attach", application_id)
        limits = _limits(connection, application)
    with attempts.kept(register, actor, now, f"application/{application_id}"):
        if fault := size_fault(size, limits, name=name):
            raise FaultsError([fault])
        content = _read(stream, limits, name)
        kind = sniff(content)
        faults = [
            fault for fault in (kind_fault(name, kind, limits), _name_fault(name), _name_fault(provider)) if fault
        ]
        faults += [Fault(what, seen=provider_code) for what in (check(provider_code) if provider_code else ())]
        if faults or kind is None:
            raise FaultsError(faults)
    digest = hashlib.sha256(content).hexdigest()
    with register.write() as connection:
        application, role = _application(connection, actor, "attach", application_id)
        _refuse_unless_taken(connection, application)
        before = attachments.one(connection, application_id, digest)
        if before is not None and before.state == "held":
            raise ConflictError(Message("steps.attachment_held", {"name": before.name, "digest": digest}))
        held = Attachment(
            application_id=application_id,
            digest=digest,
            version=1 if before is None else before.version + 1,
            name=safe_name(name, kind),
            kind=kind,
            size=len(content),
            provider=provider or None,
            provider_code=provider_code or None,
        )
        rows = {tables.attachment: attachments.add([held])}
        if not attachments.has_content(connection, digest):
            rows[tables.attachment_part] = attachments.add_content(digest, content)
        act = Act(actor.id, role, "attachment.added", f"application/{application_id}", now, "", {"digest": digest})
        return chain.record(connection, act, rows)


def withdraw_attachment(
    register: Register, actor: Actor, now: datetime, *, application_id: str, digest: str, reason: str
) -> Entry:
    """Take a file off an application; it stays in the record with the reason.

    Raises
    ------
    ConflictError
        If the application does not hold it, or no reason is given.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "withdraw", "attachment")
    with register.write() as connection:
        application, role = _application(connection, actor, "withdraw", application_id)
        _refuse_unless_taken(connection, application)
        before = attachments.one(connection, application_id, digest)
        if before is None or before.state != "held":
            raise ConflictError(Message("steps.attachment_not_held", {"digest": digest}))
        reason = reason_of(reason, due=Message("steps.what_attachment_withdrawal"))
        gone = replace(before, version=before.version + 1, state="withdrawn", reason=reason)
        details = {"digest": digest}
        act = Act(actor.id, role, "attachment.withdrawn", f"application/{application_id}", now, reason, details)
        return chain.record(connection, act, {tables.attachment: attachments.add([gone])})


def list_attachments(register: Register, actor: Actor, application_id: str) -> tuple[Attachment, ...]:
    """Return the files of an application, withdrawn ones among them.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "attachment")
    with register.read() as connection:
        _application(connection, actor, "read", application_id)
        return attachments.of_application(connection, application_id)


def read_attachment(register: Register, actor: Actor, *, application_id: str, digest: str) -> Download:
    """Return a file of an application, to be saved by whoever asked for it.

    Raises
    ------
    ConflictError
        If the application never held it.
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "attachment")
    with register.read() as connection:
        _application(connection, actor, "read", application_id)
        held = attachments.one(connection, application_id, digest)
        content = None if held is None else attachments.content(connection, digest)
        if held is None or content is None:
            raise ConflictError(Message("steps.attachment_not_held", {"digest": digest}))
        return Download(held.name, MEDIA_TYPE, content)


def _application(connection: Connection, actor: Actor, verb: str, application_id: str) -> tuple[Application, str]:
    # Asked of whatever is named, there or not, so that the time of a refusal does not tell.
    assigned = assignments.of_expert(connection, actor.id)
    application = gather.application(connection, application_id, verb=verb, object_="attachment", by_round=False)
    true = set(gather.in_region(actor, application.enterprise.county))
    if any((one.application_id, one.state) == (application_id, "assigned") for one in assigned):
        true |= {"own", "assigned"}
    return application, access.require(actor, verb, "attachment", true)


def _limits(connection: Connection, application: Application) -> AttachmentLimits:
    limits = gather.rule_book(connection, application.round_id).round.parameter_sheet.attachments
    if limits is None:
        raise ConflictError(Message("steps.round_without_attachments", {"round": application.round_id}))
    return limits


def _refuse_unless_taken(connection: Connection, application: Application) -> None:
    values: dict[str, object] = {"application": application.application_id}
    if withdrawals.one(connection, application.application_id) is not None:
        raise ConflictError(Message("steps.withdrawn_already", values))
    if "steps_open" not in gather.truths(connection, application.round_id):
        values |= {"round": application.round_id, "state": gather.state_of(connection, application.round_id)}
        raise ConflictError(Message("steps.round_takes_no_steps", values))


def _read(stream: BinaryIO, limits: AttachmentLimits, name: str) -> bytes:
    """Read a file as far as the limit, and one byte: more than that is too large, however much more there is."""
    pieces: list[bytes] = []
    left = limits.most_megabytes * MEGABYTE + 1
    while left > 0 and (piece := stream.read(min(_AT_ONCE, left))):
        pieces.append(piece)
        left -= len(piece)
    content = b"".join(pieces)
    if fault := size_fault(len(content), limits, name=name):
        raise FaultsError([fault])
    return content


def _name_fault(text: str) -> Fault | None:
    return text_fault(text, Message("steps.what_attachment_name"))
