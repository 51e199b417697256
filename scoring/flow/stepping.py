"""The seven steps (Article 12): each act signed by its office, many applications at once; returns, refusals, reminders.

Which office may do which act is said by access.toml: the object of an act is ``step_`` and its id in the regulation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection

from indicators.clauses import clause_text, parse_clause
from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import RuleBook
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import attempts, gather
from scoring.flow.step_files import recommended_places
from scoring.flow.step_standings import Case, cases
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.procedure.citing import cited
from scoring.procedure.eligibility import assess
from scoring.procedure.quotas import quotas
from scoring.procedure.steps import Verdict, fault_of
from scoring.register import chain, step_acts, tables
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.step_acts import StepAct

VERBS: Final = {
    "signed": "sign",
    "returned": "return",
    "refused": "refuse",
    "completed": "complete",
    "resumed": "resume",
}


@dataclass(frozen=True, slots=True)
class Signed:
    """What an office does with an application.

    Attributes
    ----------
    act : str
        Id of the act in the regulation; to complete a dossier or resume a case, the act that halted it.
    verdict : {"signed", "returned", "refused", "completed", "resumed"}
        Done; sent back to be completed; refused; completed by the applicant; taken up again by whoever refused it.
    reason, clause : str
        Why, due for everything but a signature, and for one against conditions that are not met; the clause of the
        regulation on which a return or refusal rests.
    """

    application_id: str
    act: str
    verdict: Verdict = "signed"
    reason: str = ""
    clause: str = ""


def sign_steps(register: Register, actor: Actor, now: datetime, round_id: str, signed: Sequence[Signed]) -> Entry:
    """Do acts of the procedure with many applications, as one act of the record; all of them or none.

    Raises
    ------
    FaultsError
        For each application that stands otherwise than the act needs (Article 12), one person signing for both
        authorities (Article 8), a reason or clause that is missing, a cap on recommendations that would be exceeded.
    AccessRefusedError
        For an act of another office, an application outside one's region, or one that is not there: in the same words.
    ConflictError
        If the round is not in a state in which steps are taken.
    RecordError
    """
    if not signed:
        access.require(actor, "read", "step", access.CIRCUMSTANCES)
        raise FaultsError([Fault(Message("steps.nothing_to_sign"))])
    for one in signed:
        gather.refuse_whoever_never_may(actor, VERBS[one.verdict], _object(one))
    signed = [replace(one, reason=reason_of(one.reason)) for one in signed]
    with attempts.kept(register, actor, now, f"round/{round_id}"), register.write() as connection:
        book = gather.rule_book(connection, round_id)
        true = gather.truths(connection, round_id)
        # Whoever takes a case up again must see the others of its enterprise; else what lies here is enough.
        alone = not any(one.verdict == "resumed" for one in signed)
        named = list(dict.fromkeys(one.application_id for one in signed))
        before = cases(connection, round_id, book, only=named if alone else None)
        roles = [_role(actor, one, before.get(one.application_id)) for one in signed]
        if "steps_open" not in true:
            values = {"round": round_id, "state": gather.state_of(connection, round_id)}
            raise ConflictError(Message("steps.round_takes_no_steps", values))
        rows, after, faults = _apply(signed, roles, before, book, actor=actor, on=gather.day_of(now))
        if _more_recommended(before, after):
            whole = cases(connection, round_id, book) if alone else before
            faults += _cap_faults(whole, whole | after, book)
        if faults:
            raise FaultsError(faults)
        details = {"acts": sorted({f"{one.act}:{one.verdict}" for one in signed}), "applications": len(signed)}
        act = Act(actor.id, roles[0], "procedure.stepped", f"round/{round_id}", now, "", details)
        return chain.record(connection, act, {tables.step_act: step_acts.add(rows)})


def _object(one: Signed) -> str:
    """Return what access.toml calls the act; a dossier is completed where it came in, whatever act sent it back."""
    return "step" if one.verdict == "completed" else f"step_{one.act}"


def _role(actor: Actor, one: Signed, case: Case | None) -> str:
    """Return the role in which somebody acts; refuse alike what is not his and what is not there."""
    verb, object_ = VERBS[one.verdict], _object(one)
    if case is None:
        raise access.refused(verb, object_)
    return access.require(actor, verb, object_, gather.in_region(actor, case.application.enterprise.county))


def _apply(
    signed: Sequence[Signed],
    roles: Sequence[str],
    before: dict[str, Case],
    book: RuleBook,
    *,
    actor: Actor,
    on: date,
) -> tuple[list[StepAct], dict[str, Case], list[Fault]]:
    """Do the acts one after the other, each on what the one before left; return rows, cases afterwards, faults."""
    after, rows, faults = dict(before), [], []
    for one, role in zip(signed, roles, strict=True):
        case = after[one.application_id]
        found = _faults(one, case, after, book, actor)
        faults += found
        if found:
            continue
        row = StepAct(
            application_id=one.application_id,
            version=len(case.acts) + 1,
            act=one.act,
            verdict=one.verdict,
            application_version=case.version,
            signer=actor.id,
            role=role,
            acted_on=on,
            clause=one.clause or None,
            reason=one.reason or None,
        )
        rows.append(row)
        after[one.application_id] = replace(case, acts=(*case.acts, row))
    return rows, after, faults


def _faults(one: Signed, case: Case, among: dict[str, Case], book: RuleBook, actor: Actor) -> list[Fault]:
    seen = one.application_id
    what = fault_of(
        case.standing,
        case.steps,
        one.act,
        one.verdict,
        signer=actor.id,
        application_id=seen,
        documents=book.documents,
    )
    if what is not None:
        return [Fault(what, seen=seen)]
    faults = []
    values: dict[str, object] = {"application": seen}
    if one.verdict != "signed" and not one.reason:
        faults.append(Fault(Message("steps.reason_missing", values), seen=seen))
    if one.verdict in ("returned", "refused") and not _is_clause(one.clause, book):
        faults.append(Fault(Message("steps.clause_missing", {**values, "clause": one.clause or "–"}), seen=seen))
    if one.verdict == "signed" and not one.reason:
        faults += _against_conditions(one, case, book)
    if one.verdict == "resumed":
        faults += _second(case, among)
    return faults


def _is_clause(text: str, book: RuleBook) -> bool:
    clause = parse_clause(text)
    return clause is not None and clause_text(book.regulation.articles, clause) is not None


def _against_conditions(one: Signed, case: Case, book: RuleBook) -> list[Fault]:
    """Return a fault where a prefecture would recommend, without a reason, who does not meet a condition."""
    act = next(act for step in case.steps for act in step.acts if act.id == one.act)
    standing = case.standing
    last = standing.step is not None and all(other.id in standing.done for other in standing.step.acts if other != act)
    if act.level != "prefecture" or not last:
        return []
    findings = assess(case.application, book, counties=gather.counties()).findings
    against = [finding for finding in findings if finding.counts_as == "not_met"]
    clauses = ", ".join(cite.clause or cite.document for finding in against for cite in finding.cite)
    values = {"application": one.application_id, "clauses": clauses}
    return [Fault(Message("steps.condition_not_met", values), seen=one.application_id)] if against else []


def _second(case: Case, among: dict[str, Case]) -> list[Fault]:
    """Return a fault where a case would be taken up again whose enterprise has handed in another since."""
    mine = case.application
    others = [
        name
        for name, other in among.items()
        if name != mine.application_id
        and other.application.enterprise.uscc == mine.enterprise.uscc
        and other.standing.state not in ("withdrawn", "refused")
    ]
    values = {"other": ", ".join(others), "application": mine.application_id}
    return [Fault(Message("flow.second_application", values), seen=mine.enterprise.uscc)] if others else []


def _more_recommended(before: dict[str, Case], after: dict[str, Case]) -> bool:
    """Return whether a prefecture recommends more for a grade than before: else no cap can be exceeded."""
    return bool(Counter(recommended_places(after)) - Counter(recommended_places(before)))


def _cap_faults(before: dict[str, Case], after: dict[str, Case], book: RuleBook) -> list[Fault]:
    """Return a fault for each cap that would be exceeded."""
    sheet = book.round.parameter_sheet
    rule = cited(sheet.notes["caps"].cite, book.documents) if sheet.caps else None
    faults = []
    for quota in quotas(sheet.caps, recommended_places(before), recommended_places(after)):
        if quota.exceeded:
            values = {
                "prefecture": gather.regions().name(quota.prefecture),
                "grade": quota.grade,
                "cap": quota.cap,
                "before": quota.before,
                "after": quota.after,
                "rule": rule,
            }
            faults.append(Fault(Message("steps.cap_exceeded", values), seen=f"{quota.prefecture} {quota.grade}"))
    return faults


def recommended(connection: Connection, round_id: str, book: RuleBook) -> frozenset[str]:
    """Return the applications of a round that their prefecture recommended, and nothing halts."""
    return frozenset(name for name, case in cases(connection, round_id, book).items() if case.recommended)
