"""Misconduct of staff, experts and providers of evidence (Article 20), and who supplied what: the inspector's alone.

Whoever takes in a dossier enters who supplied its items; nobody but the inspector reads it again, and that he asked
what an organisation supplied stands in the record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.accredited import day_faults, text_faults
from scoring.flow.wording import reason_of, text_fault, tidy
from scoring.model import Actor
from scoring.procedure import uscc
from scoring.register import applications, chain, misconduct, tables
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.misconduct import Case, Provider
from scoring.register.tables.supervision import CONDUCT, PROVIDER_KINDS, SUBJECT_KINDS

#: What may follow which state of a case; what is not listed is refused.
MAY_FOLLOW: dict[str, tuple[str, ...]] = {
    "opened": ("substantiated", "unsubstantiated", "referred"),
    "substantiated": ("referred",),
    "unsubstantiated": (),
    "referred": (),
}


@dataclass(frozen=True, slots=True)
class Supplied:
    """Who supplied an item of a dossier: the item by its name or content hash, the organisation by name and code."""

    item: str
    name: str
    code: str
    kind: Literal["inspection_body", "intermediary", "social_organisation", "other"]
    person: str = ""


@dataclass(frozen=True, slots=True)
class Allegation:
    """Whose conduct is in question: a person, or the staff of an organisation; where and about which application."""

    subject_kind: Literal["staff", "expert", "provider"]
    subject: str
    organisation: str
    conduct: Literal["abuse_of_power", "neglect_of_duty", "favouritism"]
    account: str
    application_id: str | None = None


def open_case(register: Register, actor: Actor, now: datetime, *, allegation: Allegation, on: date) -> Entry:
    """Open a case of misconduct.

    Raises
    ------
    FaultsError
        Everything that the allegation lacks; an application that is not there.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "record", "misconduct_case")
    with register.write() as connection:
        faults = [*_allegation_faults(allegation), *day_faults(on, now)]
        about = allegation.application_id
        if about is not None and applications.one(connection, about) is None:
            faults.append(Fault(Message("supervision.unknown_application"), seen=about))
        if faults:
            raise FaultsError(faults)
        id_ = misconduct.next_case(connection)
        case = Case(
            case_id=id_,
            version=1,
            subject_kind=allegation.subject_kind,
            subject=tidy(allegation.subject),
            organisation=tidy(allegation.organisation),
            application_id=about,
            conduct=allegation.conduct,
            account=tidy(allegation.account),
            opened_on=on,
        )
        act = Act(actor.id, role, "misconduct.opened", id_, now)
        return chain.record(connection, act, {tables.misconduct_case: misconduct.add_cases([case])})


def conclude_case(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    case_id: str,
    state: Literal["substantiated", "unsubstantiated", "referred"],
    reason: str,
) -> Entry:
    """Bring a case to its outcome, or hand it to the authority that deals with it by its own rules.

    Raises
    ------
    ConflictError
        The state cannot follow, or no reason is given.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "conclude", "misconduct_case")
    with register.write() as connection:
        before = misconduct.case(connection, case_id)
        if before is None:
            raise access.refused("conclude", "misconduct_case")
        if state not in MAY_FOLLOW[before.state]:
            expected = ", ".join(MAY_FOLLOW[before.state]) or "–"
            values = {"case": case_id, "state": before.state, "seen": state, "expected": expected}
            raise ConflictError(Message("supervision.case_cannot_follow", values))
        reason = reason_of(reason, due=Message("supervision.what_case"))
        after = replace(before, version=before.version + 1, state=state, reason=reason)
        act = Act(actor.id, role, f"misconduct.{state}", case_id, now, reason)
        return chain.record(connection, act, {tables.misconduct_case: misconduct.add_cases([after])})


def read_cases(register: Register, actor: Actor) -> tuple[Case, ...]:
    """Return every case as it stands, oldest first.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read", "misconduct_case")
    with register.read() as connection:
        return misconduct.cases(connection)


def record_providers(
    register: Register, actor: Actor, now: datetime, *, application_id: str, supplied: Sequence[Supplied]
) -> Entry:
    """Enter who supplied the items of a dossier, as one act; an item that is there gets a further version.

    Raises
    ------
    FaultsError
        Every item without a name, twice, of an unknown kind, or with a credit code that does not hold.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "record", "evidence_provider")
    with register.write() as connection:
        application = gather.application(
            connection, application_id, verb="record", object_="evidence_provider", by_round=False
        )
        own = gather.in_region(actor, application.enterprise.county)
        role = access.require(actor, "record", "evidence_provider", own)
        twice = Counter(tidy(one.item) for one in supplied)
        faults = [Fault(Message("flow.twice"), seen=item) for item, times in twice.items() if times > 1]
        faults += [fault for one in supplied for fault in _provider_faults(one)]
        if faults:
            raise FaultsError(faults)
        before = {one.item: one.version for one in misconduct.providers(connection, application_id)}
        rows = [
            Provider(
                application_id=application_id,
                item=tidy(one.item),
                version=before.get(tidy(one.item), 0) + 1,
                provider_name=tidy(one.name),
                provider_code=one.code,
                provider_kind=one.kind,
                person=tidy(one.person) or None,
            )
            for one in supplied
        ]
        details = {"items": len(rows)}
        act = Act(actor.id, role, "providers.recorded", f"application/{application_id}", now, "", details)
        return chain.record(connection, act, {tables.evidence_provider: misconduct.add_providers(rows)})


def read_providers(register: Register, actor: Actor, application_id: str) -> tuple[Provider, ...]:
    """Return who supplied the items of a dossier.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read", "evidence_provider")
    with register.read() as connection:
        gather.application(connection, application_id, verb="read", object_="evidence_provider")
        return misconduct.providers(connection, application_id)


def supplied_by(register: Register, actor: Actor, now: datetime, *, code: str, reason: str) -> tuple[Provider, ...]:
    """Return everything that an organisation supplied, to whatever dossier; the question stands in the record.

    Raises
    ------
    AccessRefusedError, ConflictError, RecordError
    """
    role = access.require(actor, "search", "evidence_provider")
    reason = reason_of(reason, due=Message("supervision.what_search"))
    with register.write() as connection:
        chain.record(connection, Act(actor.id, role, "providers.searched", f"provider/{code}", now, reason))
        return misconduct.supplied_by(connection, code)


def _allegation_faults(given: Allegation) -> Iterator[Fault]:
    for value, known, key in (
        (given.subject_kind, SUBJECT_KINDS, "supervision.unknown_subject_kind"),
        (given.conduct, CONDUCT, "supervision.unknown_conduct"),
    ):
        if value not in known:
            yield Fault(Message(key), seen=value, expected=" | ".join(known))
    yield from text_faults(given.subject, Message("supervision.what_subject"))
    yield from text_faults(given.organisation, Message("supervision.what_organisation"))
    yield from text_faults(given.account, Message("supervision.what_allegation"))


def _provider_faults(given: Supplied) -> Iterator[Fault]:
    yield from text_faults(given.item, Message("supervision.what_item"))
    yield from text_faults(given.name, Message("supervision.what_provider"))
    if fault := text_fault(tidy(given.person), Message("supervision.what_person")):
        yield fault
    if given.kind not in PROVIDER_KINDS:
        yield Fault(Message("supervision.unknown_provider_kind"), seen=given.kind, expected=" | ".join(PROVIDER_KINDS))
    for what in uscc.check(given.code):
        yield Fault(what, seen=given.code)
