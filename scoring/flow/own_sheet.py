"""An expert's own sheet as he meets it: whose it is, whether he may still write, what it lacks, what it adds up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.faults import Fault
from indicators.model import RuleBook
from scoring.flow import gather, marking
from scoring.flow.marking import Sheet
from scoring.flow.saving import SavedMark
from scoring.model import Actor, Enterprise, MarkState, Stage
from scoring.register import assignments, marks, reopenings, sheets
from scoring.register.assignments import AssignmentState
from scoring.register.database import Register
from scoring.register.reopenings import Reopening


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A sheet, the application it is about, and how its expert stands to it.

    `entry` is the entry of the chain that holds the submission, ``None`` while the sheet is open; `reopening` is what
    became of his request to have it back, ``None`` where he never asked.
    """

    sheet: Sheet
    round_id: str
    enterprise: Enterprise
    target_grade: str
    assignment: AssignmentState
    entry: int | None
    reopening: Reopening | None


@dataclass(frozen=True, slots=True)
class PointsSoFar:
    """Points that an expert has given, and the most that the indicators he judged by points could have earned."""

    given: Decimal
    of: Decimal


def own_sheet(register: Register, actor: Actor, *, application_id: str, stage: Stage = "document_review") -> OwnSheet:
    """Return the actor's own sheet of an application with what he has to know beside it.

    Raises
    ------
    AccessRefusedError
        Not his, or not there.
    """
    key = {"application_id": application_id, "expert_id": actor.id}
    with register.read() as connection:
        sheet = marking.sheet_in(connection, actor, application_id=application_id, stage=stage)
        application = gather.application(connection, application_id, verb="read", object_="sheet")
        assigned = assignments.current(connection, **key, stage=stage)
        event = sheets.newest(connection, **key, stage=stage) if sheet.locked_at is not None else None
        entry = None if event is None else sheets.entry_of(connection, **key, stage=stage, version=event.version)
        reopening = reopenings.current(connection, **key, stage=stage)
    return OwnSheet(
        sheet=sheet,
        round_id=application.round_id,
        enterprise=application.enterprise,
        target_grade=application.target_grade,
        # The sheet has found the assignment, and assignments are never taken away.
        assignment="assigned" if assigned is None else assigned.state,
        entry=entry,
        reopening=reopening,
    )


def still_missing(sheet: Sheet, kept: Iterable[SavedMark]) -> tuple[Fault, ...]:
    """Return what a sheet with these marks lacks before it can be submitted; `column` of each fault is the indicator.

    The same check as that of submission, so that a page never promises what submission refuses.
    """
    rows = [
        marks.Mark(
            sheet.application_id,
            sheet.expert_id,
            sheet.stage,
            one.indicator,
            one.version,
            one.state,
            one.saved_at,
            one.value,
            one.note or None,
        )
        for one in kept
    ]
    return tuple(marking.missing(sheet.rule_book, rows))


def points_so_far(book: RuleBook, kept: Iterable[SavedMark]) -> PointsSoFar:
    """Return the sum of the points given, and of the points those indicators carry: exact, nothing shared out yet.

    Insufficient material earns 0 of its points; what does not apply, and what is not marked, counts on neither side.
    """
    most = {leaf.code: leaf.max_score for leaf in book.round.indicator_table.leaves()}
    given = of = Decimal(0)
    for one in kept:
        if one.state in (MarkState.SCORED, MarkState.INSUFFICIENT) and one.indicator in most:
            given += Decimal(one.value or 0)
            of += most[one.indicator]
    return PointsSoFar(given, of)
