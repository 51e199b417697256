"""A clock that stands before the last entry of the record: who answers for it, and which entries it concerns.

Until it is set right, or until an administrator says that the clock is right and the entries before were dated from the
future, no act is taken (`register.clock`). What he says is an act of the record; from then on its time counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow.freezing import OBJECT
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.register import chain, clock, standstills
from scoring.register.canonical import moment
from scoring.register.chain import Act, Entry
from scoring.register.clock import Dated, WentBack
from scoring.register.database import Register
from scoring.register.standstills import Standstill


@dataclass(frozen=True, slots=True)
class Hindrances:
    """Why no act is taken: a standstill that lasts, the entry that the clock stands before. Either may be ``None``."""

    standstill: Standstill | None
    ahead: Dated | None


def accept_clock(register: Register, actor: Actor, now: datetime, *, reason: str) -> Entry:
    """Say that the clock is right although the last entry is later: that one was dated by a wrong clock.

    Raises
    ------
    ConflictError
        The clock does not stand before the last entry, or a reason is due.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "accept_clock", "register")
    reason = reason_of(reason, due=Message("clock.what_accept"))
    with register.write() as connection:
        last = clock.last_dated(connection)
        if last is None or not clock.is_back(last, now):
            raise ConflictError(Message("clock.nothing_to_accept", {"now": now}))
        details = {"entry": last.sequence, "at": last.at}
        return chain.record(connection, Act(actor.id, role, clock.ACCEPTED, OBJECT, now, reason, details))


def last_entry(register: Register, actor: Actor) -> Dated | None:
    """Return the last entry of the chain with its time, for whoever compares it with the clock.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "check", "record")
    with register.read() as connection:
        return clock.last_dated(connection)


def times_going_back(register: Register, actor: Actor) -> tuple[WentBack, ...]:
    """Return every entry dated earlier than the one before it: no fault of the chain, whose order is its numbers'.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "check", "record")
    with register.read() as connection:
        return clock.going_back(connection)


def hindrances_of(register: Register, now: datetime) -> Hindrances:
    """Return why no act is taken now. Everybody may know: it refuses everybody.

    Raises
    ------
    RecordError
    """
    with register.read() as connection:
        found = standstills.newest(connection)
        last = None if register.synthetic else clock.last_dated(connection)
    ahead = last if last is not None and clock.is_back(last, now) else None
    return Hindrances(None if found is None or found.is_over else found, ahead)


def told_back(found: WentBack) -> Message:
    """Return the sentence for one entry whose time goes back."""
    values = {"entry": found.sequence, "at": moment(found.at), "before": moment(found.before)}
    return Message("clock.went_back_accepted" if found.accepted else "clock.went_back", values)
