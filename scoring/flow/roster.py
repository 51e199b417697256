"""The roster of experts as the holder reads it, and what a file of experts would do to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring import access
from scoring.flow import canaries
from scoring.model import Actor, Expert
from scoring.register import experts
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """What entering experts would do: who comes in, who gets other particulars (before, after), who stays as he is.

    `left_out` counts entries of nobody, of lists that once left (`canaries`); which they are is not told.
    """

    new: tuple[Expert, ...]
    changed: tuple[tuple[Expert, Expert], ...]
    unchanged: tuple[Expert, ...]
    left_out: int = 0


def read_roster(register: Register, actor: Actor) -> tuple[Expert, ...]:
    """Return every expert as he stands now, by id.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read", "expert")
    with register.read() as connection:
        return experts.everyone(connection)


def preview_experts(register: Register, actor: Actor, given: Sequence[Expert]) -> RosterPreview:
    """Return what `import_experts` would do with experts; nothing is written.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "import", "expert")
    with register.read() as connection:
        given, came_back = canaries.left_out(connection, given)
        known = {one.expert_id: one for one in experts.everyone(connection)}
    return RosterPreview(
        new=tuple(one for one in given if one.expert_id not in known),
        changed=tuple(
            (known[one.expert_id], one) for one in given if one.expert_id in known and known[one.expert_id] != one
        ),
        unchanged=tuple(one for one in given if known.get(one.expert_id) == one),
        left_out=len(came_back),
    )
