"""Requests to void a decision: one person asks, another agrees.

``add(given) -> rows`` of `tables.void_request`, ``current(connection, decision_id)``, ``asked(connection, round_id)``:
newest versions; ``history(connection, decision_id)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import application, void_request

VoidState = Literal["asked", "agreed", "declined", "taken_back"]


@dataclass(frozen=True, slots=True)
class VoidRequest:
    """One version of a request, by whom and why."""

    decision_id: str
    version: int
    application_id: str
    state: VoidState
    by: str
    reason: str
    at: str


def add(given: Iterable[VoidRequest]) -> list[dict[str, Value]]:
    """Return the rows of requests, for `chain.record`."""
    return queries.rows_of(given)


def current(connection: Connection, decision_id: str) -> VoidRequest | None:
    """Return the request about a decision as it stands, ``None`` where there never was one."""
    found = _select(connection, void_request.c.decision_id == decision_id)
    return found[0] if found else None


def asked(connection: Connection, round_id: str) -> tuple[VoidRequest, ...]:
    """Return the requests of a round that wait for a second person, oldest first."""
    of_round = select(application.c.application_id).where(application.c.round_id == round_id)
    found = _select(connection, void_request.c.application_id.in_(of_round))
    return tuple(one for one in found if one.state == "asked")


def _select(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[VoidRequest, ...]:
    newest = queries.newest(void_request, "decision_id")
    query = select(void_request).where(*conditions, newest).order_by(void_request.c.id)
    return queries.records_of(VoidRequest, connection.execute(query))
