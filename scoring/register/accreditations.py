"""Accreditations: the grade of an enterprise from its announcement on, in versions.

``add(accreditations) -> rows`` of `tables.accreditation`, ``current_version(connection, application_id) -> int``,
``of_enterprise(connection, uscc)``, ``of_round(connection, round_id)``, ``everything(connection)``: newest versions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import accreditation


@dataclass(frozen=True, slots=True)
class Accreditation:
    """One version of an accreditation; `state` says what became of it, apart from the passing of time."""

    application_id: str
    version: int
    uscc: str
    round_id: str
    grade: str
    announced_on: date
    valid_until: date
    state: Literal["valid", "revoked", "superseded"] = "valid"
    reason: str | None = None


COLUMNS: Final = tuple(accreditation.c[field.name] for field in fields(Accreditation))
"""The columns of an accreditation, in the order of its fields."""


def add(accreditations: Iterable[Accreditation]) -> list[dict[str, Value]]:
    """Return the rows of accreditations, for `chain.record`."""
    return [
        {
            "application_id": given.application_id,
            "version": given.version,
            "uscc": given.uscc,
            "round_id": given.round_id,
            "grade": given.grade,
            "announced_on": given.announced_on.isoformat(),
            "valid_until": given.valid_until.isoformat(),
            "state": given.state,
            "reason": given.reason,
        }
        for given in accreditations
    ]


def current_version(connection: Connection, application_id: str) -> int:
    """Return the newest version of the accreditation of an application, 0 where there is none."""
    return queries.current_version(connection, accreditation, application_id=application_id)


def of_enterprise(connection: Connection, uscc: str) -> tuple[Accreditation, ...]:
    """Return what an enterprise was ever accredited, as it stands now, oldest first."""
    return _newest(connection, accreditation.c.uscc == uscc)


def of_round(
    connection: Connection, round_id: str, *, only: Collection[str] | None = None
) -> tuple[Accreditation, ...]:
    """Return the accreditations of a round, or of some of its applications."""
    some = () if only is None else (accreditation.c.application_id.in_(list(only)),)
    return _newest(connection, accreditation.c.round_id == round_id, *some)


def everything(connection: Connection) -> tuple[Accreditation, ...]:
    """Return every accreditation as it stands now."""
    return _newest(connection)


def _newest(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Accreditation, ...]:
    query = select(*COLUMNS).where(*conditions, queries.newest(accreditation, "application_id"))
    rows = connection.execute(query.order_by(accreditation.c.announced_on, accreditation.c.id))
    return tuple(of_row(row) for row in rows.all())


def of_row(values: Sequence[Any]) -> Accreditation:
    """Return the accreditation of `COLUMNS`; by place, which is several times as fast as by name."""
    id_, version, uscc, round_id, grade, announced_on, valid_until, state, reason = values
    first, last = date.fromisoformat(announced_on), date.fromisoformat(valid_until)
    return Accreditation(id_, version, uscc, round_id, grade, first, last, state, reason)
