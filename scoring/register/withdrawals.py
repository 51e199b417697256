"""Applications that were withdrawn, each once and for good: who would apply after all hands in a new one.

``add(withdrawals) -> rows`` of `tables.withdrawal`, ``of_round(connection, round_id) -> dict``,
``one(connection, application_id)``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import application, withdrawal


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """When and why an application was withdrawn."""

    application_id: str
    version: int
    withdrawn_on: date
    reason: str


def add(withdrawals: Iterable[Withdrawal]) -> list[dict[str, Value]]:
    """Return the rows of withdrawals, for `chain.record`."""
    return [
        {
            "application_id": given.application_id,
            "version": given.version,
            "withdrawn_on": given.withdrawn_on.isoformat(),
            "reason": given.reason,
        }
        for given in withdrawals
    ]


def one(connection: Connection, application_id: str) -> Withdrawal | None:
    """Return the withdrawal of an application, ``None`` where it stands."""
    query = queries.equal(withdrawal, "application_id")
    row = connection.execute(query, {"application_id": application_id}).one_or_none()
    return None if row is None else _withdrawal(row)


def of_round(connection: Connection, round_id: str, *, only: Collection[str] | None = None) -> dict[str, Withdrawal]:
    """Return the withdrawals of a round, or of some of its applications, by application."""
    of_it = queries.of_round(withdrawal.c.application_id, application, round_id, only)
    query = select(withdrawal).where(of_it).order_by(withdrawal.c.id)
    return {row.application_id: _withdrawal(row) for row in connection.execute(query)}


def _withdrawal(row: Row[Any]) -> Withdrawal:
    return Withdrawal(row.application_id, row.version, date.fromisoformat(row.withdrawn_on), row.reason)
