"""One row of a file being read: each cell asked for by what it must be, every fault kept with its row and column."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from indicators.faults import Fault
from indicators.language import Message
from indicators.unseen import unseen_in

Item = TypeVar("Item")
LONGEST_TEXT: Final = 500  # characters; names and institutes are far shorter, a pasted document is not
SEPARATORS: Final = str.maketrans({"；": ";", "、": ";", "，": ";", ",": ";"})


class Row:
    """A row and what is wrong with it so far.

    A cell that is wrong gives ``None`` and adds a fault; the caller goes on to the next cell, so that all faults of
    the row are told at once.
    """

    def __init__(self, file: str, number: int, cells: Mapping[str, str], headings: Mapping[str, str]) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._number = number
        self._headings = headings
        self._cells = {column: cells.get(heading, "") for column, heading in headings.items()}

    def fault(self, column: str, what: Message, *, seen: str, expected: str | Message | None = None) -> None:
        """Keep a fault of a cell."""
        heading = self._headings.get(column, column)
        self.faults.append(
            Fault(what, file=self._file, row=self._number, column=heading, seen=seen[:80], expected=expected)
        )

    def text(self, column: str, *, required: bool = True) -> str:
        """Return a cell of ordinary text: no control characters, not endless."""
        cell = self._cells.get(column, "")
        if required and not cell:
            self.fault(column, Message("intake.empty"), seen="")
        if len(cell) > LONGEST_TEXT:
            self.fault(column, Message("intake.too_long", {"length": len(cell), "most": LONGEST_TEXT}), seen=cell)
        # Bidirectional overrides and other invisible format characters make a name read as another one.
        if unseen_in(cell):
            shown = cell.encode("unicode_escape").decode("ascii")
            self.fault(column, Message("intake.control_character"), seen=shown)
        return cell

    def plain(self, column: str, *, required: bool = True) -> str:
        """Return a cell of codes: full-width letters and digits folded to plain ones."""
        return unicodedata.normalize("NFKC", self.text(column, required=required)).strip()

    def choice(self, column: str, words: Mapping[str, str]) -> str | None:
        """Return the identifier meant by a word."""
        cell = self.text(column)
        if cell and cell not in words:
            self.fault(column, Message("intake.not_among"), seen=cell, expected=" | ".join(words))
        return words.get(cell)

    def member(self, column: str, allowed: Collection[str], expected: str | Message) -> str | None:
        """Return a code that must be one of `allowed`."""
        cell = self.plain(column)
        if cell and cell not in allowed:
            self.fault(column, Message("intake.not_among"), seen=cell, expected=expected)
        return cell if cell in allowed else None

    def day(self, column: str, *, required: bool = True) -> date | None:
        """Return a day written ``2026-03-01``."""
        cell = self.plain(column, required=required)
        return self._day(column, cell) if cell else None

    def _day(self, column: str, text: str) -> date | None:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.fault(column, Message("intake.not_a_day"), seen=text, expected="2026-03-01")
            return None

    def items(self, column: str, read: Callable[[str], Item | None]) -> tuple[Item, ...]:
        """Return the parts of a cell that are separated by semicolons, each read by `read`."""
        parts = (part.strip() for part in self.plain(column, required=False).translate(SEPARATORS).split(";"))
        read_parts = (read(part) for part in parts if part)
        return tuple(item for item in read_parts if item is not None)

    def dated(self, column: str, part: str, allowed: Collection[str]) -> tuple[str, date, date | None] | None:
        """Read ``word@2024-03-01`` or ``word@2023-01-01/2023-06-30``."""
        word, _, days = part.partition("@")
        word = word.strip()
        if word not in allowed:
            self.fault(column, Message("intake.not_among"), seen=word, expected=" | ".join(allowed))
            return None
        first, _, last = days.partition("/")
        on = self._day(column, first.strip())
        until = self._day(column, last.strip()) if last.strip() else None
        if on is None or (last.strip() and until is None):
            return None
        if until is not None and until < on:
            self.fault(column, Message("intake.ends_before_it_begins"), seen=days)
            return None
        return word, on, until

    def yearly(self, column: str, part: str) -> tuple[int, Decimal] | None:
        """Read ``2024:5.2``: a year and a percentage."""
        year, _, percent = part.partition(":")
        try:
            number = Decimal(percent.strip().removesuffix("%"))
            if year.strip().isdecimal() and len(year.strip()) == 4 and number.is_finite():
                return int(year), number
        except InvalidOperation:
            pass
        self.fault(column, Message("intake.not_yearly"), seen=part, expected="2024:5.2")
        return None
