"""Marks of experts on reference cases: every change a new version, the newest one counts.

``add(marks) -> rows`` of `tables.practice_mark`, ``latest(connection, expert_id=, case_id=)``,
``current_version(connection, expert_id=, case_id=, indicator=)`` (0: none yet), ``closed_at(connection, expert_id=,
case_id=)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from scoring.model import MarkState
from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import chain_entry, practice_mark

CLOSED: Final = "practice.closed"
"""The act by which an expert ends a case: from then on he sees the reference marks, and his own stand."""


@dataclass(frozen=True, slots=True)
class PracticeMark:
    """One version of a mark on a reference case; `value` holds points and is ``None`` unless `state` is ``SCORED``."""

    case_id: str
    expert_id: str
    indicator: str
    version: int
    state: MarkState
    at: str
    value: str | None = None
    note: str | None = None


def add(given: Iterable[PracticeMark]) -> list[dict[str, Value]]:
    """Return the rows of marks, for `chain.record`."""
    return [
        {
            "case_id": one.case_id,
            "expert_id": one.expert_id,
            "indicator": one.indicator,
            "version": one.version,
            "state": one.state.name.lower(),
            "value": one.value,
            "note": one.note,
            "at": one.at,
        }
        for one in given
    ]


def current_version(connection: Connection, *, expert_id: str, case_id: str, indicator: str) -> int:
    """Return the version of the mark that counts now, 0 where there is none yet."""
    return queries.current_version(connection, practice_mark, expert_id=expert_id, case_id=case_id, indicator=indicator)


def latest(connection: Connection, *, expert_id: str, case_id: str) -> tuple[PracticeMark, ...]:
    """Return the newest mark of an expert on each indicator of a case, in the order they were written."""
    newest = queries.newest(practice_mark, "case_id", "expert_id", "indicator")
    of_case = (practice_mark.c.expert_id == expert_id, practice_mark.c.case_id == case_id)
    rows = connection.execute(select(practice_mark).where(*of_case, newest).order_by(practice_mark.c.id))
    return tuple(
        PracticeMark(
            case_id=row.case_id,
            expert_id=row.expert_id,
            indicator=row.indicator,
            version=row.version,
            state=MarkState[row.state.upper()],
            at=row.at,
            value=row.value,
            note=row.note,
        )
        for row in rows
    )


def object_of(case_id: str) -> str:
    """Return the name of a case in the chain."""
    return f"practice/{case_id}"


def closed_at(connection: Connection, *, expert_id: str, case_id: str) -> str | None:
    """Return when an expert ended a case, ``None`` while he is at it. The chain says it; no row has to."""
    query = select(chain_entry.c.at).where(
        chain_entry.c.actor == expert_id, chain_entry.c.object == object_of(case_id), chain_entry.c.act == CLOSED
    )
    found: str | None = connection.scalar(query.order_by(chain_entry.c.sequence).limit(1))
    return found
