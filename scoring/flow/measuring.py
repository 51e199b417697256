"""Measures within validity (Article 17): an order to rectify by a date, suspension from publicity, exposure, referral.

Each has its ground and its reason. What was ordered is done, in time or late; a suspension is lifted; and a measure
that should not have been taken is set aside by a second person, of the other authority. The grade stays valid
meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.accredited import AUTHORITY_OF, Accredited, accredited, day_faults
from scoring.flow.grounding import asked, cause_faults, taken
from scoring.flow.wording import reason_of
from scoring.model import Actor, Application
from scoring.procedure.causes import Cause, measure_name
from scoring.procedure.sanctions import ORDER, ORDERED, SUSPENSION, GradeStanding, standing_of_grade
from scoring.register import chain, measures, tables
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.measures import Measure


@dataclass(frozen=True, slots=True)
class LateOrder:
    """An order to rectify whose date has passed, in which county, and by how many days."""

    measure: Measure
    county: str
    days_late: int


def order_measure(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    measure: str,
    cause: Cause,
    on: date,
    until: date | None = None,
    reason: str,
) -> Entry:
    """Take a measure that leaves the grade valid.

    Parameters
    ----------
    measure : str
        ``rectification_order``, ``publicity_suspension``, ``public_exposure`` or ``legal_liability``. Returning and
        revoking are acts of their own.
    cause : Cause
        On what ground.
    until : date, optional
        Of an order: by when it is to be done. Of a suspension: its last day; without one it lasts until it is lifted.

    Raises
    ------
    FaultsError
        No such measure, a ground that the regulation does not have for it or that lacks its evidence, days that do not
        fit.
    ConflictError
        The grade is not in force, the same measure already runs, or a reason is due.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "order", "measure")
    with register.write() as connection:
        application = gather.application(connection, application_id, verb="order", object_="measure", by_round=False)
        role = access.require(actor, "order", "measure", gather.in_region(actor, application.enterprise.county))
        case = _in_force(connection, application, on)
        reason = reason_of(reason, due=Message("supervision.what_measure"))
        faults = [*cause_faults(connection, case, cause, measure, on), *day_faults(on, now)]
        if measure not in ORDERED:
            faults = [Fault(Message("supervision.unknown_measure"), seen=measure, expected=" | ".join(ORDERED))]
        faults += _term_faults(case, measure, on, until)
        if faults:
            raise FaultsError(faults)
        running = [one for one in measures.of_application(connection, application_id) if _runs(one, on)]
        if same := next((one for one in running if one.kind == measure), None):
            name = measure_name(case.book.regulation, measure)
            raise ConflictError(Message("supervision.runs_already", {"measure": name, "id": same.measure_id}))
        given = taken(connection, case, actor, role, cause, measure, on=on, reason=reason, until=until)
        act = Act(actor.id, role, "measure.ordered", f"application/{application_id}", now, reason, {"measure": measure})
        return chain.record(connection, act, {tables.measure: measures.add([given])})


def confirm_rectified(
    register: Register, actor: Actor, now: datetime, *, measure_id: str, on: date, reason: str
) -> Entry:
    """Enter that what was ordered has been put right, and on which day: in time, or late.

    Raises
    ------
    FaultsError, ConflictError, AccessRefusedError, RecordError
    """
    return _end(register, actor, now, measure_id, on, reason, kind=ORDER, verb="confirm")


def lift_suspension(
    register: Register, actor: Actor, now: datetime, *, measure_id: str, on: date, reason: str
) -> Entry:
    """End a suspension from publicity before its last day; from this day on the grade may be used again.

    Raises
    ------
    FaultsError, ConflictError, AccessRefusedError, RecordError
    """
    return _end(register, actor, now, measure_id, on, reason, kind=SUSPENSION, verb="lift")


def read_measures(register: Register, actor: Actor, application_id: str) -> tuple[Measure, ...]:
    """Return the measures of an application and of its accreditation as they stand, oldest first.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "measure")
    with register.read() as connection:
        application = gather.application(connection, application_id, verb="read", object_="measure", by_round=False)
        access.require(actor, "read", "measure", gather.in_region(actor, application.enterprise.county))
        return measures.of_application(connection, application_id)


def late_rectifications(register: Register, actor: Actor, *, on: date) -> tuple[LateOrder, ...]:
    """Return the orders to rectify whose date has passed on a day without being done, and no others.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "measure")
    with register.read() as connection:
        found = []
        for one in measures.everything(connection):
            if one.kind != ORDER or one.state != "in_force" or one.until_on is None or on <= one.until_on:
                continue
            county = gather.application(
                connection, one.application_id, verb="read", object_="measure"
            ).enterprise.county
            if access.may(actor, "read", "measure", gather.in_region(actor, county)):
                found.append(LateOrder(one, county, (on - one.until_on).days))
    return tuple(sorted(found, key=lambda late: -late.days_late))


def grade_standing(register: Register, actor: Actor, application_id: str, *, on: date) -> GradeStanding:
    """Return what everybody may know of the grade announced for an application, on a day.

    Raises
    ------
    AccessRefusedError
        Also where nothing was announced: the public is told of grades, not of applications.
    """
    gather.refuse_whoever_never_may(actor, "read", "accreditation")
    with register.read() as connection:
        application = gather.application(connection, application_id, verb="read", object_="accreditation")
        access.require(actor, "read", "accreditation", gather.truths(connection, application.round_id))
        case = accredited(connection, application)
        if case is None:
            raise access.refused("read", "accreditation")
        return standing_of_grade(case.accreditation, measures.of_application(connection, application_id), on)


def _in_force(connection: Connection, application: Application, on: date) -> Accredited:
    case = accredited(connection, application)
    if (
        case is None
        or case.accreditation.state != "valid"
        or not (case.accreditation.announced_on <= on <= case.accreditation.valid_until)
    ):
        raise ConflictError(Message("supervision.not_in_force", {"application": application.application_id, "day": on}))
    return case


def _term_faults(case: Accredited, measure: str, on: date, until: date | None) -> Iterator[Fault]:
    if measure == ORDER:
        most = on + timedelta(days=case.number("rectify_within_days"))
        if until is None or not on < until <= most:
            values = {"first": on + timedelta(days=1), "last": most}
            yield Fault(Message("supervision.order_term", values), seen="–" if until is None else until.isoformat())
    elif measure == SUSPENSION:
        if until is not None and until < on:
            yield Fault(Message("supervision.ends_before_it_begins", {"first": on}), seen=until.isoformat())
    elif until is not None:
        yield Fault(Message("supervision.no_term"), seen=until.isoformat())


def _runs(one: Measure, on: date) -> bool:
    """Whether a measure that lasts still does on a day; an order is not over until it is done."""
    lasting = one.state == "in_force" and one.kind in (ORDER, SUSPENSION)
    return lasting and (one.kind == ORDER or one.until_on is None or on <= one.until_on)


def _end(
    register: Register, actor: Actor, now: datetime, measure_id: str, on: date, reason: str, *, kind: str, verb: str
) -> Entry:
    gather.refuse_whoever_never_may(actor, verb, "measure")
    with register.write() as connection:
        before, application, role = asked(connection, actor, measure_id, verb)
        if before.kind != kind or before.state != "in_force":
            raise ConflictError(Message("supervision.nothing_to_end", {"measure": measure_id, "state": before.state}))
        reason = reason_of(reason, due=Message(f"supervision.what_{verb}"))
        if faults := [*day_faults(on, now, earliest=before.taken_on)]:
            raise FaultsError(faults)
        after = replace(
            before,
            version=before.version + 1,
            state="done" if kind == ORDER else "lifted",
            ended_on=on,
            signer=actor.id,
            authority=AUTHORITY_OF[role],
            reason=reason,
        )
        late = before.until_on is not None and on > before.until_on
        details = {"measure": measure_id, "late": late} if kind == ORDER else {"measure": measure_id}
        act = Act(
            actor.id, role, f"measure.{after.state}", f"application/{application.application_id}", now, reason, details
        )
        return chain.record(connection, act, {tables.measure: measures.add([after])})
