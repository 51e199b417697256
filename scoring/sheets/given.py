"""A score file to whole sheets for the record, with the notes and the times that experts gave with their marks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import Round
from indicators.tabular import Table
from scoring.model import GivenMark, GivenSheet, MarkState
from scoring.sheets.against_round import check_against_round
from scoring.sheets.columns import missing_columns
from scoring.sheets.marks import Mark

NOTE = "note"
TIME = "time"
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class SheetsRead:
    """The sheets of a file in order of first appearance.

    `row_of` says where the mark on (applicant, expert, indicator) stands; `notices` what is to be said about the file.
    """

    sheets: tuple[GivenSheet, ...]
    row_of: Mapping[Place, int]
    notices: tuple[Message, ...]


def read_sheets(
    table: Table, *, round_: Round, applicants: Collection[str], experts: Collection[str], now: datetime
) -> SheetsRead:
    """Return the sheets of a score file that a round allows.

    Columns `note` and `time` are read where they are there. A time is a moment with its zone, for the record keeps
    moments; it is given for every mark of a sheet or for none. Panels are those of the record, not of the file.

    Raises
    ------
    FaultsError
        With every fault: those of `check_against_round`, times that are none, lack their zone, are still to come, or
        stand beside some marks of a sheet and not beside others.
    """
    if faults := missing_columns(table, ("indicator",)):
        raise FaultsError(faults)
    own = replace(table, columns=tuple(name for name in table.columns if name not in (NOTE, "panel")))
    faults = []
    times = _times(table, now, faults)
    try:
        marks = check_against_round(own, round_=round_, applicants=applicants, experts=experts)
    except FaultsError as error:
        raise FaultsError(sorted((*error.faults, *faults), key=lambda fault: fault.row or 0)) from error
    sheets: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks.marks:
        sheets.setdefault((mark.applicant, mark.expert), []).append(mark)
    faults += [fault for rows in sheets.values() for fault in _half_timed(table.file, rows, times)]
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.row or 0))
    notes = {row: cells.get(NOTE, "") for row, cells in table.rows}
    panels = (Message("scoresheet.panel_ignored", {"file": table.file}),) if "panel" in table.columns else ()
    return SheetsRead(
        sheets=tuple(
            GivenSheet(
                application_id=applicant,
                expert_id=expert,
                marks=tuple(_given(mark, notes[mark.row]) for mark in rows),
                # An empty row has no moment, and none is kept of it.
                times=tuple(times.get(mark.row, now) for mark in rows) if any(m.row in times for m in rows) else (),
            )
            for (applicant, expert), rows in sheets.items()
        ),
        row_of={(mark.applicant, mark.expert, mark.indicator): mark.row for mark in marks.marks},
        notices=(*marks.notices, *panels),
    )


def _given(mark: Mark, note: str) -> GivenMark:
    return GivenMark(mark.indicator, mark.state, mark.score if mark.state is MarkState.SCORED else None, note)


def _times(table: Table, now: datetime, faults: list[Fault]) -> dict[int, datetime]:
    times: dict[int, datetime] = {}
    for row, cells in table.rows:
        text = cells.get(TIME, "")
        if not text:
            continue
        moment, key = _moment(text, now)
        if moment is None:
            faults.append(Fault(Message(key), file=table.file, row=row, column=TIME, seen=text))
        else:
            times[row] = moment
    return times


def _moment(text: str, now: datetime) -> tuple[datetime | None, str]:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None, "scoresheet.not_a_time"
    if moment.tzinfo is None:
        return None, "scoresheet.time_without_zone"
    return (None, "scoresheet.time_to_come") if moment > now else (moment, "")


def _half_timed(file: str, rows: list[Mark], times: Mapping[int, datetime]) -> Iterator[Fault]:
    given = [mark for mark in rows if mark.state is not MarkState.MISSING]
    if any(mark.row in times for mark in given):
        for mark in given:
            if mark.row not in times:
                yield Fault(Message("scoresheet.time_missing"), file=file, row=mark.row, column=TIME, seen="")
