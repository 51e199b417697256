"""Marks: every change a new version with its time, the newest one counts.

``add(marks) -> rows`` (for ``chain.record(connection, act, {tables.mark: rows})``, of `Mark`),
``current_version(connection, *, application_id, expert_id, stage, indicator) -> int`` (0: none yet),
``latest(connection, *, application_id, expert_id, stage) -> tuple[Mark, ...]``,
``sheet_digest(marks, hash_name=) -> str``,
``load_table(connection, *, stage, round_id= | application_ids=) -> MarkColumns`` and
``score_table(columns, panel=, indicators=, sheets=) -> ScoreTable``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from scoring.model import MarkState, ScoreTable, Stage
from scoring.register import queries
from scoring.register.canonical import Value, canonical, digest
from scoring.register.tables import application, chain_entry, mark

_SHEET: Final = ("application_id", "expert_id", "stage")
TAKEN_OFFLINE: Final = "sheet.taken_offline"
"""The act by which marks come from a file that their expert filled in off-line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One version of one mark.

    `value` holds the points as printed and is ``None`` unless `state` is ``SCORED``; `saved_at` is a text of
    `canonical.timestamp`.
    """

    application_id: str
    expert_id: str
    stage: Stage
    indicator: str
    version: int
    state: MarkState
    saved_at: str
    value: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class MarkColumns:
    """The newest marks of many sheets, as parallel columns in the order they were written."""

    application_id: tuple[str, ...]
    expert_id: tuple[str, ...]
    indicator: tuple[str, ...]
    version: tuple[int, ...]
    value: tuple[str | None, ...]
    state: tuple[str, ...]


def add(marks: Iterable[Mark]) -> list[dict[str, Value]]:
    """Return the rows of marks, for `chain.record`."""
    return [
        {
            "application_id": given.application_id,
            "expert_id": given.expert_id,
            "stage": given.stage,
            "indicator": given.indicator,
            "version": given.version,
            "value": given.value,
            "state": given.state.name.lower(),
            "note": given.note,
            "saved_at": given.saved_at,
        }
        for given in marks
    ]


def mark_of(row: Row[Any]) -> Mark:
    """Return the mark of a row of `tables.mark`."""
    return Mark(
        application_id=row.application_id,
        expert_id=row.expert_id,
        stage=row.stage,
        indicator=row.indicator,
        version=row.version,
        state=MarkState[row.state.upper()],
        saved_at=row.saved_at,
        value=row.value,
        note=row.note,
    )


def current_version(
    connection: Connection, *, application_id: str, expert_id: str, stage: Stage, indicator: str
) -> int:
    """Return the version of the mark that counts now, 0 where there is none yet."""
    return queries.current_version(
        connection, mark, application_id=application_id, expert_id=expert_id, stage=stage, indicator=indicator
    )


def latest(connection: Connection, *, application_id: str, expert_id: str, stage: Stage) -> tuple[Mark, ...]:
    """Return the newest mark of each indicator of one sheet, in the order they were written."""
    return as_of(connection, application_id=application_id, expert_id=expert_id, stage=stage, entry=None)


def as_of(
    connection: Connection, *, application_id: str, expert_id: str, stage: Stage, entry: int | None
) -> tuple[Mark, ...]:
    """Return the marks of one sheet as they counted when an entry of the chain was written (``None``: now)."""
    query = queries.equal(mark, *_SHEET).order_by(mark.c.id)
    if entry is not None:
        query = query.where(mark.c.entry <= entry)
    newest: dict[str, Mark] = {}
    for row in connection.execute(query, {"application_id": application_id, "expert_id": expert_id, "stage": stage}):
        newest.pop(row.indicator, None)
        newest[row.indicator] = mark_of(row)
    return tuple(newest.values())


def versions(
    connection: Connection, *, application_id: str, expert_id: str, stage: Stage
) -> dict[tuple[str, int], Mark]:
    """Return every version of every mark of one sheet, by indicator and version, oldest first."""
    query = (
        select(mark)
        .where(mark.c.application_id == application_id, mark.c.expert_id == expert_id, mark.c.stage == stage)
        .order_by(mark.c.id)
    )
    return {(row.indicator, row.version): mark_of(row) for row in connection.execute(query)}


def of_round(connection: Connection, *, round_id: str, stage: Stage) -> dict[tuple[str, str], tuple[Mark, ...]]:
    """Return the newest marks of every sheet of a round, by (application, expert)."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    query = select(mark).where(mark.c.application_id.in_(of_it), mark.c.stage == stage).order_by(mark.c.id)
    newest: dict[tuple[str, str], dict[str, Mark]] = {}
    for row in connection.execute(query):
        sheet = newest.setdefault((row.application_id, row.expert_id), {})
        sheet.pop(row.indicator, None)
        sheet[row.indicator] = mark_of(row)
    return {key: tuple(sheet.values()) for key, sheet in newest.items()}


def columns_of(marks: Iterable[Mark]) -> MarkColumns:
    """Return marks at hand as columns, for `score_table`."""
    cells = [(m.application_id, m.expert_id, m.indicator, m.version, m.value, m.state.name.lower()) for m in marks]
    application_id, expert_id, indicator, version, value, state = zip(*cells, strict=True) if cells else ((),) * 6
    return MarkColumns(application_id, expert_id, indicator, version, value, state)


def sheet_digest(marks: Iterable[Mark], *, hash_name: str) -> str:
    """Return the digest of a sheet: of the canonical JSON of all ``[indicator, version, state, value, note]``, sorted.

    It is taken when the sheet is submitted, and again whenever somebody asks whether a decision still rests on it.
    """
    lines = sorted([kept.indicator, kept.version, kept.state.name.lower(), kept.value, kept.note] for kept in marks)
    return digest(hash_name, canonical(lines))


def load_table(
    connection: Connection,
    *,
    stage: Stage,
    round_id: str | None = None,
    application_ids: Sequence[str] | None = None,
    until: int | None = None,
) -> MarkColumns:
    """Return the newest marks of a round, or of some applications, in one pass.

    Parameters
    ----------
    until : int, optional
        An entry of the chain: marks as they counted when it was written.

    Raises
    ------
    TypeError
        If neither or both of `round_id` and `application_ids` are given.
    """
    if (round_id is None) == (application_ids is None):
        raise TypeError("give a round or applications, not both")
    columns = (mark.c.application_id, mark.c.expert_id, mark.c.indicator, mark.c.version, mark.c.value, mark.c.state)
    query: Select[Any] = select(*columns).where(mark.c.stage == stage).order_by(mark.c.id)
    if until is not None:
        query = query.where(mark.c.entry <= until)
    if application_ids is None:
        of_round = select(application.c.application_id).where(application.c.round_id == round_id)
        rows: Sequence[Row[Any]] = connection.execute(query.where(mark.c.application_id.in_(of_round))).all()
    else:
        rows = list(queries.among(connection, query, mark.c.application_id, application_ids))
    columns_read: tuple[tuple[Any, ...], ...] = tuple(zip(*rows, strict=True)) if rows else ((),) * 6
    # Versions come in the order of ids, so the last row of a key is its newest; the database need not compare them.
    newest = {key: at for at, key in enumerate(zip(*columns_read[:3], strict=True))}
    if len(newest) < len(rows):
        kept = list(newest.values())
        columns_read = tuple(tuple(map(column.__getitem__, kept)) for column in columns_read)
    return MarkColumns(*columns_read)


def score_table(
    columns: MarkColumns,
    *,
    panel: str,
    indicators: Sequence[str],
    sheets: Collection[tuple[str, str]] | None = None,
) -> ScoreTable:
    """Return marks as an array.

    Parameters
    ----------
    columns : MarkColumns
        From `load_table`.
    panel : str
        Its name.
    indicators : sequence of str
        The third axis: the leaves of the rule book, in its order. Marks of other indicators are left out.
    sheets : collection of (application, expert), optional
        Which sheets count; all by default.
    """
    place = {code: at for at, code in enumerate(indicators)}
    chosen = [
        at
        for at, key in enumerate(zip(columns.application_id, columns.expert_id, strict=True))
        if (sheets is None or key in sheets) and columns.indicator[at] in place
    ]
    applicants = tuple(dict.fromkeys(columns.application_id[at] for at in chosen))
    experts = tuple(dict.fromkeys(columns.expert_id[at] for at in chosen))
    row = {name: at for at, name in enumerate(applicants)}
    column = {name: at for at, name in enumerate(experts)}
    shape = (len(applicants), len(experts), len(indicators))
    values, states = np.full(shape, np.nan), np.zeros(shape, dtype=np.uint8)
    cells = (
        np.array([row[columns.application_id[at]] for at in chosen], dtype=np.intp),
        np.array([column[columns.expert_id[at]] for at in chosen], dtype=np.intp),
        np.array([place[columns.indicator[at]] for at in chosen], dtype=np.intp),
    )
    kinds = {state.name.lower(): state.value for state in MarkState}
    found = np.array([kinds[columns.state[at]] for at in chosen], dtype=np.uint8)
    printed = [columns.value[at] for at in chosen]
    points = np.array([np.nan if text is None else float(text) for text in printed], dtype=np.float64)
    points[found == MarkState.INSUFFICIENT] = 0.0
    values[cells], states[cells] = points, found
    decimals = max((len(text.partition(".")[2]) for text in printed if text is not None), default=0)
    return ScoreTable(panel, applicants, experts, tuple(indicators), values, states, decimals)


def first_times(
    connection: Connection, *, round_id: str, stage: Stage
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[datetime, ...]]:
    """Return application, expert, indicator and moment of the first mark given in each cell of a round, as columns.

    Of one that came from a file filled in off-line nobody knows when it was given: it is left out.
    """
    columns = (mark.c.application_id, mark.c.expert_id, mark.c.indicator, mark.c.saved_at)
    rows = connection.execute(_first_given(round_id, stage, *columns)).all()
    ids, experts, indicators, saved = zip(*rows, strict=True) if rows else ((),) * 4
    return ids, experts, indicators, tuple(map(datetime.fromisoformat, saved))


def sheets_began(connection: Connection, *, round_id: str, stage: Stage) -> dict[tuple[str, str], datetime]:
    """Return when the first mark of each sheet of a round was given, by (application, expert): of `first_times`."""
    query = _first_given(round_id, stage, mark.c.application_id, mark.c.expert_id, func.min(mark.c.saved_at))
    rows = connection.execute(query.group_by(mark.c.application_id, mark.c.expert_id))
    return {(id_, expert_id): datetime.fromisoformat(saved_at) for id_, expert_id, saved_at in rows}


def _first_given(round_id: str, stage: Stage, *columns: ColumnElement[Any]) -> Select[Any]:
    of_round = select(application.c.application_id).where(application.c.round_id == round_id)
    offline = select(chain_entry.c.sequence).where(chain_entry.c.act == TAKEN_OFFLINE)
    return select(*columns).where(
        mark.c.stage == stage,
        mark.c.application_id.in_(of_round),
        mark.c.version == 1,  # of each cell there is one
        mark.c.entry.not_in(offline),
    )


def count_of_expert(
    connection: Connection, expert_id: str, application_ids: Sequence[str]
) -> dict[tuple[str, Stage], tuple[int, str]]:
    """Return how many indicators an expert has marked on his sheets of some applications, and when he last did."""
    query = (
        select(mark.c.application_id, mark.c.stage, func.count(), func.max(mark.c.saved_at))
        .where(
            mark.c.application_id.in_(application_ids),
            mark.c.expert_id == expert_id,
            mark.c.state != MarkState.MISSING.name.lower(),
            queries.newest(mark, "application_id", "expert_id", "stage", "indicator"),
        )
        .group_by(mark.c.application_id, mark.c.stage)
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(query)}
