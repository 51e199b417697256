"""Templates of papers in versions: which file is adopted for a kind of paper in a language, by whom and why.

``add(given) -> rows`` of `tables.document_template`, ``newest(connection, kind, language) -> HeldTemplate | None``,
``history(connection)``, the newest first. The content is that of `attachments`, by digest: ``content``,
``add_content``, ``has_content``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import document_template


@dataclass(frozen=True, slots=True)
class HeldTemplate:
    """One version of the template of a kind of paper in a language.

    Attributes
    ----------
    state : str
        ``withdrawn``: the shipped one holds again, and there is no digest.
    digest : str or None
        SHA-256 of the Word file.
    name : str
        Of the file as it was uploaded.
    by, role, reason, at : str
        Who adopted it, and why.
    """

    kind: str
    language: str
    version: int
    state: Literal["adopted", "withdrawn"]
    digest: str | None
    name: str
    by: str
    role: str
    reason: str
    at: str


def add(given: Iterable[HeldTemplate]) -> list[dict[str, Value]]:
    """Return the rows of versions, for `chain.record`."""
    return queries.rows_of(given)


def newest(connection: Connection, kind: str, language: str) -> HeldTemplate | None:
    """Return what holds for a kind of paper in a language, ``None`` where nothing was ever adopted."""
    query = select(document_template).where(
        document_template.c.kind == kind,
        document_template.c.language == language,
        queries.newest(document_template, "kind", "language"),
    )
    found = queries.records_of(HeldTemplate, connection.execute(query))
    return found[0] if found else None


def history(connection: Connection) -> tuple[HeldTemplate, ...]:
    """Return every version of every template, the newest first."""
    query = select(document_template).order_by(document_template.c.id.desc())
    return queries.records_of(HeldTemplate, connection.execute(query))
