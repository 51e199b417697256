"""Counts of applications and grades by region, prepared so that a first screen needs no row of the record.

The rows of the record are never changed, and each knows its entry of the chain, so that what any application counted
for at any entry can be told. Prepared counts hold up to one entry, the mark. What they are now is therefore::

    prepared - cells(what was touched since, at the mark) + cells(what was touched since, now)

which `Counts` answers whether or not anybody brought the mark forward: an act that forgets to costs time, never truth.
A mark that names another hash than the chain has (a register put back from a copy) is no mark: everything is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, insert, select

from indicators.language import BEIJING
from scoring.register import chain, queries
from scoring.register.canonical import moment
from scoring.register.tables import (
    accreditation,
    application,
    chain_entry,
    decision,
    regional_count,
    regional_mark,
    withdrawal,
)

CUBES: Final = ("prefecture", "county", "industry", "size")
TOUCHING: Final = (application, withdrawal, decision, accreditation)
"""Tables whose rows say what an application counts for."""
BLOCK: Final = 5_000
MANY: Final = 5_000
"""So many applications are no longer counted one by one, but with their rounds."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is counted together; the empty text where a cube does not tell it apart or there is nothing.

    Attributes
    ----------
    place : str
        GB/T 2260 code of the prefecture or county, division of industry, or size.
    outcome, proposed : str
        What the last sitting decided that stands (``withdrawn`` where the applicant took it back), and which grade it
        proposed.
    granted, announced_on, valid_until, state : str
        The announced grade and what became of it, apart from the passing of time; `ended_on`: the day on which the
        record learned of its end.
    """

    cube: str
    round_id: str
    place: str
    target_grade: str
    outcome: str = ""
    proposed: str = ""
    granted: str = ""
    announced_on: str = ""
    valid_until: str = ""
    ended_on: str = ""
    state: str = ""


_KEY: Final = tuple(field.name for field in fields(Cell))


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to which entry of the chain prepared counts hold."""

    entry: int
    hash: str


def mark_of(connection: Connection) -> Mark | None:
    """Return up to which entry counts are prepared, ``None`` where none are, or those of another chain."""
    row = connection.execute(select(regional_mark.c.upto, regional_mark.c.hash)).one_or_none()
    if row is None:
        return None
    seen = connection.scalar(select(chain_entry.c.hash).where(chain_entry.c.sequence == row.upto))
    return Mark(row.upto, row.hash) if seen == row.hash else None


class Counts:
    """Counts as they are now: what was prepared, and what was touched since."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.mark = mark_of(connection)
        self.since: Counter[Cell] = Counter()
        if self.mark is None:
            for round_id in rounds_of(connection):
                self.since.update(cells_of_round(connection, round_id))
        else:
            self.since = _change(connection, touched(connection, self.mark.entry), self.mark.entry)

    def of(self, cube: str, round_id: str | None = None) -> dict[Cell, int]:
        """Return the cells of a cube that are not 0, of one round or of all."""
        found: Counter[Cell] = Counter()
        if self.mark is not None:
            of_round = () if round_id is None else (regional_count.c.round_id == round_id,)
            found = _prepared(self._connection, regional_count.c.cube == cube, *of_round)
        for cell, change in self.since.items():
            if cell.cube == cube and round_id in (None, cell.round_id):
                found[cell] += change
        return {cell: count for cell, count in found.items() if count}


def refresh(connection: Connection) -> Mark:
    """Bring prepared counts up to the head of the chain, inside the transaction of an act."""
    mark = mark_of(connection)
    if mark is None:
        return rebuild(connection)
    _add(connection, _change(connection, touched(connection, mark.entry), mark.entry))
    return _set_mark(connection)


def rebuild(connection: Connection) -> Mark:
    """Count everything anew from the rows of the record, a round at a time."""
    connection.execute(delete(regional_count))
    for round_id in rounds_of(connection):
        rows = [_row(cell, count) for cell, count in cells_of_round(connection, round_id).items()]
        for start in range(0, len(rows), BLOCK):
            connection.execute(insert(regional_count), rows[start : start + BLOCK])
    return _set_mark(connection)


def rounds_of(connection: Connection) -> tuple[str, ...]:
    """Return the rounds that have applications."""
    return tuple(connection.scalars(select(application.c.round_id).distinct().order_by(application.c.round_id)))


def cells_of_round(connection: Connection, round_id: str) -> Counter[Cell]:
    """Return what the applications of a round count for now."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    return _cells(
        _rows(connection, _APPLIED.where(application.c.round_id == round_id), application),
        set(connection.scalars(select(withdrawal.c.application_id).where(withdrawal.c.application_id.in_(of_it)))),
        _decided(_rows(connection, _DECIDED.where(decision.c.application_id.in_(of_it)), decision)),
        _rows(connection, _GRANTED.where(accreditation.c.round_id == round_id), accreditation),
    )


def cells_of(connection: Connection, ids: Sequence[str], upto: int | None = None) -> Counter[Cell]:
    """Return what some applications count for now, or counted for just after an entry of the chain."""

    def rows(query: Select[Any], table: Table) -> Iterator[Row[Any]]:
        asked = query if upto is None else query.where(table.c.entry <= upto)
        return queries.among(connection, asked.order_by(table.c.id), table.c.application_id, ids)

    gone = {row.application_id for row in rows(select(withdrawal), withdrawal)}
    return _cells(
        rows(_APPLIED, application),
        gone,
        _decided(rows(_DECIDED, decision)),
        rows(_GRANTED, accreditation),
    )


def touched(connection: Connection, since: int, tables: Sequence[Table] = TOUCHING) -> tuple[str, ...]:
    """Return the applications of which rows of some tables came after an entry of the chain."""
    found: set[str] = set()
    for table in tables:
        # Rows come in the order of their entries: those after the mark are the last ones, found from the end.
        last = connection.scalar(select(table.c.id).where(table.c.entry <= since).order_by(table.c.id.desc()).limit(1))
        query = select(table.c.application_id).where(table.c.id > (last or 0))
        found.update(connection.scalars(query))
    return tuple(sorted(found))


_APPLIED: Final = select(
    application.c.application_id,
    application.c.round_id,
    application.c.county,
    application.c.industry,
    application.c.size,
    application.c.target_grade,
)
_DECIDED: Final = select(
    decision.c.id,
    decision.c.decision_id,
    decision.c.application_id,
    decision.c.outcome,
    decision.c.grade,
    decision.c.state,
)
_GRANTED: Final = select(
    accreditation.c.application_id,
    accreditation.c.grade,
    accreditation.c.announced_on,
    accreditation.c.valid_until,
    accreditation.c.state,
    chain_entry.c.at,
).join(chain_entry, chain_entry.c.sequence == accreditation.c.entry)


def _rows(connection: Connection, query: Select[Any], table: Table) -> Iterable[Row[Any]]:
    """Run a query in the order in which rows of a table were written, so that later versions come later."""
    return connection.execute(query.order_by(table.c.id).execution_options(yield_per=BLOCK))


def _decided(rows: Iterable[Row[Any]]) -> dict[str, tuple[str, str]]:
    """Return outcome and proposed grade that stand for each application; of several decisions the newest counts."""
    newest = {row.decision_id: row for row in rows}
    found: dict[str, tuple[str, str]] = {}
    for row in sorted(newest.values(), key=lambda one: one.id):
        if row.state == "recorded":
            proposed = row.grade if row.grade and row.outcome.startswith("propose") else ""
            found[row.application_id] = (row.outcome, proposed)
    return found


def _cells(
    applied: Iterable[Row[Any]],
    withdrawn: set[str],
    decided: Mapping[str, tuple[str, str]],
    granted: Iterable[Row[Any]],
) -> Counter[Cell]:
    newest = {row.application_id: row for row in applied}
    grades = {row.application_id: row for row in granted}
    # Counted by what is the same first: a cell is made once, not once an application.
    alike: Counter[tuple[str, ...]] = Counter()
    for id_, row in newest.items():
        outcome, proposed = ("withdrawn", "") if id_ in withdrawn else decided.get(id_, ("", ""))
        grade = grades.get(id_)
        end: tuple[str, ...] = ("", "", "", "", "")
        if grade is not None:
            ended = "" if grade.state == "valid" else _day(grade.at)
            end = (grade.grade, grade.announced_on, grade.valid_until, ended, grade.state)
        alike[row.round_id, row.county, row.industry[:3], row.size, row.target_grade, outcome, proposed, *end] += 1
    found: Counter[Cell] = Counter()
    for (round_id, county, division, size, target, outcome, proposed, *days), count in alike.items():
        known = (target, outcome, proposed, days[0])
        found[Cell("prefecture", round_id, f"{county[:4]}00", *known, *days[1:])] += count
        for cube, place in (("county", county), ("industry", division), ("size", size)):
            found[Cell(cube, round_id, place, *known)] += count
    return found


def _day(at: str) -> str:
    return moment(at).astimezone(BEIJING).date().isoformat()


def _change(connection: Connection, ids: Sequence[str], mark: int) -> Counter[Cell]:
    """Return by how much cells differ from what is prepared."""
    if len(ids) > MANY:
        # Counting whole rounds costs less than asking for so many applications by name.
        found: Counter[Cell] = Counter()
        for round_id in rounds_among(connection, ids):
            found.update(cells_of_round(connection, round_id))
            found.subtract(_prepared(connection, regional_count.c.round_id == round_id))
    else:
        found = cells_of(connection, ids)
        found.subtract(cells_of(connection, ids, mark))
    return Counter({cell: change for cell, change in found.items() if change})


def rounds_among(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Return the rounds of some applications."""
    query = select(application.c.round_id).distinct()
    return sorted({row.round_id for row in queries.among(connection, query, application.c.application_id, ids)})


def _prepared(connection: Connection, *conditions: ColumnElement[bool]) -> Counter[Cell]:
    query = select(*(regional_count.c[name] for name in _KEY), regional_count.c.applications).where(*conditions)
    return Counter({Cell(*row[:-1]): row[-1] for row in connection.execute(query)})


def _add(connection: Connection, changes: Mapping[Cell, int]) -> None:
    for cell, change in changes.items():
        same = [regional_count.c[name] == getattr(cell, name) for name in _KEY]
        before = connection.scalar(select(regional_count.c.applications).where(*same)) or 0
        if before:
            connection.execute(delete(regional_count).where(*same))
        if before + change:
            connection.execute(insert(regional_count), _row(cell, before + change))


def _row(cell: Cell, count: int) -> dict[str, Any]:
    return {**{name: getattr(cell, name) for name in _KEY}, "applications": count}


def _set_mark(connection: Connection) -> Mark:
    head = chain.head(connection)
    connection.execute(delete(regional_mark))
    connection.execute(insert(regional_mark), {"id": 1, "upto": head.sequence, "hash": head.hash})
    return Mark(head.sequence, head.hash)
