"""Tables whose cells are found by the names of their columns: what papers and figures take their numbers from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from indicators.language import Message, Name

Cell = int | float | str | Message | Name | None
NOTHING: Final = "\u2014"


class Tabled(Protocol):
    """A table that says what its numbers are; its columns are named by keys of words."""

    @property
    def key(self) -> str:
        """Its name."""

    @property
    def define(self) -> Message:
        """What its numbers are, and of how many."""

    @property
    def columns(self) -> Sequence[Message | Name | str]:
        """Headings."""

    @property
    def rows(self) -> Sequence[Sequence[Cell]]:
        """Cells, already rounded as they are printed."""


def column_name(column: Message | Name | str) -> str:
    """Return what a column is called in every language: ``rate``, ``granted_of`` whatever the grade."""
    return column.key.rpartition("column_")[2] if isinstance(column, Message) else str(column)


def places(table: Tabled, name: str) -> list[int]:
    """Return the places of the columns of a name: one, those of every grade, or none."""
    return [at for at, column in enumerate(table.columns) if column_name(column) == name]


def by_grade(table: Tabled, name: str) -> dict[str, int]:
    """Return the places of the columns of a name by their grade, in the order of the table."""
    found = ((at, table.columns[at]) for at in places(table, name))
    return {str(column.values["grade"]): at for at, column in found if isinstance(column, Message)}


def cell(table: Tabled, row: int, name: str) -> Cell:
    """Return the cell of a row in the one column of a name; ``None`` where there is no such column."""
    found = places(table, name)
    return table.rows[row][found[0]] if found else None


def number(table: Tabled, row: int, name: str) -> float | None:
    """Return a cell that is a number, else ``None``."""
    found = cell(table, row, name)
    return found if isinstance(found, int | float) else None


def count(table: Tabled, row: int, name: str) -> int:
    """Return a cell that is a count; nothing counts as 0."""
    return int(number(table, row, name) or 0)


def row_of(table: Tabled, key: str) -> int | None:
    """Return the row whose first cell is said by a key, e.g. that of the whole province."""
    firsts = enumerate(row[0] for row in table.rows)
    return next((at for at, first in firsts if isinstance(first, Message) and first.key == key), None)


def without_whole(table: Tabled) -> range:
    """Return the rows of places: all but a last one of the whole."""
    last = len(table.rows) - 1
    return range(last if row_of(table, "province.whole") == last else last + 1)
