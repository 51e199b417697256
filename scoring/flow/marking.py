"""An expert's sheet: read, each mark saved at once, submitted, returned at his request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message, Name
from indicators.model import Indicator, RuleBook
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.saving import Change, SavedMark, may_change, own_case, saved, write_marks
from scoring.flow.wording import reason_of
from scoring.model import Actor, GivenMark, MarkState, Stage
from scoring.register import chain, decisions, marks, reopenings, sheets, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Act
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class Sheet:
    """An expert's sheet of one application. `locked_at` is ``None`` while it is open."""

    application_id: str
    expert_id: str
    stage: Stage
    rule_book: RuleBook
    marks: dict[str, SavedMark]
    locked_at: str | None
    digest: str | None
    may_save: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an expert has in hand when he has submitted: the sheet's digest and the entry of the chain that holds it."""

    application_id: str
    stage: Stage
    digest: str
    submitted_at: str
    entry: int
    entry_hash: str


def read_sheet(register: Register, actor: Actor, *, application_id: str, stage: Stage = "document_review") -> Sheet:
    """Return the actor's own sheet of an application.

    Raises
    ------
    AccessRefusedError
        Not his, or not there.
    """
    with register.read() as connection:
        return sheet_in(connection, actor, application_id=application_id, stage=stage)


def sheet_in(connection: Connection, actor: Actor, *, application_id: str, stage: Stage) -> Sheet:
    """Return what `read_sheet` does, at the moment that a connection sees.

    Raises
    ------
    AccessRefusedError
    """
    case = own_case(connection, actor, "read", application_id, stage)
    access.require(actor, "read", "sheet", case.true)
    kept = marks.latest(connection, application_id=application_id, expert_id=actor.id, stage=stage)
    locked = case.event if case.event is not None and case.event.event == "submitted" else None
    return Sheet(
        application_id=application_id,
        expert_id=actor.id,
        stage=stage,
        rule_book=case.book,
        marks={mark.indicator: saved(mark) for mark in kept},
        locked_at=locked.at if locked else None,
        digest=locked.digest if locked else None,
        may_save=access.may(actor, "save", "sheet", case.true),
    )


def save_mark(
    register: Register,
    actor: Actor,
    now: datetime,
    given: GivenMark,
    *,
    application_id: str,
    seen_version: int,
    stage: Stage = "document_review",
) -> SavedMark:
    """Save one mark of the actor's own sheet; when this returns, the mark is on disk.

    Parameters
    ----------
    given : GivenMark
        The mark.
    seen_version : int
        Version of the mark that the page showed when the expert changed it, 0 where there was none: another tab or
        device that was faster is not overwritten without a word.

    Raises
    ------
    FaultsError
        A mark that the rule book does not allow, a note that is too long or holds characters that cannot be seen.
    ConflictError
        The sheet is submitted, the round takes no marks, or the record holds a newer version of the mark.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        case = own_case(connection, actor, "save", application_id, stage)
        role = may_change(actor, "save", case)
        act = Act(actor.id, role, "mark.saved", case.object, now, details={"indicator": given.indicator})
        (kept,) = write_marks(connection, case, [Change(given, seen_version)], act)
        return kept


def submit_sheet(
    register: Register, actor: Actor, now: datetime, *, application_id: str, stage: Stage = "document_review"
) -> Receipt:
    """Submit the actor's own sheet: it is locked, and its digest enters the chain.

    Raises
    ------
    FaultsError
        Indicators without a mark, extreme marks without the note that the parameter sheet asks for: all at once.
    ConflictError
        It is submitted already, or the round takes no marks.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        case = own_case(connection, actor, "submit", application_id, stage)
        role = may_change(actor, "submit", case)
        kept = marks.latest(connection, application_id=application_id, expert_id=actor.id, stage=stage)
        if faults := missing(case.book, kept):
            raise FaultsError(faults)
        digest = marks.sheet_digest(kept, hash_name=register.hash_name)
        version = 1 if case.event is None else case.event.version + 1
        at = timestamp(now)
        event = sheets.SheetEvent(application_id, actor.id, stage, version, "submitted", at, digest)
        act = Act(actor.id, role, "sheet.submitted", case.object, now, details={"sheet": digest})
        entry = chain.record(connection, act, {tables.sheet_event: sheets.add([event])})
        return Receipt(application_id, stage, digest, at, entry.sequence, entry.hash)


def return_sheet(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    expert_id: str,
    stage: Stage = "document_review",
    reason: str,
) -> None:
    """Return a submitted sheet to its expert, who alone can change it; what he had submitted stays in the record.

    Raises
    ------
    ConflictError
        It is not submitted, the round takes no marks, no reason is given, or a decision stands that rests on the sheet.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "return", "sheet")
    with register.write() as connection:
        application = gather.application(connection, application_id, verb="return", object_="sheet")
        event = sheets.newest(connection, application_id=application_id, expert_id=expert_id, stage=stage)
        true = gather.truths(connection, application.round_id)
        if event is None or event.event != "submitted":
            raise ConflictError(Message("flow.nothing_to_return"))
        if "scoring_open" not in true:
            raise ConflictError(Message("flow.round_takes_no_marks"))
        role = access.require(actor, "return", "sheet", true | {"after_lock"})
        reason = reason_of(reason, due=Message("flow.what_return"))
        refuse_if_decided(connection, application_id, expert_id, stage)
        returned = sheets.SheetEvent(
            application_id, expert_id, stage, event.version + 1, "returned", timestamp(now), reason=reason
        )
        rows = {tables.sheet_event: sheets.add([returned])}
        key = {"application_id": application_id, "expert_id": expert_id}
        # He may have asked for it, or have rung up: what he asked for in the record is answered there.
        granted = reopenings.answered(connection, "granted", reason, returned.at, **key, stage=stage)
        if granted is not None:
            rows[tables.reopening] = reopenings.add([granted])
        act = Act(actor.id, role, "sheet.returned", f"sheet/{application_id}/{expert_id}/{stage}", now, reason)
        chain.record(connection, act, rows)


def refuse_if_decided(connection: Connection, application_id: str, expert_id: str, stage: Stage) -> None:
    """Refuse where a decision stands on the sheet: what it rests on must not change under it.

    Raises
    ------
    ConflictError
    """
    for decision in decisions.of_application(connection, application_id, stage=stage):
        if decision.state == "recorded" and expert_id in {sheet.expert_id for sheet in decision.sheets}:
            raise ConflictError(Message("flow.decision_rests_on_it", {"decision": decision.decision_id}))


def missing(book: RuleBook, kept: Sequence[marks.Mark]) -> list[Fault]:
    """Return what a sheet still lacks: marks, and notes at the shares where the parameter sheet asks for one."""
    by_code = {mark.indicator: mark for mark in kept if mark.state is not MarkState.MISSING}
    shares = book.round.parameter_sheet.note_required_at_shares
    faults = []
    for leaf in book.round.indicator_table.leaves():
        mark = by_code.get(leaf.code)
        named = {"code": leaf.code, "name": Name(leaf.name, leaf.name_en)}
        if mark is None:
            faults.append(Fault(Message("flow.indicator_without_mark", named), column=leaf.code))
        elif not (mark.note or "").strip() and _extreme(leaf, mark, shares):
            # Insufficient material has no points of its own and counts as 0.
            seen = mark.value or "0"
            faults.append(Fault(Message("flow.extreme_without_note", named), column=leaf.code, seen=seen))
    return faults


def _extreme(leaf: Indicator, mark: marks.Mark, shares: Sequence[Decimal]) -> bool:
    points = Decimal(mark.value) if mark.value is not None else Decimal(0)
    return mark.state is not MarkState.NOT_APPLICABLE and points in {share * leaf.max_score for share in shares}
