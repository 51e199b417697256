"""Objections to what a notice lists, in versions: received, acknowledged, decided.

``add(objections) -> rows`` of `tables.objection`, ``one(connection, objection_id)``,
``of_round(connection, round_id)``: newest versions, in the order they came in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, func, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import objection

ObjectionState = Literal["received", "acknowledged", "founded", "groundless", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Objection:
    """One version of an objection.

    Attributes
    ----------
    received_from, substance : str
        Who objects, and what he says.
    state, since, officer : str, date, str
        Where it stands, since which day, by whom.
    reason : str or None
        Why it was decided so.
    """

    objection_id: str
    version: int
    notice_id: str
    application_id: str
    state: ObjectionState
    received_on: date
    received_from: str
    substance: str
    since: date
    officer: str
    reason: str | None = None


def add(objections: Iterable[Objection]) -> list[dict[str, Value]]:
    """Return the rows of objections, for `chain.record`."""
    return [
        {
            "objection_id": given.objection_id,
            "version": given.version,
            "notice_id": given.notice_id,
            "application_id": given.application_id,
            "state": given.state,
            "received_on": given.received_on.isoformat(),
            "received_from": given.received_from,
            "substance": given.substance,
            "since": given.since.isoformat(),
            "officer": given.officer,
            "reason": given.reason,
        }
        for given in objections
    ]


def one(connection: Connection, objection_id: str) -> Objection | None:
    """Return an objection as it stands now."""
    return next(iter(_newest(connection, objection.c.objection_id == objection_id)), None)


def of_round(connection: Connection, round_id: str, *, only: Collection[str] | None = None) -> tuple[Objection, ...]:
    """Return the objections of a round, or about some of it, as they stand now, in the order they came in."""
    some = () if only is None else (objection.c.application_id.in_(list(only)),)
    found = _newest(connection, objection.c.notice_id.startswith(f"{round_id}/notice/", autoescape=True), *some)
    return tuple(sorted(found, key=lambda given: int(given.objection_id.rpartition("/")[2])))


def count_of_round(connection: Connection, round_id: str, states: Collection[ObjectionState]) -> int:
    """Return how many objections of a round stand in one of some states now."""
    query = select(func.count()).select_from(objection)
    of_it = objection.c.notice_id.startswith(f"{round_id}/notice/", autoescape=True)
    newest = queries.newest(objection, "objection_id")
    return connection.scalar(query.where(of_it, newest, objection.c.state.in_(states))) or 0


def _newest(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Objection, ...]:
    query = select(objection).where(*conditions, queries.newest(objection, "objection_id")).order_by(objection.c.id)
    return tuple(_objection(row) for row in connection.execute(query))


def _objection(row: Row[Any]) -> Objection:
    return Objection(
        objection_id=row.objection_id,
        version=row.version,
        notice_id=row.notice_id,
        application_id=row.application_id,
        state=row.state,
        received_on=date.fromisoformat(row.received_on),
        received_from=row.received_from,
        substance=row.substance,
        since=date.fromisoformat(row.since),
        officer=row.officer,
        reason=row.reason,
    )
