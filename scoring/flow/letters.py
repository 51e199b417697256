"""Feedback letters: what a panel found about an applicant, once the results are announced, and nothing of persons.

From the marks only bands of the panel go into a letter (`procedure.feedback`); totals, votes, counts and the reason
that officials wrote do not. Letters are read by those who hand them out, each for his own region, and by the inspector.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection

from indicators.language import BEIJING, Message, Name
from indicators.model import Citation, RuleBook
from scoring import access
from scoring.documents.letter import LetterFacts, LetterFinding, LetterMissing
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.public_register import marks as marks_of_book
from scoring.model import Actor, Application, MarkState
from scoring.procedure.citing import cited
from scoring.procedure.eligibility import assess
from scoring.procedure.feedback import LEAST_SHEETS, STRONG_FROM, Band, GroupFound, groups_found, panel_band
from scoring.register import accreditations, applications, decisions, marks, withdrawals
from scoring.register.accreditations import Accreditation
from scoring.register.database import Register
from scoring.register.decisions import Decision

STANDARD: Final = "gbt-31863"


@dataclass(frozen=True, slots=True)
class LetterHead:
    """An application that has a letter: to whom, what for, what came of it."""

    application_id: str
    enterprise: str
    target: str
    granted: str | None


def letter_heads(register: Register, actor: Actor, round_id: str) -> tuple[LetterHead, ...]:
    """Return the applications of a round to whose enterprises the actor may hand letters, in the order they came in.

    Raises
    ------
    AccessRefusedError
        Not announced yet, or not for this person.
    ConflictError
    """
    gather.refuse_whoever_never_may(actor, "read", "feedback_letter")
    with register.read() as connection:
        true = gather.truths(connection, round_id)
        access.require(actor, "read", "feedback_letter", true | ({"own_region"} if actor.region else set()))
        granted = {one.application_id: one for one in accreditations.of_round(connection, round_id)}
        outcomes = decisions.outcomes(connection, round_id)
        gone = withdrawals.of_round(connection, round_id)
        return tuple(
            LetterHead(id_, one.enterprise.name, one.target_grade, granted[id_].grade if id_ in granted else None)
            for one in applications.of_round(connection, round_id)
            if (id_ := one.application_id) not in gone
            and _is_over(granted.get(id_), outcomes.get(id_, (None, None))[0])
            and access.may(actor, "read", "feedback_letter", true | gather.in_region(actor, one.enterprise.county))
        )


def letter_facts(register: Register, actor: Actor, *, application_id: str) -> LetterFacts:
    """Return what the letter to an applicant is made of.

    Raises
    ------
    AccessRefusedError
        Not announced yet, not for this person, not there.
    ConflictError
        Withdrawn, revoked, or not decided: then there is no letter.
    """
    gather.refuse_whoever_never_may(actor, "read", "feedback_letter")
    with register.read() as connection:
        application = gather.application(connection, application_id, verb="read", object_="feedback_letter")
        true = gather.truths(connection, application.round_id)
        access.require(actor, "read", "feedback_letter", true | gather.in_region(actor, application.enterprise.county))
        return _facts(connection, application, synthetic=register.synthetic)


def _is_over(accreditation: Accreditation | None, outcome: str | None) -> bool:
    if accreditation is not None:
        return accreditation.state != "revoked"
    return outcome is not None and outcome != "defer"


def _facts(connection: Connection, application: Application, *, synthetic: bool) -> LetterFacts:
    values = {"application": application.application_id}
    if withdrawals.one(connection, application.application_id) is not None:
        raise ConflictError(Message("letter.withdrawn", values))
    every = accreditations.of_round(connection, application.round_id)
    announced = next((one for one in every if one.application_id == application.application_id), None)
    decided = _last_decision(connection, application.application_id)
    if announced is not None and announced.state == "revoked":
        raise ConflictError(Message("letter.not_to_be_read", values))
    if not _is_over(announced, None if decided is None else decided.outcome):
        raise ConflictError(Message("letter.deferred", values))
    book = gather.rule_book(connection, application.round_id)
    granted = None if announced is None else announced.grade
    day = announced.announced_on if announced else max((one.announced_on for one in every), default=None)
    next_grade = _next_grade(granted, application.target_grade, book)
    found = _found(connection, application.application_id, book, _line(next_grade or granted, book))
    return LetterFacts(
        enterprise=application.enterprise.name,
        application_id=application.application_id,
        round_name=Name(book.round.name, book.round.name_en),
        regulation=Name(book.regulation.name, book.regulation.name_en),
        target=application.target_grade,
        granted=granted,
        next_grade=next_grade,
        judged=bool(found),
        strengths=tuple(_finding(one, book) for one in found if one.is_strong),
        gaps=tuple(_finding(one, book) for one in found if one.is_gap),
        missing=tuple(_missing(application, granted, next_grade, book)),
        day=day,
        at=_moment(day, application.applied_on),
        marks=marks_of_book(book, synthetic=synthetic),
    )


def _moment(day: date | None, otherwise: date) -> datetime:
    return datetime.combine(day or otherwise, time(), BEIJING)


def _last_decision(connection: Connection, application_id: str) -> Decision | None:
    standing = [one for one in decisions.of_application(connection, application_id) if one.state == "recorded"]
    return standing[-1] if standing else None


def _next_grade(granted: str | None, target: str, book: RuleBook) -> str | None:
    """Return the grade above the one that was granted; where none was, the one that was applied for."""
    if granted is None:
        return target
    order = book.regulation.accredited_grades()  # lowest first
    above = order[order.index(granted) + 1 :]
    return above[0] if above else None


def _line(grade: str | None, book: RuleBook) -> Decimal:
    """Return the share of full marks at which the line of a grade stands."""
    full = book.round.indicator_table.full_marks
    return next((cut.min_score / full for cut in book.round.cut_scores if cut.grade == grade), STRONG_FROM)


def _found(connection: Connection, application_id: str, book: RuleBook, line: Decimal) -> tuple[GroupFound, ...]:
    """Return what the last panel found that is large enough to hide each of its experts."""
    standing = [one for one in decisions.of_application(connection, application_id) if one.state == "recorded"]
    for one in reversed(standing):
        first = decisions.as_recorded(connection, one.decision_id)
        if first is not None and len(first.sheets) >= LEAST_SHEETS:
            return groups_found(_groups(book), _bands(connection, first, book, line))
    return ()


def _bands(connection: Connection, decision: Decision, book: RuleBook, line: Decimal) -> dict[str, Band | None]:
    most = {leaf.code: leaf.max_score for leaf in book.round.indicator_table.leaves()}
    shares: dict[str, list[Decimal]] = {code: [] for code in most}
    for sheet in decision.sheets:
        for mark in marks.latest(
            connection,
            application_id=decision.application_id,
            expert_id=sheet.expert_id,
            stage=decision.stage,
        ):
            if mark.indicator not in most:
                continue
            if mark.state == MarkState.INSUFFICIENT:
                shares[mark.indicator].append(Decimal(0))
            elif mark.state == MarkState.SCORED and mark.value is not None and most[mark.indicator]:
                shares[mark.indicator].append(Decimal(mark.value) / most[mark.indicator])
    return {code: panel_band(given, line) for code, given in shares.items()}


def _groups(book: RuleBook) -> dict[str, list[str]]:
    """Return the indicators of each node right above them."""
    groups: dict[str, list[str]] = {}
    for leaf in book.round.indicator_table.leaves():
        groups.setdefault(leaf.parent or leaf.code, []).append(leaf.code)
    return groups


def _finding(found: GroupFound, book: RuleBook) -> LetterFinding:
    nodes = {one.code: one for one in book.round.indicator_table.indicators}
    node = nodes[found.code]
    weak, fair = (
        tuple(Name(nodes[code].name, nodes[code].name_en) for code in codes) for codes in (found.weak, found.fair)
    )
    # Where all are fair the group itself says so.
    if not found.is_gap or len(found.fair) == len(_groups(book)[found.code]):
        fair = ()
    return LetterFinding(Name(node.name, node.name_en), _clause(node.cite, book), weak, fair)


def _clause(cites: Sequence[Citation], book: RuleBook) -> Message:
    """Return the clause of the standard, without its title, which stands in the head of the table; else the first."""
    for cite in cites:
        if cite.document == STANDARD and cite.clause:
            # The standard names its clauses, and the table its first nodes after them: in both languages.
            node = next((one for one in book.round.indicator_table.indicators if one.name == cite.clause), None)
            clause = Name(cite.clause, cite.clause if node is None else node.name_en)
            return Message("letter.clause", {"clause": clause})
    return cited(cites[0], book.documents) if cites else Message("letter.none")


def _missing(
    application: Application, granted: str | None, next_grade: str | None, book: RuleBook
) -> Iterator[LetterMissing]:
    """Yield what the next grade asks for and is not there; of the highest, what has to be kept to."""
    grade = next_grade or granted or application.target_grade
    found = assess(application, book, counties=gather.counties(), grade=grade)
    if next_grade is not None:
        for one in found.findings:
            if one.counts_as != "met" and one.cite:
                yield LetterMissing(one.because, cited(one.cite[0], book.documents))
        for cut in book.round.cut_scores:
            if cut.grade == grade:
                yield LetterMissing(
                    Message("letter.missing_cut", {"grade": grade, "score": f"{cut.min_score:f}"}),
                    cited(cut.cite, book.documents),
                )
    key = "letter.missing_judged" if next_grade is not None else "letter.keep_judged"
    for condition in book.regulation.conditions:
        if condition.id in found.left_to_experts:
            name = Name(condition.name, condition.name_en)
            yield LetterMissing(Message(key, {"condition": name}), cited(condition.cite, book.documents))
