"""A grade is revoked by both authorities, each signing for itself; the bar follows, and the public is told.

The first signature changes nothing yet: it names the ground. The second, by another person of the other authority and
on the same ground, ends the accreditation (Articles 16 and 17).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, Table

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import attempts, gather
from scoring.flow.accredited import AUTHORITY_OF, Accredited, accredited, day_faults
from scoring.flow.grounding import asked, cause_faults, taken
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.procedure.causes import Cause
from scoring.procedure.sanctions import ANNOUNCEMENT, REVOCATION, debarment, sanction_for
from scoring.register import accreditations, bars, chain, measures, tables
from scoring.register.bars import Bar
from scoring.register.canonical import Value
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.measures import Measure


def revoke(
    register: Register, actor: Actor, now: datetime, *, application_id: str, cause: Cause, on: date, reason: str
) -> Entry:
    """Sign the revocation of an accreditation; the second authority's signature revokes it.

    Then, in one act: the accreditation ends, no application of the enterprise is taken for as long as the ground's
    article says, counted from the day of the second signature, and the public is told. All stays in the record.

    Parameters
    ----------
    cause : Cause
        Untrue material (Article 16), or what Article 17 names.
    on : date
        The day of this signature.

    Raises
    ------
    FaultsError
        A ground that lacks its evidence, a day to come or before the announcement or the first signature; the same
        person again, which the record keeps.
    ConflictError
        Nothing to revoke, no reason, this authority has signed, the other one signed on another ground.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "revoke", "accreditation")
    with attempts.kept(register, actor, now, f"application/{application_id}"), register.write() as connection:
        application = gather.application(connection, application_id, verb="revoke", object_="accreditation")
        case = accredited(connection, application)
        if case is None or case.accreditation.state != "valid":
            raise ConflictError(Message("flow.nothing_to_revoke", {"application": application_id}))
        reason = reason_of(reason, due=Message("flow.what_revocation"))
        first = _first_signature(connection, application_id)
        earliest = case.accreditation.announced_on if first is None else first.taken_on
        faults = [*cause_faults(connection, case, cause, REVOCATION, on), *day_faults(on, now, earliest=earliest)]
        if first is not None and first.signer == actor.id:
            faults.append(Fault(Message("supervision.same_person"), seen=actor.id))
        if faults:
            raise FaultsError(faults)
        fresh = taken(connection, case, actor, role, cause, REVOCATION, on=on, reason=reason)
        if first is None:
            return _sign(connection, actor, role, now, fresh)
        _refuse_unless_second(first, fresh)
        signed = replace(fresh, measure_id=first.measure_id, version=first.version + 1)
        rows = _rows(connection, case, actor, role, signed, cause)
        act = Act(actor.id, role, "accreditation.revoked", f"application/{application_id}", now, reason)
        return chain.record(connection, act, rows)


def withdraw_revocation(register: Register, actor: Actor, now: datetime, *, measure_id: str, reason: str) -> Entry:
    """Take back a signature before the other authority signs; nothing had changed by it.

    Raises
    ------
    ConflictError
        It is no revocation that waits for a signature, it is the other authority's, or no reason is given.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "withdraw", "measure")
    with register.write() as connection:
        before, application, role = asked(connection, actor, measure_id, "withdraw")
        if before.kind != REVOCATION or before.state != "signed" or before.authority != AUTHORITY_OF[role]:
            raise ConflictError(Message("supervision.nothing_to_withdraw", {"measure": measure_id}))
        reason = reason_of(reason, due=Message("supervision.what_withdraw"))
        ended = replace(before, version=before.version + 1, state="voided", signer=actor.id, reason=reason)
        object_, details = f"application/{application.application_id}", {"measure": measure_id}
        act = Act(actor.id, role, "revocation.withdrawn", object_, now, reason, details)
        return chain.record(connection, act, {tables.measure: measures.add([ended])})


def _first_signature(connection: Connection, application_id: str) -> Measure | None:
    waiting = (one for one in measures.of_application(connection, application_id) if one.state == "signed")
    return next(waiting, None)


def _sign(connection: Connection, actor: Actor, role: str, now: datetime, fresh: Measure) -> Entry:
    signed = replace(fresh, state="signed")
    act = Act(actor.id, role, "revocation.signed", f"application/{fresh.application_id}", now, fresh.reason)
    return chain.record(connection, act, {tables.measure: measures.add([signed])})


def _refuse_unless_second(first: Measure, fresh: Measure) -> None:
    values = {"measure": first.measure_id}
    if first.authority == fresh.authority:
        raise ConflictError(Message("supervision.signed_already", values))
    if (first.ground, first.happened_on) != (fresh.ground, fresh.happened_on) or (
        set(first.cited_complaints) != set(fresh.cited_complaints)
    ):
        raise ConflictError(Message("supervision.other_ground", values))


def _rows(
    connection: Connection, case: Accredited, actor: Actor, role: str, signed: Measure, cause: Cause
) -> Mapping[Table, Sequence[Mapping[str, Value]]]:
    """Return everything that the second signature writes."""
    regulation, held = case.book.regulation, case.accreditation
    ended = replace(held, version=held.version + 1, state="revoked", reason=signed.reason)
    told = [signed]
    if any(one.id == ANNOUNCEMENT for one in regulation.measures):
        told.append(taken(connection, case, actor, role, cause, ANNOUNCEMENT, on=signed.taken_on, reason=signed.reason))
    rows = {tables.accreditation: accreditations.add([ended]), tables.measure: measures.add(told)}
    sanction = sanction_for(regulation, cause.ground, announced=True)
    term = None if sanction is None else debarment(sanction, REVOCATION, signed.taken_on)
    if term is not None:
        bar = Bar(
            uscc=held.uscc,
            version=bars.current_version(connection, bar_id(held.application_id, REVOCATION)) + 1,
            from_=term.first,
            until=term.last,
            clause=term.sanction.cite.clause,
            reason=signed.reason,
            document=term.sanction.cite.document,
            bar_id=bar_id(held.application_id, REVOCATION),
            application_id=held.application_id,
        )
        rows[tables.bar] = bars.add([bar])
    return rows


def bar_id(application_id: str, measure: str) -> str:
    """Return the id of the bar that follows a measure."""
    return f"{application_id}/{measure}"
