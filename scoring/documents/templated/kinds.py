"""Kinds of papers that have a template, and the fields that may stand in each: ``data/template_fields.csv``.

A field's name is part of the form of every template that anybody keeps: names are added, never renamed.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

Kind = Literal["score_sheet", "agenda", "minutes", "notice", "joint_document", "feedback_letter", "briefing"]
Form = Literal["value", "list", "block"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
TABLES: Final[frozenset[Kind]] = frozenset({"score_sheet", "notice", "joint_document"})
"""Kinds in which the table is the paper: they are workbooks too."""
COMPACT: Final[frozenset[Kind]] = frozenset({"briefing"})
"""Kinds that are to be read on one page."""
FILE: Final = Path(__file__).parents[1] / "data" / "template_fields.csv"
_OF_ALL: Final = "*"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its identifier, how it is filled, whether a template must have it, its names in templates.

    A field of a list is ``list.column``. A block is whole paragraphs and tables, and stands alone in a paragraph.
    """

    id: str
    form: Form
    needed: bool
    zh: str
    en: str

    @property
    def of_list(self) -> str:
        """The list that a field is of; empty where it is of none."""
        return self.id.partition(".")[0] if self.form == "list" else ""

    def name(self, language: str) -> str:
        """Return its name in templates of a language."""
        return self.zh if language == "zh" else self.en


@cache
def fields_of(kind: Kind) -> tuple[Field, ...]:
    """Return the fields of a kind, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in (_OF_ALL, kind)]
    return tuple(Field(row["field"], _form(row["form"]), row["needed"] == "yes", row["zh"], row["en"]) for row in rows)


@cache
def fields_by_name(kind: Kind) -> Mapping[str, Field]:
    """Return the fields of a kind by every name that a template may call them, in either language."""
    return {name: one for one in fields_of(kind) for name in (one.zh, one.en, one.id)}


def _form(text: str) -> Form:
    for form in get_args(Form):
        if form == text:
            return form  # type: ignore[no-any-return]  # get_args forgets what it came from
    raise ValueError(text)
