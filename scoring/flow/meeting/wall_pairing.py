"""A screen is offered to the hall, paired by a code, covered and uncovered: who may, and which one it is."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow.meeting.state import SittingState, act_of, asked_to, load
from scoring.model import Actor
from scoring.register import chain, sitting_papers, sittings, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Entry
from scoring.register.database import Register
from scoring.register.sitting_papers import Wall

CODE_DIGITS = 6
CODE_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Pairing:
    """What a paired screen keeps: which sitting, and a token that no other screen has."""

    sitting_id: str
    token: str


def offer_wall(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> str:
    """Return a code by which one screen may be paired within five minutes; a screen that was paired goes dark.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    with register.write() as connection:
        state, role = asked_to(connection, actor, "offer", "wall", sitting_id)
        _write(connection, state, actor, role, now, "wall.offered", "offered", _digest(state.id, code))
    return code


def pair_wall(register: Register, actor: Actor, now: datetime, *, code: str) -> Pairing:
    """Pair the actor's screen by the code that was offered; a wrong one and one that is too old are refused alike.

    Raises
    ------
    ConflictError
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "pair", "wall")
    with register.write() as connection:
        for one in sitting_papers.offered_walls(connection):
            fresh = datetime.fromisoformat(one.at) + timedelta(minutes=CODE_MINUTES) >= now
            if fresh and secrets.compare_digest(one.secret or "", _digest(one.sitting_id, code.strip())):
                sitting = sittings.one(connection, one.sitting_id)
                if sitting is None:
                    break
                token = secrets.token_urlsafe(24)
                state = load(connection, sitting)
                _write(connection, state, actor, role, now, "wall.paired", "paired", _digest(one.sitting_id, token))
                return Pairing(one.sitting_id, token)
    raise ConflictError(Message("meeting.no_such_code"))


def pause_wall(register: Register, actor: Actor, now: datetime, *, sitting_id: str, paused: bool) -> Entry:
    """Cover the screen, or uncover it.

    Raises
    ------
    ConflictError
        No screen is paired, or it is so already.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "pause", "wall", sitting_id)
        before = sitting_papers.wall(connection, sitting_id)
        to, frm = ("paused", "paired") if paused else ("paired", "paused")
        if before is None or before.state != frm:
            raise ConflictError(Message("meeting.wall_not_so"))
        return _write(connection, state, actor, role, now, f"wall.{to}", to, before.secret)


def wall_state(connection: Connection, sitting_id: str) -> str | None:
    """Return how the wall stands: offered, paired, paused, ended; ``None`` without one."""
    found = sitting_papers.wall(connection, sitting_id)
    return None if found is None else found.state


def paired_wall(connection: Connection, sitting_id: str, token: str) -> Wall | None:
    """Return the screen that a token belongs to; ``None`` where it is no screen's, or not any more."""
    wall = sitting_papers.wall(connection, sitting_id)
    if wall is None or wall.state not in ("paired", "paused", "ended"):
        return None
    return wall if secrets.compare_digest(wall.secret or "", _digest(sitting_id, token)) else None


def _digest(sitting_id: str, secret: str) -> str:
    return hashlib.sha256(f"{sitting_id}\n{secret}".encode()).hexdigest()


def _write(
    connection: Connection,
    state: SittingState,
    actor: Actor,
    role: str,
    now: datetime,
    name: str,
    to: str,
    secret: str | None,
) -> Entry:
    before = sitting_papers.wall(connection, state.id)
    base = Wall(state.id, 0, "offered", timestamp(now)) if before is None else before
    new = replace(base, version=base.version + 1, state=to, at=timestamp(now), secret=secret)  # type: ignore[arg-type]
    return chain.record(
        connection, act_of(state, actor, role, name, now), {tables.wall: sitting_papers.add_walls([new])}
    )
