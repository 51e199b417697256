"""Grades announced and what becomes of them. Validity runs from the announcement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import RuleBook
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.wording import reason_of
from scoring.meeting.proposal import PROPOSABLE, SITE_VISIT
from scoring.model import Actor, Application
from scoring.procedure.eligibility import assess
from scoring.procedure.validity import valid_until
from scoring.register import accreditations, applications, chain, decisions, tables
from scoring.register.accreditations import Accreditation
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.decisions import Decision


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

    A grade that experts decide needs a collective decision that proposes it, of the last stage that was decided. A
    grade that is confirmed without experts (A) needs an application for it that meets its conditions. An earlier
    accreditation of the same enterprise is superseded.

    Raises
    ------
    FaultsError
        An application that is not of the round, that stands twice or was announced before, for which nothing was
        decided or something else, that does not meet the conditions of a grade confirmed without experts.
    ConflictError
        If the round is not in notice.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "announce", "accreditation")
    reason = reason_of(reason)
    with register.write() as connection:
        true = gather.truths(connection, round_id)
        if "in_notice" not in true:
            raise ConflictError(Message("flow.not_in_notice", {"round": round_id}))
        role = access.require(actor, "announce", "accreditation", true)
        case = _case(connection, round_id)
        twice = Counter(one.application_id for one in granted)
        faults = [Fault(Message("flow.twice"), seen=id_) for id_, times in twice.items() if times > 1]
        faults += [fault for one in granted for fault in _faults(one, case)]
        if faults:
            raise FaultsError(faults)
        until = valid_until(announced_on, case.book.regulation.validity)
        fresh = [
            Accreditation(
                application_id=one.application_id,
                version=1,
                uscc=case.applications[one.application_id].enterprise.uscc,
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


@dataclass(frozen=True, slots=True)
class _Case:
    """What an announcement is held against; `decided` has the grade proposed, ``None`` where none is."""

    book: RuleBook
    applications: Mapping[str, Application]
    decided: Mapping[str, str | None]
    announced: Collection[str]


def _case(connection: Connection, round_id: str) -> _Case:
    decided: dict[str, Decision] = {}
    for decision in decisions.of_round(connection, round_id):
        earlier = decided.get(decision.application_id)
        if decision.state == "recorded" and (earlier is None or earlier.stage != SITE_VISIT):
            decided[decision.application_id] = decision
    return _Case(
        book=gather.rule_book(connection, round_id),
        applications={one.application_id: one for one in applications.of_round(connection, round_id)},
        # To send to a site visit is on the way to a grade, and gives none.
        decided={id_: one.grade if one.outcome in PROPOSABLE.values() else None for id_, one in decided.items()},
        announced={one.application_id for one in accreditations.of_round(connection, round_id)},
    )


def _faults(one: Granted, case: _Case) -> Iterator[Fault]:
    values = {"application": one.application_id, "grade": one.grade}
    application = case.applications.get(one.application_id)
    accredited = case.book.regulation.accredited_grades()
    if application is None:
        yield Fault(Message("flow.not_of_the_round", values), seen=one.application_id)
    if one.application_id in case.announced:
        yield Fault(Message("flow.announced_already", values), seen=one.application_id)
    if one.grade not in accredited:
        expected = " | ".join(accredited)
        yield Fault(Message("flow.grade_not_accredited", values), seen=one.grade, expected=expected)
    elif one.grade in {cut.grade for cut in case.book.round.cut_scores}:
        grade = case.decided.get(one.application_id)
        if application is not None and grade != one.grade:
            yield Fault(Message("flow.decided_otherwise", values), seen=grade or "–", expected=one.grade)
    elif application is not None:
        yield from _faults_of_confirmed(one, application, case.book)


def _faults_of_confirmed(one: Granted, application: Application, book: RuleBook) -> Iterator[Fault]:
    """Hold a grade that is confirmed without experts against what was applied for, and its conditions."""
    values = {"application": one.application_id, "grade": one.grade}
    if application.target_grade != one.grade:
        yield Fault(Message("flow.applied_otherwise", values), seen=application.target_grade, expected=one.grade)
        return
    eligibility = assess(application, book, counties=gather.counties(), grade=one.grade)
    for finding in eligibility.findings:
        if finding.counts_as != "met":
            clauses = ", ".join(cite.clause for cite in finding.cite)
            told = {**values, "clauses": clauses, "because": finding.because}
            yield Fault(Message("flow.condition_bars_announcement", told), seen=one.application_id)
