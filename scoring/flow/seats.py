"""Who sits where and whose sheet is missing, for the holder alone; who left a panel, for the inspector too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from scoring import access
from scoring.flow import gather
from scoring.model import STAGES, Actor, Stage
from scoring.register import applications, assignments, sheets
from scoring.register.assignments import AssignmentState
from scoring.register.database import Register

SheetState = Literal["missing", "submitted", "returned"]


@dataclass(frozen=True, slots=True)
class Seat:
    """An expert on the panel of an application.

    Attributes
    ----------
    sheet : str
        Whether it is in; ``returned`` is missing again.
    since : str
        Since when the sheet stands so: submitted or returned then, else the expert was assigned then.
    """

    application_id: str
    target_grade: str
    expert_id: str
    stage: Stage
    sheet: SheetState
    since: str


@dataclass(frozen=True, slots=True)
class LeftSeat:
    """An expert who left a panel: recused by himself or through the holder, or replaced; when and why."""

    application_id: str
    expert_id: str
    stage: Stage
    state: AssignmentState
    reason: str
    at: str


def read_seats(
    register: Register, actor: Actor, round_id: str, *, stage: Stage = "document_review"
) -> tuple[Seat, ...]:
    """Return who sits on the panels of a round, by application, and whose sheet is in.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", "assignment")
    with register.read() as connection:
        gather.adopted(connection, round_id)
        targets = applications.targets(connection, round_id)
        events = sheets.standing_in_round(connection, round_id, stage)
        moments = assignments.moments(connection, round_id, stage)
        found = []
        for key in sorted(assignments.seats_of_round(connection, round_id, stage, left=False)):
            event, at = events.get(key, ("voided", ""))
            state: SheetState = "missing" if event == "voided" else event
            since = moments[key] if state == "missing" else at
            found.append(Seat(key[0], targets[key[0]][1], key[1], stage, state, since))
        return tuple(found)


def read_left_seats(register: Register, actor: Actor, round_id: str) -> tuple[LeftSeat, ...]:
    """Return who left a panel of a round, recused or replaced, oldest first.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", "recusal")
    with register.read() as connection:
        gather.adopted(connection, round_id)
        left = [one for stage in STAGES for one in _left(connection, round_id, stage)]
        return tuple(sorted(left, key=lambda one: one.at))


def _left(connection: Connection, round_id: str, stage: Stage) -> list[LeftSeat]:
    moments = assignments.moments(connection, round_id, stage)
    return [
        LeftSeat(
            one.application_id,
            one.expert_id,
            stage,
            one.state,
            one.reason or "",
            moments[one.application_id, one.expert_id],
        )
        for one in assignments.of_round(connection, round_id, stage)
        if one.state != "assigned"
    ]
