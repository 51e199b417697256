"""Results of credit checks, one of each authority about an application (Articles 7 and 12, item 7), in versions.

``add(checks) -> rows`` of `tables.credit_check`, ``of_round(connection, round_id) -> dict``: newest versions, by
application and authority.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from sqlalchemy import Connection, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import application, credit_check

Authority = Literal["market_regulator", "drc"]
Result = Literal["passed", "failed"]


@dataclass(frozen=True, slots=True)
class CreditCheck:
    """What one authority found; `officer` found it."""

    application_id: str
    authority: Authority
    version: int
    result: Result
    checked_on: date
    officer: str
    reason: str | None = None


def add(checks: Iterable[CreditCheck]) -> list[dict[str, Value]]:
    """Return the rows of checks, for `chain.record`."""
    return [
        {
            "application_id": given.application_id,
            "authority": given.authority,
            "version": given.version,
            "result": given.result,
            "checked_on": given.checked_on.isoformat(),
            "officer": given.officer,
            "reason": given.reason,
        }
        for given in checks
    ]


def of_round(
    connection: Connection, round_id: str, *, only: Collection[str] | None = None
) -> dict[tuple[str, str], CreditCheck]:
    """Return the results of a round, or of some of it, as they stand now, by application and authority."""
    of_it = queries.of_round(credit_check.c.application_id, application, round_id, only)
    columns = [credit_check.c[field.name] for field in fields(CreditCheck)]
    query = (
        select(*columns)
        .where(of_it, queries.newest(credit_check, "application_id", "authority"))
        .order_by(credit_check.c.id)
    )
    return {
        (id_, authority): CreditCheck(id_, authority, version, result, date.fromisoformat(day), officer, reason)
        for id_, authority, version, result, day, officer, reason in connection.execute(query).all()
    }
