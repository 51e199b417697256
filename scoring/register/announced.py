"""What was announced, in the words of its day, and what became of it: the accreditations as anybody may know them.

``everything(connection)``, ``of_application(connection, application_id)``, ``at_row(connection, row)``,
``files_issued(connection, application_id)``, ``last_issued(connection, round_id)``. Name and county are those of the
application as it stood when the grade was announced: what was corrected since was not announced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from json import loads
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select

from scoring.register import queries
from scoring.register.accreditations import Accreditation
from scoring.register.tables import accreditation, application, chain_entry

ISSUED: Final = "certificate.issued"
"""The act by which a certificate leaves the office; its details hold the digest of the file."""


@dataclass(frozen=True, slots=True)
class Announced:
    """An accreditation.

    Attributes
    ----------
    row : int
        Where its announcement stands in the record: never another's.
    now : Accreditation
        Its newest version.
    name, county : str
        Of the enterprise, as announced.
    entry, entry_hash : int, str
        The entry of the chain that announced it.
    """

    row: int
    now: Accreditation
    name: str
    county: str
    entry: int
    entry_hash: str


def everything(connection: Connection) -> tuple[Announced, ...]:
    """Return everything that was ever announced, in the order of the record."""
    return tuple(_found(connection))


def of_application(connection: Connection, application_id: str) -> Announced | None:
    """Return what was announced for an application."""
    return next(_found(connection, accreditation.c.application_id == application_id), None)


def at_row(connection: Connection, row: int) -> Announced | None:
    """Return what was announced by a row of the record; a row that ended an accreditation announced none."""
    found = connection.scalar(
        select(accreditation.c.application_id).where(accreditation.c.id == row, accreditation.c.version == 1)
    )
    return None if found is None else of_application(connection, found)


def files_issued(connection: Connection, application_id: str) -> frozenset[str]:
    """Return the digests of the certificate files that were issued for an application."""
    query = select(chain_entry.c.content).where(
        chain_entry.c.object == f"application/{application_id}", chain_entry.c.act == ISSUED
    )
    return frozenset(loads(content)["details"]["file"] for content in connection.scalars(query))


def last_issued(connection: Connection, round_id: str) -> dict[str, str]:
    """Return when the newest certificate file of each accreditation of a round was issued, by application."""
    of_round = select(accreditation.c.application_id).where(accreditation.c.round_id == round_id)
    names = {f"application/{name}": name for name in connection.scalars(of_round)}
    query = select(chain_entry.c.object, chain_entry.c.at).where(chain_entry.c.act == ISSUED)
    ordered = connection.execute(query.order_by(chain_entry.c.sequence))
    return {names[row.object]: row.at for row in ordered if row.object in names}


def _found(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[Announced]:
    first, earlier = accreditation.alias("first"), application.alias("earlier")
    as_announced = (
        select(func.max(earlier.c.version))
        .where(earlier.c.application_id == first.c.application_id, earlier.c.entry <= first.c.entry)
        .scalar_subquery()
    )
    query = (
        select(
            accreditation,
            first.c.id.label("announcing_row"),
            first.c.entry.label("announcing_entry"),
            application.c.name.label("enterprise"),
            application.c.county,
            chain_entry.c.hash,
        )
        .join(first, and_(first.c.application_id == accreditation.c.application_id, first.c.version == 1))
        .join(
            application,
            and_(application.c.application_id == first.c.application_id, application.c.version == as_announced),
        )
        .join(chain_entry, chain_entry.c.sequence == first.c.entry)
        .where(*conditions, queries.newest(accreditation, "application_id"))
        .order_by(first.c.id)
    )
    return (_announced(row) for row in connection.execute(query))


def _announced(row: Row[Any]) -> Announced:
    return Announced(
        row=row.announcing_row,
        now=Accreditation(
            application_id=row.application_id,
            version=row.version,
            uscc=row.uscc,
            round_id=row.round_id,
            grade=row.grade,
            announced_on=date.fromisoformat(row.announced_on),
            valid_until=date.fromisoformat(row.valid_until),
            state=row.state,
            reason=row.reason,
        ),
        name=row.enterprise,
        county=row.county,
        entry=row.announcing_entry,
        entry_hash=row.hash,
    )
