"""The collective decision: recorded beside the proposal with everything it rests on, never derived from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import RuleBook, Share
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather, panel
from scoring.flow.decision_grounds import as_shown_to
from scoring.flow.panel import PanelResult
from scoring.flow.scores import scores_as_json
from scoring.flow.unlinking import unlinked_decision
from scoring.flow.wording import reason_of
from scoring.meeting.outcomes import SittingOutcome, grade_of, possible_outcomes
from scoring.meeting.proposal import SITE_VISIT
from scoring.meeting.quorum import Votes, carried, quorum_met
from scoring.model import Actor, Application, Stage
from scoring.procedure.eligibility import Eligibility
from scoring.register import applications, chain, decisions, sittings, tables, withdrawals
from scoring.register.canonical import timestamp
from scoring.register.chain import Act
from scoring.register.database import Register
from scoring.register.decisions import Decision


def record_decision(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    outcome: SittingOutcome,
    votes: Votes,
    reason: str = "",
    stage: Stage = "document_review",
) -> Decision:
    """Record what a sitting decided about an application.

    The round, the digest of its rule book, the submitted sheets and their digests, the aggregate and the proposal are
    stored with it, so that anyone can recompute what the sitting had before it.

    Parameters
    ----------
    outcome : SittingOutcome
        What was decided.
    votes : Votes
        How many are entitled, present, in favour, against, abstaining.
    reason : str
        Compulsory where the decision departs from the proposal, and where it is deferred.

    Returns
    -------
    Decision
        As recorded, with labels for the experts on whose sheets it rests.

    Raises
    ------
    FaultsError
        Votes that cannot be, a reason that cannot be kept.
    ConflictError
        The application was withdrawn; a decision stands already; the outcome is not open, or the site visit was not
        decided; no quorum; no majority; a condition of the grade is not met; a reason is due.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "record", "decision")
    reason = reason_of(reason)
    with register.write() as connection:
        application = gather.application(connection, application_id, verb="record", object_="decision")
        role = access.require(actor, "record", "decision", gather.truths(connection, application.round_id))
        _refuse_on_an_agenda(connection, application)
        decision = decision_of(connection, application, now, stage=stage, outcome=outcome, votes=votes, reason=reason)
        details = {"outcome": outcome, "rule_book": decision.rule_book_digest}
        act = Act(actor.id, role, "decision.recorded", f"application/{application_id}", now, reason, details)
        chain.record(connection, act, {tables.decision: decisions.add([decision])})
        return unlinked_decision(decision)


def decision_of(
    connection: Connection,
    application: Application,
    now: datetime,
    *,
    stage: Stage,
    outcome: SittingOutcome,
    votes: Votes,
    reason: str,
    voting_id: str | None = None,
    clauses: Sequence[str] = (),
    result: PanelResult | None = None,
) -> Decision:
    """Return a decision ready to be written, inside a piece of work that has asked whether its actor may.

    Parameters
    ----------
    result : PanelResult, optional
        What its panel's sheets come to, where that was gathered in this piece of work already.

    Raises
    ------
    FaultsError, ConflictError
        As `record_decision`.
    """
    application_id = application.application_id
    if withdrawals.one(connection, application_id) is not None:
        raise ConflictError(Message("steps.withdrawn_already", {"application": application_id}))
    book = gather.rule_book(connection, application.round_id)
    earlier = decisions.of_application(connection, application_id, stage=stage)
    if any(decision.state == "recorded" for decision in earlier):
        raise ConflictError(Message("flow.decided_already", {"application": application_id}))
    result = result or panel.of_application(connection, application, stage)
    _refuse_before_its_turn(connection, application_id, stage)
    _refuse_unless_open(outcome, application, stage, book)
    _refuse_unless_carried(outcome, votes, book)
    _refuse_unless_eligible(outcome, result)
    departs = outcome == "defer" or outcome != result.proposal.outcome
    reason_of(reason, due=Message("flow.what_departure") if departs else None)
    counted = votes_as_json(votes, book)
    if voting_id is not None:
        counted |= {"voting": voting_id, "clauses": list(clauses)}
    return Decision(
        decision_id=f"{application_id}/{stage}/{len(earlier) + 1}",
        version=1,
        application_id=application_id,
        stage=stage,
        outcome=outcome,
        grade=grade_of(outcome, application.target_grade),
        rule_book_digest=book.digest,
        decided_at=timestamp(now),
        reason=reason or None,
        sheets=result.sheets,
        aggregate=scores_as_json(result.scores, book),
        proposal=proposal_as_json(result, applications.current_version(connection, application_id)),
        votes=counted,
    )


def read_decisions(register: Register, actor: Actor, round_id: str) -> tuple[Decision, ...]:
    """Return the decisions of a round as they stand now, of those applications that the actor may see.

    Labels stand for the experts on whose sheets a decision rests; what it rests on is there for whoever may read a
    panel's marks.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    gather.refuse_whoever_never_may(actor, "read", "decision")
    with register.read() as connection:
        true = gather.truths(connection, round_id)
        counties = {one.application_id: one.enterprise.county for one in applications.of_round(connection, round_id)}
        access.require(actor, "read", "decision", true | ({"own_region"} if actor.region else set()))
        return tuple(
            as_shown_to(actor, decision, true)
            for decision in decisions.of_round(connection, round_id)
            if access.may(actor, "read", "decision", true | gather.in_region(actor, counties[decision.application_id]))
        )


def _refuse_on_an_agenda(connection: Connection, application: Application) -> None:
    """Refuse to record by hand what a sitting is about to decide by its own votes."""
    for one in sittings.on_agendas(connection, application.round_id):
        if one.application_id == application.application_id and one.state not in ("removed", "decided"):
            sitting = sittings.one(connection, one.sitting_id)
            if sitting is not None and not sitting.over:
                raise ConflictError(Message("meeting.decided_there", {"sitting": one.sitting_id}))


def refuse_decided_in_a_sitting(connection: Connection, decision: Decision) -> None:
    """Refuse to void here what a sitting decided: it opens the item again while it lasts, and then it is locked.

    Raises
    ------
    ConflictError
    """
    if "voting" in decision.votes:
        raise ConflictError(Message("meeting.opened_again_there", {"decision": decision.decision_id}))


def _standing(connection: Connection, application_id: str, stage: Stage) -> Decision | None:
    every = decisions.of_application(connection, application_id, stage=stage)
    return next((decision for decision in every if decision.state == "recorded"), None)


def _refuse_before_its_turn(connection: Connection, application_id: str, stage: Stage) -> None:
    """Refuse to decide on a site visit that no standing decision sent the application to."""
    if stage == SITE_VISIT:
        before = _standing(connection, application_id, "document_review")
        if before is None or before.outcome != "send_to_site_visit":
            raise ConflictError(Message("flow.site_visit_not_decided", {"application": application_id}))


def refuse_under_a_later_one(connection: Connection, decision: Decision) -> None:
    """Refuse to void what sent an application to a site visit on which a decision stands.

    Raises
    ------
    ConflictError
    """
    later = None if decision.stage == SITE_VISIT else _standing(connection, decision.application_id, SITE_VISIT)
    if later is not None:
        raise ConflictError(Message("flow.later_decision_stands", {"decision": later.decision_id}))


def _refuse_unless_open(outcome: SittingOutcome, application: Application, stage: Stage, book: RuleBook) -> None:
    allowed = possible_outcomes(application.target_grade, stage, book)
    if outcome not in allowed:
        values = {"seen": outcome, "expected": ", ".join(allowed), "grade": application.target_grade}
        raise ConflictError(Message("flow.outcome_not_open", values))


def _refuse_unless_carried(outcome: SittingOutcome, votes: Votes, book: RuleBook) -> None:
    if faults := votes.faults():
        raise FaultsError(Fault(what) for what in faults)
    sheet = book.round.parameter_sheet
    if not quorum_met(votes, sheet.quorum):
        values = {"present": votes.present, "entitled": votes.entitled, "share": _printed(sheet.quorum)}
        raise ConflictError(Message("flow.no_quorum", values))
    favourable = outcome not in ("do_not_propose", "defer")
    if favourable and not carried(votes, sheet.majority):
        values = {"in_favour": votes.in_favour, "share": _printed(sheet.majority), "of": sheet.majority.of}
        raise ConflictError(Message("flow.not_carried", values))


def _printed(share: Share) -> str:
    return f"{share.numerator}/{share.denominator}"


def _refuse_unless_eligible(outcome: SittingOutcome, result: PanelResult) -> None:
    if barred := condition_that_bars(outcome, result.application.target_grade, result.eligibility):
        raise ConflictError(barred)


def condition_that_bars(
    outcome: SittingOutcome, target_grade: str, eligibility: Mapping[str, Eligibility]
) -> Message | None:
    """Return why a grade cannot be decided, whatever the votes: its conditions are not all met, or not all known."""
    grade = grade_of(outcome, target_grade)
    open_ = [] if grade is None else [one for one in eligibility[grade].findings if one.counts_as != "met"]
    if not open_:
        return None
    clauses = ", ".join(cite.clause for finding in open_ for cite in finding.cite)
    return Message("flow.condition_bars", {"grade": grade, "clauses": clauses, "because": open_[0].because})


def votes_as_json(votes: Votes, book: RuleBook) -> dict[str, Any]:
    """Return the counts and both formulas with their results: never who voted how."""
    sheet = book.round.parameter_sheet
    return {
        "entitled": votes.entitled,
        "present": votes.present,
        "in_favour": votes.in_favour,
        "against": votes.against,
        "abstained": votes.abstained,
        "quorum": {"share": _printed(sheet.quorum), "of": sheet.quorum.of, "met": quorum_met(votes, sheet.quorum)},
        "majority": {
            "share": _printed(sheet.majority),
            "of": sheet.majority.of,
            "strict": sheet.majority.strict,
            "carried": carried(votes, sheet.majority),
        },
    }


def proposal_as_json(result: PanelResult, application_version: int) -> dict[str, Any]:
    """Return proposal and eligibility in the canonical form that is kept with a decision."""
    return {
        **result.proposal.as_json(),
        "application_version": application_version,
        "eligibility": {grade: found.as_json() for grade, found in result.eligibility.items()},
    }
