"""Files of dossiers: who holds which, in versions, and their content, once for all, by its SHA-256.

``add(attachments) -> rows`` of `tables.attachment`, ``add_content(digest, content) -> rows`` of
`tables.attachment_part` (only where ``has_content(connection, digest)`` is false), ``of_application(connection,
application_id)``, ``counts(connection, round_id)``, ``one(connection, application_id, digest)``,
``content(connection, digest) -> bytes | None``.

Content is kept as Base64 in parts, as text like everything else, so that a register is whole in one database and the
chain covers it.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import ColumnElement, Connection, func, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import application, attachment, attachment_part

#: Bytes of content in one row: a multiple of three, so that parts need no padding between them.
PART_BYTES: Final = 768 * 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """One version of a file held with an application.

    Attributes
    ----------
    digest : str
        SHA-256 of the content, hexadecimal.
    kind : str
        What the content was found to be, not what the name says.
    provider, provider_code : str or None
        Who supplied it (Article 20): inspection body, intermediary, association; name and credit code.
    """

    application_id: str
    digest: str
    version: int
    name: str
    kind: str
    size: int
    provider: str | None = None
    provider_code: str | None = None
    state: Literal["held", "withdrawn"] = "held"
    reason: str | None = None


def add(attachments: Iterable[Attachment]) -> list[dict[str, Value]]:
    """Return the rows of attachments, for `chain.record`."""
    return queries.rows_of(attachments)


def add_content(digest: str, content: bytes) -> list[dict[str, Value]]:
    """Return the rows of a content, for `chain.record`."""
    starts = range(0, len(content), PART_BYTES)
    return [
        {"digest": digest, "part": number, "content": b64encode(content[start : start + PART_BYTES]).decode("ascii")}
        for number, start in enumerate(starts, start=1)
    ]


def has_content(connection: Connection, digest: str) -> bool:
    """Return whether the record holds a content."""
    query = select(attachment_part.c.id).where(attachment_part.c.digest == digest).limit(1)
    return connection.scalar(query) is not None


def content(connection: Connection, digest: str) -> bytes | None:
    """Return a content, ``None`` where the record does not hold it."""
    query = select(attachment_part.c.content).where(attachment_part.c.digest == digest)
    parts = [b64decode(part) for part in connection.scalars(query.order_by(attachment_part.c.part))]
    return b"".join(parts) if parts else None


def of_application(connection: Connection, application_id: str) -> tuple[Attachment, ...]:
    """Return the files of an application as they stand now, withdrawn ones among them, oldest first."""
    return _newest(connection, attachment.c.application_id == application_id)


def one(connection: Connection, application_id: str, digest: str) -> Attachment | None:
    """Return a file of an application as it stands now, ``None`` where it never held it."""
    found = _newest(connection, attachment.c.application_id == application_id, attachment.c.digest == digest)
    return found[0] if found else None


def counts(connection: Connection, round_id: str) -> dict[str, int]:
    """Return how many files each application of a round holds; those that hold none are not in it."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    query = select(attachment.c.application_id, func.count()).where(
        attachment.c.application_id.in_(of_it),
        attachment.c.state == "held",
        queries.newest(attachment, "application_id", "digest"),
    )
    return {row[0]: row[1] for row in connection.execute(query.group_by(attachment.c.application_id))}


def _newest(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Attachment, ...]:
    query = select(attachment).where(*conditions, queries.newest(attachment, "application_id", "digest"))
    return queries.records_of(Attachment, connection.execute(query.order_by(attachment.c.id)))
