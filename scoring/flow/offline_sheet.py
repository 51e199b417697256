"""An expert's sheet filled in without a network: handed out, held against the record, taken in one act.

The file says from which version of each mark it was made. What it says of an indicator counts only where it differs
from that version; where the record has moved on since, both are shown, and the expert himself chooses. So a mark that
he gave on a page meanwhile, or with another copy of the file, is never overwritten without a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message, Name
from scoring import access
from scoring.flow import gather
from scoring.flow.saving import (
    Change,
    SavedMark,
    SheetCase,
    faults_of,
    leaves_of,
    may_change,
    own_case,
    saved,
    write_marks,
)
from scoring.flow.wording import LONGEST, tidy
from scoring.model import Actor, GivenMark, MarkState, Stage
from scoring.register import chain, marks
from scoring.register.chain import Act
from scoring.register.database import Register
from scoring.sheets.offline import Filled, FilledRow, OfflineMark, OfflineSheet, Read

OfflineKind = Literal["unchanged", "new", "changed", "note_only", "emptied", "conflict"]


@dataclass(frozen=True, slots=True)
class OfflineLine:
    """One indicator of a file, against the record.

    Attributes
    ----------
    kind : str
        ``unchanged``: nothing was filled in since the file was made, or the record says the same. ``new``: there was
        no mark. ``changed``: another mark. ``note_only``: the same mark, or none, with another note. ``emptied``: the
        mark was taken out. ``conflict``: the record holds a newer mark than the one that the file was made from.
    given : GivenMark
        What the file says.
    seen_version : int
        Version that the file was made from.
    kept : SavedMark or None
        What the record holds, ``None`` where it never held a mark.
    cell : str
        Where the mark stands in the file.
    """

    indicator: str
    kind: OfflineKind
    given: GivenMark
    seen_version: int
    kept: SavedMark | None
    cell: str

    @property
    def version(self) -> int:
        """Version that the record holds: what `take_offline` is told of a conflict that the file shall win."""
        return 0 if self.kept is None else self.kept.version


@dataclass(frozen=True, slots=True)
class OfflinePreview:
    """What taking a file would do, indicator by indicator in the order of the file."""

    file: str
    lines: tuple[OfflineLine, ...]

    def of(self, *kinds: OfflineKind) -> tuple[OfflineLine, ...]:
        """Return the lines of some kinds."""
        return tuple(line for line in self.lines if line.kind in kinds)


@dataclass(frozen=True, slots=True)
class TakenOffline:
    """What was written from a file; `left`: conflicts that stay as the record has them; `entry`: 0 if nothing was."""

    saved: tuple[SavedMark, ...]
    left: tuple[OfflineLine, ...]
    entry: int


def offline_sheet(
    register: Register, actor: Actor, *, application_id: str, stage: Stage = "document_review"
) -> OfflineSheet:
    """Return the actor's own sheet for a workbook (`scoring.sheets.offline.write_offline`).

    Raises
    ------
    AccessRefusedError
        Not his, or not there.
    """
    with register.read() as connection:
        case = own_case(connection, actor, "read", application_id, stage)
        access.require(actor, "read", "sheet", case.true)
        return _sheet_of(register, connection, case)


def preview_offline(
    register: Register,
    actor: Actor,
    *,
    application_id: str,
    stage: Stage = "document_review",
    read: Read,
) -> OfflinePreview:
    """Return what a workbook that came back would change; nothing is written.

    Parameters
    ----------
    read : callable
        From `scoring.sheets.offline.offline_reader`.

    Raises
    ------
    FaultsError
        With every fault of the file: another sheet's, rows that are missing or strange, marks and notes that may not
        stand, each with its cell.
    ConflictError
        The sheet is submitted, or the round takes no marks.
    AccessRefusedError, RecordError
    """
    with register.read() as connection:
        case = own_case(connection, actor, "save", application_id, stage)
        may_change(actor, "save", case)
        filled = read(_sheet_of(register, connection, case))
        return OfflinePreview(filled.file, _lines(connection, case, filled))


def take_offline(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    stage: Stage = "document_review",
    read: Read,
    accepted: Mapping[str, int],
) -> TakenOffline:
    """Write the marks of a workbook that came back: all of them in one act, or none.

    Everything is compared anew. A conflict that is not accepted stays as the record has it.

    Parameters
    ----------
    read : callable
        From `scoring.sheets.offline.offline_reader`.
    accepted : Mapping
        Indicators on which the file shall win although the record is newer, and for each the version of the record
        (`OfflineLine.version`) that the expert saw when he chose so.

    Raises
    ------
    FaultsError
        As `preview_offline`; or indicators accepted that the file does not name.
    ConflictError
        The sheet is submitted, the round takes no marks, or the record holds a mark that is newer still than one that
        was accepted.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        case = own_case(connection, actor, "save", application_id, stage)
        role = may_change(actor, "save", case)
        filled = read(_sheet_of(register, connection, case))
        lines = _lines(connection, case, filled)
        known = {line.indicator for line in lines}
        if strange := [code for code in accepted if code not in known]:
            raise FaultsError([Fault(Message("offline.not_in_conflict"), seen=code) for code in strange])
        left = tuple(line for line in lines if line.kind == "conflict" and line.indicator not in accepted)
        taken = [line for line in lines if line.kind != "unchanged" and line not in left]
        if not taken:
            return TakenOffline((), left, 0)
        changes = [Change(line.given, _seen(line, accepted)) for line in taken]
        act = Act(actor.id, role, marks.TAKEN_OFFLINE, case.object, now, details=_details(filled.file, taken))
        kept = write_marks(connection, case, changes, act)
        return TakenOffline(kept, left, chain.head(connection).sequence)


def _seen(line: OfflineLine, accepted: Mapping[str, int]) -> int:
    return accepted[line.indicator] if line.kind == "conflict" else line.seen_version


def _details(file: str, taken: Sequence[OfflineLine]) -> dict[str, object]:
    """Return what the chain says beside the marks: from which file, and which newer marks gave way to it."""
    superseded = {line.indicator: line.version for line in taken if line.kind == "conflict"}
    shown = "".join(one if one.isprintable() else "·" for one in file)[:120]
    return {"source": shown, "indicators": [line.indicator for line in taken], "superseded": superseded}


def _sheet_of(register: Register, connection: Connection, case: SheetCase) -> OfflineSheet:
    application = gather.application(connection, case.application_id, verb="read", object_="sheet")
    kept = marks.latest(connection, application_id=case.application_id, expert_id=case.expert_id, stage=case.stage)
    return OfflineSheet(
        application_id=case.application_id,
        expert_id=case.expert_id,
        stage=case.stage,
        round_id=application.round_id,
        enterprise=application.enterprise.name,
        target_grade=application.target_grade,
        rule_book=case.book,
        marks={mark.indicator: OfflineMark(mark.state, _value(mark), mark.note or "", mark.version) for mark in kept},
        synthetic=register.synthetic,
        longest_note=LONGEST,
    )


def _lines(connection: Connection, case: SheetCase, filled: Filled) -> tuple[OfflineLine, ...]:
    """Hold what was filled in against the rule book and the record.

    Raises
    ------
    FaultsError
    """
    versions = marks.versions(
        connection, application_id=case.application_id, expert_id=case.expert_id, stage=case.stage
    )
    newest = {indicator: mark for (indicator, _), mark in versions.items()}
    leaves = leaves_of(case.book)
    faults = list(filled.faults)
    lines = []
    for row in filled.rows:
        given = replace(row.given, note=tidy(row.given.note))
        kept = newest.get(given.indicator)
        for fault in faults_of(given, leaves):
            faults.append(filled.in_cell(fault, row.row, row.cells[fault.column or "score"]))
        if row.version > (0 if kept is None else kept.version):
            leaf = leaves[given.indicator]
            named = {"code": leaf.code, "name": Name(leaf.name, leaf.name_en)}
            ahead = Fault(
                Message("offline.version_ahead", named),
                entry=leaf.code,
                seen=str(row.version),
                expected=str(0 if kept is None else kept.version),
            )
            faults.append(filled.in_cell(ahead, row.row, row.cells["version"]))
        else:
            made_from = versions.get((given.indicator, row.version))
            lines.append(_line(given, row, made_from, kept))
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.row or 0))
    return tuple(lines)


def _line(given: GivenMark, row: FilledRow, made_from: marks.Mark | None, kept: marks.Mark | None) -> OfflineLine:
    return OfflineLine(
        indicator=given.indicator,
        kind=_kind(given, row.version, made_from, kept),
        given=given,
        seen_version=row.version,
        kept=None if kept is None else saved(kept),
        cell=row.cells["score"],
    )


def _kind(given: GivenMark, seen: int, made_from: marks.Mark | None, kept: marks.Mark | None) -> OfflineKind:
    if _says(made_from) == (given.state, given.value, given.note):
        return "unchanged"
    state, value, note = _says(kept)
    if (state, value, note) == (given.state, given.value, given.note):
        return "unchanged"
    if seen != (0 if kept is None else kept.version):
        return "conflict"
    if (state, value) == (given.state, given.value):
        return "note_only"
    if given.state is MarkState.MISSING:
        return "emptied"
    return "new" if state is MarkState.MISSING else "changed"


def _says(mark: marks.Mark | None) -> tuple[MarkState, Decimal | None, str]:
    return (MarkState.MISSING, None, "") if mark is None else (mark.state, _value(mark), mark.note or "")


def _value(mark: marks.Mark) -> Decimal | None:
    return None if mark.value is None else Decimal(mark.value)
