"""What happened to score sheets as a whole: submitted, returned with a reason, voided with a reason.

``add(events) -> rows`` of `tables.sheet_event`, ``newest(connection, application_id=, expert_id=, stage=)``,
``of_application(connection, application_id, stage)``, ``of_round(connection, round_id, stage)``. A sheet without an
event, or whose newest is ``returned``, is open; ``submitted`` locks it; ``voided`` ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, select

from scoring.model import Stage
from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import application, sheet_event

SheetEventKind = Literal["submitted", "returned", "voided"]
_KEY = ("application_id", "expert_id", "stage")


@dataclass(frozen=True, slots=True)
class SheetEvent:
    """One event of a sheet; `digest` (`marks.sheet_digest`) where it was submitted, `reason` where it was undone."""

    application_id: str
    expert_id: str
    stage: Stage
    version: int
    event: SheetEventKind
    at: str
    digest: str | None = None
    reason: str | None = None


def add(events: Iterable[SheetEvent]) -> list[dict[str, Value]]:
    """Return the rows of events, for `chain.record`."""
    return queries.rows_of(events)


def newest(connection: Connection, *, application_id: str, expert_id: str, stage: Stage) -> SheetEvent | None:
    """Return the newest event of a sheet, ``None`` where it was never submitted."""
    row = queries.newest_row(connection, sheet_event, application_id=application_id, expert_id=expert_id, stage=stage)
    return queries.record_of(SheetEvent, row)


def of_application(connection: Connection, application_id: str, stage: Stage) -> tuple[SheetEvent, ...]:
    """Return the newest event of every sheet of an application."""
    return _newest(connection, sheet_event.c.application_id == application_id, sheet_event.c.stage == stage)


def of_expert(connection: Connection, expert_id: str, application_ids: Sequence[str]) -> tuple[SheetEvent, ...]:
    """Return the newest event of an expert's sheets of some applications."""
    return _newest(connection, sheet_event.c.application_id.in_(application_ids), sheet_event.c.expert_id == expert_id)


def of_round(connection: Connection, round_id: str, stage: Stage) -> tuple[SheetEvent, ...]:
    """Return the newest event of every sheet of a round."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    return _newest(connection, sheet_event.c.application_id.in_(of_it), sheet_event.c.stage == stage)


def standing_in_round(
    connection: Connection, round_id: str, stage: Stage
) -> dict[tuple[str, str], tuple[SheetEventKind, str]]:
    """Return what the newest event of every sheet of a round is, and when it was, by application and expert."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    query = select(sheet_event.c.application_id, sheet_event.c.expert_id, sheet_event.c.event, sheet_event.c.at).where(
        sheet_event.c.application_id.in_(of_it), sheet_event.c.stage == stage, queries.newest(sheet_event, *_KEY)
    )
    return {(id_, expert): (event, at) for id_, expert, event, at in connection.execute(query).all()}


def _newest(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[SheetEvent, ...]:
    query = select(sheet_event).where(*conditions, queries.newest(sheet_event, *_KEY)).order_by(sheet_event.c.id)
    return queries.records_of(SheetEvent, connection.execute(query))


def entry_of(connection: Connection, *, application_id: str, expert_id: str, stage: Stage, version: int) -> int | None:
    """Return the entry of the chain that wrote one event of a sheet, ``None`` where there is no such event."""
    query = select(sheet_event.c.entry).where(
        sheet_event.c.application_id == application_id,
        sheet_event.c.expert_id == expert_id,
        sheet_event.c.stage == stage,
        sheet_event.c.version == version,
    )
    return connection.scalar(query)
