"""Who scores what: assigned by the holder, recused at any minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import attempts, gather
from scoring.flow.conflict_facts import known_of, refusal
from scoring.flow.open_seats import sent_to_visit
from scoring.flow.stepping import recommended
from scoring.flow.wording import reason_of
from scoring.meeting.proposal import SITE_VISIT
from scoring.model import Actor, Stage
from scoring.procedure.draw.model import Pair
from scoring.register import applications, assignments, chain, experts, tables
from scoring.register.assignments import Assignment
from scoring.register.chain import Act, Entry
from scoring.register.database import Register


def assign(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    pairs: Sequence[tuple[str, str]],
    *,
    stage: Stage = "document_review",
    reason: str = "",
) -> Entry:
    """Assign experts to applications of a round, as one act.

    Parameters
    ----------
    pairs : sequence of (application id, expert id)

    Raises
    ------
    FaultsError
        Unknown application or expert, an application that its prefecture has not recommended (Article 12(3)) or, for
        the site visit, that no sitting sent there, as for the draw; a pair that was assigned before (also one recused
        or replaced since) or stands twice among the pairs, a site visit for a grade that takes none, an expert with a
        conflict of interest, whose attempted assignment the record keeps.
    AccessRefusedError, ConflictError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "assign", "assignment")
    reason = reason_of(reason)
    with attempts.kept(register, actor, now, f"round/{round_id}"), register.write() as connection:
        role = access.require(actor, "assign", "assignment", gather.truths(connection, round_id))
        on = gather.day_of(now)
        faults = [*_faults(connection, round_id, pairs, stage), *_conflicts(connection, round_id, pairs, stage, on)]
        if faults:
            raise FaultsError(faults)
        rows = [Assignment(application_id, expert_id, stage, 1, "assigned") for application_id, expert_id in pairs]
        act = Act(actor.id, role, "experts.assigned", f"round/{round_id}", now, reason, {"stage": stage})
        return chain.record(connection, act, {tables.assignment: assignments.add(rows)})


def _faults(connection: Connection, round_id: str, pairs: Sequence[Pair], stage: Stage) -> list[Fault]:
    """Return what makes pairs no assignments, whoever the experts are."""
    book = gather.rule_book(connection, round_id)
    known = {one.application_id: one.target_grade for one in applications.of_round(connection, round_id)}
    people = set(experts.current_versions(connection))
    there = {
        (one.application_id, one.expert_id): one.state for one in assignments.of_round(connection, round_id, stage)
    }
    ready = recommended(connection, round_id, book)
    early = [one for one in dict.fromkeys(name for name, _ in pairs) if one in known and one not in ready]
    faults = [Fault(Message("steps.not_recommended", {"application": one}), seen=one) for one in early]
    visited = sent_to_visit(connection, round_id) if stage == SITE_VISIT else frozenset()
    for pair in pairs:
        application_id, expert_id = pair
        if application_id not in known:
            faults.append(Fault(Message("flow.unknown_application", {"round": round_id}), seen=application_id))
        elif not gather.takes_stage(known[application_id], stage, book):
            values = {"application": application_id, "grade": known[application_id]}
            faults.append(Fault(Message("flow.no_site_visit", values), seen=application_id))
        elif stage == SITE_VISIT and application_id not in visited:
            faults.append(
                Fault(Message("flow.not_sent_to_visit", {"application": application_id}), seen=application_id)
            )
        if expert_id not in people:
            faults.append(Fault(Message("flow.unknown_expert"), seen=expert_id))
        if pair in there:
            faults.append(Fault(Message("flow.already_assigned", {"state": there[pair]}), seen=" / ".join(pair)))
        there[pair] = "assigned"
    return faults


def _conflicts(connection: Connection, round_id: str, pairs: Sequence[Pair], stage: Stage, on: date) -> list[Fault]:
    """Return which pairs are refused because the expert has a conflict of interest."""
    book = gather.rule_book(connection, round_id)
    people = {one.expert_id: one for one in experts.everyone(connection)}
    asked = {application_id for application_id, _ in pairs}
    due = {
        one.application_id: one for one in applications.of_round(connection, round_id) if one.application_id in asked
    }
    known = known_of(connection, due.values(), stage)
    seats = [(people[expert], due[one]) for one, expert in pairs if one in due and expert in people]
    found = (refusal(*seat, known[seat[1].application_id], on=on, book=book) for seat in seats)
    return [fault for fault in found if fault is not None]


def recuse(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    expert_id: str,
    stage: Stage = "document_review",
    reason: str,
) -> Entry:
    """Take an expert off an application, at any minute; his marks stay in the record and no longer count.

    Raises
    ------
    AccessRefusedError, ConflictError, RecordError
    """
    with register.write() as connection:
        current = assignments.current(connection, application_id=application_id, expert_id=expert_id, stage=stage)
        true = {"own"} if current is not None and expert_id == actor.id else set()
        role = access.require(actor, "declare", "recusal", true)
        if current is None:
            raise access.refused("declare", "recusal")
        if current.state != "assigned":
            raise ConflictError(Message("flow.not_assigned_any_more", {"state": current.state}))
        reason = reason_of(reason, due=Message("flow.what_recusal"))
        ended = Assignment(application_id, expert_id, stage, current.version + 1, "recused", reason)
        act = Act(actor.id, role, "expert.recused", f"sheet/{application_id}/{expert_id}/{stage}", now, reason)
        return chain.record(connection, act, {tables.assignment: assignments.add([ended])})
