"""What may stand in a cell of a table file: stray blanks, full-width digits, and text that a spreadsheet would run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from indicators.language import Message

NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
"""A number as tables print it; `fullmatch` is meant."""

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_MARKS_OF_FORMULA: Final = frozenset("=+-@\t\r＝＋－＠'")
_BLANK_MARKS: Final = frozenset("\t\r")
# Only what an input method types for a number: NFKC would also turn ½ and ² into digits that nobody meant.
_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９＋－．Ｅｅ−\u3000", "0123456789+-.Ee- ")
_INVISIBLE: Final = "\ufeff\u200b\u200e\u200f"


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell, or a row where `column` is ``None``, that cannot be read. `column` counts from 0, `row` from 1."""

    row: int
    column: int | None
    key: str
    seen: str


@dataclass(slots=True)
class Grid:
    """The cells of a file before its header is known: text, stripped. `rows` pairs row number and cells."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)
    full_width: list[tuple[int, int]] = field(default_factory=list)

    def add(self, row: int, cells: list[str]) -> None:
        """Append a row, its cells cleaned."""
        for column, cell in enumerate(cells):
            if cell and (not cell.isascii() or cell[0] <= "'" or cell[-1] <= " "):
                text = bare(cell)
                number = half_width_number(text)
                if number is not None:
                    self.full_width.append((row, column))
                    text = number
                cells[column] = without_apostrophe(text)
        self.rows.append((row, cells))


def half_width_number(text: str) -> str | None:
    """Return a number typed with full-width digits or signs in plain ones; ``None`` for any other text."""
    if text.isascii():
        return None
    plain = text.translate(_HALF_WIDTH).strip()
    return plain if NUMBER.fullmatch(plain) else None


def bare(text: str) -> str:
    """Return a text without blanks and what cannot be seen around it: how a cell is read."""
    return text.strip().strip(_INVISIBLE).strip()


def with_apostrophe(text: str) -> str:
    """Return text that a spreadsheet opening a CSV file takes for text, never for a formula.

    `without_apostrophe` gives it back; so it does text that reading would take for a number in full-width digits.
    """
    whole = text if text[:1] in _BLANK_MARKS else bare(text)
    return f"'{whole}" if _is_marked(whole) and not NUMBER.fullmatch(whole) else text


def with_second_apostrophe(text: str) -> str:
    """Return text for a cell of text type: only what reading would shorten or change gets an apostrophe."""
    if text[:1] in _BLANK_MARKS:
        return f"'{text}"
    plain = bare(text)
    return f"'{plain}" if without_apostrophe(plain) != plain or half_width_number(plain) is not None else text


def without_apostrophe(text: str) -> str:
    """Undo `with_apostrophe`."""
    return text[1:] if text[:1] == "'" and _is_marked(text) else text


def _is_marked(text: str) -> bool:
    """Return whether a text, after any apostrophes, would run or be read as a number that it only looks like."""
    if text[:1] in _MARKS_OF_FORMULA and _FORMULA.match(text):
        return True
    return not text.isascii() and half_width_number(text.lstrip("'")) is not None
