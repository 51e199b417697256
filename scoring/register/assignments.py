"""Who is to score what; recusals and replacements are further versions.

``add(assignments) -> rows`` of `tables.assignment`, ``current(connection, application_id=, expert_id=, stage=)``,
``of_application(connection, application_id, stage)``, ``of_expert(connection, expert_id, round_id=)``,
``of_round(connection, round_id, stage)``: each tells the newest version, whatever its state.
``visits(connection)``: who went to which enterprise. ``moments(connection, round_id, stage)``: since when it stands so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, case, func, select

from scoring.model import Stage
from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import application, assignment, chain_entry

AssignmentState = Literal["assigned", "recused", "replaced"]
_KEY = ("application_id", "expert_id", "stage")


@dataclass(frozen=True, slots=True)
class Assignment:
    """One version of the assignment of an expert to an application."""

    application_id: str
    expert_id: str
    stage: Stage
    version: int
    state: AssignmentState
    reason: str | None = None


def add(assignments: Iterable[Assignment]) -> list[dict[str, Value]]:
    """Return the rows of assignments, for `chain.record`."""
    return queries.rows_of(assignments)


def current(connection: Connection, *, application_id: str, expert_id: str, stage: Stage) -> Assignment | None:
    """Return how an assignment stands now, ``None`` where there never was one."""
    row = queries.newest_row(connection, assignment, application_id=application_id, expert_id=expert_id, stage=stage)
    return queries.record_of(Assignment, row)


def of_application(connection: Connection, application_id: str, stage: Stage) -> tuple[Assignment, ...]:
    """Return the panel of an application, in the order it was assigned, recused and replaced ones among them."""
    return _newest(connection, assignment.c.application_id == application_id, assignment.c.stage == stage)


def of_expert(connection: Connection, expert_id: str, *, round_id: str | None = None) -> tuple[Assignment, ...]:
    """Return everything ever assigned to an expert, or what of a round was, as it stands now."""
    mine = assignment.c.expert_id == expert_id
    if round_id is None:
        return _newest(connection, mine)
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    return _newest(connection, mine, assignment.c.application_id.in_(of_it))


def of_round(connection: Connection, round_id: str, stage: Stage) -> tuple[Assignment, ...]:
    """Return every assignment of a round."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    return _newest(connection, assignment.c.application_id.in_(of_it), assignment.c.stage == stage)


def seats_of_round(connection: Connection, round_id: str, stage: Stage, *, left: bool) -> tuple[tuple[str, str], ...]:
    """Return application and expert of the seats of a round that are taken, or that were left, as they were assigned.

    Enough to tell who and where: of a large round tens of thousands of assignments are not read whole.
    """
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    stands = assignment.c.state != "assigned" if left else assignment.c.state == "assigned"
    query = (
        select(assignment.c.application_id, assignment.c.expert_id)
        .where(
            assignment.c.application_id.in_(of_it),
            assignment.c.stage == stage,
            stands,
            queries.newest(assignment, *_KEY),
        )
        .order_by(assignment.c.id)
    )
    return tuple((application_id, expert_id) for application_id, expert_id in connection.execute(query).all())


def moments(connection: Connection, round_id: str, stage: Stage) -> dict[tuple[str, str], str]:
    """Return when each assignment of a round came to stand as it does, by application and expert."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    query = (
        select(assignment.c.application_id, assignment.c.expert_id, chain_entry.c.at)
        .join(chain_entry, chain_entry.c.sequence == assignment.c.entry)
        .where(assignment.c.application_id.in_(of_it), assignment.c.stage == stage, queries.newest(assignment, *_KEY))
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def visits(connection: Connection) -> tuple[tuple[str, str, str], ...]:
    """Return who verified which enterprise on site, for which application: (credit code, application id, expert id).

    An expert who was recused or replaced did not go.
    """
    query = (
        select(application.c.uscc, assignment.c.application_id, assignment.c.expert_id)
        .join(application, application.c.application_id == assignment.c.application_id)
        .where(
            assignment.c.stage == "on_site_verification",
            assignment.c.state == "assigned",
            queries.newest(assignment, *_KEY),
            queries.newest(application, "application_id"),
        )
        .order_by(assignment.c.id)
    )
    return tuple((row[0], row[1], row[2]) for row in connection.execute(query))


def left(connection: Connection) -> dict[str, tuple[int, int]]:
    """Return how many seats were left, and how many of them without a reason, by how: ``recused``, ``replaced``."""
    lacking = func.sum(case((func.coalesce(func.trim(assignment.c.reason), "") == "", 1), else_=0))
    query = (
        select(assignment.c.state, func.count(), lacking)
        .where(assignment.c.state != "assigned", queries.newest(assignment, *_KEY))
        .group_by(assignment.c.state)
        .order_by(assignment.c.state)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def _newest(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Assignment, ...]:
    query = select(assignment).where(*conditions, queries.newest(assignment, *_KEY)).order_by(assignment.c.id)
    return queries.records_of(Assignment, connection.execute(query))
