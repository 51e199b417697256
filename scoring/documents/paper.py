"""A paper in words, before it is a file: blocks that `paper_docx` and `paper_pdf` set in the same order and words.

Nothing here is said in a language: who makes a paper hands in its texts, said. What cannot be printed is made visible
where texts come in, so that both files say the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

Look = Literal["body", "plain", "hanging", "centred", "right", "small"]
Align = Literal["left", "centre", "right"]

TEXT_WIDTH_MM: Final = 156.0
"""Width of the text block of an official paper, GB/T 9704-2012 5.2.1; columns of a table share it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first, second or third level; it stays with what follows."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, after a lead in bold type.

    `look`: ``body`` is indented by two characters, ``plain`` is not, ``hanging`` turns under its lead's end, ``right``
    stands four characters from the margin like who signs and the day (GB/T 9704-2012, 7.3.5), ``small`` is for notes.
    `keeps`: it stays on the page of what follows.
    """

    text: str
    lead: str = ""
    look: Look = "body"
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `share` of the text's width, against those of the others."""

    title: str
    share: float
    align: Align = "centre"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head is repeated on each page, a row stays on one page. Lines of a cell are parted by a line feed.

    `row_mm` is the least height of a row, for what is filled in by hand; `headed` is false for forms without a head.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    row_mm: float = 0.0
    headed: bool = True


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code with lines beside it; the first line stands out: it is to be read aloud."""

    text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture across the text, in both forms that files take in; `text` says what it shows, for whoever reads on."""

    svg: str
    png: bytes
    height_mm: float
    text: str


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Who signs, and what stands in the place of the signature; empty: it is signed by hand."""

    label: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """A roll for signing, two to a line, with room for a hand."""

    lines: tuple[SignatureLine, ...]


@dataclass(frozen=True, slots=True)
class Slips:
    """Slips of paper to be cut apart, two to a line; none is like another only in where it lies."""

    lines: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""


Part = Heading | Paragraph | Table | Code | Picture | Signatures | Slips | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper.

    Attributes
    ----------
    title : str
        Of the first page and of the file.
    under_title : tuple of str
        Centred lines beneath.
    marks : str
        Why it is no real paper, large above the title and in the head of each page; empty where it is one.
    marks_note : str
        What follows from that; said beneath the marks.
    head : str
        Said in the head of each page, besides: which version it is.
    language : {"zh", "en"}
    at : datetime
        The moment that the file gives as its own: one of the record, never that of printing.
    parts : tuple
        In order.
    compact : bool
        Smaller type and margins, for what is to be read on one page.
    letterhead : tuple
        What stands above the title.
    titled : bool
        Whether the title stands on the first page; otherwise it is the file's alone.
    keywords : str
        What the file says of itself besides: of which template it is.
    """

    title: str
    under_title: tuple[str, ...]
    marks: str
    marks_note: str
    head: str
    language: str
    at: datetime
    parts: tuple[Part, ...]
    compact: bool = False
    letterhead: tuple[Part, ...] = ()
    titled: bool = True
    keywords: str = ""


def numbered(paper: Paper, copy: str) -> Paper:
    """Return a paper as the copy of one reader: its number stands in the head of each page, beside the version."""
    return replace(paper, head=f"{paper.head} · {copy}") if copy else paper


# Controls, marks that turn the direction of writing, what is invisible, halves of characters, what is no character.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LINE_ENDS: Final = str.maketrans({"\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


def printable(text: str, *, lines: bool = False) -> str:
    """Return a text with what cannot be seen made visible (``[U+202E]``), and blanks and line ends made one blank.

    Parameters
    ----------
    text : str
        As somebody wrote it.
    lines : bool
        Keep line ends, as line feeds; empty lines are left out.
    """
    text = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    if lines:
        return "\n".join(line for one in text.split("\n") if (line := printable(one)))
    shown = (_visible(one) for one in text)
    return " ".join("".join(shown).split())


def _visible(one: str) -> str:
    unseen = unicodedata.category(one) in _UNSEEN and not one.isspace()
    return f"[U+{ord(one):04X}]" if unseen else one


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text that somebody wrote, each printable."""
    return tuple(printable(text, lines=True).split("\n")) if text.strip() else ()


def without(text: str, hidden: Iterable[tuple[str, str]]) -> str:
    """Return a text in which words are replaced, the longest first; empty words and single characters are let be."""
    for word, instead in sorted(hidden, key=lambda one: -len(one[0])):
        if len(word) > 1:
            text = text.replace(word, instead)
    return text


def widths_mm(columns: Sequence[Column], whole: float = TEXT_WIDTH_MM) -> tuple[float, ...]:
    """Return the widths of columns, in millimetres."""
    total = sum(column.share for column in columns)
    return tuple(column.share / total * whole for column in columns)
