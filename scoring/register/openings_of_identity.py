"""Openings of identities: an inspector asks whose sheets those of an application are, another person agrees.

``add(given) -> rows`` of `tables.identity_opening`, ``one(connection, opening_id)``, ``everything(connection)``:
newest versions; ``every_version(connection)``; ``asker(connection, opening_id)``; ``next_id(connection)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, func, select

from scoring.model import Stage
from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import identity_opening

OpeningState = Literal["asked", "agreed", "declined", "closed"]


@dataclass(frozen=True, slots=True)
class IdentityOpening:
    """One version: asked for with its ground (a case number), then agreed, declined or closed, each by somebody."""

    opening_id: str
    version: int
    application_id: str
    stage: Stage
    ground: str
    state: OpeningState
    by: str
    reason: str
    at: str


def add(given: Iterable[IdentityOpening]) -> list[dict[str, Value]]:
    """Return the rows of openings, for `chain.record`."""
    return queries.rows_of(given)


def one(connection: Connection, opening_id: str) -> IdentityOpening | None:
    """Return an opening as it stands, ``None`` where there is none."""
    found = _select(connection, identity_opening.c.opening_id == opening_id)
    return found[0] if found else None


def everything(connection: Connection) -> tuple[IdentityOpening, ...]:
    """Return every opening as it stands, oldest first."""
    return _select(connection)


def every_version(connection: Connection) -> tuple[IdentityOpening, ...]:
    """Return every version of every opening, oldest first."""
    query = select(identity_opening).order_by(identity_opening.c.id)
    return queries.records_of(IdentityOpening, connection.execute(query))


def asker(connection: Connection, opening_id: str) -> str | None:
    """Return who asked for an opening."""
    asked = identity_opening.c.opening_id == opening_id, identity_opening.c.version == 1
    return connection.scalar(select(identity_opening.c.by).where(*asked))


def next_id(connection: Connection) -> str:
    """Return the id of the next opening."""
    count = connection.scalar(select(func.count(identity_opening.c.opening_id.distinct()))) or 0
    return f"identity-opening/{count + 1}"


def _select(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[IdentityOpening, ...]:
    newest = queries.newest(identity_opening, "opening_id")
    query = select(identity_opening).where(*conditions, newest).order_by(identity_opening.c.id)
    return queries.records_of(IdentityOpening, connection.execute(query))
