"""Grades announced and what becomes of them. Validity runs from the announcement."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.model import Actor
from scoring.procedure.validity import valid_until
from scoring.register import accreditations, applications, chain, decisions, tables
from scoring.register.accreditations import Accreditation
from scoring.register.chain import Act, Entry
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class Granted:
    """An application and the grade announced for it."""

    application_id: str
    grade: str


def announce(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    granted: Sequence[Granted],
    *,
    announced_on: date,
    reason: str = "",
) -> Entry:
    """Announce the grades of a round, as one act.

    A grade that experts decide needs a collective decision for it; a grade confirmed without experts (A) does not. An
    earlier accreditation of the same enterprise is superseded.

    Raises
    ------
    FaultsError
        An application that is not of the round, that nothing was decided for, that was decided otherwise.
    AccessRefusedError, ConflictError, RecordError
    """
    with register.write() as connection:
        true = gather.truths(connection, round_id)
        if access.may(actor, "announce", "accreditation", true | {"in_notice"}) and "in_notice" not in true:
            raise ConflictError(Message("flow.not_in_notice", {"round": round_id}))
        role = access.require(actor, "announce", "accreditation", true)
        book = gather.rule_book(connection, round_id)
        known = {application.application_id: application for application in applications.of_round(connection, round_id)}
        decided = {
            decision.application_id: decision.grade
            for decision in decisions.of_round(connection, round_id)
            if decision.state == "recorded"
        }
        by_experts = {cut.grade for cut in book.round.cut_scores}
        faults = [
            fault
            for one in granted
            if (fault := _fault(one, known.keys(), decided, by_experts, book.regulation.accredited_grades()))
            is not None
        ]
        if faults:
            raise FaultsError(faults)
        until = valid_until(announced_on, book.regulation.validity)
        fresh = [
            Accreditation(
                application_id=one.application_id,
                version=accreditations.current_version(connection, one.application_id) + 1,
                uscc=known[one.application_id].enterprise.uscc,
                round_id=round_id,
                grade=one.grade,
                announced_on=announced_on,
                valid_until=until,
            )
            for one in granted
        ]
        codes = {one.uscc for one in fresh}
        earlier = [one for one in accreditations.everything(connection) if one.uscc in codes and one.state == "valid"]
        ended = [
            replace(one, version=one.version + 1, state="superseded", reason=f"round/{round_id}") for one in earlier
        ]
        rows = {tables.accreditation: accreditations.add([*fresh, *ended])}
        details = {"announced_on": announced_on.isoformat()}
        return chain.record(
            connection, Act(actor.id, role, "grades.announced", f"round/{round_id}", now, reason, details), rows
        )


def _fault(
    one: Granted,
    known: Collection[str],
    decided: Mapping[str, str | None],
    by_experts: Collection[str],
    accredited: Collection[str],
) -> Fault | None:
    values = {"application": one.application_id, "grade": one.grade}
    if one.application_id not in known:
        return Fault(Message("flow.not_of_the_round", values), seen=one.application_id)
    if one.grade not in accredited:
        expected = " | ".join(accredited)
        return Fault(Message("flow.grade_not_accredited", values), seen=one.grade, expected=expected)
    if one.grade in by_experts and decided.get(one.application_id) != one.grade:
        seen = decided.get(one.application_id) or "–"
        return Fault(Message("flow.decided_otherwise", values), seen=seen, expected=one.grade)
    return None


def revoke(register: Register, actor: Actor, now: datetime, *, application_id: str, reason: str) -> Entry:
    """Revoke an accreditation; it stays in the record with its reason.

    Raises
    ------
    AccessRefusedError, ConflictError, RecordError
    """
    with register.write() as connection:
        role = access.require(actor, "revoke", "accreditation")
        application = gather.application(connection, application_id)
        current = [
            one
            for one in accreditations.of_enterprise(connection, application.enterprise.uscc)
            if one.application_id == application_id and one.state == "valid"
        ]
        if not current:
            raise ConflictError(Message("flow.nothing_to_revoke", {"application": application_id}))
        if not reason.strip():
            raise ConflictError(Message("flow.reason_needed", {"what": Message("flow.what_revocation")}))
        ended = replace(current[0], version=current[0].version + 1, state="revoked", reason=reason)
        act = Act(actor.id, role, "accreditation.revoked", f"application/{application_id}", now, reason)
        return chain.record(connection, act, {tables.accreditation: accreditations.add([ended])})
