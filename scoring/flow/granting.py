"""What stands behind a grade before it is noticed, put into a joint document, announced: and what stands against it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from indicators.faults import Fault
from indicators.language import Message, Name
from indicators.model import RuleBook
from scoring.flow import gather, jointly, step_standings
from scoring.meeting.proposal import PROPOSABLE, SITE_VISIT
from scoring.model import Application
from scoring.procedure.eligibility import assess
from scoring.procedure.notice import AUTHORITIES, checked_grades
from scoring.procedure.objections import Filed, stands
from scoring.procedure.steps import takes_experts
from scoring.register import (
    accreditations,
    acts,
    applications,
    bars,
    credit_checks,
    joint_documents,
    joint_signatures,
    notices,
    objections,
)
from scoring.register.acts import Outcome
from scoring.register.bars import Bar
from scoring.register.credit_checks import CreditCheck
from scoring.register.joint_documents import JointDocument
from scoring.register.listings import Listed
from scoring.register.notices import Notice


@dataclass(frozen=True, slots=True)
class Granted:
    """An application and the grade it is to have."""

    application_id: str
    grade: str


@dataclass(frozen=True, slots=True)
class Case:
    """What grades of a round are held against.

    Attributes
    ----------
    decided : Mapping
        The grade that the last sitting proposed, ``None`` where it proposed none.
    checks : Mapping
        Credit checks by application and authority.
    notices, lists : by notice
        The notices of the round and who is listed.
    filed : tuple of Filed
        Objections.
    documents, papers : by document
        The joint documents of the round and who stands in them.
    barred : Mapping
        Bars by credit code.
    steps : Mapping
        Where each application stands in the steps of Article 12.
    """

    book: RuleBook
    applications: Mapping[str, Application]
    decided: Mapping[str, str | None]
    announced: Collection[str]
    checks: Mapping[tuple[str, str], CreditCheck]
    notices: tuple[Notice, ...]
    lists: Mapping[str, Mapping[str, Listed]]
    filed: tuple[Filed, ...]
    documents: tuple[JointDocument, ...]
    papers: Mapping[str, Mapping[str, Listed]]
    barred: Mapping[str, Sequence[Bar]]
    steps: Mapping[str, step_standings.Case]

    def listed(self, application_id: str, *, state: str) -> tuple[Notice, str] | None:
        """Return the notice in a state on which an application stands, with its grade."""
        for notice in self.notices:
            entry = self.lists.get(notice.notice_id, {}).get(application_id)
            if notice.state == state and entry is not None and entry.state == "listed":
                return notice, entry.grade
        return None

    def in_document(self, application_id: str) -> tuple[JointDocument, str] | None:
        """Return the joint document in which an application stands, with its grade."""
        for document in self.documents:
            entry = self.papers.get(document.document_id, {}).get(application_id)
            if entry is not None and entry.state == "listed":
                return document, entry.grade
        return None

    def standing_objections(self, application_id: str) -> tuple[Filed, ...]:
        """Return the objections that keep an application from its grade."""
        readings = self.book.regulation.interpretations
        of_it = [one for one in self.filed if one.application_id == application_id]
        return tuple(one for one in of_it if stands(one, jointly.rules_of(self.book), readings))


def case_of(connection: Connection, round_id: str) -> Case:
    """Gather what grades of a round are held against."""
    found = notices.of_round(connection, round_id)
    book = gather.rule_book(connection, round_id)
    by_code: dict[str, list[Bar]] = defaultdict(list)
    for bar in bars.everything(connection):
        by_code[bar.uscc].append(bar)
    return Case(
        book=book,
        applications={one.application_id: one for one in applications.of_round(connection, round_id)},
        decided=_decided(acts.outcomes_of_round(connection, round_id)),
        announced={one.application_id for one in accreditations.of_round(connection, round_id)},
        checks=credit_checks.of_round(connection, round_id),
        notices=found,
        lists=notices.entries(connection, round_id),
        filed=filed_of(connection, round_id, found),
        documents=joint_documents.of_round(connection, round_id),
        papers=joint_documents.entries(connection, round_id),
        barred=by_code,
        steps=step_standings.cases(connection, round_id, book),
    )


def filed_of(connection: Connection, round_id: str, found: Iterable[Notice]) -> tuple[Filed, ...]:
    """Return the objections of a round as far as terms and standing go."""
    last_days = {one.notice_id: one.last_day for one in found}
    signed = joint_signatures.of_subjects(connection, f"{round_id}/objection/")
    return tuple(
        Filed(
            objection_id=one.objection_id,
            application_id=one.application_id,
            state=one.state,
            received_on=one.received_on,
            last_day=last_days[one.notice_id] or one.received_on,
            signed=frozenset(
                name
                for name, signature in signed.get(one.objection_id, {}).items()
                if signature.subject_version == one.version
            ),
        )
        for one in objections.of_round(connection, round_id)
    )


def _decided(found: Iterable[Outcome]) -> dict[str, str | None]:
    last: dict[str, Outcome] = {}
    for decision in found:
        earlier = last.get(decision.application_id)
        if earlier is None or earlier.stage != SITE_VISIT:
            last[decision.application_id] = decision
    # To send to a site visit is on the way to a grade, and gives none.
    return {id_: one.grade if one.outcome in PROPOSABLE.values() else None for id_, one in last.items()}


def twice(granted: Iterable[Granted]) -> list[Fault]:
    """Return a fault for each application that stands more than once."""
    times = Counter(one.application_id for one in granted)
    return [Fault(Message("flow.twice"), seen=id_) for id_, count in times.items() if count > 1]


def grade_faults(one: Granted, case: Case) -> Iterator[Fault]:
    """Say what keeps an application from a grade before anybody is asked: round, decision, conditions."""
    values = {"application": one.application_id, "grade": one.grade}
    application = case.applications.get(one.application_id)
    accredited = case.book.regulation.accredited_grades()
    if application is None:
        yield Fault(Message("flow.not_of_the_round", values), seen=one.application_id)
    if one.application_id in case.announced:
        yield Fault(Message("flow.announced_already", values), seen=one.application_id)
    if one.application_id in case.steps:
        yield from _faults_of_steps(one, case)
    if one.grade not in accredited:
        expected = " | ".join(accredited)
        yield Fault(Message("flow.grade_not_accredited", values), seen=one.grade, expected=expected)
    elif one.grade in {cut.grade for cut in case.book.round.cut_scores}:
        grade = case.decided.get(one.application_id)
        if application is not None and grade != one.grade:
            yield Fault(Message("flow.decided_otherwise", values), seen=grade or "–", expected=one.grade)
    elif application is not None:
        yield from _faults_of_confirmed(one, application, case.book)


def _faults_of_steps(one: Granted, case: Case) -> Iterator[Fault]:
    """Hold a grade against the steps: nothing withdrawn or halted gets one, and A only what both confirmed."""
    standing = case.steps[one.application_id].standing
    values: dict[str, object] = {"application": one.application_id, "grade": one.grade}
    if standing.state in ("withdrawn", "returned", "refused"):
        yield Fault(Message(f"steps.grade_of_{standing.state}", values), seen=one.application_id)
    elif standing.ended == "untrue":
        yield Fault(Message("steps.grade_of_untrue", values), seen=one.application_id)
    elif not takes_experts(case.steps[one.application_id].steps) and standing.step is not None:
        lacking = [Name(act.name, act.name_en) for act in standing.due]
        told = {**values, "lacking": lacking[0] if lacking else "–"}
        yield Fault(Message("steps.not_confirmed", told), seen=one.application_id)


def _faults_of_confirmed(one: Granted, application: Application, book: RuleBook) -> Iterator[Fault]:
    """Hold a grade that is confirmed without experts against what was applied for, and its conditions."""
    if application.target_grade != one.grade:
        values = {"application": one.application_id, "grade": one.grade}
        yield Fault(Message("flow.applied_otherwise", values), seen=application.target_grade, expected=one.grade)
        return
    yield from condition_faults(one, application, book)


def condition_faults(one: Granted, application: Application, book: RuleBook) -> Iterator[Fault]:
    """Hold an application against the conditions that facts and declarations can tell (Articles 9 and 10)."""
    eligibility = assess(application, book, counties=gather.counties(), grade=one.grade)
    for finding in eligibility.findings:
        if finding.counts_as != "met":
            clauses = ", ".join(cite.clause for cite in finding.cite)
            values = {"application": one.application_id, "grade": one.grade, "clauses": clauses}
            told = {**values, "because": finding.because}
            yield Fault(Message("flow.condition_bars_announcement", told), seen=one.application_id)


def credit_faults(one: Granted, case: Case) -> Iterator[Fault]:
    """Say what the credit check lacks: both results, both passed, and the hard conditions (Articles 10 and 12)."""
    application = case.applications.get(one.application_id)
    if application is None or one.grade not in checked_grades(case.book.regulation):
        return
    values = {"application": one.application_id, "grade": one.grade, "cite": jointly.article(case.book)}
    for authority in AUTHORITIES:
        check = case.checks.get((one.application_id, authority))
        told = {**values, "authority": Message(f"notice.authority_{authority}")}
        if check is None:
            yield Fault(Message("notice.credit_not_checked", told), seen=one.application_id)
        elif check.result == "failed":
            because = {**told, "reason": check.reason or "–"}
            yield Fault(Message("notice.credit_check_failed", because), seen=one.application_id)
    yield from condition_faults(one, application, case.book)


def bar_faults(one: Granted, case: Case, on: date) -> Iterator[Fault]:
    """Say which bar holds on a day: who may not apply gets no grade either (Articles 16 and 17)."""
    application = case.applications.get(one.application_id)
    for bar in case.barred.get(application.enterprise.uscc, ()) if application else ():
        if bar.holds(on):
            values = {"application": one.application_id, "until": bar.until, "clause": bar.clause}
            yield Fault(Message("notice.barred", values), seen=one.application_id)


def notice_faults(one: Granted, case: Case) -> Iterator[Fault]:
    """Say what the notice leaves open: no closed list with this grade, or an objection that stands."""
    values = {"application": one.application_id, "grade": one.grade, "cite": jointly.article(case.book)}
    found = case.listed(one.application_id, state="closed")
    if found is None:
        yield Fault(Message("notice.not_noticed", values), seen=one.application_id)
    elif found[1] != one.grade:
        yield Fault(Message("notice.noticed_otherwise", values), seen=found[1], expected=one.grade)
    for objection in case.standing_objections(one.application_id):
        told = {**values, "objection": objection.objection_id}
        yield Fault(Message(f"notice.objection_{_kind(objection)}", told), seen=one.application_id)


def _kind(objection: Filed) -> str:
    return "founded" if objection.state == "founded" else "stands"


def document_faults(one: Granted, case: Case, announced_on: date) -> Iterator[Fault]:
    """Say what the joint document leaves open: none issued with this grade, or issued after the announcement."""
    values = {"application": one.application_id, "grade": one.grade, "cite": jointly.article(case.book)}
    found = case.in_document(one.application_id)
    if found is None or found[0].state != "issued" or found[1] != one.grade:
        yield Fault(Message("notice.no_joint_document", values), seen=one.application_id)
    elif found[0].issued_on is not None and announced_on < found[0].issued_on:
        told = {**values, "document": found[0].number, "issued": found[0].issued_on, "announced": announced_on}
        yield Fault(Message("notice.announced_before_document", told), seen=announced_on.isoformat())
