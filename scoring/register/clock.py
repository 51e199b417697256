"""The clock against the record: no act is dated before what stands there already, unless somebody answered for it.

``refuse_back(last, act_name, now)`` for `chain.record`, ``last_dated(connection) -> Dated | None``, ``is_back(last,
now)``, ``going_back(connection) -> tuple[WentBack, ...]``. Several processes, each with a clock of its own, serve one
register, and an act takes its time before it waits for its turn: up to `TOLERANCE` is no fault. A demonstration makes
its time up and is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from indicators.language import Message
from scoring.errors import ClockError
from scoring.register.canonical import moment, timestamp
from scoring.register.tables import chain_entry

TOLERANCE: Final = timedelta(minutes=2)
ACCEPTED: Final = "register.clock_accepted"
"""The act by which somebody answers for a clock that stands before the last entry; from then on its time counts."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An entry of the chain and its time, as the record keeps it."""

    sequence: int
    at: str


@dataclass(frozen=True, slots=True)
class WentBack:
    """An entry dated earlier than the one before it, by more than `TOLERANCE`.

    Attributes
    ----------
    sequence : int
        Of the entry.
    at, before : str
        Its time, and that of the entry before it.
    accepted : bool
        It is the act by which the clock was accepted.
    """

    sequence: int
    at: str
    before: str
    accepted: bool


def is_back(last: Dated, now: datetime) -> bool:
    """Return whether a clock stands before an entry by more than `TOLERANCE`; times of the record sort as text."""
    return timestamp(now + TOLERANCE) < last.at


def refuse_back(last: Dated, act: str, now: datetime) -> None:
    """Refuse an act that would be dated before the last entry.

    Raises
    ------
    ClockError
        Saying what the clock says, what the last entry says, and what to do.
    """
    if act != ACCEPTED and is_back(last, now):
        values = {"now": now, "last": moment(last.at), "entry": last.sequence}
        raise ClockError(Message("clock.refused", values))


def last_dated(connection: Connection) -> Dated | None:
    """Return the last entry of the chain, ``None`` where there is none."""
    query = select(chain_entry.c.sequence, chain_entry.c.at).order_by(chain_entry.c.sequence.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else Dated(row.sequence, row.at)


def going_back(connection: Connection) -> tuple[WentBack, ...]:
    """Return every entry whose time goes back, in order. The order of the record is that of its numbers all the same.

    A time that was damaged so that it cannot be read is left to `verify`, which names it.
    """
    before = func.lag(chain_entry.c.at).over(order_by=chain_entry.c.sequence)
    pairs = select(chain_entry.c.sequence, chain_entry.c.at, chain_entry.c.act, before.label("before")).subquery()
    query = select(pairs).where(pairs.c.at < pairs.c.before).order_by(pairs.c.sequence)
    return tuple(
        WentBack(row.sequence, row.at, row.before, row.act == ACCEPTED)
        for row in connection.execute(query)
        if _by_more(row.at, row.before)
    )


def _by_more(at: str, before: str) -> bool:
    try:
        return moment(before) - moment(at) > TOLERANCE
    except (TypeError, ValueError):
        return False
