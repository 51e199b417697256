"""A mark of everything that the report is computed from, so that one that still holds need not be computed anew."""

from __future__ import annotations

from scoring import access
from scoring.flow import gather
from scoring.model import Actor
from scoring.register import acts
from scoring.register.database import Register


def regional_revision(register: Register, actor: Actor) -> int:
    """Return a mark of everything that the report without marks is computed from: the last act that is no mark.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "count", "application")
    with register.read() as connection:
        return acts.last_but_marks(connection)


def said_revision(register: Register, actor: Actor, round_id: str) -> tuple[int, ...]:
    """Return a mark of everything that `report.said_of_marks` is computed from; refused to whom that is refused.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "read", "region_statistics", round_id) as connection:
        return acts.revision(connection, round_id)
