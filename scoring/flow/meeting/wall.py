"""The screen in the hall: a user of its own that reads frames and nothing else."""

from __future__ import annotations

from scoring import access
from scoring.flow.meeting.state import asked_to, load
from scoring.flow.meeting.wall_facts import wall_facts
from scoring.flow.meeting.wall_pairing import paired_wall, wall_state
from scoring.meeting.frames import Frame, frame_of
from scoring.model import Actor
from scoring.register import sittings
from scoring.register.database import Register


def wall_revision(register: Register, actor: Actor, *, sitting_id: str, token: str) -> int | None:
    """Return the number of the last entry about the sitting: the wall asks for a frame only when it moved.

    ``None`` says for certain that this screen is not paired, or not any more: whatever else goes wrong is an error, on
    which a screen keeps what it shows.

    Raises
    ------
    AccessRefusedError
        To whoever is no screen.
    """
    access.require(actor, "read", "wall")
    with register.read() as connection:
        wall = paired_wall(connection, sitting_id, token)
        return None if wall is None else sittings.revision(connection, sitting_id)


def wall_frame(register: Register, actor: Actor, *, sitting_id: str, token: str) -> Frame | None:
    """Return the frame that the wall shows; ``None``: it keeps the one it has.

    Raises
    ------
    AccessRefusedError
        Not paired (any more).
    """
    access.require(actor, "read", "wall")
    with register.read() as connection:
        wall = paired_wall(connection, sitting_id, token)
        sitting = sittings.one(connection, sitting_id)
        if wall is None or sitting is None:
            raise access.refused("read", "wall")
        return frame_of(wall_facts(connection, load(connection, sitting), paused=wall.state == "paused"))


def wall_preview(register: Register, actor: Actor, *, sitting_id: str) -> Frame | None:
    """Return what the wall shows now, for the chair and the secretariat: never more than the wall has.

    Raises
    ------
    AccessRefusedError
    """
    with register.read() as connection:
        state, _ = asked_to(connection, actor, "offer", "wall", sitting_id)
        paused = wall_state(connection, sitting_id) == "paused"
        return frame_of(wall_facts(connection, state, paused=paused))
