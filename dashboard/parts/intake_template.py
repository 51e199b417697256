"""The table of applications to be filled in: its headings, and what may stand in each column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from indicators.language import Translator
from indicators.model import RuleBook
from indicators.workbook import Cell, Sheet, write_xlsx
from scoring.flow import Export
from scoring.intake.columns import columns, headings

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def explained(say: Translator, book: RuleBook) -> list[tuple[str, str, str]]:
    """Return every column: its heading, whether it must be filled in, what may stand in it."""
    asked = [one for one in book.regulation.conditions if one.judged_by == "declaration"]
    values = {
        "grades": " / ".join(book.round.grades_open),
        "kinds": "; ".join(
            f"{one.id} {_named(say, one.name, one.name_en)}" for one in book.regulation.adverse_record_kinds
        ),
        "conditions": "; ".join(f"{one.id} {_named(say, one.name, one.name_en)}" for one in asked),
    }
    names = headings("application", say.language)
    return [
        (
            names[one.id],
            say("dossier.must" if one.required else "dossier.may"),
            say(f"dossier.fill_{one.id}", **values),
        )
        for one in columns("application")
    ]


def _named(say: Translator, zh: str, en: str) -> str:
    return zh if say.language == "zh" else en


def template(say: Translator, book: RuleBook) -> bytes:
    """Return a workbook with the headings alone, and a second sheet that says what may stand where."""
    names = headings("application", say.language)
    heads = tuple(say(f"dossier.column_{name}") for name in ("column", "must", "fill"))
    return _workbook(
        [
            Sheet(say("dossier.sheet_applications"), tuple(names.values()), ()),
            Sheet(say("dossier.sheet_explained"), heads, explained(say, book)),
        ]
    )


def filled(say: Translator, found: Export) -> bytes:
    """Return a workbook with applications that are there, in the form in which they are imported."""
    names = headings("application", say.language)
    rows: Sequence[Sequence[Cell]] = [[row[column] for column in found.columns] for row in found.rows]
    heads = tuple(names.get(column, column) for column in found.columns)
    return _workbook([Sheet(say("dossier.sheet_applications"), heads, rows)])


def _workbook(sheets: Sequence[Sheet]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write_xlsx(path, sheets)
        return path.read_bytes()
