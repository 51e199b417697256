"""What the inspector's alarms are computed from: rows of the record, without a person in any of them.

``resubmitted(connection)``, ``changed_after_closing(connection, closed)``, ``departed(connection)``,
``by_role(connection, acts)``, ``hours(connection, since)``, ``failures(connection)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from json import loads
from typing import Final

from sqlalchemy import Connection, and_, exists, func, select

from scoring.model import Stage
from scoring.register import queries
from scoring.register.tables import application, chain_entry, decision, mark, round_state, sheet_event, sign_in_failure

_KEY: Final = ("application_id", "expert_id", "stage")
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


def changed_after_closing(connection: Connection, closed: Iterable[str]) -> tuple[Happened, ...]:
    """Return, for each mark that is not what it was when the marks of its round were first closed, of which and when.

    Parameters
    ----------
    closed : iterable of str
        States of a round in which marks are closed.
    """
    closings = dict(
        tuple(row)
        for row in connection.execute(
            select(round_state.c.round_id, func.min(round_state.c.entry))
            .where(round_state.c.state.in_(tuple(closed)))
            .group_by(round_state.c.round_id)
        )
    )
    if not closings:
        return ()
    # One pass for all rounds: marks that replace another and came after the first closing of any round are few.
    replaced = select(*_CELL).where(mark.c.version > 1, mark.c.entry > min(closings.values()))
    cells = list(dict.fromkeys(tuple(row) for row in connection.execute(replaced.order_by(mark.c.id))))
    of = dict(tuple(row) for row in connection.execute(select(application.c.application_id, application.c.round_id)))
    found = (_changed(connection, cell, closings.get(of.get(cell[0], ""))) for cell in cells)
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


def by_role(connection: Connection, acts: Iterable[str]) -> tuple[RoleActs, ...]:
    """Return how often each role did each of some acts."""
    query = (
        select(chain_entry.c.act, chain_entry.c.role, func.count().label("count"), func.max(chain_entry.c.at))
        .where(chain_entry.c.act.in_(tuple(acts)))
        .group_by(chain_entry.c.act, chain_entry.c.role)
        .order_by(chain_entry.c.act, chain_entry.c.role)
    )
    return tuple(RoleActs(*row) for row in connection.execute(query))


def hours(connection: Connection, since: str) -> tuple[RoleHour, ...]:
    """Return how many acts each role did in each hour since a moment, without those of the product itself."""
    hour = func.substr(chain_entry.c.at, 1, 13)
    query = (
        select(chain_entry.c.role, hour, func.count())
        .where(chain_entry.c.at >= since, chain_entry.c.role != "system")
        .group_by(chain_entry.c.role, hour)
        .order_by(chain_entry.c.role, hour)
    )
    return tuple(RoleHour(*row) for row in connection.execute(query))


def failures(connection: Connection) -> tuple[Failures, ...]:
    """Return the failed sign-ins that are counted, without their keys."""
    kept = sign_in_failure.c
    query = select(kept.kind, kept.failures, kept["last"], kept.until).order_by(kept.kind, kept["last"])
    return tuple(Failures(*row) for row in connection.execute(query))


def _changed(connection: Connection, cell: tuple[str, ...], closing: int | None) -> Happened | None:
    """Return when a mark became other than it was at an entry, ``None`` where it is the same or was not there yet."""
    if closing is None:
        return None
    same = (column == value for column, value in zip(_CELL, cell, strict=True))
    rows = connection.execute(select(mark).where(*same).order_by(mark.c.version)).all()
    before = [row for row in rows if row.entry <= closing]
    if not before or (before[-1].state, before[-1].value) == (rows[-1].state, rows[-1].value):
        return None
    return Happened(cell[0], rows[-1].saved_at)


def _proposed(text: str | None) -> tuple[str | None, str | None]:
    told = loads(text or "{}")
    return told.get("outcome"), told.get("grade")
