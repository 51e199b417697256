"""The headings and words of `columns.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from indicators.faults import Fault
from indicators.language import Message
from indicators.tabular import Table

FILE: Final = Path(__file__).with_name("columns.toml")
Kind = Literal["expert", "application", "assignment"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the identifier in the code, its heading in either language, whether it must be there."""

    id: str
    zh: str
    en: str
    required: bool = False

    @property
    def headings(self) -> frozenset[str]:
        """Every heading by which the column is known."""
        return frozenset({self.id, self.zh, self.en})


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def columns(kind: Kind) -> tuple[Column, ...]:
    """Return the columns of a file of this kind, in the order in which it is written."""
    return tuple(Column(**entry) for entry in _file()[kind])


@cache
def words(of: str) -> Mapping[str, str]:
    """Return the identifier meant by each word that may stand in a cell of this sort."""
    return {word: identifier for identifier, spellings in _file()["words"][of].items() for word in spellings}


def headings(kind: Kind, language: str) -> dict[str, str]:
    """Return the heading of each column, by identifier, in one language."""
    return {column.id: column.zh if language == "zh" else column.en for column in columns(kind)}


def match_headings(table: Table, kind: Kind) -> tuple[dict[str, str], list[Fault], list[Message]]:
    """Find the table's columns.

    Returns
    -------
    found : dict
        Heading in the file, by column identifier.
    faults : list of Fault
        A required column that is not there, a column that is there under two headings.
    notices : list of Message
        Headings that are not known, and so are ignored.
    """
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for column in columns(kind):
        present = [heading for heading in table.columns if heading in column.headings]
        if len(present) > 1:
            seen = ", ".join(present)
            faults.append(Fault(Message("intake.column_twice"), file=table.file, row=1, column=column.en, seen=seen))
        elif present:
            found[column.id] = present[0]
        elif column.required:
            expected = f"{column.en} / {column.zh}"
            faults.append(
                Fault(Message("intake.column_missing"), file=table.file, row=1, column=column.en, expected=expected)
            )
    known = {heading for column in columns(kind) for heading in column.headings}
    strange = [heading for heading in table.columns if heading not in known]
    notices = [Message("intake.columns_ignored", {"columns": ", ".join(strange)})] if strange else []
    return found, faults, notices
