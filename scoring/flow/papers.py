"""What notices, joint documents and score sheets on paper are made of; who may read the list reads its paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import Connection

from indicators.language import BEIJING, Message, Name
from indicators.model import RuleBook
from scoring.documents.lists import ListEntry, ListFacts
from scoring.documents.score_sheet import SheetFacts, SheetLine
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.joint_document import read_joint_documents
from scoring.flow.noticed import read_notices
from scoring.flow.own_sheet import own_sheet, points_so_far
from scoring.flow.public_register import marks
from scoring.model import Actor, MarkState, Stage
from scoring.register import applications
from scoring.register.canonical import moment
from scoring.register.database import Register
from scoring.register.listings import Listed


def notice_facts(register: Register, actor: Actor, *, round_id: str) -> ListFacts:
    """Return what the paper of the newest notice of a round is made of, of those that the actor may read.

    Raises
    ------
    ConflictError
        There is none.
    AccessRefusedError
    """
    found = read_notices(register, actor, round_id)
    if not found:
        raise ConflictError(Message("lists.no_notice", {"round": round_id}))
    one = found[-1]
    with register.read() as connection:
        book = gather.rule_book(connection, round_id)
        days = book.round.parameter_sheet.notice_working_days
        return ListFacts(
            kind="notice",
            round_name=Name(book.round.name, book.round.name_en),
            regulation=Name(book.regulation.name, book.regulation.name_en),
            state=Message(f"lists.state_{one.notice.state}"),
            entries=_entries(connection, round_id, one.entries, book),
            at=_at(connection, round_id, one.notice.opened_on),
            opened_on=one.notice.opened_on,
            last_day=one.notice.last_day,
            working_days=days,
            day=one.notice.opened_on,
            marks=marks(book, synthetic=register.synthetic),
        )


def joint_document_facts(register: Register, actor: Actor, *, round_id: str) -> ListFacts:
    """Return what the paper of the newest joint document of a round is made of, draft or issued.

    Raises
    ------
    ConflictError
        There is none.
    AccessRefusedError
    """
    found = read_joint_documents(register, actor, round_id)
    if not found:
        raise ConflictError(Message("lists.no_document", {"round": round_id}))
    one = found[-1]
    with register.read() as connection:
        book = gather.rule_book(connection, round_id)
        return ListFacts(
            kind="joint_document",
            round_name=Name(book.round.name, book.round.name_en),
            regulation=Name(book.regulation.name, book.regulation.name_en),
            state=Message(f"lists.state_{one.document.state}"),
            entries=_entries(connection, round_id, one.entries, book),
            at=_at(connection, round_id, one.document.issued_on),
            number=one.document.number,
            day=one.document.issued_on,
            marks=marks(book, synthetic=register.synthetic),
        )


def score_sheet_facts(
    register: Register, actor: Actor, *, application_id: str, stage: Stage = "document_review"
) -> SheetFacts:
    """Return what the actor's own score sheet on paper is made of.

    Raises
    ------
    AccessRefusedError
        Not his, or not there.
    """
    own = own_sheet(register, actor, application_id=application_id, stage=stage)
    book = own.sheet.rule_book
    given = own.sheet.marks
    lines = []
    for leaf in book.round.indicator_table.leaves():
        mark = given.get(leaf.code)
        lines.append(
            SheetLine(
                code=leaf.code,
                name=Name(leaf.name, leaf.name_en),
                max_score=leaf.max_score,
                state=None if mark is None else mark.state,
                value=None if mark is None or mark.state != MarkState.SCORED else Decimal(mark.value or 0),
                note="" if mark is None else mark.note or "",
            )
        )
    with register.read() as connection:
        at = moment(own.sheet.locked_at) if own.sheet.locked_at else _at(connection, own.round_id, None)
    return SheetFacts(
        round_name=Name(book.round.name, book.round.name_en),
        regulation=Name(book.regulation.name, book.regulation.name_en),
        stage=stage,
        application_id=application_id,
        enterprise=own.enterprise.name,
        target=own.target_grade,
        expert=actor.name,
        lines=tuple(lines),
        total=points_so_far(book, own.sheet.marks.values()).given,
        full_marks=book.round.indicator_table.full_marks,
        submitted_at=moment(own.sheet.locked_at) if own.sheet.locked_at else None,
        at=at,
        marks=marks(book, synthetic=register.synthetic),
    )


def _at(connection: Connection, round_id: str, day: date | None) -> datetime:
    """Return the moment that a file gives as its own: of its day; of a draft, of the round's adoption."""
    if day is not None:
        return datetime.combine(day, time(), BEIJING)
    return moment(gather.adopted(connection, round_id).adopted_at)


def _entries(connection: Connection, round_id: str, listed: Iterable[Listed], book: RuleBook) -> tuple[ListEntry, ...]:
    """Return a list as it is printed: the highest grade first, then by prefecture, then as applications came in."""
    there = {one.application_id: one.enterprise for one in applications.of_round(connection, round_id)}
    grades = [grade.name for grade in book.regulation.grades]  # highest first
    prefectures = gather.prefectures()

    def place(one: Listed) -> tuple[int, int, str]:
        code = gather.prefecture_or_beginning(there[one.application_id].county)
        known = prefectures.index(code) if code in prefectures else len(prefectures)
        return grades.index(one.grade), known, one.application_id

    return tuple(
        ListEntry(
            enterprise=there[one.application_id].name,
            uscc=there[one.application_id].uscc,
            prefecture=gather.regions().name(gather.prefecture_or_beginning(there[one.application_id].county)),
            grade=one.grade,
        )
        for one in sorted(listed, key=place)
        if one.application_id in there
    )
