"""Marks of an expert's own sheet on their way into the record: whose it is, what may stand, what was seen.

One mark typed on a page and a whole sheet filled in on the train go through the same checks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import Indicator, RuleBook
from indicators.plain import decimal_text
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.wording import text_fault, tidy
from scoring.model import Actor, GivenMark, MarkState, Stage
from scoring.register import assignments, chain, marks, sheets, tables, withdrawals
from scoring.register.canonical import timestamp
from scoring.register.chain import Act
from scoring.sheets.against_indicator import mark_fault

#: True of a sheet whose application was withdrawn: no rule asks it, and its expert is told.
WITHDRAWN: Final = "withdrawn"


@dataclass(frozen=True, slots=True)
class SavedMark:
    """A mark as the record holds it: shown as saved with this time and no other."""

    indicator: str
    state: MarkState
    value: str | None
    note: str
    version: int
    saved_at: str


@dataclass(frozen=True, slots=True)
class Change:
    """A mark that an expert means, and the version that he had before him when he meant it (0: there was none)."""

    given: GivenMark
    seen_version: int


@dataclass(frozen=True, slots=True)
class SheetCase:
    """A sheet and what is true of it."""

    application_id: str
    expert_id: str
    stage: Stage
    book: RuleBook
    true: frozenset[str]
    event: sheets.SheetEvent | None

    @property
    def object(self) -> str:
        """Name of the sheet in the chain."""
        return f"sheet/{self.application_id}/{self.expert_id}/{self.stage}"


def write_marks(connection: Connection, case: SheetCase, changes: Sequence[Change], act: Act) -> tuple[SavedMark, ...]:
    """Write marks of a sheet in one act: all of them, or none.

    Raises
    ------
    FaultsError
        With everything that the rule book does not allow, and every note that cannot be kept.
    ConflictError
        If the record holds another version of a mark than the one that was seen.
    """
    leaves = leaves_of(case.book)
    tidied = [replace(change.given, note=tidy(change.given.note)) for change in changes]
    if faults := [fault for given in tidied for fault in faults_of(given, leaves)]:
        raise FaultsError(faults)
    sheet = (case.application_id, case.expert_id, case.stage)
    rows = []
    for given, change in zip(tidied, changes, strict=True):
        current = marks.current_version(
            connection,
            application_id=case.application_id,
            expert_id=case.expert_id,
            stage=case.stage,
            indicator=given.indicator,
        )
        if current != change.seen_version:
            values = {"indicator": given.indicator, "seen": change.seen_version, "current": current}
            raise ConflictError(Message("flow.newer_mark", values))
        rows.append(mark_row(given, sheet, version=current + 1, at=timestamp(act.at)))
    chain.record(connection, act, {tables.mark: marks.add(rows)})
    return tuple(saved(row) for row in rows)


def faults_of(given: GivenMark, leaves: Mapping[str, Indicator]) -> list[Fault]:
    """Return what is wrong with a mark and with its note, as `wording.tidy` gives it."""
    what = Message("flow.what_note", {"indicator": given.indicator})
    note = text_fault(given.note, what) if given.note else None
    if note is not None:
        note = replace(note, column="note", entry=given.indicator)
    return [fault for fault in (mark_fault(given, leaves.get(given.indicator)), note) if fault is not None]


def mark_row(given: GivenMark, sheet: tuple[str, str, Stage], *, version: int, at: str) -> marks.Mark:
    """Return a mark as the record keeps it; equal points are written alike, whoever typed them."""
    value = None if given.value is None else decimal_text(given.value)
    return marks.Mark(*sheet, given.indicator, version, given.state, at, value, given.note or None)


def leaves_of(book: RuleBook) -> dict[str, Indicator]:
    """Return the indicators that are marked, by code."""
    return {leaf.code: leaf for leaf in book.round.indicator_table.leaves()}


def own_case(connection: Connection, actor: Actor, verb: str, application_id: str, stage: Stage) -> SheetCase:
    """Gather the actor's own sheet; whoever was never assigned gets the words for hidden things."""
    assigned = assignments.current(connection, application_id=application_id, expert_id=actor.id, stage=stage)
    if assigned is None:
        raise access.refused(verb, "sheet")
    application = gather.application(connection, application_id, verb=verb, object_="sheet")
    event = sheets.newest(connection, application_id=application_id, expert_id=actor.id, stage=stage)
    true = {"own"} | gather.truths(connection, application.round_id)
    if assigned.state == "assigned":
        true |= {"assigned"}
    true |= {"before_lock"} if event is None or event.event == "returned" else {"after_lock"}
    if withdrawals.one(connection, application_id) is not None:
        true = (true - {"scoring_open"}) | {WITHDRAWN}
    book = gather.rule_book(connection, application.round_id)
    return SheetCase(application_id, actor.id, stage, book, frozenset(true), event)


def may_change(actor: Actor, verb: str, case: SheetCase) -> str:
    """Ask whether the sheet may be changed. Its own expert is told why not, everyone else gets the common words."""
    if access.may(actor, "read", "sheet", case.true) and "assigned" in case.true:
        if "after_lock" in case.true:
            at = datetime.fromisoformat(case.event.at) if case.event else ""
            raise ConflictError(Message("flow.sheet_locked", {"at": at}))
        if WITHDRAWN in case.true:
            raise ConflictError(Message("flow.application_withdrawn", {"application": case.application_id}))
        if "scoring_open" not in case.true:
            raise ConflictError(Message("flow.round_takes_no_marks"))
    return access.require(actor, verb, "sheet", case.true)


def saved(mark: marks.Mark) -> SavedMark:
    """Return a row of the record as it is shown."""
    return SavedMark(mark.indicator, mark.state, mark.value, mark.note or "", mark.version, mark.saved_at)
