"""Conflicts of interest that were declared, found or named, in versions.

``add(conflicts) -> rows`` of `tables.conflict`, ``one(connection, conflict_id)``, ``standing(connection)``,
``of_application(connection, application_id)``, ``conflict_id(kind=, expert_id=, of=)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import conflict

ConflictKind = Literal["declared", "found", "unsuitable"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One version of a conflict. `application_id` is given where an applicant named the expert unsuitable."""

    conflict_id: str
    version: int
    expert_id: str
    uscc: str
    kind: ConflictKind
    source: str
    reason: str
    application_id: str | None = None
    state: Literal["standing", "lifted"] = "standing"


def conflict_id(*, kind: ConflictKind, expert_id: str, of: str) -> str:
    """Return the id of a conflict; `of` is the credit code, for the unsuitable the application."""
    return f"{kind}/{of}/{expert_id}"


def add(conflicts: Iterable[Conflict]) -> list[dict[str, Value]]:
    """Return the rows of conflicts, for `chain.record`."""
    return queries.rows_of(conflicts)


def one(connection: Connection, conflict_id_: str) -> Conflict | None:
    """Return a conflict as it stands now."""
    found = _newest(connection, conflict.c.conflict_id == conflict_id_)
    return found[0] if found else None


def standing(connection: Connection) -> tuple[Conflict, ...]:
    """Return every conflict that stands, in the order they were told."""
    return tuple(one for one in _newest(connection) if one.state == "standing")


def of_application(connection: Connection, application_id: str) -> tuple[Conflict, ...]:
    """Return the experts an applicant named for an application, as far as that stands."""
    found = _newest(connection, conflict.c.application_id == application_id)
    return tuple(one for one in found if one.state == "standing")


def _newest(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Conflict, ...]:
    query = select(conflict).where(*conditions, queries.newest(conflict, "conflict_id")).order_by(conflict.c.id)
    return queries.records_of(Conflict, connection.execute(query))
