"""Practice on reference cases: an expert marks what a dossier holds, then sees the reference marks; he alone.

The reference marks are shown when every indicator of the case is marked and the expert has asked for them. From then on
his own marks stand, so that nobody can learn a reference mark and give it afterwards. Nothing of it counts anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message, Name
from indicators.model import Indicator, RuleBook
from indicators.plain import decimal_text
from indicators.practice import PracticeCase, case_faults, read_practice_cases
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.saving import SavedMark, faults_of, leaves_of
from scoring.flow.wording import tidy
from scoring.model import Actor, GivenMark, MarkState
from scoring.register import chain, practice, rounds, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.practice import PracticeMark


@dataclass(frozen=True, slots=True)
class CaseHead:
    """A reference case without its reference marks, and how far the actor is with it. `closed_at`: `close_practice`."""

    case_id: str
    rule_book: RuleBook
    title: Name
    enterprise: str
    industry: str
    size: str
    target_grade: str
    portrait: str
    indicators: int
    marked: int
    closed_at: str | None


@dataclass(frozen=True, slots=True)
class CaseEvidence:
    """What the dossier of a case holds about an indicator."""

    indicator: Indicator
    evidence: str


@dataclass(frozen=True, slots=True)
class OwnPractice:
    """A case as its expert works on it: evidence and his own marks, no reference mark."""

    head: CaseHead
    findings: tuple[CaseEvidence, ...]
    marks: Mapping[str, SavedMark]
    may_mark: bool


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case beside the rule book it stands with, and the actor's marks of it."""

    case: PracticeCase
    book: RuleBook
    marks: dict[str, SavedMark]
    closed_at: str | None

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of the indicators without a mark."""
        return tuple(
            one.indicator
            for one in self.case.findings
            if one.indicator not in self.marks or self.marks[one.indicator].state is MarkState.MISSING
        )


@cache
def _shipped() -> tuple[PracticeCase, ...]:
    return read_practice_cases()


def practice_cases(register: Register, actor: Actor) -> tuple[CaseHead, ...]:
    """Return the cases that fit an indicator table of the record, and how far the actor is with each.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read", "practice", {"own"})
    with register.read() as connection:
        return tuple(head_of(_opened(connection, actor, case, book)) for case, book in _fitting(connection))


def practice_case(register: Register, actor: Actor, case_id: str) -> OwnPractice:
    """Return a case with its evidence and the actor's own marks.

    Raises
    ------
    AccessRefusedError
        Also where the record has no such case.
    """
    access.require(actor, "read", "practice", {"own"})
    with register.read() as connection:
        found = found_case(connection, actor, case_id, "read")
    leaves = leaves_of(found.book)
    findings = tuple(CaseEvidence(leaves[one.indicator], one.evidence) for one in found.case.findings)
    may_mark = found.closed_at is None and access.may(actor, "mark", "practice", {"own"})
    return OwnPractice(head_of(found), findings, found.marks, may_mark)


def save_practice_mark(
    register: Register, actor: Actor, now: datetime, *, case_id: str, given: GivenMark, seen_version: int
) -> SavedMark:
    """Save one mark of the actor on a case.

    Parameters
    ----------
    given : GivenMark
        The mark.
    seen_version : int
        Version of the mark that the actor had before him, 0 where there was none.

    Raises
    ------
    FaultsError
        An indicator that the case does not have, a mark that the rule book does not allow, a note that cannot be kept.
    ConflictError
        The reference marks were shown, or the record holds a newer version of the mark.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "mark", "practice", {"own"})
    given = replace(given, note=tidy(given.note))
    with register.write() as connection:
        found = found_case(connection, actor, case_id, "mark")
        _refuse_closed(found)
        of_case = {one.indicator for one in found.case.findings}
        leaves = {code: leaf for code, leaf in leaves_of(found.book).items() if code in of_case}
        if faults := faults_of(given, leaves):
            raise FaultsError(faults)
        current = practice.current_version(connection, expert_id=actor.id, case_id=case_id, indicator=given.indicator)
        if current != seen_version:
            values = {"indicator": given.indicator, "seen": seen_version, "current": current}
            raise ConflictError(Message("flow.newer_mark", values))
        value = None if given.value is None else decimal_text(given.value)
        mark = PracticeMark(
            case_id, actor.id, given.indicator, current + 1, given.state, timestamp(now), value, given.note or None
        )
        act = Act(actor.id, role, "practice.marked", practice.object_of(case_id), now, details={"indicators": 1})
        chain.record(connection, act, {tables.practice_mark: practice.add([mark])})
        return _saved(mark)


def close_practice(register: Register, actor: Actor, now: datetime, *, case_id: str) -> Entry:
    """End a case: from now on the actor sees the reference marks, and his own stand.

    Raises
    ------
    FaultsError
        With every indicator that has no mark yet.
    ConflictError
        It is ended already.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "mark", "practice", {"own"})
    with register.write() as connection:
        found = found_case(connection, actor, case_id, "mark")
        _refuse_closed(found)
        refuse_unmarked(found)
        details = {"indicators": len(found.case.findings)}
        return chain.record(
            connection, Act(actor.id, role, practice.CLOSED, practice.object_of(case_id), now, details=details), {}
        )


def _fitting(connection: Connection) -> list[tuple[PracticeCase, RuleBook]]:
    """Return the cases whose indicator table the record has, each with the rule book as the record has it."""
    books = {one.round_id: gather.rule_book(connection, one.round_id) for one in rounds.all_adopted(connection)}
    by_round = {book.round.round_id: book for book in books.values()}
    fitting = [(case, by_round[case.round_id]) for case in _shipped() if case.round_id in by_round]
    # An office may have adopted a table of that name with other indicators or levels: then the case does not fit it.
    return [(case, book) for case, book in fitting if not case_faults(case, book.round)]


def found_case(connection: Connection, actor: Actor, case_id: str, verb: str) -> OpenedCase:
    """Return a case as the actor has it; one that the record does not have is refused as what is hidden is."""
    for case, book in _fitting(connection):
        if case.case_id == case_id:
            return _opened(connection, actor, case, book)
    raise access.refused(verb, "practice")


def _opened(connection: Connection, actor: Actor, case: PracticeCase, book: RuleBook) -> OpenedCase:
    key = {"expert_id": actor.id, "case_id": case.case_id}
    of_case = {one.indicator for one in case.findings}
    kept = practice.latest(connection, **key)
    marks = {one.indicator: _saved(one) for one in kept if one.indicator in of_case}
    return OpenedCase(case, book, marks, practice.closed_at(connection, **key))


def head_of(found: OpenedCase) -> CaseHead:
    """Return what may be told of a case at any time."""
    case = found.case
    return CaseHead(
        case_id=case.case_id,
        rule_book=found.book,
        title=Name(case.title, case.title_en),
        enterprise=case.enterprise,
        industry=case.industry,
        size=case.size,
        target_grade=case.target_grade,
        portrait=case.portrait,
        indicators=len(case.findings),
        marked=len(case.findings) - len(found.missing),
        closed_at=found.closed_at,
    )


def _refuse_closed(found: OpenedCase) -> None:
    if found.closed_at is not None:
        raise ConflictError(Message("practising.closed", {"at": datetime.fromisoformat(found.closed_at)}))


def refuse_unmarked(found: OpenedCase) -> None:
    """Refuse with every indicator of a case that has no mark."""
    leaves = leaves_of(found.book)
    if found.missing:
        named = ((code, Name(leaves[code].name, leaves[code].name_en)) for code in found.missing)
        raise FaultsError(
            Fault(Message("flow.indicator_without_mark", {"code": code, "name": name}), column=code)
            for code, name in named
        )


def _saved(mark: PracticeMark) -> SavedMark:
    return SavedMark(mark.indicator, mark.state, mark.value, mark.note or "", mark.version, mark.at)
