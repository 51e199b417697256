"""The lists of notices and joint documents: which application stands there with which grade, in versions.

A list is corrected entry by entry; its `list_version` counts the corrections, and an entry names the list it is of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from typing import Literal

from sqlalchemy import Connection, Table, select

from scoring.register import queries
from scoring.register.canonical import Value


@dataclass(frozen=True, slots=True)
class Listed:
    """One version of an entry of a list; taken off the list it stays, with the reason."""

    of: str
    application_id: str
    version: int
    list_version: int
    grade: str
    state: Literal["listed", "removed"] = "listed"
    reason: str | None = None


def add(entries: Iterable[Listed], key: str) -> list[dict[str, Value]]:
    """Return the rows of entries, for `chain.record`; `key` is the column that names the list."""
    return [
        {
            key: given.of,
            "application_id": given.application_id,
            "version": given.version,
            "list_version": given.list_version,
            "grade": given.grade,
            "state": given.state,
            "reason": given.reason,
        }
        for given in entries
    ]


def of_lists(
    connection: Connection, table: Table, key: str, prefix: str, *, only: Collection[str] | None = None
) -> dict[str, dict[str, Listed]]:
    """Return the entries of every list whose name begins so, as they stand now, by list and application.

    With `only` the entries of those applications alone.
    """
    # By place and all at once: thousands of rows by name take three times as long.
    names = (key, *(field.name for field in fields(Listed)[1:]))
    query = (
        select(*(table.c[name] for name in names))
        .where(table.c[key].startswith(prefix, autoescape=True), queries.newest(table, key, "application_id"))
        .order_by(table.c.id)
    )
    if only is not None:
        query = query.where(table.c.application_id.in_(list(only)))
    found: dict[str, dict[str, Listed]] = {}
    for row in connection.execute(query).all():
        one = Listed(*row)
        found.setdefault(one.of, {})[one.application_id] = one
    return found
