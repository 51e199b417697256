"""Pieces of SQL that several families share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, func, select


def newest(table: Table, *key: str) -> ColumnElement[bool]:
    """Return the condition that no later version of the same thing exists; `key` names its natural key."""
    later = table.alias("later")
    same = [later.c[name] == table.c[name] for name in key]
    return ~exists().where(and_(*same, later.c.version > table.c.version))


def current_version(connection: Connection, table: Table, **key: Any) -> int:
    """Return the newest version of a thing, 0 where there is none."""
    query = select(func.max(table.c.version)).where(*(table.c[name] == value for name, value in key.items()))
    return connection.scalar(query) or 0
