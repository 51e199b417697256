"""How many sheets of each panel of a round are assigned, in, and given up: counted by the database, no person read.

``of_round(connection, round_id, stage) -> dict[str, PanelCount]``.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, case, func, select

from scoring.model import Stage
from scoring.register import queries
from scoring.register.tables import application, assignment, sheet_event

_KEY = ("application_id", "expert_id", "stage")


@dataclass(frozen=True, slots=True)
class PanelCount:
    """Counts of one application's panel: seats that stand, of those the sheets submitted, and seats that were left."""

    assigned: int
    submitted: int
    left: int


def of_round(connection: Connection, round_id: str, stage: Stage) -> dict[str, PanelCount]:
    """Return the counts of every panel of a round that ever had a seat, by application."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    sits = assignment.c.state == "assigned"
    # A sheet whose newest event is its submission is in; one that was never handed in has none.
    its_sheet = and_(*(sheet_event.c[name] == assignment.c[name] for name in _KEY), queries.newest(sheet_event, *_KEY))
    query = (
        select(
            assignment.c.application_id,
            func.sum(case((sits, 1), else_=0)),
            func.sum(case((and_(sits, sheet_event.c.event == "submitted"), 1), else_=0)),
            func.sum(case((sits, 0), else_=1)),
        )
        .select_from(assignment.outerjoin(sheet_event, its_sheet))
        .where(assignment.c.application_id.in_(of_it), assignment.c.stage == stage, queries.newest(assignment, *_KEY))
        .group_by(assignment.c.application_id)
    )
    return {row[0]: PanelCount(row[1], row[2], row[3]) for row in connection.execute(query)}
