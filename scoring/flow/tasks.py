"""What an expert has to do, and how far a round has come: counts, never marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from scoring import access
from scoring.flow import gather
from scoring.model import Actor, Enterprise, Stage
from scoring.procedure.rounds import RoundState
from scoring.register import applications, assignments, marks, panel_counts, sheets, withdrawals
from scoring.register.assignments import Assignment
from scoring.register.database import Register

TaskState = Literal["to_do", "under_way", "submitted", "returned", "recused", "replaced", "closed"]


@dataclass(frozen=True, slots=True)
class Task:
    """One sheet of an expert: whose application, how many indicators are marked of how many, where it stands."""

    application_id: str
    round_id: str
    stage: Stage
    enterprise: Enterprise
    target_grade: str
    marked: int
    indicators: int
    state: TaskState
    last_at: str | None


@dataclass(frozen=True, slots=True)
class PanelProgress:
    """Counts of one application's panel."""

    application_id: str
    assigned: int
    submitted: int
    recused: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of a round: where it stands, and its panels in the order the applications came in."""

    round_id: str
    state: RoundState
    panels: tuple[PanelProgress, ...]


def my_tasks(register: Register, actor: Actor, round_id: str) -> tuple[Task, ...]:
    """Return the actor's own sheets of a round, in the order they were assigned.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", "assignment", {"own"})
    with register.read() as connection:
        state = gather.state_of(connection, round_id)
        mine = assignments.of_expert(connection, actor.id, round_id=round_id)
        ids = [one.application_id for one in mine]
        known = applications.some(connection, ids)
        events = {(one.application_id, one.stage): one for one in sheets.of_expert(connection, actor.id, ids)}
        indicators = len(gather.rule_book(connection, round_id).round.indicator_table.leaves())
        counted = marks.count_of_expert(connection, actor.id, ids)
        gone = withdrawals.of_round(connection, round_id)
        tasks = []
        for one in mine:
            application = known[one.application_id]
            event = events.get((one.application_id, one.stage))
            marked, last = counted.get((one.application_id, one.stage), (0, None))
            tasks.append(
                Task(
                    application_id=one.application_id,
                    round_id=round_id,
                    stage=one.stage,
                    enterprise=application.enterprise,
                    target_grade=application.target_grade,
                    marked=marked,
                    indicators=indicators,
                    state=_task_state(one, event, marked, state, withdrawn=one.application_id in gone),
                    last_at=event.at if event is not None and event.event == "submitted" else last,
                )
            )
        return tuple(tasks)


def _task_state(
    assigned: Assignment, event: sheets.SheetEvent | None, marked: int, state: RoundState, *, withdrawn: bool
) -> TaskState:
    if assigned.state != "assigned":
        return assigned.state
    if event is not None and event.event == "submitted":
        return "submitted"
    if state != "reviewing" or withdrawn:
        return "closed"
    if event is not None:
        return "returned"
    return "under_way" if marked else "to_do"


def round_progress(register: Register, actor: Actor, round_id: str, *, stage: Stage = "document_review") -> Progress:
    """Return how many sheets of each panel are in: counts, no person.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "count", "sheet")
    with register.read() as connection:
        return Progress(round_id, gather.state_of(connection, round_id), tuple(_panels(connection, round_id, stage)))


def _panels(connection: Connection, round_id: str, stage: Stage) -> list[PanelProgress]:
    counted = panel_counts.of_round(connection, round_id, stage)
    return [
        PanelProgress(id_, counted[id_].assigned, counted[id_].submitted, counted[id_].left)
        for id_ in applications.targets(connection, round_id)
        if id_ in counted
    ]
