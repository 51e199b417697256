"""Complaints and tip-offs at the desks of county, prefecture and province (Article 18), from receipt to outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.accredited import Accredited, accredited, at_desk, day_faults, text_faults
from scoring.flow.wording import reason_of, tidy
from scoring.model import Actor
from scoring.procedure.complaints import KINDS, MAY_FOLLOW, ComplaintKind, ComplaintState, due_on, is_late
from scoring.register import chain, complaints, tables
from scoring.register.chain import Act, Entry
from scoring.register.complaints import Complainant, Complaint
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class LateComplaint:
    """A complaint whose desk is to be reminded: what must follow was due, and did not."""

    complaint: Complaint
    days_late: int


@dataclass(frozen=True, slots=True)
class Sender:
    """Who complains, and how he is told the outcome; left out where he gives no name."""

    name: str
    contact: str


def receive_complaint(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    kind: ComplaintKind,
    account: str,
    on: date,
    sender: Sender | None = None,
) -> Entry:
    """Enter a complaint about an accredited enterprise at the desk that received it; its clock runs from the day.

    Who complained is kept in a table apart and is in no list.

    Parameters
    ----------
    application_id : str
        The application for which the enterprise was accredited.
    account : str
        What is complained of, without the sender.
    on : date
        When it came in.

    Raises
    ------
    FaultsError
        An unknown kind, no account, a day to come or before the announcement, a sender of an office's own finding.
    ConflictError
        Nothing was announced for the application: then this is no matter of the Measures.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "receive", "complaint")
    with register.write() as connection:
        application = gather.application(
            connection, application_id, verb="receive", object_="complaint", by_round=False
        )
        own = gather.in_region(actor, application.enterprise.county)
        role = access.require(actor, "receive", "complaint", own)
        case = accredited(connection, application)
        if case is None:
            raise ConflictError(Message("supervision.not_accredited", {"application": application_id}))
        if faults := [*_entry_faults(case, kind, account, on, now, sender)]:
            raise FaultsError(faults)
        choices = case.book.regulation.interpretations
        case.number("accept_within_days")
        given = Complaint(
            complaint_id=complaints.next_id(connection, application_id),
            version=1,
            application_id=application_id,
            kind=kind,
            desk=_desk(actor, role, case),
            received_on=on,
            account=tidy(account),
            state="received",
            moved_on=on,
            due_on=due_on("received", since=on, due=None, choices=choices),
        )
        rows = {tables.complaint: complaints.add([given])}
        if sender is not None:
            person = Complainant(given.complaint_id, 1, tidy(sender.name), tidy(sender.contact))
            rows[tables.complainant] = complaints.add_complainant(person)
        act = Act(actor.id, role, "complaint.received", f"complaint/{given.complaint_id}", now)
        return chain.record(connection, act, rows)


def advance_complaint(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    complaint_id: str,
    state: ComplaintState,
    on: date,
    reason: str = "",
) -> Entry:
    """Bring a complaint to its next state at its own desk: taken up or not, investigated, found true or unfounded.

    What comes late is entered all the same, and the record says by how many days.

    Raises
    ------
    FaultsError
        A day to come, or before the state it is in.
    ConflictError
        The state cannot follow; a reason is due: for everything but the taking up.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "handle", "complaint")
    with register.write() as connection:
        before, case, role = _asked(connection, actor, complaint_id, "handle")
        if state not in MAY_FOLLOW[before.state]:
            expected = ", ".join(MAY_FOLLOW[before.state]) or "–"
            values = {"complaint": complaint_id, "state": before.state, "seen": state, "expected": expected}
            raise ConflictError(Message("supervision.complaint_cannot_follow", values))
        reason = reason_of(reason, due=None if state == "accepted" else Message(f"supervision.what_{state}"))
        if faults := [*day_faults(on, now, earliest=before.moved_on)]:
            raise FaultsError(faults)
        if state == "accepted":
            case.number("investigate_within_days")
        due = due_on(state, since=on, due=before.due_on, choices=case.book.regulation.interpretations)
        after = replace(before, version=before.version + 1, state=state, moved_on=on, due_on=due, reason=reason or None)
        late = (on - before.due_on).days if before.due_on is not None and is_late(before.due_on, on) else 0
        act = Act(actor.id, role, f"complaint.{state}", f"complaint/{complaint_id}", now, reason, {"days_late": late})
        return chain.record(connection, act, {tables.complaint: complaints.add([after])})


def read_complaint(register: Register, actor: Actor, complaint_id: str) -> Complaint:
    """Return a complaint as it stands, without who complained.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "complaint")
    with register.read() as connection:
        return _asked(connection, actor, complaint_id, "read")[0]


def list_complaints(register: Register, actor: Actor) -> tuple[Complaint, ...]:
    """Return the complaints of the desks that the actor may look into, oldest first.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "complaint")
    with register.read() as connection:
        return tuple(
            one
            for one in complaints.everything(connection)
            if access.may(actor, "read", "complaint", at_desk(actor, one.desk))
        )


def late_complaints(register: Register, actor: Actor, *, on: date) -> tuple[LateComplaint, ...]:
    """Return the complaints whose desks are to be reminded on a day, the longest overdue first, and no others.

    Raises
    ------
    AccessRefusedError
    """
    found = [
        LateComplaint(one, (on - one.due_on).days)
        for one in list_complaints(register, actor)
        if one.due_on is not None and is_late(one.due_on, on)
    ]
    return tuple(sorted(found, key=lambda one: -one.days_late))


def read_complainant(
    register: Register, actor: Actor, now: datetime, *, complaint_id: str, reason: str
) -> Complainant | None:
    """Return who complained, ``None`` where he gave no name; that somebody looked stands in the record, with why.

    Raises
    ------
    AccessRefusedError, ConflictError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "read", "complainant")
    with register.write() as connection:
        _, _, role = _asked(connection, actor, complaint_id, "read", "complainant")
        reason = reason_of(reason, due=Message("supervision.what_identity"))
        chain.record(connection, Act(actor.id, role, "complainant.read", f"complaint/{complaint_id}", now, reason))
        return complaints.complainant_of(connection, complaint_id)


def _asked(
    connection: Connection, actor: Actor, complaint_id: str, verb: str, object_: str = "complaint"
) -> tuple[Complaint, Accredited, str]:
    """Return a complaint and what it is about; a hidden one is refused as an absent one is."""
    found = complaints.one(connection, complaint_id)
    if found is None:
        raise access.refused(verb, object_)
    role = access.require(actor, verb, object_, at_desk(actor, found.desk))
    application = gather.application(connection, found.application_id, verb=verb, object_=object_)
    case = accredited(connection, application)
    if case is None:
        raise ConflictError(Message("supervision.not_accredited", {"application": found.application_id}))
    return found, case, role


def _desk(actor: Actor, role: str, case: Accredited) -> str:
    """Return the code of the desk: the actor's region, or the province for its own office."""
    return case.book.regulation.province if role == "secretariat" or actor.region is None else actor.region


def _entry_faults(
    case: Accredited, kind: str, account: str, on: date, now: datetime, sender: Sender | None
) -> Iterator[Fault]:
    if kind not in KINDS:
        yield Fault(Message("supervision.unknown_kind"), seen=kind, expected=" | ".join(KINDS))
    yield from text_faults(account, Message("supervision.what_account"))
    yield from day_faults(on, now, earliest=case.accreditation.announced_on)
    if sender is not None and kind == "own_finding":
        yield Fault(Message("supervision.sender_of_own_finding"))
    if sender is not None:
        yield from text_faults(sender.name, Message("supervision.what_sender"))
        yield from text_faults(sender.contact, Message("supervision.what_contact"))
