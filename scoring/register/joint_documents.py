"""Joint documents of both authorities and their lists, in versions.

``add(documents) -> rows`` of `tables.joint_document`, ``add_entries(entries) -> rows`` of `tables.document_entry`,
``of_round(connection, round_id)``: newest versions, oldest document first, ``entries(connection, round_id) -> dict``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, select

from scoring.register import listings, queries
from scoring.register.canonical import Value
from scoring.register.listings import Listed
from scoring.register.tables import document_entry, joint_document


@dataclass(frozen=True, slots=True)
class JointDocument:
    """One version of a joint document. `number` is its official number (文号); issued when both have signed."""

    document_id: str
    version: int
    round_id: str
    number: str
    list_version: int
    state: Literal["drafted", "issued"] = "drafted"
    issued_on: date | None = None
    reason: str | None = None


def add(documents: Iterable[JointDocument]) -> list[dict[str, Value]]:
    """Return the rows of documents, for `chain.record`."""
    return [
        {
            "document_id": given.document_id,
            "version": given.version,
            "round_id": given.round_id,
            "number": given.number,
            "state": given.state,
            "list_version": given.list_version,
            "issued_on": None if given.issued_on is None else given.issued_on.isoformat(),
            "reason": given.reason,
        }
        for given in documents
    ]


def add_entries(entries: Iterable[Listed]) -> list[dict[str, Value]]:
    """Return the rows of entries of lists, for `chain.record`."""
    return listings.add(entries, "document_id")


def of_round(connection: Connection, round_id: str) -> tuple[JointDocument, ...]:
    """Return the documents of a round as they stand now, oldest first."""
    query = select(joint_document).where(
        joint_document.c.round_id == round_id, queries.newest(joint_document, "document_id")
    )
    rows = sorted(connection.execute(query), key=lambda row: int(row.document_id.rpartition("/")[2]))
    return tuple(
        JointDocument(
            document_id=row.document_id,
            version=row.version,
            round_id=row.round_id,
            number=row.number,
            list_version=row.list_version,
            state=row.state,
            issued_on=None if row.issued_on is None else date.fromisoformat(row.issued_on),
            reason=row.reason,
        )
        for row in rows
    )


def entries(
    connection: Connection, round_id: str, *, only: Collection[str] | None = None
) -> dict[str, dict[str, Listed]]:
    """Return the lists of a round's documents, or what they say of some, as they stand, by document and application."""
    return listings.of_lists(connection, document_entry, "document_id", f"{round_id}/document/", only=only)
