"""A mark of everything that the report is computed from, so that one that still holds need not be computed anew."""

from __future__ import annotations

from scoring import access
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
