"""Markdown as the manual's pages use it, no more: headings, paragraphs, lists, tables, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

_HEADING: Final = re.compile(r"(#{1,3}) (.+)")
_ITEM: Final = re.compile(r"(\d+\.|-) (.+)")
_PICTURE: Final = re.compile(r"!\[(.+)\]\(([a-z0-9_]+\.png)\)")
_RULE: Final = re.compile(r"\|(-+\|)+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the page's title."""

    text: str
    level: int
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Items:
    """A list: steps in order, or points."""

    items: tuple[str, ...]
    ordered: bool
    kind: Literal["items"] = "items"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of `scoring.documents.manual.contents.PICTURES`, and what it shows."""

    name: str
    text: str
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class Call:
    """What is typed, as it is typed."""

    lines: tuple[str, ...]
    kind: Literal["call"] = "call"


Block = Heading | Text | Items | Table | Picture | Call


def parse(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a page; blocks are parted by empty lines.

    Raises
    ------
    ValueError
        At what the manual does not use, so that a slip of a text is no silent change of its looks.
    """
    return tuple(_blocks(markdown))


def _blocks(markdown: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", markdown.strip()):
        lines = part.split("\n")
        if found := _HEADING.fullmatch(part):
            yield Heading(found[2], len(found[1]))
        elif found := _PICTURE.fullmatch(part):
            yield Picture(found[2], found[1])
        elif lines[0].startswith("|"):
            yield _table(lines)
        elif _ITEM.fullmatch(lines[0]):
            yield _items(lines)
        elif len(lines) == 1 and part[0] not in "#!>`":
            yield Text(part)
        else:
            raise ValueError(part)


def _table(lines: list[str]) -> Table:
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    if len(lines) < 3 or not _RULE.fullmatch(lines[1]) or len({len(row) for row in rows}) != 1:
        raise ValueError("\n".join(lines))
    return Table(rows[0], tuple(rows[2:]))


def _items(lines: list[str]) -> Items:
    found = [_ITEM.fullmatch(line) for line in lines]
    marks, texts = [one[1] if one else "" for one in found], [one[2] if one else "" for one in found]
    ordered = marks[0] != "-"
    if marks != [f"{place}." for place in range(1, len(lines) + 1)] if ordered else set(marks) != {"-"}:
        raise ValueError("\n".join(lines))
    return Items(tuple(texts), ordered)
