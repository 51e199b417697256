"""Appointed experts, in versions.

``add(experts, versions=) -> rows`` of `tables.expert`, ``current_version(connection, expert_id) -> int``,
``current_versions(connection) -> dict``, ``one(connection, expert_id) -> Expert | None``, ``everyone(connection)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from json import loads
from typing import Any

from sqlalchemy import Connection, Row, func, select

from scoring.model import Expert
from scoring.register import queries
from scoring.register.canonical import Value, canonical
from scoring.register.tables import expert


def add(experts: Iterable[Expert], *, versions: Mapping[str, int] | None = None) -> list[dict[str, Value]]:
    """Return the rows of experts, for `chain.record`; `versions` says which version each is to be, 1 by default."""
    numbers = versions or {}
    return [
        {
            "expert_id": given.expert_id,
            "version": numbers.get(given.expert_id, 1),
            "name": given.name,
            "employer": given.employer,
            "region": given.region,
            "expertise": canonical(list(given.expertise)),
            "appointed_from": given.appointed_from.isoformat(),
            "appointed_until": None if given.appointed_until is None else given.appointed_until.isoformat(),
        }
        for given in experts
    ]


def current_version(connection: Connection, expert_id: str) -> int:
    """Return the newest version of an expert, 0 where there is none."""
    return queries.current_version(connection, expert, expert_id=expert_id)


def current_versions(connection: Connection) -> dict[str, int]:
    """Return the newest version of every expert."""
    query = select(expert.c.expert_id, func.max(expert.c.version)).group_by(expert.c.expert_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def one(connection: Connection, expert_id: str) -> Expert | None:
    """Return an expert as he stands now."""
    query = select(expert).where(expert.c.expert_id == expert_id).order_by(expert.c.version.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else _expert(row)


def everyone(connection: Connection) -> tuple[Expert, ...]:
    """Return every expert as he stands now, by id."""
    query = select(expert).where(queries.newest(expert, "expert_id")).order_by(expert.c.expert_id)
    return tuple(_expert(row) for row in connection.execute(query))


def _expert(row: Row[Any]) -> Expert:
    return Expert(
        expert_id=row.expert_id,
        name=row.name,
        employer=row.employer,
        region=row.region,
        expertise=tuple(loads(row.expertise)),
        appointed_from=date.fromisoformat(row.appointed_from),
        appointed_until=None if row.appointed_until is None else date.fromisoformat(row.appointed_until),
    )
