"""Counts of applications and grades by region, prepared so that a first screen needs no row of the record.

The rows of the record are never changed, and each knows its entry of the chain, so that what any application counted
for at any entry can be told. Prepared counts hold up to one entry, the mark. What they are now is therefore::

    prepared - cells(what was touched since, at the mark) + cells(what was touched since, now)

which `Counts` answers whether or not anybody brought the mark forward: an act that forgets to costs time, never truth.
A mark that names another hash than the chain has (a register put back from a copy) is no mark: everything is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from scoring.register import chain
from scoring.register.regional_cells import (
    BLOCK,
    Cell,
    cells_of,
    cells_of_round,
    rounds_among,
    rounds_of,
    touched,
)
from scoring.register.tables import chain_entry, regional_count, regional_mark

_READ_WHOLE: Final = ("prefecture", "size")
"""Cubes of which every round is asked for sooner or later, and which are small enough to be read at once."""
MANY: Final = 5_000
"""So many applications are no longer counted one by one, but with their rounds."""


_KEY: Final = Cell._fields


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
        self._whole: dict[str, dict[str, dict[Cell, int]]] = {}
        self.mark = mark_of(connection)
        self.since: Counter[Cell] = Counter()
        if self.mark is None:
            for round_id in rounds_of(connection):
                self.since.update(cells_of_round(connection, round_id))
        else:
            self.since = _change(connection, touched(connection, self.mark.entry), self.mark.entry)

    def of(self, cube: str, round_id: str | None = None) -> dict[Cell, int]:
        """Return the cells of a cube that are not 0, of one round or of all."""
        if round_id is None or cube in _READ_WHOLE:
            if cube not in self._whole:
                self._whole[cube] = _by_round(self._now(cube, None))
            by_round = self._whole[cube]
            if round_id is not None:
                return by_round.get(round_id, {})
            return {cell: count for cells in by_round.values() for cell, count in cells.items()}
        return self._now(cube, round_id)

    def _now(self, cube: str, round_id: str | None) -> dict[Cell, int]:
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


def _change(connection: Connection, ids: Sequence[str], mark: int) -> Counter[Cell]:
    """Return by how much cells differ from what is prepared."""
    if len(ids) > MANY:
        # Counting whole rounds costs less than asking for so many applications by name.
        found: Counter[Cell] = Counter()
        for round_id in rounds_among(connection, ids):
            found.update(cells_of_round(connection, round_id))
            found.subtract(prepared_of(connection, round_id))
        return Counter({cell: change for cell, change in found.items() if change})
    return _differing(connection, ids, mark)


def changed_since(connection: Connection, mark: Mark) -> Counter[Cell]:
    """Return by how much cells differ now from what they were just after an entry, by the rows alone."""
    return _differing(connection, touched(connection, mark.entry), mark.entry)


def _differing(connection: Connection, ids: Sequence[str], mark: int) -> Counter[Cell]:
    found = cells_of(connection, ids)
    found.subtract(cells_of(connection, ids, mark))
    return Counter({cell: change for cell, change in found.items() if change})


def prepared_of(connection: Connection, round_id: str) -> Counter[Cell]:
    """Return what is prepared for a round."""
    return _prepared(connection, regional_count.c.round_id == round_id)


def _by_round(cells: Mapping[Cell, int]) -> dict[str, dict[Cell, int]]:
    found: dict[str, dict[Cell, int]] = {}
    for cell, count in cells.items():
        found.setdefault(cell.round_id, {})[cell] = count
    return found


def _prepared(connection: Connection, *conditions: ColumnElement[bool]) -> Counter[Cell]:
    query = select(*(regional_count.c[name] for name in _KEY), regional_count.c.applications).where(*conditions)
    return Counter({Cell._make(row[:-1]): row[-1] for row in connection.execute(query)})


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
