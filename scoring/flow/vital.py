"""What whoever watches the server may know of the record: counts, no person and no content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from scoring.register import chain, standstills
from scoring.register.canonical import timestamp
from scoring.register.database import Register
from scoring.register.tables import sign_in_session


@dataclass(frozen=True, slots=True)
class VitalSigns:
    """The number of the newest entry, sessions that are open, and whether the record stands still."""

    entries: int
    sessions: int
    frozen: bool


def vital_signs(register: Register, now: datetime) -> VitalSigns:
    """Return the vital signs of one moment. Nobody is asked: the door to them is closed by the gate.

    Raises
    ------
    RecordError
    """
    live = sign_in_session.c.ended.is_(None) & (sign_in_session.c.ends > timestamp(now))
    with register.read() as connection:
        found = standstills.newest(connection)
        return VitalSigns(
            chain.head(connection).sequence,
            connection.scalar(select(func.count()).select_from(sign_in_session).where(live)) or 0,
            found is not None and not found.is_over,
        )
