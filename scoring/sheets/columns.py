"""Checks that every table of marks or weights needs: its columns, its numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from indicators.cells import NUMBER
from indicators.faults import Fault
from indicators.language import Message
from indicators.tabular import Table

MOST_DECIMALS: Final = 20
LARGEST: Final = 10**15


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number as printed, or the key of what is wrong with it."""

    value: Decimal | None
    fault: str | None = None


def read_number(text: str) -> ReadNumber:
    """Return the number that a cell prints.

    Only numbers that a float gives back exactly as printed are taken (15 significant digits always are), so that
    arrays of floats lose nothing.
    """
    if not NUMBER.fullmatch(text):
        return ReadNumber(None, "scorefile.not_a_number")
    value = Decimal(text)
    if abs(value) >= LARGEST or decimals_of(value) > MOST_DECIMALS or Decimal(repr(float(value))) != value:
        return ReadNumber(None, "scorefile.too_many_digits")
    return ReadNumber(value)


def decimals_of(number: Decimal) -> int:
    """Return how many decimals the number was printed with."""
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def missing_columns(table: Table, required: Collection[str]) -> list[Fault]:
    """Return a fault for each required column that is not there."""
    there = ", ".join(table.columns)
    return [
        Fault(Message("scorefile.missing_column"), file=table.file, row=1, column=name, seen=there, expected=name)
        for name in required
        if name not in table.columns
    ]


def ignored_columns(table: Table, known: Collection[str]) -> tuple[Message, ...]:
    """Return the notice which columns are ignored, if any."""
    unknown = [name for name in table.columns if name not in known]
    if not unknown:
        return ()
    return (Message("scorefile.columns_ignored", {"file": table.file, "columns": ", ".join(unknown)}),)


def column(table: Table, name: str) -> list[str]:
    """Return the cells of one column, in the order of the rows."""
    return [cells[name] for _, cells in table.rows]
