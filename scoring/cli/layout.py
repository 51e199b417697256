"""Text on a terminal: columns that stay aligned with Chinese in them, lines that break, nothing that commands it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.unseen import is_unseen

_WIDE: Final = frozenset("WF")
_NO_WIDTH: Final = frozenset({"Mn", "Me", "Cf"})
_MUST_NOT_BEGIN_A_LINE: Final = frozenset("，。、；：！？）》”’")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table for people; numbers stand at the right."""

    title: str
    right: bool = False


def harmless(text: str) -> str:
    """Return text that a terminal shows and does not obey: control characters as U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("\ufffd" if is_unseen(c) and c != "\n" else c for c in text)


def width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(c) in _WIDE else 0 if unicodedata.category(c) in _NO_WIDTH else 1
        for c in text
    )


def table_lines(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table: titles, a rule, the rows."""
    shown = [[harmless(cell).replace("\n", " ") for cell in row] for row in rows]
    titles = [column.title for column in columns]
    widths = [max(map(width, cells)) for cells in zip(titles, *shown, strict=True)]
    yield _line(titles, columns, widths)
    yield "  ".join("-" * size for size in widths)
    for row in shown:
        yield _line(row, columns, widths)


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    padded = []
    for cell, column, size in zip(cells, columns, widths, strict=True):
        blanks = " " * (size - width(cell))
        padded.append(blanks + cell if column.right else cell + blanks)
    return "  ".join(padded).rstrip()


def wrapped(text: str, room: int) -> Iterator[str]:
    """Yield the lines of a text of at most `room` columns: Chinese breaks anywhere but before its punctuation."""
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and width(line + piece.rstrip()) > room and piece[0] not in _MUST_NOT_BEGIN_A_LINE:
                yield line.rstrip()
                line = ""
            line += piece if line else piece.lstrip()
        yield line.rstrip()


def _pieces(paragraph: str) -> Iterator[str]:
    """Yield what must stay together: a word with the blank after it, or one wide character."""
    word = ""
    for character in paragraph:
        if unicodedata.east_asian_width(character) in _WIDE:
            if word:
                yield word
            yield character
            word = ""
            continue
        word += character
        if character == " ":
            yield word
            word = ""
    if word:
        yield word


def two_columns(pairs: Sequence[tuple[str, str]], room: int = 100) -> Iterator[str]:
    """Yield the lines of a list of names and what they mean."""
    left = max((width(name) for name, _ in pairs), default=0) + 4
    for name, meaning in pairs:
        first, *rest = wrapped(meaning, room - left)
        yield f"  {name}{' ' * (left - 2 - width(name))}{first}"
        for line in rest:
            yield " " * left + line
