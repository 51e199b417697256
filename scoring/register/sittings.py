"""Sittings, their seats, items, recusals and requests: every change a new version, the newest one counts.

``add_sittings``, ``add_seats``, ``add_items``, ``add_recusals``, ``add_requests`` return rows for `chain.record`;
``one(connection, sitting_id)``, ``of_round(connection, round_id)``, ``seats``, ``items``, ``recusals``, ``requests`` of
a sitting, ``agenda_of(connection, application_id)``, ``revision(connection, sitting_id)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, and_, func, not_, select

from scoring.model import BlockName, Phase, Stage
from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import chain_entry, sitting, sitting_item, sitting_recusal, sitting_request, sitting_seat

ItemState = Literal["waiting", "reading", "report", "questions", "rescoring", "voting", "decided", "removed"]
SeatState = Literal["invited", "present", "confirmed", "left"]
RequestKind = Literal["discussion", "time"]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One version of a sitting: the step it is at, since when. `seed` made its order; `kind` tells a rehearsal."""

    sitting_id: str
    version: int
    round_id: str
    stage: Stage
    phase: Phase
    seed: str
    place: str
    kind: Literal["meeting", "rehearsal"]
    at: str
    reason: str | None = None

    @property
    def over(self) -> bool:
        """Whether its decisions are locked, or it has ended: nothing of it changes any more but its signatures."""
        return self.phase in ("locked", "ended")

    @property
    def called_off(self) -> bool:
        """Whether it ended before it was opened: whatever else ends has come through its steps."""
        return self.phase == "ended" and self.version == 2


@dataclass(frozen=True, slots=True)
class Seat:
    """Whether a voter is there; ``confirmed``: there, and his own list of recusals is confirmed."""

    sitting_id: str
    person_id: str
    version: int
    state: SeatState
    at: str
    reason: str | None = None

    @property
    def present(self) -> bool:
        """Whether he is in the meeting."""
        return self.state in ("present", "confirmed")


@dataclass(frozen=True, slots=True)
class Recusal:
    """A voter stands aside for one item; the reason is for the holder and the inspector."""

    sitting_id: str
    application_id: str
    person_id: str
    version: int
    state: Literal["recused", "lifted"]
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Item:
    """An application on the agenda: its block, its place there, and the step it is at."""

    sitting_id: str
    application_id: str
    version: int
    block: BlockName
    position: int
    state: ItemState
    at: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A voter asks for discussion of an item, or for more time on it; nobody is told who."""

    sitting_id: str
    application_id: str
    person_id: str
    kind: RequestKind
    version: int
    state: Literal["made", "withdrawn"]
    at: str


def object_of(sitting_id: str) -> str:
    """Return the name of a sitting in the chain; every act of a sitting has it."""
    return f"sitting/{sitting_id}"


def add_sittings(given: Iterable[Sitting]) -> list[dict[str, Value]]:
    """Return the rows of sittings."""
    return queries.rows_of(given)


def add_seats(given: Iterable[Seat]) -> list[dict[str, Value]]:
    """Return the rows of seats."""
    return queries.rows_of(given)


def add_items(given: Iterable[Item]) -> list[dict[str, Value]]:
    """Return the rows of items."""
    return queries.rows_of(given)


def add_recusals(given: Iterable[Recusal]) -> list[dict[str, Value]]:
    """Return the rows of recusals."""
    return queries.rows_of(given)


def add_requests(given: Iterable[Request]) -> list[dict[str, Value]]:
    """Return the rows of requests."""
    return queries.rows_of(given)


def one(connection: Connection, sitting_id: str) -> Sitting | None:
    """Return a sitting as it stands, ``None`` where there is none."""
    query = select(sitting).where(sitting.c.sitting_id == sitting_id, queries.newest(sitting, "sitting_id"))
    found = queries.records_of(Sitting, connection.execute(query))
    return found[0] if found else None


def moves(connection: Connection, sitting_id: str) -> tuple[Sitting, ...]:
    """Return every version of a sitting, oldest first."""
    query = select(sitting).where(sitting.c.sitting_id == sitting_id).order_by(sitting.c.version)
    return queries.records_of(Sitting, connection.execute(query))


def of_round(connection: Connection, round_id: str) -> tuple[Sitting, ...]:
    """Return the sittings of a round as they stand, in the order they were prepared."""
    query = select(sitting).where(sitting.c.round_id == round_id, queries.newest(sitting, "sitting_id"))
    return queries.records_of(Sitting, connection.execute(query.order_by(sitting.c.sitting_id)))


def seats(connection: Connection, sitting_id: str) -> tuple[Seat, ...]:
    """Return who belongs to a sitting, by person."""
    newest = queries.newest(sitting_seat, "sitting_id", "person_id")
    query = select(sitting_seat).where(sitting_seat.c.sitting_id == sitting_id, newest)
    return queries.records_of(Seat, connection.execute(query.order_by(sitting_seat.c.person_id)))


def seats_of(connection: Connection, person_id: str) -> tuple[Seat, ...]:
    """Return the seats of one person in all sittings."""
    newest = queries.newest(sitting_seat, "sitting_id", "person_id")
    query = select(sitting_seat).where(sitting_seat.c.person_id == person_id, newest)
    return queries.records_of(Seat, connection.execute(query.order_by(sitting_seat.c.sitting_id)))


def arrivals(connection: Connection, sitting_id: str) -> dict[str, str]:
    """Return since when those who are there have been there without a break, by person."""
    query = select(sitting_seat.c.person_id, sitting_seat.c.state, sitting_seat.c.at)
    found: dict[str, str] = {}
    for person, state, at in connection.execute(
        query.where(sitting_seat.c.sitting_id == sitting_id).order_by(sitting_seat.c.version)
    ):
        if state in ("present", "confirmed"):
            found.setdefault(person, at)
        else:
            found.pop(person, None)
    return found


def items(connection: Connection, sitting_id: str) -> tuple[Item, ...]:
    """Return the items of a sitting, by place in the agenda."""
    newest = queries.newest(sitting_item, "sitting_id", "application_id")
    query = select(sitting_item).where(sitting_item.c.sitting_id == sitting_id, newest)
    return queries.records_of(Item, connection.execute(query.order_by(sitting_item.c.position)))


def item_moves(connection: Connection, sitting_id: str) -> tuple[Item, ...]:
    """Return every version of every item, oldest first: how long what took stands in it."""
    query = select(sitting_item).where(sitting_item.c.sitting_id == sitting_id).order_by(sitting_item.c.id)
    return queries.records_of(Item, connection.execute(query))


def on_agendas(connection: Connection, round_id: str) -> tuple[Item, ...]:
    """Return the items of every sitting of a round."""
    of_it = select(sitting.c.sitting_id).where(sitting.c.round_id == round_id)
    newest = queries.newest(sitting_item, "sitting_id", "application_id")
    query = select(sitting_item).where(sitting_item.c.sitting_id.in_(of_it), newest).order_by(sitting_item.c.id)
    return queries.records_of(Item, connection.execute(query))


def recusals(connection: Connection, sitting_id: str) -> tuple[Recusal, ...]:
    """Return who stands aside for what, recusals lifted again left out."""
    newest = queries.newest(sitting_recusal, "sitting_id", "application_id", "person_id")
    standing = (sitting_recusal.c.sitting_id == sitting_id, sitting_recusal.c.state == "recused", newest)
    query = select(sitting_recusal).where(*standing).order_by(sitting_recusal.c.id)
    return queries.records_of(Recusal, connection.execute(query))


def requests(connection: Connection, sitting_id: str) -> tuple[Request, ...]:
    """Return what voters ask for, taken back or not."""
    newest = queries.newest(sitting_request, "sitting_id", "application_id", "person_id", "kind")
    query = select(sitting_request).where(sitting_request.c.sitting_id == sitting_id, newest)
    return queries.records_of(Request, connection.execute(query.order_by(sitting_request.c.id)))


def revision(connection: Connection, sitting_id: str) -> int:
    """Return the number of the last entry about a sitting: where it is the same, so is everything of the sitting."""
    query = select(func.max(chain_entry.c.sequence)).where(chain_entry.c.object == object_of(sitting_id))
    return connection.scalar(query) or 0


def revision_for(connection: Connection, sitting_id: str, person_id: str, unseen: Iterable[str]) -> int:
    """Return the number of the last entry about a sitting but for acts of others, named in `unseen`."""
    others = (chain_entry.c.act.in_(tuple(unseen)), chain_entry.c.actor != person_id)
    query = select(func.max(chain_entry.c.sequence)).where(chain_entry.c.object == object_of(sitting_id))
    return connection.scalar(query.where(not_(and_(*others)))) or 0


def seat_numbers(connection: Connection, sitting_id: str) -> dict[str, int]:
    """Return the number of each seat, from 1, in the order in which people were invited: it never changes."""
    query = select(sitting_seat.c.person_id).where(sitting_seat.c.sitting_id == sitting_id, sitting_seat.c.version == 1)
    found = connection.scalars(query.order_by(sitting_seat.c.id)).all()
    return {person: number for number, person in enumerate(found, start=1)}


def lock_hash(connection: Connection, sitting_id: str) -> str:
    """Return the hash of the entry that locked the decisions of a sitting; empty before."""
    query = select(chain_entry.c.hash).where(
        chain_entry.c.object == object_of(sitting_id), chain_entry.c.act == "sitting.locked"
    )
    return connection.scalar(query.order_by(chain_entry.c.sequence.desc()).limit(1)) or ""


def first_entry(connection: Connection, sitting_id: str) -> int:
    """Return the entry that prepared a sitting: what was marked before stood before the meeting."""
    query = select(func.min(sitting.c.entry)).where(sitting.c.sitting_id == sitting_id)
    return connection.scalar(query) or 0
