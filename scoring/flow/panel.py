"""A panel's result: its sheets gathered, aggregated, held against the rule book, and a proposal made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from indicators.model import RuleBook
from scoring import access
from scoring.flow import gather
from scoring.flow.counting import counting_sheets, panels_of
from scoring.flow.scores import PanelScore, scores_of
from scoring.flow.unlinking import unlinked
from scoring.meeting import proposal as proposing
from scoring.meeting.proposal import Proposal, candidate_grades, propose
from scoring.model import Actor, Application, Stage
from scoring.procedure.eligibility import Eligibility, assess
from scoring.register import applications, assignments, marks, sheets
from scoring.register.database import Register
from scoring.register.decisions import SheetReference
from scoring.register.marks import MarkColumns

__all__ = [
    "PanelResult",
    "PanelScore",
    "eligibility_of",
    "of_application",
    "panel_result",
    "panel_results",
    "proposal_of",
    "scores_of",
]


@dataclass(frozen=True, slots=True)
class PanelResult:
    """What a panel's submitted sheets come to.

    Attributes
    ----------
    application : Application
        Whose.
    assigned, submitted : int
        Experts on the panel after recusals, and how many of them have submitted.
    scores : PanelScore or None
        Aggregate per indicator and in total; ``None`` where no sheet counts yet.
    eligibility : mapping of grade to Eligibility
        For each grade that may come of the application.
    proposal : Proposal
        With its reasons.
    sheets : tuple of SheetReference
        What it rests on. Outside of `flow` labels stand for the experts (`unlinking`).
    """

    application: Application
    stage: Stage
    assigned: int
    submitted: int
    scores: PanelScore | None
    eligibility: Mapping[str, Eligibility]
    proposal: Proposal
    sheets: tuple[SheetReference, ...]


def panel_result(
    register: Register, actor: Actor, application_id: str, *, stage: Stage = "document_review"
) -> PanelResult:
    """Return the result of one panel.

    Raises
    ------
    AccessRefusedError
        Marks still open, not for this person, not there.
    ConflictError
        A site visit for a grade that takes none.
    """
    with register.read() as connection:
        application = gather.application(connection, application_id, verb="read", object_="panel_result")
        access.require(actor, "read", "panel_result", gather.truths(connection, application.round_id))
        result = of_application(connection, application, stage)
    return replace(result, sheets=unlinked(result.sheets))


def panel_results(
    register: Register, actor: Actor, round_id: str, *, stage: Stage = "document_review"
) -> tuple[PanelResult, ...]:
    """Return the results of all panels of a round, in the order the applications came in.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "read", "panel_result", round_id) as connection:
        book = gather.rule_book(connection, round_id)
        columns = marks.load_table(connection, stage=stage, round_id=round_id)
        panels = panels_of(assignments.of_round(connection, round_id, stage))
        events = {
            (event.application_id, event.expert_id): event for event in sheets.of_round(connection, round_id, stage)
        }
        ready = [
            application
            for application in applications.of_round(connection, round_id)
            if stage == "document_review"
            or (application.application_id in panels and gather.takes_stage(application.target_grade, stage, book))
        ]
    results = _results(ready, book, stage, columns, panels, events)
    return tuple(replace(result, sheets=unlinked(result.sheets)) for result in results)


def of_application(connection: Connection, application: Application, stage: Stage) -> PanelResult:
    """Return the result of one panel, inside a piece of work that has asked already."""
    gather.refuse_unless_it_takes(application, stage, gather.rule_book(connection, application.round_id))
    (result,) = of_applications(connection, [application], stage)
    return result


def of_applications(connection: Connection, given: Sequence[Application], stage: Stage) -> tuple[PanelResult, ...]:
    """Return the results of some panels of one round in one pass, inside a piece of work that has asked already."""
    if not given:
        return ()
    book = gather.rule_book(connection, given[0].round_id)
    ids = [one.application_id for one in given]
    columns = marks.load_table(connection, stage=stage, application_ids=ids)
    panels = panels_of(one for id_ in ids for one in assignments.of_application(connection, id_, stage))
    events = {
        (event.application_id, event.expert_id): event
        for id_ in ids
        for event in sheets.of_application(connection, id_, stage)
    }
    return tuple(_results(given, book, stage, columns, panels, events))


def _results(
    of: Sequence[Application],
    book: RuleBook,
    stage: Stage,
    columns: MarkColumns,
    panels: Mapping[str, Sequence[str]],
    events: Mapping[tuple[str, str], sheets.SheetEvent],
) -> Iterable[PanelResult]:
    counting = {one.application_id: counting_sheets(one.application_id, panels, events) for one in of}
    keys = {(application_id, sheet.expert_id) for application_id, counted in counting.items() for sheet in counted}
    scored = scores_of(columns, keys, book)
    for application in of:
        application_id = application.application_id
        found = scored.get(application_id)
        eligibility = eligibility_of(application, book)
        yield PanelResult(
            application=application,
            stage=stage,
            assigned=len(panels.get(application_id, ())),
            submitted=len(counting[application_id]),
            scores=found,
            eligibility=eligibility,
            proposal=proposal_of(application, stage, found, eligibility, book),
            sheets=counting[application_id],
        )


def eligibility_of(application: Application, book: RuleBook) -> dict[str, Eligibility]:
    """Return the eligibility for each grade that may come of an application, highest first."""
    return {
        grade: assess(application, book, counties=gather.counties(), grade=grade)
        for grade in candidate_grades(application.target_grade, book)
    }


def proposal_of(
    application: Application,
    stage: Stage,
    scores: PanelScore | None,
    eligibility: Mapping[str, Eligibility],
    book: RuleBook,
) -> Proposal:
    """Return what is proposed for an application."""
    return propose(
        target=application.target_grade,
        stage=stage,
        scores=_held(scores),
        eligibility=eligibility,
        rule_book=book,
    )


def _held(scores: PanelScore | None) -> proposing.PanelScores:
    """Return the scores as they are held against cut scores, floors and vetoes."""
    if scores is None:
        return proposing.PanelScores(total=None, indicators={})
    return proposing.PanelScores(
        total=scores.total,
        indicators=scores.exact,
        not_applicable=scores.not_applicable,
        reasons={"total": scores.of.reasons[0]} if scores.of.total is None and scores.of.reasons else {},
    )
