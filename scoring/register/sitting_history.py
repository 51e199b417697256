"""What happened in a sitting before it came to stand as it does: for its minutes, and for nobody's list with names.

``seat_moves(connection, sitting_id)``, ``prepared(connection, sitting_id)``, ``moments``, ``screens``, ``led``,
``signing_roles`` of a sitting, ``questions_at(connection, application_id, entry=)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from json import loads
from typing import Any

from sqlalchemy import Connection, select

from scoring.register import queries
from scoring.register.sittings import Seat, object_of
from scoring.register.tables import chain_entry, minutes_signature, sitting_seat, visit_question, wall


@dataclass(frozen=True, slots=True)
class Led:
    """Who opened and locked a sitting as its chair, and who wrote for it; ``None`` where nobody in that role did."""

    chair: str | None
    secretary: str | None


def seat_moves(connection: Connection, sitting_id: str) -> tuple[Seat, ...]:
    """Return every version of every seat, oldest first: who came when, and who left."""
    query = select(sitting_seat).where(sitting_seat.c.sitting_id == sitting_id).order_by(sitting_seat.c.id)
    return queries.records_of(Seat, connection.execute(query))


def prepared(connection: Connection, sitting_id: str) -> Mapping[str, Any]:
    """Return what the entry that prepared a sitting says besides its rows, nothing where there is none."""
    query = select(chain_entry.c.content).where(
        chain_entry.c.object == object_of(sitting_id), chain_entry.c.act == "sitting.prepared"
    )
    content = connection.scalar(query)
    found: Mapping[str, Any] = {} if content is None else loads(content)["details"]
    return found


def moments(connection: Connection, sitting_id: str) -> tuple[str, ...]:
    """Return when something was recorded about a sitting, by whomever, oldest first: times alone."""
    query = select(chain_entry.c.at).where(chain_entry.c.object == object_of(sitting_id))
    return tuple(connection.scalars(query.order_by(chain_entry.c.sequence)))


def screens(connection: Connection, sitting_id: str) -> tuple[str, ...]:
    """Return when a screen was paired in the hall, each for the first time, oldest first."""
    query = select(wall.c.secret, wall.c.at).where(wall.c.sitting_id == sitting_id, wall.c.state == "paired")
    first: dict[str, str] = {}
    for row in connection.execute(query.order_by(wall.c.id)):
        first.setdefault(row.secret, row.at)  # uncovering a screen writes the same secret again
    return tuple(first.values())


def led(connection: Connection, sitting_id: str, *, until: int) -> Led:
    """Return who led a sitting and who kept its record, up to an entry: the last to act in either role."""
    query = select(chain_entry.c.actor, chain_entry.c.role).where(
        chain_entry.c.object == object_of(sitting_id), chain_entry.c.sequence <= until
    )
    last = {row.role: row.actor for row in connection.execute(query.order_by(chain_entry.c.sequence))}
    return Led(last.get("chair"), last.get("secretariat"))


def signing_roles(connection: Connection, sitting_id: str) -> dict[str, str]:
    """Return in which role each person who signed or refused last did so."""
    query = (
        select(minutes_signature.c.person_id, chain_entry.c.role)
        .join(chain_entry, chain_entry.c.sequence == minutes_signature.c.entry)
        .where(minutes_signature.c.sitting_id == sitting_id)
        .order_by(minutes_signature.c.id)
    )
    return {row.person_id: row.role for row in connection.execute(query)}


def questions_at(connection: Connection, application_id: str, *, entry: int) -> tuple[str, ...]:
    """Return the questions that a panel hands on to the site visit, as they stood at an entry of the chain."""
    query = select(visit_question.c.questions).where(
        visit_question.c.application_id == application_id, visit_question.c.entry <= entry
    )
    found = connection.scalar(query.order_by(visit_question.c.id.desc()).limit(1))
    return () if found is None else tuple(loads(found))
