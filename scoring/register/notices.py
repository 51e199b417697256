"""Public notices and their lists, in versions.

``add(notices) -> rows`` of `tables.public_notice`, ``add_entries(entries) -> rows`` of `tables.notice_entry`,
``of_round(connection, round_id)``: newest versions, oldest notice first, ``entries(connection, round_id) -> dict``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, func, select

from scoring.register import listings, queries
from scoring.register.canonical import Value
from scoring.register.listings import Listed
from scoring.register.tables import notice_entry, public_notice


@dataclass(frozen=True, slots=True)
class Notice:
    """One version of a notice. `last_day` is its last day for objections, as it was announced."""

    notice_id: str
    version: int
    round_id: str
    list_version: int
    state: Literal["drafted", "open", "closed"] = "drafted"
    opened_on: date | None = None
    last_day: date | None = None
    closed_on: date | None = None
    reason: str | None = None


def add(notices: Iterable[Notice]) -> list[dict[str, Value]]:
    """Return the rows of notices, for `chain.record`."""
    return [
        {
            "notice_id": given.notice_id,
            "version": given.version,
            "round_id": given.round_id,
            "state": given.state,
            "list_version": given.list_version,
            "opened_on": None if given.opened_on is None else given.opened_on.isoformat(),
            "last_day": None if given.last_day is None else given.last_day.isoformat(),
            "closed_on": None if given.closed_on is None else given.closed_on.isoformat(),
            "reason": given.reason,
        }
        for given in notices
    ]


def add_entries(entries: Iterable[Listed]) -> list[dict[str, Value]]:
    """Return the rows of entries of lists, for `chain.record`."""
    return listings.add(entries, "notice_id")


def of_round(connection: Connection, round_id: str) -> tuple[Notice, ...]:
    """Return the notices of a round as they stand now, oldest first."""
    query = select(public_notice).where(
        public_notice.c.round_id == round_id, queries.newest(public_notice, "notice_id")
    )
    rows = sorted(connection.execute(query), key=lambda row: int(row.notice_id.rpartition("/")[2]))
    return tuple(
        Notice(
            notice_id=row.notice_id,
            version=row.version,
            round_id=row.round_id,
            list_version=row.list_version,
            state=row.state,
            opened_on=_day(row.opened_on),
            last_day=_day(row.last_day),
            closed_on=_day(row.closed_on),
            reason=row.reason,
        )
        for row in rows
    )


def entries(
    connection: Connection, round_id: str, *, only: Collection[str] | None = None
) -> dict[str, dict[str, Listed]]:
    """Return the lists of a round's notices, or what they say of some, as they stand now, by notice and application."""
    return listings.of_lists(connection, notice_entry, "notice_id", f"{round_id}/notice/", only=only)


def ever_listed(connection: Connection, round_id: str) -> frozenset[str]:
    """Return the applications that a notice of a round listed while it was open, whatever was corrected later.

    What was taken off the list before the notice opened was never public.
    """
    of_round_ = f"{round_id}/notice/"
    opening = (
        select(public_notice.c.notice_id, func.min(public_notice.c.entry))
        .where(public_notice.c.notice_id.startswith(of_round_, autoescape=True), public_notice.c.state == "open")
        .group_by(public_notice.c.notice_id)
    )
    opened = {row[0]: row[1] for row in connection.execute(opening)}
    query = select(notice_entry).where(notice_entry.c.notice_id.in_(opened)).order_by(notice_entry.c.id)
    found: dict[tuple[str, str], bool] = {}
    for row in connection.execute(query):
        key, before = (row.notice_id, row.application_id), row.entry <= opened[row.notice_id]
        # Until it opened the last word counts; from then on whoever is listed has been.
        found[key] = row.state == "listed" or (not before and found.get(key, False))
    return frozenset(application_id for (_, application_id), listed in found.items() if listed)


def first_opened(connection: Connection, notice_id: str) -> date | None:
    """Return the day on which a notice was first opened, before any correction of its list."""
    query = select(func.min(public_notice.c.opened_on)).where(public_notice.c.notice_id == notice_id)
    return _day(connection.scalar(query))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
