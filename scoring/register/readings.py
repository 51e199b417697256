"""Who looked at what: ``add(readings) -> rows`` of `tables.reading`, ``last(...)``, ``since(connection, at)``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import reading


@dataclass(frozen=True, slots=True)
class Reading:
    """One look: by whom in which role, with which step of the product, about which thing, when."""

    reader: str
    role: str
    what: str
    about: str
    at: str


def add(given: Iterable[Reading]) -> list[dict[str, Value]]:
    """Return the rows of readings, for `chain.record`."""
    return queries.rows_of(given)


def last(connection: Connection, *, reader: str, what: str, about: str) -> str | None:
    """Return when somebody last looked at a thing, as far as it is written down."""
    same = reading.c.reader == reader, reading.c.what == what, reading.c.about == about
    at: str | None = connection.scalar(select(func.max(reading.c.at)).where(*same))
    return at


def since(connection: Connection, at: str, *, most: int) -> tuple[Reading, ...]:
    """Return what was looked at since a moment, newest first, `most` of it."""
    columns = [reading.c[name] for name in ("reader", "role", "what", "about", "at")]
    query = select(*columns).where(reading.c.at >= at).order_by(reading.c.id.desc()).limit(most)
    return queries.records_of(Reading, connection.execute(query))
