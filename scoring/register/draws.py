"""Draws of experts as they were drawn. A draw is never changed: a later one fills what is open then.

``add(draws) -> rows`` of `tables.expert_draw`, ``one(connection, draw_id)``, ``of_round(connection, round_id)``,
``count(connection, round_id, stage)``, ``drawn_pairs(connection, draw_id)``: the assignments of the draw's entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from scoring.model import Stage
from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import assignment, expert_draw


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw: seed, solver with its version, what was drawn from, digests of it, what came of it; JSON canonical."""

    draw_id: str
    version: int
    round_id: str
    stage: Stage
    seed: str
    solver: str
    problem: str
    inputs: str
    result: str
    reason: str | None = None


def add(draws: Iterable[Draw]) -> list[dict[str, Value]]:
    """Return the rows of draws, for `chain.record`."""
    return queries.rows_of(draws)


def one(connection: Connection, draw_id: str) -> Draw | None:
    """Return a draw."""
    found = queries.records_of(Draw, connection.execute(select(expert_draw).where(expert_draw.c.draw_id == draw_id)))
    return found[0] if found else None


def of_round(connection: Connection, round_id: str) -> tuple[Draw, ...]:
    """Return the draws of a round, oldest first."""
    query = select(expert_draw).where(expert_draw.c.round_id == round_id).order_by(expert_draw.c.id)
    return queries.records_of(Draw, connection.execute(query))


def count(connection: Connection, round_id: str, stage: Stage) -> int:
    """Return how many draws a round had at a stage."""
    of_it = (expert_draw.c.round_id == round_id, expert_draw.c.stage == stage)
    return connection.scalar(select(func.count()).select_from(expert_draw).where(*of_it)) or 0


def drawn_pairs(connection: Connection, draw_id: str) -> tuple[tuple[str, str], ...]:
    """Return whom a draw put on which panel, as its own act recorded it, whatever became of them since."""
    entry = select(expert_draw.c.entry).where(expert_draw.c.draw_id == draw_id).scalar_subquery()
    query = select(assignment.c.application_id, assignment.c.expert_id).order_by(assignment.c.id)
    rows = connection.execute(query.where(assignment.c.entry == entry, assignment.c.state == "assigned"))
    return tuple((row[0], row[1]) for row in rows)
