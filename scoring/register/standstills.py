"""Standstills of the record: who froze it and why, who asked that it goes on, who agreed.

``add(given) -> rows`` of `tables.standstill`, ``newest(connection) -> Standstill | None``, ``history(connection)``.
While the newest is not *thawed*, `chain.record` takes the acts of `TAKEN` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import standstill

StandstillState = Literal["frozen", "thaw_asked", "thaw_declined", "thawed"]

TAKEN: Final = frozenset(
    {
        # The incident itself, and the program mended meanwhile.
        "register.frozen",
        "register.thaw_asked",
        "register.thaw_declined",
        "register.thawed",
        "register.migrated",
        "register.granted",
        "register.restored",
        "register.clock_accepted",
        # Whoever reads signs in, and his looks and what he takes away are written down as on any other day.
        "account.signed_in",
        "account.password_changed",
        "account.one_time_enrolled",
        "reading",
        "export.made",
        "evidence.packed",
        "attempt.refused",
        # What closes a door may be done at once.
        "account.disabled",
        "account.sessions_ended",
        "account.unlinked",
    }
)
"""Acts that a frozen record takes: reading goes on, doors can be closed, nothing of a round moves."""


@dataclass(frozen=True, slots=True)
class Standstill:
    """One version of a standstill: its state, by whom in which role, and why."""

    standstill_id: str
    version: int
    state: StandstillState
    by: str
    role: str
    reason: str
    at: str

    @property
    def is_over(self) -> bool:
        """Whether the record goes on."""
        return self.state == "thawed"


def add(given: Iterable[Standstill]) -> list[dict[str, Value]]:
    """Return the rows of standstills, for `chain.record`."""
    return queries.rows_of(given)


_LAST: Final = select(standstill).order_by(standstill.c.id.desc()).limit(1)


def newest(connection: Connection) -> Standstill | None:
    """Return the last standstill as it stands, ``None`` where there never was one."""
    return queries.record_of(Standstill, connection.execute(_LAST).one_or_none())


def history(connection: Connection) -> tuple[Standstill, ...]:
    """Return every version of every standstill, oldest first."""
    return queries.records_of(Standstill, connection.execute(select(standstill).order_by(standstill.c.id)))
