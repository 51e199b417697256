"""What measures, revocations and returns share: whether the ground is there, and the record of what was taken."""

from __future__ import annotations

from datetime import date
from json import dumps

from sqlalchemy import Connection

from indicators.faults import Fault
from scoring import access
from scoring.flow import gather
from scoring.flow.accredited import AUTHORITY_OF, Accredited, article
from scoring.model import Actor, Application
from scoring.procedure.causes import Cause, FoundTrue, Validity, evidence_faults, ground_faults
from scoring.procedure.sanctions import sanction_for
from scoring.register import complaints, measures
from scoring.register.measures import Measure


def cause_faults(connection: Connection, case: Accredited, cause: Cause, measure: str, on: date) -> list[Fault]:
    """Return why a measure on an accreditation lacks its ground."""
    regulation = case.book.regulation
    sanction = sanction_for(regulation, cause.ground, announced=True)
    cite = article(case.book, sanction.cite if sanction is not None else regulation.validity.cite)
    faults = ground_faults(cause, measure, regulation, cite, announced=True)
    if faults:
        return faults
    known = {
        one.complaint_id: FoundTrue(one.kind, one.received_on)
        for one in complaints.of_application(connection, case.application.application_id)
        if one.state == "found_true"
    }
    within = Validity(case.accreditation.announced_on, case.accreditation.valid_until)
    many = case.number("many_complaints") if cause.ground == "complaints_found_true" else 1
    return list(evidence_faults(cause, within, known, many=many, on=on, cite=cite))


def taken(
    connection: Connection,
    case: Accredited,
    actor: Actor,
    role: str,
    cause: Cause,
    kind: str,
    *,
    on: date,
    reason: str,
    until: date | None = None,
    after: int = 0,
) -> Measure:
    """Return the first version of a measure on an accreditation, with the article that has it."""
    sanction = sanction_for(case.book.regulation, cause.ground, announced=True)
    cite = case.book.regulation.validity.cite if sanction is None else sanction.cite
    application_id = case.application.application_id
    return Measure(
        measure_id=measures.next_id(connection, application_id, after=after),
        version=1,
        application_id=application_id,
        kind=kind,
        ground=cause.ground,
        document=cite.document,
        clause=cite.clause,
        taken_on=on,
        authority=AUTHORITY_OF[role],
        signer=actor.id,
        reason=reason,
        happened_on=cause.happened_on,
        complaints=dumps(cause.complaints),
        until_on=until,
    )


def asked(connection: Connection, actor: Actor, measure_id: str, verb: str) -> tuple[Measure, Application, str]:
    """Return a measure and the application it is about; a hidden one is refused as an absent one is."""
    found = measures.one(connection, measure_id)
    # Of an absent one no application is found either: it is refused there, after the same work.
    of = "" if found is None else found.application_id
    application = gather.application(connection, of, verb=verb, object_="measure", by_round=False)
    if found is None:
        raise access.refused(verb, "measure")
    role = access.require(actor, verb, "measure", gather.in_region(actor, application.enterprise.county))
    return found, application, role
