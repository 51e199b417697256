"""What a sitting leaves: dissents, the wall it was shown on, its minutes and who signed them.

``add_dissents``, ``add_walls``, ``add_minutes``, ``add_signatures`` return rows for `chain.record`; ``dissents``,
``wall``, ``minutes_of``, ``signatures`` of a sitting, ``signature_of`` a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import dissent, minutes, minutes_signature
from scoring.register.tables import wall as wall_table


@dataclass(frozen=True, slots=True)
class Dissent:
    """A minority view on one item, without its author."""

    dissent_id: str
    version: int
    sitting_id: str
    application_id: str
    text: str
    state: Literal["given", "withdrawn"]
    at: str


@dataclass(frozen=True, slots=True)
class Wall:
    """One version of what the hall's screen may do; `secret` is a digest of the code or of the screen's token."""

    sitting_id: str
    version: int
    state: Literal["offered", "paired", "paused", "ended"]
    at: str
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """One version of the minutes: the facts as canonical JSON, and their digest, which is what is signed."""

    sitting_id: str
    version: int
    facts: str
    digest: str
    at: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Whether a person signed the minutes with this digest, or refused with a reason."""

    sitting_id: str
    person_id: str
    version: int
    state: Literal["signed", "refused"]
    digest: str
    at: str
    reason: str | None = None


def add_dissents(given: Iterable[Dissent]) -> list[dict[str, Value]]:
    """Return the rows of dissents."""
    return queries.rows_of(given)


def add_walls(given: Iterable[Wall]) -> list[dict[str, Value]]:
    """Return the rows of the wall."""
    return queries.rows_of(given)


def add_minutes(given: Iterable[Minutes]) -> list[dict[str, Value]]:
    """Return the rows of minutes."""
    return queries.rows_of(given)


def add_signatures(given: Iterable[Signature]) -> list[dict[str, Value]]:
    """Return the rows of signatures."""
    return queries.rows_of(given)


def dissents(connection: Connection, sitting_id: str) -> tuple[Dissent, ...]:
    """Return the dissents of a sitting that stand, in an order that tells nothing of who was first."""
    query = select(dissent).where(dissent.c.sitting_id == sitting_id, queries.newest(dissent, "dissent_id"))
    found = queries.records_of(Dissent, connection.execute(query.order_by(dissent.c.dissent_id)))
    return tuple(one for one in found if one.state == "given")


def wall(connection: Connection, sitting_id: str) -> Wall | None:
    """Return how the hall's screen stands, ``None`` where none was ever offered."""
    query = select(wall_table).where(wall_table.c.sitting_id == sitting_id, queries.newest(wall_table, "sitting_id"))
    found = queries.records_of(Wall, connection.execute(query))
    return found[0] if found else None


def offered_walls(connection: Connection) -> tuple[Wall, ...]:
    """Return the screens of all sittings that wait for their code."""
    query = select(wall_table).where(queries.newest(wall_table, "sitting_id"), wall_table.c.state == "offered")
    return queries.records_of(Wall, connection.execute(query))


def minutes_of(connection: Connection, sitting_id: str) -> Minutes | None:
    """Return the newest minutes of a sitting."""
    query = select(minutes).where(minutes.c.sitting_id == sitting_id, queries.newest(minutes, "sitting_id"))
    found = queries.records_of(Minutes, connection.execute(query))
    return found[0] if found else None


def signatures(connection: Connection, sitting_id: str) -> tuple[Signature, ...]:
    """Return who signed or refused, by person."""
    newest = queries.newest(minutes_signature, "sitting_id", "person_id")
    query = select(minutes_signature).where(minutes_signature.c.sitting_id == sitting_id, newest)
    return queries.records_of(Signature, connection.execute(query.order_by(minutes_signature.c.person_id)))


def signature_of(connection: Connection, sitting_id: str, person_id: str) -> Signature | None:
    """Return how a person last stood to the minutes of a sitting, ``None`` where he did nothing yet."""
    return next((one for one in signatures(connection, sitting_id) if one.person_id == person_id), None)
