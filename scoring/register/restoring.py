"""Where a restored register goes on: the chain says from which entry, and no session of before is good any more.

Whoever signed out after the backup was made would be signed in again by it otherwise.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import update

from scoring.register.canonical import timestamp
from scoring.register.chain import Act, Entry, head, record
from scoring.register.database import open_register
from scoring.register.tables import sign_in_session

ENDED = "restored"


def go_on(url: str | Path, *, now: datetime, actor_id: str, reason: str) -> Entry:
    """End every session of a register that was just restored, and record that it was.

    Raises
    ------
    RecordError
    """
    with open_register(url) as register, register.write() as connection:
        connection.execute(
            update(sign_in_session)
            .where(sign_in_session.c.ended.is_(None))
            .values(ended=ENDED, ended_at=timestamp(now))
        )
        act = Act(
            actor_id=actor_id,
            role="system",
            act="register.restored",
            object="register",
            at=now,
            reason=reason,
            details={"head": str(head(connection))},
        )
        return record(connection, act)
