"""Files that left the product, as the chain tells of them: `of_number`, `of_digest`, `everyone`."""

from __future__ import annotations

from dataclasses import dataclass
from json import loads
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from scoring.register.tables import chain_entry

MADE: Final = "export.made"
OBJECT: Final = "export/"


@dataclass(frozen=True, slots=True)
class Canary:
    """What the record keeps of the entry of nobody in a list: at which turn its name came, and its keyed hashes."""

    turn: int
    tags: tuple[str, ...]


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
    canary: Canary | None = None


def of_number(connection: Connection, number: str) -> tuple[ExportMade, ...]:
    """Return the export of a number; none where there is none."""
    query = select(chain_entry).where(chain_entry.c.object == OBJECT + number, chain_entry.c.act == MADE)
    return tuple(_made(row) for row in connection.execute(query))


def of_digest(connection: Connection, digest: str) -> tuple[ExportMade, ...]:
    """Return every export of the same bytes, newest first."""
    return tuple(one for one in everyone(connection) if one.digest == digest)


def everyone(connection: Connection) -> tuple[ExportMade, ...]:
    """Return every export, newest first."""
    query = select(chain_entry).where(chain_entry.c.act == MADE).order_by(chain_entry.c.sequence.desc())
    if connection.dialect.name == "sqlite":
        # By the object, which has an index, for the chain has an entry for each mark. Other databases may sort by the
        # words of a language, where signs do not bound what begins with them.
        query = query.where(chain_entry.c.object.between(OBJECT, f"{OBJECT}~"))
    return tuple(_made(row) for row in connection.execute(query))


def _made(row: Row[Any]) -> ExportMade:
    told = loads(row.content)["details"]
    canary = told.get("canary")
    return ExportMade(
        row.object.removeprefix(OBJECT),
        row.actor,
        row.role,
        row.at,
        told["what"],
        told["about"],
        told["digest"],
        bool(told["marked"]),
        None if canary is None else Canary(canary["turn"], tuple(canary["tags"])),
    )
