"""What the inspector's alarms are computed from: rows of the record, without a person in any of them.

``resubmitted(connection)``, ``departed(connection)``, ``failures(connection)``; and what came since:
``entries_since(connection, sequence)``, ``replaced_since(connection, row, closed)``, ``changed(connection, replaced)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from json import loads
from typing import Final, TypeAlias

from sqlalchemy import Connection, and_, exists, func, select

from scoring.model import Stage
from scoring.register import queries
from scoring.register.acts import PersonalAct
from scoring.register.tables import (
    application,
    chain_entry,
    decision,
    mark,
    round_state,
    sheet_event,
    sign_in_failure,
    sitting_recusal,
)

_KEY: Final = ("application_id", "expert_id", "stage")
Cell: TypeAlias = tuple[str, str, str, str]
"""A mark, whichever version of it: application, expert, stage, indicator."""
_CELL: Final = tuple(mark.c[name] for name in (*_KEY, "indicator"))


@dataclass(frozen=True, slots=True)
class Resubmission:
    """Two submissions of one sheet that follow each other, with its return between them: their entries of the chain.

    Whose sheet it is stays in `expert_id`, for the marks to be found; it goes no further.
    """

    application_id: str
    expert_id: str
    stage: Stage
    before: int
    after: int
    at: str


@dataclass(frozen=True, slots=True)
class Happened:
    """Something about an application, when."""

    application_id: str
    at: str


@dataclass(frozen=True, slots=True)
class RoleActs:
    """How often a role did an act, and when last."""

    act: str
    role: str
    count: int
    last: str


@dataclass(frozen=True, slots=True)
class RoleHour:
    """How many acts a role did within an hour, ``2026-06-01T09`` of UTC."""

    role: str
    hour: str
    count: int


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry of the chain without its content, and its hash."""

    act: PersonalAct
    hash: str


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed sign-ins under one key, a hash that is not told: how many, when last, until when locked."""

    kind: str
    count: int
    last: str
    until: str | None


def resubmitted(connection: Connection) -> tuple[Resubmission, ...]:
    """Return every pair of submissions of one sheet between which it was returned, oldest first."""
    returned = sheet_event.alias("returned")
    same = and_(*(returned.c[name] == sheet_event.c[name] for name in _KEY))
    query = (
        select(*(sheet_event.c[name] for name in _KEY), sheet_event.c.event, sheet_event.c.entry, sheet_event.c.at)
        .where(exists().where(same, returned.c.event == "returned"))
        .order_by(sheet_event.c.id)
    )
    found: list[Resubmission] = []
    last: dict[tuple[str, str, str], int] = {}
    for row in connection.execute(query):
        key = (row.application_id, row.expert_id, row.stage)
        if row.event != "submitted":
            continue
        if key in last:
            found.append(Resubmission(row.application_id, row.expert_id, row.stage, last[key], row.entry, row.at))
        last[key] = row.entry
    return tuple(found)


def replaced_since(connection: Connection, row: int, closed: Iterable[str]) -> tuple[int, dict[Cell, int]]:
    """Return the last row of marks, and which marks of later rows came after the first closing of their round.

    Parameters
    ----------
    row : int
        The last row that was read before, 0 at first.
    closed : iterable of str
        States of a round in which marks are closed.

    Returns
    -------
    int, dict
        Each mark that replaced another with the entry that first closed the marks of its round.
    """
    last = connection.scalar(select(func.max(mark.c.id))) or 0
    if last <= row:
        return last, {}
    closing = (
        select(round_state.c.round_id, func.min(round_state.c.entry).label("closing"))
        .where(round_state.c.state.in_(tuple(closed)))
        .group_by(round_state.c.round_id)
        .subquery()
    )
    query = (
        select(*_CELL, closing.c.closing)
        .join(application, and_(application.c.application_id == mark.c.application_id, application.c.version == 1))
        .join(closing, closing.c.round_id == application.c.round_id)
        .where(mark.c.id > row, mark.c.version > 1, mark.c.entry > closing.c.closing)
        .order_by(mark.c.id)
    )
    return last, {(one[0], one[1], one[2], one[3]): one.closing for one in connection.execute(query)}


def changed(connection: Connection, replaced: Mapping[Cell, int]) -> tuple[Happened, ...]:
    """Return, for each replaced mark that is not what it was when the marks of its round were first closed, when."""
    found = (_changed(connection, cell, closing) for cell, closing in replaced.items())
    return tuple(one for one in found if one is not None)


def departed(connection: Connection) -> tuple[int, tuple[Happened, ...]]:
    """Return how many decisions stand, and those among them that are not what was proposed."""
    first = decision.alias("first")
    query = (
        select(decision.c.application_id, first.c.outcome, first.c.grade, first.c.proposal, first.c.decided_at)
        .join(first, and_(first.c.decision_id == decision.c.decision_id, first.c.version == 1))
        .where(queries.newest(decision, "decision_id"), decision.c.state == "recorded")
        .order_by(decision.c.id)
    )
    standing = connection.execute(query).all()
    away = [row for row in standing if (row.outcome, row.grade) != _proposed(row.proposal)]
    return len(standing), tuple(Happened(row.application_id, row.decided_at) for row in away)


def entries_since(connection: Connection, sequence: int) -> tuple[Entered, ...]:
    """Return every entry of the chain after one of them, oldest first."""
    columns = [chain_entry.c[name] for name in ("sequence", "at", "act", "actor", "role", "hash")]
    query = select(*columns).where(chain_entry.c.sequence > sequence).order_by(chain_entry.c.sequence)
    return tuple(Entered(PersonalAct(*row[:5]), row.hash) for row in connection.execute(query))


def hash_of(connection: Connection, sequence: int) -> str | None:
    """Return the hash of an entry of the chain, ``None`` where there is none."""
    return connection.scalar(select(chain_entry.c.hash).where(chain_entry.c.sequence == sequence))


def failures(connection: Connection) -> tuple[Failures, ...]:
    """Return the failed sign-ins that are counted, without their keys."""
    kept = sign_in_failure.c
    query = select(kept.kind, kept.failures, kept["last"], kept.until).order_by(kept.kind, kept["last"])
    return tuple(Failures(*row) for row in connection.execute(query))


def aside(connection: Connection) -> int:
    """Return how often a member of a sitting stands aside of an application."""
    newest = queries.newest(sitting_recusal, "sitting_id", "application_id", "person_id")
    query = select(func.count()).select_from(sitting_recusal).where(sitting_recusal.c.state == "recused", newest)
    return connection.scalar(query) or 0


def _changed(connection: Connection, cell: Cell, closing: int) -> Happened | None:
    """Return when a mark became other than it was at an entry, ``None`` where it is the same or was not there yet."""
    same = (column == value for column, value in zip(_CELL, cell, strict=True))
    rows = connection.execute(select(mark).where(*same).order_by(mark.c.version)).all()
    before = [row for row in rows if row.entry <= closing]
    if not before or (before[-1].state, before[-1].value) == (rows[-1].state, rows[-1].value):
        return None
    return Happened(cell[0], rows[-1].saved_at)


def _proposed(text: str | None) -> tuple[str | None, str | None]:
    told = loads(text or "{}")
    return told.get("outcome"), told.get("grade")
