"""Who answers for untrue material while applying (Article 16), and who may not apply until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from indicators.faults import FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.accredited import AUTHORITY_OF, accredited, day_faults
from scoring.flow.grounding import asked
from scoring.flow.revoking import bar_id
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.procedure.sanctions import RETURN, REVOCATION, debarment, sanction_for
from scoring.register import accreditations, applications, bars, chain, measures, tables
from scoring.register.bars import Bar
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.measures import Measure


def return_as_untrue(
    register: Register, actor: Actor, now: datetime, *, application_id: str, on: date, reason: str
) -> Entry:
    """Return an application whose material is untrue: it ends, and none is taken for as long as the article says.

    Raises
    ------
    FaultsError
        A day to come, or before the application.
    ConflictError
        Its grade was announced (then it is revoked), it was returned before, no rule has this, no reason.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "return_untrue", "application")
    with register.write() as connection:
        application = gather.application(
            connection, application_id, verb="return_untrue", object_="application", by_round=False
        )
        own = gather.in_region(actor, application.enterprise.county)
        role = access.require(actor, "return_untrue", "application", own)
        if accredited(connection, application) is not None:
            raise ConflictError(Message("supervision.announced_so_revoke", {"application": application_id}))
        if application_id in measures.returned(connection, application.round_id):
            raise ConflictError(Message("supervision.returned_before", {"application": application_id}))
        reason = reason_of(reason, due=Message("supervision.what_return"))
        if faults := [*day_faults(on, now, earliest=application.applied_on)]:
            raise FaultsError(faults)
        regulation = gather.rule_book(connection, application.round_id).regulation
        sanction = sanction_for(regulation, "untrue_material", announced=False)
        if sanction is None:
            raise ConflictError(Message("supervision.no_such_rule", {"round": application.round_id}))
        returned = Measure(
            measure_id=measures.next_id(connection, application_id),
            version=1,
            application_id=application_id,
            kind=RETURN,
            ground="untrue_material",
            document=sanction.cite.document,
            clause=sanction.cite.clause,
            taken_on=on,
            authority=AUTHORITY_OF[role],
            signer=actor.id,
            reason=reason,
        )
        rows = {tables.measure: measures.add([returned])}
        if (term := debarment(sanction, RETURN, on)) is not None:
            given = Bar(
                uscc=application.enterprise.uscc,
                version=bars.current_version(connection, bar_id(application_id, RETURN)) + 1,
                from_=term.first,
                until=term.last,
                clause=sanction.cite.clause,
                reason=reason,
                document=sanction.cite.document,
                bar_id=bar_id(application_id, RETURN),
                application_id=application_id,
            )
            rows[tables.bar] = bars.add([given])
        act = Act(actor.id, role, "application.returned_as_untrue", f"application/{application_id}", now, reason)
        return chain.record(connection, act, rows)


def bars_of(register: Register, actor: Actor, uscc: str) -> tuple[Bar, ...]:
    """Return every bar of an enterprise as it stands, as far as the actor may know of it, oldest first.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "bar")
    with register.read() as connection:
        found = []
        for one in bars.of_enterprise(connection, uscc):
            application = applications.one(connection, one.application_id)
            own = gather.in_region(actor, application.enterprise.county) if application is not None else frozenset()
            if access.may(actor, "read", "bar", own):
                found.append(one)
        return tuple(found)


def propose_void(register: Register, actor: Actor, now: datetime, *, measure_id: str, reason: str) -> Entry:
    """Propose to set a measure aside; it holds until a second person, of the other authority, agrees.

    Raises
    ------
    ConflictError
        It was set aside before or waits for a signature, somebody has proposed it, or no reason is given.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "propose_void", "measure")
    with register.write() as connection:
        before, application, role = asked(connection, actor, measure_id, "propose_void")
        if before.state in ("signed", "voided") or before.voider is not None:
            values = {"measure": measure_id, "state": before.state}
            raise ConflictError(Message("supervision.nothing_to_void", values))
        reason = reason_of(reason, due=Message("supervision.what_void"))
        after = replace(before, version=before.version + 1, voider=actor.id)
        object_, details = f"application/{application.application_id}", {"measure": measure_id}
        act = Act(actor.id, role, "measure.void_proposed", object_, now, reason, details)
        return chain.record(connection, act, {tables.measure: measures.add([after])})


def answer_void(
    register: Register, actor: Actor, now: datetime, *, measure_id: str, agreed: bool, reason: str
) -> Entry:
    """Agree that a measure is set aside, or do not; with a revocation or a return its bar and its effect fall too.

    Raises
    ------
    ConflictError
        Nobody has proposed it, the same person did, or no reason is given.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "answer_void", "measure")
    with register.write() as connection:
        before, application, role = asked(connection, actor, measure_id, "answer_void")
        if before.voider is None or before.state == "voided":
            raise ConflictError(Message("supervision.void_not_proposed", {"measure": measure_id}))
        if before.voider == actor.id:
            raise ConflictError(Message("supervision.void_same_person", {"measure": measure_id}))
        reason = reason_of(reason, due=Message("supervision.what_void"))
        after = replace(before, version=before.version + 1, voider=None)
        rows = {tables.measure: measures.add([after])}
        if agreed:
            after = replace(after, state="voided", signer=actor.id, authority=AUTHORITY_OF[role], reason=reason)
            rows = {tables.measure: measures.add([after])}
            lifted = bars.one(connection, bar_id(before.application_id, before.kind))
            if lifted is not None and lifted.state == "standing":
                lifted = replace(lifted, version=lifted.version + 1, state="lifted", reason=reason)
                rows[tables.bar] = bars.add([lifted])
            if before.kind == REVOCATION and (case := accredited(connection, application)) is not None:
                held = case.accreditation
                others = accreditations.of_enterprise(connection, held.uscc)
                state = "superseded" if any(one.state == "valid" for one in others) else "valid"
                restored = replace(held, version=held.version + 1, state=state, reason=reason)  # type: ignore[arg-type]
                rows[tables.accreditation] = accreditations.add([restored])
        name = "measure.voided" if agreed else "measure.void_declined"
        object_, details = f"application/{application.application_id}", {"measure": measure_id}
        return chain.record(connection, Act(actor.id, role, name, object_, now, reason, details), rows)
