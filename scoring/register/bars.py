"""Bars: from which day to which an enterprise may not apply, by which article, and why.

``add(bars) -> rows`` of `tables.bar`, ``standing(connection, uscc, on)``, ``of_enterprise(connection, uscc)``,
``one(connection, bar_id)``, ``everything(connection)``: newest versions; ``holding(bars, uscc, on)`` among them.
A bar that is lifted gets a further version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import bar


@dataclass(frozen=True, slots=True)
class Bar:
    """One version of a bar.

    Attributes
    ----------
    uscc : str
        Who is barred: the enterprise, by its credit code, whatever its name is now.
    from_, until : date
        First and last day on which no application is taken, both included.
    document, clause : str
        By which rule: a key of the rule book's documents, and the clause in it.
    state : str
        ``lifted`` where what it followed from was set aside.
    bar_id : str
        The act it follows from: ``2026-0017/revocation``.
    application_id : str
        The application that was returned, or whose accreditation was revoked.
    """

    uscc: str
    version: int
    from_: date
    until: date
    clause: str
    reason: str
    state: Literal["standing", "lifted"] = "standing"
    document: str = ""
    bar_id: str = ""
    application_id: str = ""

    def holds(self, on: date) -> bool:
        """Tell whether it keeps the enterprise from applying on a day."""
        return self.state == "standing" and self.from_ <= on <= self.until


def add(bars: Iterable[Bar]) -> list[dict[str, Value]]:
    """Return the rows of bars, for `chain.record`."""
    return [
        {
            "bar_id": given.bar_id,
            "version": given.version,
            "uscc": given.uscc,
            "application_id": given.application_id,
            "debarred_from": given.from_.isoformat(),
            "debarred_until": given.until.isoformat(),
            "document": given.document,
            "clause": given.clause,
            "reason": given.reason,
            "state": given.state,
        }
        for given in bars
    ]


def standing(connection: Connection, uscc: str, on: date) -> tuple[Bar, ...]:
    """Return the bars that keep an enterprise from applying on a day, the longest first; usually none or one."""
    return holding(of_enterprise(connection, uscc), uscc, on)


def holding(among: Iterable[Bar], uscc: str, on: date) -> tuple[Bar, ...]:
    """Return those of some bars that keep an enterprise from applying on a day, the longest first."""
    found = [one for one in among if one.uscc == uscc and one.holds(on)]
    return tuple(sorted(found, key=lambda one: one.until, reverse=True))


def of_enterprise(connection: Connection, uscc: str) -> tuple[Bar, ...]:
    """Return every bar an enterprise ever had, as it stands now, oldest first."""
    return _newest(connection, bar.c.uscc == uscc)


def one(connection: Connection, bar_id: str) -> Bar | None:
    """Return a bar as it stands now, ``None`` where there is none."""
    found = _newest(connection, bar.c.bar_id == bar_id)
    return found[0] if found else None


def current_version(connection: Connection, bar_id: str) -> int:
    """Return the newest version of a bar, 0 where there is none."""
    return queries.current_version(connection, bar, bar_id=bar_id)


def everything(connection: Connection) -> tuple[Bar, ...]:
    """Return every bar as it stands now."""
    return _newest(connection)


def _newest(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Bar, ...]:
    query = select(bar).where(*conditions, queries.newest(bar, "bar_id")).order_by(bar.c.debarred_from, bar.c.id)
    return tuple(_bar(row) for row in connection.execute(query))


def _bar(row: Row[Any]) -> Bar:
    return Bar(
        uscc=row.uscc,
        version=row.version,
        from_=date.fromisoformat(row.debarred_from),
        until=date.fromisoformat(row.debarred_until),
        clause=row.clause,
        reason=row.reason,
        state=row.state,
        document=row.document,
        bar_id=row.bar_id,
        application_id=row.application_id,
    )
