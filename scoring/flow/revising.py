"""A mark of the record as most of what is read of it depends on it: where it is the same, so is what is read."""

from __future__ import annotations

from scoring import access
from scoring.model import Actor
from scoring.register import acts
from scoring.register.database import Register


def record_revision(register: Register, actor: Actor) -> int:
    """Return a mark of everything recorded but experts' marks, looks and files taken: the number of the last such act.

    It says that something was recorded, and not what: as public as the head of the chain.

    Raises
    ------
    AccessRefusedError
        To whoever has no role.
    """
    access.require(actor, "read", "rule_book")
    with register.read() as connection:
        return acts.last_but_marks(connection)
