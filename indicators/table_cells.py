"""Headings and cells of an official indicator table: which column is which, and what a cell says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from indicators.entries import as_text
from indicators.faults import Fault
from indicators.language import LANGUAGES, LOCALE, Message, Translator
from indicators.model import Citation, Level
from indicators.tabular import Table

#: Columns other than those of levels, in the order of an exported table.
COLUMNS: Final = (
    "code",
    "parent",
    "name",
    "name_en",
    "max_score",
    "evidence",
    "step",
    "allows_not_applicable",
    "citation",
)
REQUIRED: Final = ("code", "name", "max_score")

_Column = TypeVar("_Column", str, Decimal)

_SHARE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_BETWEEN_CITATIONS: Final = re.compile(r"[;；]")


@dataclass(frozen=True, slots=True)
class Headings:
    """Which heading of a table stands for which column, and for which level's share."""

    columns: Mapping[str, str]
    levels: Mapping[Decimal, str]
    ignored: tuple[str, ...]

    def has(self, column: str) -> bool:
        """Whether the table has a column."""
        return column in self.columns


def heading(column: str, say: Translator) -> str:
    """Return a column's heading in the translator's language."""
    return say(f"table.column_{column}")


def level_heading(share: Decimal) -> str:
    """Return the heading of a level: ``25%``."""
    return f"{as_text(share * 100)}%"


def read_headings(table: Table) -> tuple[Headings, list[Fault]]:
    """Recognise headings by identifier or by their name in either language; others are ignored, and named."""
    known = _known_headings()
    columns: dict[str, str] = {}
    levels: dict[Decimal, str] = {}
    ignored: list[str] = []
    faults: list[Fault] = []
    for name in table.columns:
        column = known.get(name.casefold())
        share = _SHARE.fullmatch(name)
        if share is not None:
            faults += _remember(levels, Decimal(share[1]) / 100, name, table.file)
        elif column is not None:
            faults += _remember(columns, column, name, table.file)
        else:
            ignored.append(name)
    for column in REQUIRED:
        if column not in columns:
            expected = " / ".join(dict.fromkeys([Translator("zh", LOCALE)(f"table.column_{column}"), column]))
            seen = ", ".join(table.columns)
            what = Message("table.column_missing")
            faults.append(Fault(what, file=table.file, row=1, column=column, seen=seen, expected=expected))
    return Headings(columns, levels, tuple(ignored)), faults


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row, by column. Faults found while reading them are kept in `faults`."""

    file: str
    row: int
    headings: Headings
    cells: Mapping[str, str]
    faults: list[Fault]

    def text(self, column: str) -> str:
        """Return what a cell says, as it stands."""
        return self.cells[self.headings.columns[column]]

    def number(self, column: str) -> Decimal | None:
        """Return the number in a cell; ``None`` where it is empty or no number, which is a fault unless empty."""
        seen = self.text(column)
        try:
            number = Decimal(seen) if seen else None
        except InvalidOperation:
            number = Decimal("nan")
        if number is not None and not number.is_finite():
            self.fault("table.not_a_number", column, seen)
            return None
        return number

    def truth(self, column: str) -> bool:
        """Return whether a cell says yes; empty is no."""
        seen = self.text(column).casefold()
        if seen not in _yes() | _no() | {""}:
            self.fault("table.not_yes_or_no", column, self.text(column))
        return seen in _yes()

    def citations(self) -> tuple[Citation, ...]:
        """Return the citations in a cell: ``notice 2.1.2; measures 10(3)5``."""
        parts = (part.split(maxsplit=1) for part in _BETWEEN_CITATIONS.split(self.text("citation")))
        return tuple(Citation(part[0], part[1].strip() if len(part) > 1 else "") for part in parts if part)

    def levels(self) -> tuple[Level, ...]:
        """Return the levels that have words, lowest first."""
        anchors = {share: self.cells[name] for share, name in sorted(self.headings.levels.items())}
        return tuple(Level(share, anchor) for share, anchor in anchors.items() if anchor)

    def fault(self, key: str, column: str, seen: str) -> None:
        """Keep a fault of this row."""
        name = self.headings.columns[column]
        self.faults.append(Fault(Message(key), file=self.file, row=self.row, column=name, seen=seen))


def truth_text(value: bool, say: Translator) -> str:
    """Return yes or no in the translator's language."""
    return say("table.yes" if value else "table.no")


def citation_text(cites: tuple[Citation, ...]) -> str:
    """Return citations as `Cells.citations` reads them."""
    return "; ".join(map(as_text, cites))


def _known_headings() -> dict[str, str]:
    by_name = {column: column for column in COLUMNS}
    for say in _translators():
        by_name |= {heading(column, say).casefold(): column for column in COLUMNS}
    return by_name


def _remember(names: dict[_Column, str], key: _Column, name: str, file: str) -> Iterator[Fault]:
    """Keep the heading of a column; a second one for the same column is a fault."""
    if key in names:
        what = Message("table.column_twice", {"first": names[key]})
        yield Fault(what, file=file, row=1, column=name, seen=name)
    names[key] = name


def _yes() -> frozenset[str]:
    return frozenset({"true", "1"} | {say("table.yes").casefold() for say in _translators()})


def _no() -> frozenset[str]:
    return frozenset({"false", "0"} | {say("table.no").casefold() for say in _translators()})


def _translators() -> list[Translator]:
    return [Translator(language, LOCALE) for language in LANGUAGES]
