"""What holds of powers that take two: who asked did not answer."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table, select

from indicators.faults import Fault
from scoring.register.invariants.structure import broken
from scoring.register.tables import identity_opening, rule_draft, standstill, void_request

_ASKED = ("asked", "thaw_asked", "proposed")
_ANSWERED = ("agreed", "declined", "thawed", "thaw_declined", "adopted")
_TABLES = (
    (identity_opening, "opening_id"),
    (void_request, "decision_id"),
    (standstill, "standstill_id"),
    (rule_draft, "draft_id"),
)


def two_persons(connection: Connection) -> Iterator[Fault]:
    """Look at each answered request for whom it is the word of, and what it answers."""
    for table, key in _TABLES:
        asked: dict[str, str] = {}
        for row in connection.execute(select(table).order_by(table.c.id)):
            name = row._mapping[key]
            if row.state in _ASKED:
                asked[name] = row.by
            elif row.state in _ANSWERED and asked.get(name) in (None, row.by):
                yield _one(table, row.id, name)


def _one(table: Table, row: int, name: str) -> Fault:
    return broken("invariant.two_persons", table, row, what=name)
