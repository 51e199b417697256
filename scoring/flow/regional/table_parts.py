"""What every table of the report is made of: cells, columns, shares in percent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.language import Message, Name
from scoring.flow.regional.figures import Figure

Cell = int | float | str | Message | Name | None
SHARE_DECIMALS: Final = 1
"""Of percent: more would pretend to a sureness that no prefecture's numbers have."""


@dataclass(frozen=True, slots=True)
class RegionalTable:
    """One table. `key` names it (``province.table_<key>``), `define` says what its numbers are and of how many."""

    key: str
    define: Message
    columns: tuple[Message | Name | str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def title(self) -> Message:
        """What the table is called."""
        return Message(f"province.table_{self.key}")


def percent(share: float | None) -> float | None:
    """Return a share in percent as it is printed everywhere."""
    return None if share is None else round(100.0 * share, SHARE_DECIMALS)


def table(key: str, words: str, columns: Iterable[str], rows: Iterable[Sequence[Cell]]) -> RegionalTable:
    """Return a table of columns by their keys."""
    return RegionalTable(key, define(words), tuple(map(column, columns)), tuple(tuple(row) for row in rows))


def define(key: str) -> Message:
    """Return what numbers are, in words."""
    return Message(f"province.define_{key}")


def column(key: str, **values: object) -> Message:
    """Return the heading of a column."""
    return Message(f"province.column_{key}", values)


def counts(figure: Figure) -> tuple[Cell, Cell]:
    """Return numerator and denominator."""
    return figure.numerator, figure.denominator


def shares(figure: Figure) -> tuple[Cell, Cell, Cell]:
    """Return value and limits in percent."""
    return percent(figure.value), percent(figure.low), percent(figure.high)


def rounded(value: float | None, decimals: int = 3) -> float | None:
    """Return a number as it is printed."""
    return None if value is None else round(value, decimals)


def total(cells: Iterable[Cell]) -> int:
    """Return the sum of the whole numbers of a column."""
    return sum(cell for cell in cells if isinstance(cell, int))
