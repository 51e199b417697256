"""The tables of the report as sheets of a workbook, in the reader's words; the one writer makes the file."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.language import Translator
from indicators.workbook import Cell, Sheet
from scoring.flow.regional import table_parts
from scoring.flow.regional.table_parts import RegionalTable


def workbook_sheets(say: Translator, tables: Sequence[RegionalTable]) -> list[Sheet]:
    """Return a sheet for each table, and one that says what the numbers of each are."""
    sheets = [
        Sheet(
            say(table.title),
            tuple(say.say(name) for name in table.columns),
            [[said(say, cell) for cell in row] for row in table.rows],
        )
        for table in tables
    ]
    rows = [[say(table.title), say(table.define)] for table in tables]
    names = (say("province.column_table"), say("province.column_definition"))
    return [*sheets, Sheet(say("province.sheet_definitions"), names, rows)]


def said(say: Translator, cell: table_parts.Cell) -> Cell:
    """Return a cell in the reader's language: numbers stay numbers."""
    return cell if isinstance(cell, int | float | None) else say.say(cell)
