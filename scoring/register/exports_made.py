"""Files that left the product, as the chain tells of them: ``of_number(connection, number)``, ``of_digest(...)``."""

from __future__ import annotations

from dataclasses import dataclass
from json import loads
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from scoring.register.tables import chain_entry

MADE: Final = "export.made"
OBJECT: Final = "export/"


@dataclass(frozen=True, slots=True)
class ExportMade:
    """One file: its number, who took it in which role when, what it told of, and the SHA-256 of its bytes."""

    export_id: str
    taker: str
    role: str
    at: str
    what: str
    about: str
    digest: str
    marked: bool


def of_number(connection: Connection, number: str) -> tuple[ExportMade, ...]:
    """Return the export of a number; none where there is none."""
    query = select(chain_entry).where(chain_entry.c.object == OBJECT + number, chain_entry.c.act == MADE)
    return tuple(_made(row) for row in connection.execute(query))


def of_digest(connection: Connection, digest: str) -> tuple[ExportMade, ...]:
    """Return every export of the same bytes, newest first."""
    query = select(chain_entry).where(chain_entry.c.act == MADE).order_by(chain_entry.c.sequence.desc())
    return tuple(one for one in map(_made, connection.execute(query)) if one.digest == digest)


def _made(row: Row[Any]) -> ExportMade:
    told = loads(row.content)["details"]
    number = row.object.removeprefix(OBJECT)
    return ExportMade(
        number, row.actor, row.role, row.at, told["what"], told["about"], told["digest"], bool(told["marked"])
    )
