"""Whole sheets that come in at once: from paper, an off-line workbook, an earlier round. One act."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import Indicator
from scoring import access
from scoring.flow import gather
from scoring.flow.marking import missing
from scoring.model import Actor, GivenSheet, MarkState, Stage
from scoring.register import assignments, chain, marks, sheets, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.sheets.against_indicator import mark_fault

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
    is a fault, and the expert's own page is the place to change it.

    Parameters
    ----------
    submitted : collection of (application id, expert id)
        Sheets that come in signed, and so are locked with this act; each must be complete.
    source : str
        Name of the file they came from.

    Raises
    ------
    FaultsError
        With everything that is wrong: who is not assigned, sheets locked, marks not allowed or differing, gaps in
        sheets that are to be locked.
    AccessRefusedError, ConflictError, RecordError
    """
    with register.write() as connection:
        role = access.require(actor, "import", "sheet", gather.truths(connection, round_id))
        book = gather.rule_book(connection, round_id)
        leaves = {leaf.code: leaf for leaf in book.round.indicator_table.leaves()}
        states = {(a.application_id, a.expert_id): a.state for a in assignments.of_round(connection, round_id, stage)}
        events = {(e.application_id, e.expert_id): e for e in sheets.of_round(connection, round_id, stage)}
        there = _there(connection, round_id, stage)
        faults: list[Fault] = []
        rows: list[marks.Mark] = []
        locked: list[sheets.SheetEvent] = []
        for sheet in given:
            key = (sheet.application_id, sheet.expert_id)
            faults += _sheet_faults(key, states, events, source)
            faults += _mark_faults(sheet, leaves, there.get(key, {}), source)
            at = timestamp(now)
            fresh = [mark for mark in _marks(sheet, stage, at) if mark.indicator not in there.get(key, {})]
            rows += fresh
            if key in submitted:
                whole = (*there.get(key, {}).values(), *fresh)
                faults += [_of_sheet(fault, key, source) for fault in missing(book, whole)]
                version = events[key].version + 1 if key in events else 1
                digest = marks.sheet_digest(whole, hash_name=register.hash_name)
                signed = max((mark.saved_at for mark in whole), default=at)
                locked.append(sheets.SheetEvent(*key, stage, version, "submitted", signed, digest))
        if faults:
            raise FaultsError(faults)
        details = {"source": source, "stage": stage, "sheets": len(given), "submitted": len(locked)}
        act = Act(actor.id, role, "sheets.imported", f"round/{round_id}", now, reason, details)
        return chain.record(connection, act, {tables.mark: marks.add(rows), tables.sheet_event: sheets.add(locked)})


def _there(connection: Connection, round_id: str, stage: Stage) -> dict[Key, dict[str, marks.Mark]]:
    """Return the marks that the round already has, by sheet and indicator."""
    columns = marks.load_table(connection, stage=stage, round_id=round_id)
    keys = set(zip(columns.application_id, columns.expert_id, strict=True))
    return {
        key: {
            mark.indicator: mark
            for mark in marks.latest(connection, application_id=key[0], expert_id=key[1], stage=stage)
        }
        for key in keys
    }


def _sheet_faults(
    key: Key, states: Mapping[Key, str], events: Mapping[Key, sheets.SheetEvent], source: str
) -> Iterator[Fault]:
    if states.get(key) != "assigned":
        yield _of_sheet(Fault(Message("flow.sheet_not_assigned")), key, source)
    if key in events and events[key].event != "returned":
        yield _of_sheet(Fault(Message("flow.imported_sheet_locked", {"at": events[key].at})), key, source)


def _mark_faults(
    sheet: GivenSheet, leaves: Mapping[str, Indicator], there: Mapping[str, marks.Mark], source: str
) -> Iterator[Fault]:
    key = (sheet.application_id, sheet.expert_id)
    for mark in sheet.marks:
        if fault := mark_fault(mark, leaves.get(mark.indicator)):
            yield _of_sheet(fault, key, source)
        kept = there.get(mark.indicator)
        value = None if mark.value is None else f"{mark.value:f}"
        if kept is not None and (kept.state, kept.value) != (mark.state, value):
            shown = {"indicator": mark.indicator, "kept": kept.value or kept.state.name.lower()}
            differs = Fault(
                Message("flow.mark_differs", shown), column=mark.indicator, seen=value or mark.state.name.lower()
            )
            yield _of_sheet(differs, key, source)


def _marks(sheet: GivenSheet, stage: Stage, at: str) -> Iterator[marks.Mark]:
    times = [timestamp(moment) for moment in sheet.times] or [at] * len(sheet.marks)
    for mark, saved_at in zip(sheet.marks, times, strict=True):
        if mark.state is not MarkState.MISSING:
            value = None if mark.value is None else f"{mark.value:f}"
            key = (sheet.application_id, sheet.expert_id, stage, mark.indicator)
            yield marks.Mark(*key, 1, mark.state, saved_at, value, mark.note.strip() or None)


def _of_sheet(fault: Fault, key: Key, source: str) -> Fault:
    """Say in which sheet of the import a fault lies."""
    sheet = " / ".join(key)
    places = {"seen": fault.seen, "expected": fault.expected, "column": fault.column}
    inner = Message(fault.what.key, {**places, **fault.what.values})
    what = Message("flow.in_sheet", {"sheet": sheet, "fault": inner})
    return Fault(what, source, entry=sheet, column=fault.column, seen=fault.seen, expected=fault.expected)
