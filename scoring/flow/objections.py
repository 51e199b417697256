"""Objections to what a notice lists: received, acknowledged, decided, signed by both (Articles 7 and 12, item 7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import attempts, gather, granting, jointly
from scoring.flow.granting import Case
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.procedure import objections as rules
from scoring.procedure.notice import Authority
from scoring.procedure.objections import Outcome, Reminder
from scoring.procedure.working_days import Term
from scoring.register import applications, chain, joint_signatures, notices, objections, tables
from scoring.register.chain import Act
from scoring.register.database import Register
from scoring.register.joint_signatures import JointSignature
from scoring.register.notices import Notice
from scoring.register.objections import Objection


@dataclass(frozen=True, slots=True)
class ObjectionStanding:
    """An objection as it stands: whether it came late, whether it keeps the grade back, by when it is due.

    `acknowledge_by` and `decide_by` have no last day where the holidays of a year are not announced yet.
    """

    objection: Objection
    late: bool
    stands: bool
    signed: frozenset[str]
    acknowledge_by: Term
    decide_by: Term


def receive_objection(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    received_on: date,
    received_from: str,
    substance: str,
) -> Objection:
    """Enter an objection to an application that is, or was, under notice; one that comes late is entered and flagged.

    Raises
    ------
    FaultsError
        A day to come, or before the notice opened; texts that cannot be kept.
    ConflictError
        The application was never under notice, its grade is announced; nobody objects, or to nothing.
    AccessRefusedError
        Also where there is no such application.
    RecordError
    """
    gather.refuse_whoever_never_may(actor, "receive", "objection")
    with attempts.kept(register, actor, now, f"application/{application_id}"), register.write() as connection:
        role = access.require(actor, "receive", "objection")
        applied = gather.application(connection, application_id, verb="receive", object_="objection")
        case = granting.case_of(connection, applied.round_id)
        jointly.refuse_days_ahead(now, received_on=received_on)
        received_from = reason_of(received_from, due=Message("notice.what_received_from"))
        substance = reason_of(substance, due=Message("notice.what_substance"))
        if application_id in case.announced:
            values = {"application": application_id}
            raise ConflictError(Message("notice.objection_after_announcement", values))
        notice = _notice_of(connection, case, application_id, received_on)
        number = len(objections.of_round(connection, applied.round_id)) + 1
        entered = Objection(
            objection_id=f"{applied.round_id}/objection/{number}",
            version=1,
            notice_id=notice.notice_id,
            application_id=application_id,
            state="received",
            received_on=received_on,
            received_from=received_from,
            substance=substance,
            since=received_on,
            officer=actor.id,
        )
        late = notice.last_day is not None and received_on > notice.last_day
        act = Act(actor.id, role, "objection.received", f"application/{application_id}", now, "", {"late": late})
        chain.record(connection, act, {tables.objection: objections.add([entered])})
    return entered


def acknowledge_objection(
    register: Register, actor: Actor, now: datetime, *, objection_id: str, acknowledged_on: date
) -> Objection:
    """Record that an objection was acknowledged to its author.

    Raises
    ------
    FaultsError, ConflictError, AccessRefusedError, RecordError
    """
    with attempts.kept(register, actor, now, f"objection/{objection_id}"), register.write() as connection:
        role, before = _objection(connection, actor, "acknowledge", objection_id)
        after = _next(before, "acknowledged", acknowledged_on, actor, now)
        act = Act(actor.id, role, "objection.acknowledged", f"objection/{objection_id}", now)
        chain.record(connection, act, {tables.objection: objections.add([after])})
    return after


def decide_objection(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    objection_id: str,
    outcome: Outcome,
    decided_on: date,
    reason: str,
) -> Objection:
    """Decide an objection, with reasons. It holds once the other authority has signed it too (Article 7).

    Raises
    ------
    FaultsError, ConflictError, AccessRefusedError, RecordError
    """
    with attempts.kept(register, actor, now, f"objection/{objection_id}"), register.write() as connection:
        role, before = _objection(connection, actor, "decide", objection_id)
        reason = reason_of(reason, due=Message("notice.what_outcome"))
        after = replace(_next(before, outcome, decided_on, actor, now), reason=reason)
        signed = _signature(connection, after, role, actor, decided_on)
        rows = {
            tables.objection: objections.add([after]),
            tables.joint_signature: joint_signatures.add([signed]),
        }
        act = Act(actor.id, role, "objection.decided", f"objection/{objection_id}", now, reason, {"outcome": outcome})
        chain.record(connection, act, rows)
    return after


def sign_objection(
    register: Register, actor: Actor, now: datetime, *, objection_id: str, signed_on: date
) -> JointSignature:
    """Sign the outcome of an objection, for the authority that did not decide it.

    Raises
    ------
    FaultsError, ConflictError, AccessRefusedError, RecordError
    """
    with attempts.kept(register, actor, now, f"objection/{objection_id}"), register.write() as connection:
        role, found = _objection(connection, actor, "sign", objection_id)
        if found.state not in rules.OUTCOMES:
            raise ConflictError(Message("notice.objection_undecided", {"objection": objection_id}))
        jointly.refuse_days_ahead(now, signed_on=signed_on)
        if signed_on < found.since:
            raise FaultsError([_backwards(signed_on, found.since)])
        signed = _signature(connection, found, role, actor, signed_on)
        act = Act(actor.id, role, "objection.signed", f"objection/{objection_id}", now)
        chain.record(connection, act, {tables.joint_signature: joint_signatures.add([signed])})
    return signed


def read_objections(register: Register, actor: Actor, round_id: str) -> tuple[ObjectionStanding, ...]:
    """Return the objections of a round as they stand, with their terms.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", "objection")
    with register.read() as connection:
        book = gather.rule_book(connection, round_id)
        filed = granting.filed_of(connection, round_id, notices.of_round(connection, round_id))
        found = objections.of_round(connection, round_id)
    sheet, readings, calendar = jointly.rules_of(book), book.regulation.interpretations, jointly.calendar()
    return tuple(
        ObjectionStanding(
            objection=one,
            late=state.late,
            stands=rules.stands(state, sheet, readings),
            signed=state.signed,
            acknowledge_by=rules.acknowledge_by(state, sheet, calendar),
            decide_by=rules.decide_by(state, sheet, calendar),
        )
        for one, state in zip(found, filed, strict=True)
    )


def notice_reminders(register: Register, actor: Actor, round_id: str, *, on: date) -> tuple[Reminder, ...]:
    """Return who is late with an objection or with closing a notice; an authority is shown its own alone.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    role = access.require(actor, "read", "notice_reminder")
    with register.read() as connection:
        book = gather.rule_book(connection, round_id)
        found = notices.of_round(connection, round_id)
        filed = granting.filed_of(connection, round_id, found)
    late = [
        Reminder("market_regulator", "close_notice", one.notice_id, one.last_day)
        for one in found
        if one.state == "open" and one.last_day is not None and on > one.last_day
    ]
    late += rules.reminders(filed, jointly.rules_of(book), jointly.calendar(), on=on)
    own: Authority | None = jointly.AUTHORITY_OF.get(role)
    return tuple(one for one in late if own in (None, one.authority))


def _notice_of(connection: Connection, case: Case, application_id: str, received_on: date) -> Notice:
    """Return the last notice that was opened with an application on its list, removed since or not."""
    for notice in reversed(case.notices):
        if notice.opened_on is None or application_id not in case.lists[notice.notice_id]:
            continue
        first = notices.first_opened(connection, notice.notice_id)
        if first is not None and received_on < first:
            what = Message("notice.objection_before_notice", {"received": received_on, "opened": first})
            raise FaultsError([Fault(what, seen=received_on.isoformat())])
        return notice
    raise ConflictError(Message("notice.never_under_notice", {"application": application_id}))


def _objection(connection: Connection, actor: Actor, verb: str, objection_id: str) -> tuple[str, Objection]:
    """Return the role in which somebody may, and the objection; an absent one in the words of a hidden one."""
    role = access.require(actor, verb, "objection")
    found = objections.one(connection, objection_id)
    if found is None:
        raise access.refused(verb, "objection")
    applied = applications.one(connection, found.application_id)
    if applied is None:
        raise access.refused(verb, "objection")
    # What was announced is undone by revocation (Articles 16 and 17), no longer by an objection.
    if found.application_id in granting.case_of(connection, applied.round_id).announced:
        raise ConflictError(Message("notice.objection_after_announcement", {"application": found.application_id}))
    return role, found


def _next(before: Objection, state: objections.ObjectionState, since: date, actor: Actor, now: datetime) -> Objection:
    """Return the next version of an objection; refuse a state that cannot follow and days that run backwards."""
    if state not in rules.MAY_FOLLOW[before.state]:
        values = {"objection": before.objection_id, "state": Message(f"notice.objection_is_{before.state}")}
        raise ConflictError(Message("notice.objection_cannot_follow", values))
    jointly.refuse_days_ahead(now, since=since)
    if since < before.since:
        raise FaultsError([_backwards(since, before.since)])
    return replace(before, version=before.version + 1, state=state, since=since, officer=actor.id)


def _backwards(day: date, before: date) -> Fault:
    return Fault(Message("notice.objection_backwards", {"day": day, "before": before}), seen=day.isoformat())


def _signature(connection: Connection, of: Objection, role: str, actor: Actor, signed_on: date) -> JointSignature:
    there = joint_signatures.of_subjects(connection, of.objection_id).get(of.objection_id, {})
    return jointly.signature(of.objection_id, role, actor.id, there, subject_version=of.version, signed_on=signed_on)
