"""A panel's result: its sheets gathered, aggregated, held against the rule book, and a proposal made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import compress
from typing import Any

from sqlalchemy import Connection

from indicators.model import RuleBook
from scoring import access
from scoring.flow import gather
from scoring.meeting import proposal as proposing
from scoring.meeting.proposal import Proposal, candidate_grades, propose
from scoring.model import Actor, Application, Stage
from scoring.procedure.eligibility import Eligibility, assess
from scoring.register import applications, assignments, marks, sheets
from scoring.register.database import Register
from scoring.register.decisions import SheetReference
from scoring.register.marks import MarkColumns
from scoring.sheets import round_weights
from scoring.statistics.aggregate import Aggregate, Aggregated, aggregate_indicators
from scoring.statistics.panel_scores import ApplicantScore, panel_scores
from scoring.statistics.totals import attendance


@dataclass(frozen=True, slots=True)
class PanelScore:
    """A panel's scores of an application.

    Attributes
    ----------
    of : ApplicantScore
        Scores, total, spread, gaps; unrounded.
    total : Decimal or None
        The total rounded half-up as the parameter sheet lays down: what cut scores are compared with. The indicators
        are not rounded before they are added, which would lift or lower every total in the same direction.
    exact : mapping of str to Fraction
        Panel score of each indicator that has a mark, exactly: floors and vetoes are compared with sums of them.
    not_applicable : frozenset of str
        Indicators that the whole panel found not applicable.
    """

    of: ApplicantScore
    total: Decimal | None
    exact: Mapping[str, Fraction]
    not_applicable: frozenset[str]


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
        What it rests on.
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
    """
    with register.read() as connection:
        application = gather.application(connection, application_id)
        access.require(actor, "read", "panel_result", gather.truths(connection, application.round_id))
        return of_application(connection, application, stage)


def panel_results(
    register: Register, actor: Actor, round_id: str, *, stage: Stage = "document_review"
) -> tuple[PanelResult, ...]:
    """Return the results of all panels of a round, in the order the applications came in.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with register.read() as connection:
        access.require(actor, "read", "panel_result", gather.truths(connection, round_id))
        book = gather.rule_book(connection, round_id)
        columns = marks.load_table(connection, stage=stage, round_id=round_id)
        panels = _panels(assignments.of_round(connection, round_id, stage))
        events = {
            (event.application_id, event.expert_id): event for event in sheets.of_round(connection, round_id, stage)
        }
        ready = [
            application
            for application in applications.of_round(connection, round_id)
            if stage == "document_review" or application.application_id in panels
        ]
        return tuple(_results(ready, book, stage, columns, panels, events))


def of_application(connection: Connection, application: Application, stage: Stage) -> PanelResult:
    """Return the result of one panel, inside a piece of work that has asked already."""
    application_id = application.application_id
    columns = marks.load_table(connection, stage=stage, application_ids=[application_id])
    panels = _panels(assignments.of_application(connection, application_id, stage))
    events = {
        (event.application_id, event.expert_id): event
        for event in sheets.of_application(connection, application_id, stage)
    }
    book = gather.rule_book(connection, application.round_id)
    (result,) = _results([application], book, stage, columns, panels, events)
    return result


def _panels(current: Iterable[assignments.Assignment]) -> dict[str, list[str]]:
    """Return who is on each panel now: the recused and replaced are not."""
    panels: dict[str, list[str]] = {}
    for one in current:
        if one.state == "assigned":
            panels.setdefault(one.application_id, []).append(one.expert_id)
    return panels


def _results(
    of: Sequence[Application],
    book: RuleBook,
    stage: Stage,
    columns: MarkColumns,
    panels: Mapping[str, Sequence[str]],
    events: Mapping[tuple[str, str], sheets.SheetEvent],
) -> Iterable[PanelResult]:
    counting = {
        application.application_id: tuple(
            SheetReference(expert, event.version, event.digest)
            for expert in panels.get(application.application_id, ())
            if (event := events.get((application.application_id, expert))) is not None
            and event.event == "submitted"
            and event.digest is not None
        )
        for application in of
    }
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


def aggregate_of(book: RuleBook) -> Aggregate:
    """Return the rule of aggregation that the parameter sheet lays down."""
    sheet = book.round.parameter_sheet
    return Aggregate(sheet.aggregate, sheet.trimmed_each_side)


def scores_of(columns: MarkColumns, keys: set[tuple[str, str]], book: RuleBook) -> dict[str, PanelScore]:
    """Return the panel scores of every application that has a counting sheet, as the round lays down."""
    table = book.round.indicator_table
    leaves = [leaf.code for leaf in table.leaves()]
    score_table = marks.score_table(columns, panel=book.round.round_id, indicators=leaves, sheets=keys)
    if not score_table.applicants:
        return {}
    rule = aggregate_of(book)
    scores = panel_scores(score_table, rule, weights=round_weights(table))
    aggregated = aggregate_indicators(score_table, rule)
    applicable = attendance(score_table).applicable
    unit = Decimal(1).scaleb(-book.round.parameter_sheet.rounding_decimals)
    return {
        score.applicant: PanelScore(
            of=score,
            total=None if score.total is None else Decimal(str(score.total)).quantize(unit, ROUND_HALF_UP),
            exact=_exact(aggregated, row, leaves),
            not_applicable=frozenset(compress(leaves, ~applicable[row])),
        )
        for row, score in enumerate(scores.applicants)
    }


def _exact(aggregated: Aggregated, row: int, leaves: Sequence[str]) -> dict[str, Fraction]:
    sums, divisors = aggregated.sums[row].tolist(), aggregated.divisors[row].tolist()
    given = aggregated.marks[row].tolist()
    cells = zip(leaves, sums, divisors, given, strict=True)
    return {leaf: Fraction(int(whole), int(by) * 10**aggregated.decimals) for leaf, whole, by, n in cells if n}


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


def scores_as_json(scores: PanelScore | None, book: RuleBook) -> dict[str, Any]:
    """Return the aggregate in the canonical form that is kept with a decision; points as printed."""
    sheet = book.round.parameter_sheet
    rule = {"aggregate": sheet.aggregate, "each_side": sheet.trimmed_each_side, "decimals": sheet.rounding_decimals}
    if scores is None:
        return {**rule, "total": None, "experts": 0, "missing": 0, "indicators": {}}
    found = scores.of
    return {
        **rule,
        "total": None if scores.total is None else f"{scores.total:f}",
        "experts": found.experts,
        "missing": found.missing,
        "indicators": {one.indicator: None if one.score is None else str(one.score) for one in found.indicators},
    }
