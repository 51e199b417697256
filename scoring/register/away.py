"""Who is at a provider of identities, for every process of the server: ``put(...)``, ``take(connection, state, now)``.

No record: a row is there while somebody is away, ten minutes at most. What must come back is kept as its hash.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select

from scoring.register.canonical import moment, timestamp
from scoring.register.tables import sign_in_away

MOST: Final = 10_000
"""So many wait at once; whoever floods the way out pushes out the oldest, and fills no disk."""


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who is at the provider: what must come back with him, where he wants to go, and until when."""

    browser: str
    nonce: str
    verifier: str
    next_: str
    until: datetime


def put(connection: Connection, state: str, away: Away, *, now: datetime) -> None:
    """Remember somebody by the state that he takes along; whoever is too late is forgotten."""
    connection.execute(delete(sign_in_away).where(sign_in_away.c.until < timestamp(now)))
    over = (connection.scalar(select(func.count()).select_from(sign_in_away)) or 0) - MOST + 1
    if over > 0:
        oldest = select(sign_in_away.c.state).order_by(sign_in_away.c.until).limit(over)
        connection.execute(delete(sign_in_away).where(sign_in_away.c.state.in_(oldest)))
    values = {"state": _hash(state), "browser": away.browser, "nonce": away.nonce, "verifier": away.verifier}
    connection.execute(insert(sign_in_away), {**values, "next": away.next_, "until": timestamp(away.until)})


def take(connection: Connection, state: str, *, now: datetime) -> Away | None:
    """Return who went away with a state, once; ``None`` where nobody did, he came back already, or too late."""
    taken = delete(sign_in_away).where(sign_in_away.c.state == _hash(state)).returning(sign_in_away)
    row = connection.execute(taken).one_or_none()
    if row is None or row.until < timestamp(now):
        return None
    return Away(row.browser, row.nonce, row.verifier, row.next, moment(row.until))


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
