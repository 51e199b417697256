"""Credit checks of those to whom AA or more is proposed, by both authorities, each for itself (Article 12, item 7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import attempts, gather, granting, jointly
from scoring.flow.granting import Case, Granted
from scoring.flow.wording import reason_of, text_fault, tidy
from scoring.model import Actor
from scoring.procedure.notice import AUTHORITIES, Authority, checked_grades
from scoring.register import chain, credit_checks, tables
from scoring.register.chain import Act, Entry
from scoring.register.credit_checks import CreditCheck, Result
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class CreditResult:
    """What an authority found about an applicant; a failed check says why."""

    application_id: str
    result: Result
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CreditStanding:
    """Where the credit check of an application stands: the grade proposed, both results, and what bars the grade."""

    application_id: str
    grade: str
    checks: tuple[CreditCheck, ...]
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """Whether both authorities and the hard conditions let the grade through."""
        return not self.faults


def check_credit(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    results: Sequence[CreditResult],
    *,
    checked_on: date,
    reason: str = "",
) -> Entry:
    """Record the results of one authority, all of one day as one act; a result that changes needs its reason.

    Raises
    ------
    FaultsError
        An application that is not of the round, that stands twice, for which no grade of AA or more is proposed, or
        whose grade is announced; a failed or changed result without a reason; a day to come.
    ConflictError
        If the round is not in notice.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "record", "credit_check")
    reason = reason_of(reason)
    with attempts.kept(register, actor, now, f"round/{round_id}"), register.write() as connection:
        true = gather.truths(connection, round_id)
        if "in_notice" not in true:
            raise ConflictError(Message("notice.not_in_notice", {"round": round_id}))
        role = access.require(actor, "record", "credit_check", true)
        jointly.refuse_days_ahead(now, checked_on=checked_on)
        case = granting.case_of(connection, round_id)
        authority = jointly.AUTHORITY_OF[role]
        faults = granting.twice(Granted(one.application_id, "") for one in results)
        faults += [fault for one in results for fault in _faults(one, case, authority, actor.id)]
        if faults:
            raise FaultsError(faults)
        fresh = [_check(one, case, authority, actor.id, checked_on) for one in results]
        details = {"authority": authority, "failed": sum(one.result == "failed" for one in fresh)}
        act = Act(actor.id, role, "credit.checked", f"round/{round_id}", now, reason, details)
        return chain.record(connection, act, {tables.credit_check: credit_checks.add(fresh)})


def _check(one: CreditResult, case: Case, authority: Authority, officer: str, checked_on: date) -> CreditCheck:
    before = case.checks.get((one.application_id, authority))
    version = 1 if before is None else before.version + 1
    return CreditCheck(
        one.application_id, authority, version, one.result, checked_on, officer, tidy(one.reason) or None
    )


def _faults(one: CreditResult, case: Case, authority: Authority, officer: str) -> Iterator[Fault]:
    values = {"application": one.application_id, "cite": jointly.article(case.book)}
    seen = one.application_id
    if one.application_id not in case.applications:
        yield Fault(Message("flow.not_of_the_round", values), seen=seen)
        return
    if one.application_id in case.announced:
        yield Fault(Message("flow.announced_already", values), seen=seen)
    if case.decided.get(one.application_id) not in checked_grades(case.book.regulation):
        yield Fault(Message("notice.credit_check_not_due", values), seen=seen)
    if fault := text_fault(tidy(one.reason), Message("flow.what_reason")):
        yield fault
    before = case.checks.get((one.application_id, authority))
    if not tidy(one.reason) and (one.result == "failed" or before is not None):
        yield Fault(Message("notice.credit_result_needs_reason", values), seen=seen)
    other = next(name for name in AUTHORITIES if name != authority)
    counterpart = case.checks.get((one.application_id, other))
    if counterpart is not None and counterpart.officer == officer:
        told = {"subject": one.application_id, "authority": Message(f"notice.authority_{authority}")}
        yield Fault(Message("notice.same_person", told), seen=seen)


def read_credit_checks(register: Register, actor: Actor, round_id: str) -> tuple[CreditStanding, ...]:
    """Return where the credit check of every application stands to which AA or more is proposed.

    To who may not read decisions yet there is none: the list would tell him what was decided.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", "credit_check")
    with register.read() as connection:
        gather.adopted(connection, round_id)
        if not access.may(actor, "read", "decision", gather.truths(connection, round_id)):
            return ()
        case = granting.case_of(connection, round_id)
    checked = checked_grades(case.book.regulation)
    due = [Granted(id_, grade) for id_, grade in case.decided.items() if grade in checked]
    return tuple(
        CreditStanding(
            application_id=one.application_id,
            grade=one.grade,
            checks=tuple(
                case.checks[one.application_id, name]
                for name in AUTHORITIES
                if (one.application_id, name) in case.checks
            ),
            faults=tuple(granting.credit_faults(one, case)),
        )
        for one in due
    )
