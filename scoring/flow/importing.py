"""Whole sheets that come in at once: from paper, an off-line workbook, an earlier round. One act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.marking import missing
from scoring.flow.saving import faults_of, leaves_of, mark_row
from scoring.flow.wording import reason_of, tidy
from scoring.model import Actor, GivenMark, GivenSheet, MarkState, Stage
from scoring.register import assignments, chain, marks, sheets, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Act, Entry
from scoring.register.database import Register

Key = tuple[str, str]


def import_sheets(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    given: Sequence[GivenSheet],
    *,
    stage: Stage = "document_review",
    submitted: Collection[Key] = (),
    source: str,
    reason: str = "",
) -> Entry:
    """Enter whole sheets of assigned experts.

    A mark that the record already holds is never overwritten: one that says the same is passed over, one that differs
    is a fault, and the expert's own page is the place to change it. A note left out says nothing; another note differs.

    Parameters
    ----------
    submitted : collection of (application id, expert id)
        Sheets that come in signed, and so are locked with this act; each must be given and complete.
    source : str
        Name of the file they came from.

    Raises
    ------
    FaultsError
        With everything that is wrong: who is not assigned, sheets locked or given twice, marks given twice, not
        allowed, differing or later than `now`, gaps in sheets that are to be locked.
    ConflictError
        If the round takes no marks.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "import", "sheet")
    reason = reason_of(reason)
    with register.write() as connection:
        true = gather.truths(connection, round_id)
        if "scoring_open" not in true:
            raise ConflictError(Message("flow.round_takes_no_marks"))
        role = access.require(actor, "import", "sheet", true)
        book = gather.rule_book(connection, round_id)
        leaves = leaves_of(book)
        states = {(a.application_id, a.expert_id): a.state for a in assignments.of_round(connection, round_id, stage)}
        events = {(e.application_id, e.expert_id): e for e in sheets.of_round(connection, round_id, stage)}
        held = marks.of_round(connection, round_id=round_id, stage=stage)
        at = timestamp(now)
        faults = list(_faults_of_all(given, submitted, source))
        rows: list[marks.Mark] = []
        locked: list[sheets.SheetEvent] = []
        for sheet in map(_tidied, given):
            key = (sheet.application_id, sheet.expert_id)
            there = {mark.indicator: mark for mark in held.get(key, ())}
            wrong = {place: found for place, mark in enumerate(sheet.marks) if (found := faults_of(mark, leaves))}
            own = [
                *_sheet_faults(key, states, events),
                *(fault for found in wrong.values() for fault in found),
                *_faults_against(sheet, there, wrong),
                *_time_faults(sheet, now),
            ]
            fresh = [mark for mark in _marks(sheet, wrong, stage, at) if mark.indicator not in there]
            rows += fresh
            if key in submitted:
                whole = (*there.values(), *fresh)
                told = {sheet.marks[place].indicator for place in wrong}
                own += [gap for gap in missing(book, whole) if gap.column not in told]
                version = events[key].version + 1 if key in events else 1
                digest = marks.sheet_digest(whole, hash_name=register.hash_name)
                signed = max((mark.saved_at for mark in whole), default=at)
                locked.append(sheets.SheetEvent(*key, stage, version, "submitted", signed, digest))
            faults += [_of_sheet(fault, key, source) for fault in own]
        if faults:
            raise FaultsError(faults)
        details = {"source": source, "stage": stage, "sheets": len(given), "submitted": len(locked)}
        act = Act(actor.id, role, "sheets.imported", f"round/{round_id}", now, reason, details)
        return chain.record(connection, act, {tables.mark: marks.add(rows), tables.sheet_event: sheets.add(locked)})


def _tidied(sheet: GivenSheet) -> GivenSheet:
    notes = [tidy(mark.note) for mark in sheet.marks]
    kept = zip(sheet.marks, notes, strict=True)
    return replace(sheet, marks=tuple(m if note == m.note else replace(m, note=note) for m, note in kept))


def _faults_of_all(given: Sequence[GivenSheet], submitted: Collection[Key], source: str) -> Iterator[Fault]:
    times = Counter((sheet.application_id, sheet.expert_id) for sheet in given)
    for key, count in times.items():
        if count > 1:
            yield Fault(Message("flow.twice"), source, seen=" / ".join(key))
    for key in submitted:
        if key not in times:
            yield Fault(Message("flow.signed_without_marks"), source, seen=" / ".join(key))


def _sheet_faults(key: Key, states: Mapping[Key, str], events: Mapping[Key, sheets.SheetEvent]) -> Iterator[Fault]:
    if states.get(key) != "assigned":
        yield Fault(Message("flow.sheet_not_assigned"))
    elif key in events and events[key].event != "returned":
        yield Fault(Message("flow.imported_sheet_locked", {"at": datetime.fromisoformat(events[key].at)}))


def _faults_against(sheet: GivenSheet, there: Mapping[str, marks.Mark], wrong: Collection[int]) -> Iterator[Fault]:
    """Hold the marks that can stand, by place, against each other and against what is there."""
    for code, times in Counter(mark.indicator for mark in sheet.marks).items():
        if times > 1:
            yield Fault(Message("flow.twice"), column=code, seen=code)
    for place, mark in enumerate(sheet.marks):
        kept = there.get(mark.indicator)
        if kept is not None and place not in wrong and not _same(mark, kept):
            yield Fault(
                Message("flow.mark_differs", {"indicator": mark.indicator, "kept": _shown(kept)}),
                column=mark.indicator,
                seen=_shown(mark),
            )


def _same(given: GivenMark, kept: marks.Mark) -> bool:
    value = None if kept.value is None else Decimal(kept.value)
    return (given.state, given.value) == (kept.state, value) and given.note in ("", kept.note or "")


def _shown(mark: GivenMark | marks.Mark) -> str:
    points = mark.state.name.lower() if mark.value is None else str(mark.value)
    return f"{points} ({mark.note})" if mark.note else points


def _time_faults(sheet: GivenSheet, now: datetime) -> Iterator[Fault]:
    """Tell of times that are none, or lie after the act that brings them into the record."""
    for mark, moment in zip(sheet.marks, sheet.times, strict=False):
        if moment.tzinfo is None:
            yield Fault(Message("flow.time_without_zone"), column=mark.indicator, seen=moment.isoformat())
        elif moment > now:
            yield Fault(
                Message("flow.time_to_come"), column=mark.indicator, seen=timestamp(moment), expected=timestamp(now)
            )
    if sheet.times and len(sheet.times) != len(sheet.marks):
        counts = {"marks": len(sheet.marks), "times": len(sheet.times)}
        yield Fault(Message("flow.times_not_of_marks", counts))


def _marks(sheet: GivenSheet, wrong: Collection[int], stage: Stage, at: str) -> Iterator[marks.Mark]:
    # Times at fault are told above, and nothing is written then.
    times = [timestamp(moment) if moment.tzinfo else at for moment in sheet.times]
    known = times if len(times) == len(sheet.marks) else [at] * len(sheet.marks)
    for place, (mark, saved_at) in enumerate(zip(sheet.marks, known, strict=True)):
        if place not in wrong and mark.state is not MarkState.MISSING:
            yield mark_row(mark, (sheet.application_id, sheet.expert_id, stage), version=1, at=saved_at)


def _of_sheet(fault: Fault, key: Key, source: str) -> Fault:
    """Say in which sheet of the import a fault lies."""
    sheet = " / ".join(key)
    places = {"seen": fault.seen, "expected": fault.expected, "column": fault.column}
    inner = Message(fault.what.key, {**places, **fault.what.values})
    what = Message("flow.in_sheet", {"sheet": sheet, "fault": inner})
    return Fault(what, source, entry=sheet, column=fault.column, seen=fault.seen, expected=fault.expected)
