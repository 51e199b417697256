"""What a sitting has before it when it decides about one application, and how its votes count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from indicators.model import ParameterSheet, RuleBook, Share
from scoring import access
from scoring.flow import gather, panel
from scoring.flow.panel import PanelResult
from scoring.flow.unlinking import unlinked
from scoring.meeting.nodes import node_scores
from scoring.meeting.outcomes import SittingOutcome, possible_outcomes
from scoring.model import Actor, Stage
from scoring.procedure.rounds import RoundState
from scoring.register import acts
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class SittingCase:
    """One application before a sitting.

    Attributes
    ----------
    result : PanelResult
        Scores, bands, eligibility, proposal; labels for experts, which no page needs.
    nodes : mapping of str to Fraction or None
        Score of every node of the tree that applies, in points, exactly; ``None`` where marks are missing.
    outcomes : tuple of SittingOutcome
        What may be decided at this stage, the one hoped for first.
    visited : bool
        Whether it was sent to the site visit, so that there is a second stage.
    """

    result: PanelResult
    rule_book: RuleBook
    state: RoundState
    nodes: Mapping[str, Fraction | None]
    outcomes: tuple[SittingOutcome, ...]
    visited: bool


def sitting_case(
    register: Register, actor: Actor, application_id: str, *, stage: Stage = "document_review"
) -> SittingCase:
    """Return what a sitting has before it about one application.

    Raises
    ------
    AccessRefusedError
        Marks still open, not for this person, not there.
    ConflictError
        A site visit for a grade that takes none.
    """
    gather.refuse_whoever_never_may(actor, "read", "panel_result")
    with register.read() as connection:
        application = gather.application(connection, application_id, verb="read", object_="panel_result")
        access.require(actor, "read", "panel_result", gather.truths(connection, application.round_id))
        book, state = (
            gather.rule_book(connection, application.round_id),
            gather.state_of(connection, application.round_id),
        )
        result = panel.of_application(connection, application, stage)
        sent = acts.outcome_of(connection, application_id, "document_review") == "send_to_site_visit"
    nodes: Mapping[str, Fraction | None] = {}
    if result.scores is not None:
        nodes = node_scores(book.round.indicator_table, result.scores.exact, result.scores.not_applicable).of
    outcomes = possible_outcomes(application.target_grade, stage, book)
    return SittingCase(replace(result, sheets=unlinked(result.sheets)), book, state, nodes, outcomes, sent)


@dataclass(frozen=True, slots=True)
class Count:
    """A share of people counted out: `part` of `whole`, and the least `part` that suffices.

    What has not been entered yet is ``None``, and so is what would follow from it.
    """

    share: Share
    part: int | None
    whole: int | None
    needed: int | None
    holds: bool | None


def quorum_count(sheet: ParameterSheet, *, entitled: int | None, present: int | None) -> Count:
    """Return the quorum with its numbers filled in: those present of those entitled."""
    return _count(sheet.quorum, present, entitled)


def majority_count(
    sheet: ParameterSheet,
    *,
    entitled: int | None,
    present: int | None,
    in_favour: int | None,
    against: int | None,
) -> Count:
    """Return the majority with its numbers filled in: those in favour of those the parameter sheet names."""
    cast = None if in_favour is None or against is None else in_favour + against
    return _count(
        sheet.majority, in_favour, {"entitled": entitled, "present": present, "cast": cast}[sheet.majority.of]
    )


def _count(share: Share, part: int | None, whole: int | None) -> Count:
    # Of nobody nothing is reached (`meeting.quorum`), so that no number suffices.
    least = None if not whole else Fraction(whole * share.numerator, share.denominator)
    needed = None if least is None else floor(least) + 1 if share.strict else ceil(least)
    holds = None if part is None or whole is None else needed is not None and part >= needed
    return Count(share, part, whole, needed, holds)
