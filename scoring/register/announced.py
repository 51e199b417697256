"""What was announced, in the words of its day, and what became of it: the accreditations as anybody may know them.

``everything(connection)``, ``of_round(connection, round_id)``, ``of_application(connection, application_id)``,
``names(connection, application_ids)``, ``at_row(connection, row)``, ``files_issued(connection, application_id)``,
``last_issued(connection, round_id)``. Name and county are those of the application as it stood when the grade was
announced: what was corrected since was not announced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json import loads
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from scoring.register import accreditations, queries
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


def of_round(connection: Connection, round_id: str) -> tuple[Announced, ...]:
    """Return what was announced of a round, in the order of the record."""
    return tuple(_found(connection, accreditation.c.round_id == round_id))


def names(connection: Connection, application_ids: Sequence[str]) -> dict[str, str]:
    """Return the names under which some enterprises were announced, by application."""
    rows = queries.among(connection, _query(), accreditation.c.application_id, application_ids)
    return {one.now.application_id: one.name for one in map(_announced, rows)}


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
    return map(_announced, connection.execute(_query().where(*conditions)).all())


def _query() -> Select[Any]:
    first, earlier = accreditation.alias("first"), application.alias("earlier")
    as_announced = (
        select(func.max(earlier.c.version))
        .where(earlier.c.application_id == first.c.application_id, earlier.c.entry <= first.c.entry)
        .scalar_subquery()
    )
    return (
        select(
            first.c.id,
            application.c.name,
            application.c.county,
            first.c.entry,
            chain_entry.c.hash,
            *accreditations.COLUMNS,
        )
        .select_from(accreditation)
        .join(first, and_(first.c.application_id == accreditation.c.application_id, first.c.version == 1))
        .join(
            application,
            and_(application.c.application_id == first.c.application_id, application.c.version == as_announced),
        )
        .join(chain_entry, chain_entry.c.sequence == first.c.entry)
        .where(queries.newest(accreditation, "application_id"))
        .order_by(first.c.id)
    )


def _announced(values: Sequence[Any]) -> Announced:
    row, name, county, entry, entry_hash, *now = values
    return Announced(row, accreditations.of_row(now), name, county, entry, entry_hash)
