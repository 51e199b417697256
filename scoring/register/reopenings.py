"""Submitted sheets that their experts ask back.

``add(requests) -> rows`` of `tables.reopening`, ``current(connection, application_id=, expert_id=, stage=)``,
``asked(connection, round_id)``: newest versions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, select

from scoring.model import Stage
from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import application, reopening

ReopeningState = Literal["asked", "granted", "declined", "taken_back"]


@dataclass(frozen=True, slots=True)
class Reopening:
    """One version of a request: asked by the expert, granted or declined by the holder, with the reason of each."""

    application_id: str
    expert_id: str
    stage: Stage
    version: int
    state: ReopeningState
    reason: str
    at: str


def add(given: Iterable[Reopening]) -> list[dict[str, Value]]:
    """Return the rows of requests, for `chain.record`."""
    return queries.rows_of(given)


def current(connection: Connection, *, application_id: str, expert_id: str, stage: Stage) -> Reopening | None:
    """Return the request about a sheet as it stands, ``None`` where there never was one."""
    found = _select(
        connection,
        reopening.c.application_id == application_id,
        reopening.c.expert_id == expert_id,
        reopening.c.stage == stage,
    )
    return found[0] if found else None


def answered(
    connection: Connection,
    state: ReopeningState,
    reason: str,
    at: str,
    *,
    application_id: str,
    expert_id: str,
    stage: Stage,
) -> Reopening | None:
    """Return the version that answers a request, ``None`` where nothing is asked for."""
    before = current(connection, application_id=application_id, expert_id=expert_id, stage=stage)
    if before is None or before.state != "asked":
        return None
    return Reopening(application_id, expert_id, stage, before.version + 1, state, reason, at)


def asked(connection: Connection, round_id: str) -> tuple[Reopening, ...]:
    """Return the requests of a round that nobody has answered, oldest first."""
    of_round = select(application.c.application_id).where(application.c.round_id == round_id)
    return tuple(one for one in _select(connection, reopening.c.application_id.in_(of_round)) if one.state == "asked")


def _select(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Reopening, ...]:
    newest = queries.newest(reopening, "application_id", "expert_id", "stage")
    return queries.records_of(
        Reopening, connection.execute(select(reopening).where(*conditions, newest).order_by(reopening.c.id))
    )
