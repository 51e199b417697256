"""The one writer of tables, CSV and XLSX: no cell of it can be taken for a formula, and `tabular` reads it back."""

from __future__ import annotations

import csv
import math
import os
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format

from indicators.cells import with_apostrophe, with_second_apostrophe
from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.spreadsheet import MOST_DIGITS

Cell = str | int | float | Decimal | bool | date | None
LONGEST_TEXT: Final = 32_767
"""Characters that a cell of a workbook holds."""
_WIDEST: Final = 60
_NARROWEST: Final = 6
_MOST_LOOKED_AT: Final = 2_000
"""So many rows say how wide a column is; a table of a hundred thousand is not measured whole."""
_ON_A_PAGE: Final = 220
"""Characters across a page in landscape at which print is still read; what is wider goes over several pages."""
_LINE: Final = 16.0
_A4: Final = 9
_TALLEST: Final = 400.0
"""Points; a row of the file format has at most 409."""
# The same table gives the same bytes, whenever it is written.
_CREATED: Final = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook. `name`: at most 31 characters, without brackets, colon, star, question mark, slashes."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table as CSV: UTF-8 with BOM (spreadsheet programs need it for Chinese), commas, CRLF.

    Text that a spreadsheet would run as a formula gets an apostrophe in front, which `tabular.read_table` takes off.
    Numbers stay numbers; ``None`` and ``nan`` are empty. An existing file is replaced only when the new
    one is complete.
    """

    def write(part: Path) -> None:
        with part.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([with_apostrophe(name) for name in columns])
            writer.writerows([_csv_text(cell) for cell in row] for row in rows)

    _replace(path, write)


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write a workbook. Text is stored as text, never as a formula or a link; as `write_csv` in everything else.

    Raises
    ------
    FaultsError
        If texts are longer than a cell of a workbook holds; nothing is written then.
    """
    faults = [fault for sheet in sheets for fault in _too_long(sheet, path.name)]
    if faults:
        raise FaultsError(faults)
    _replace(path, lambda part: _write_workbook(part, sheets))


def _replace(path: Path, write: Callable[[Path], None]) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        write(part)
        os.replace(part, path)
    finally:
        with suppress(OSError):
            part.unlink()


def _csv_text(cell: Cell) -> str:
    return with_apostrophe(cell) if isinstance(cell, str) else _plain_text(cell)


def _plain_text(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    try:
        with xlsxwriter.Workbook(path) as workbook:
            workbook.set_properties({"created": _CREATED})
            plain = {"valign": "vcenter", "text_wrap": True}
            looks = workbook.add_format({**plain, "bold": True, "bottom": 1}), workbook.add_format(plain)
            for sheet in sheets:
                _write_sheet(workbook.add_worksheet(sheet.name), sheet, *looks)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise error.args[0] from error  # the OSError that it hides


def _write_sheet(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, bold: Format, wrapped: Format) -> None:
    """Write the cells, the columns as wide as their texts, and how it is printed: its head on every page."""
    widths = _widths(sheet)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, with_second_apostrophe(name), bold)
    _fit_row(page, 0, sheet.columns, widths)
    for row, cells in enumerate(sheet.rows, 1):
        for column, cell in enumerate(cells):
            _write_cell(page, row, column, cell, wrapped)
        _fit_row(page, row, cells, widths)
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.repeat_rows(0)
    if sum(widths) <= _ON_A_PAGE:
        page.fit_to_pages(1, 0)
    else:
        # Each row is still known by its first cell where its others stand on another page.
        page.repeat_columns(0)
        page.set_print_scale(70)
    page.set_header("&L&9&A")
    page.set_footer("&C&9&P / &N")


def _widths(sheet: Sheet) -> list[float]:
    """Return the width of each column in characters: of its longest text, up to the widest."""
    longest = [float(text_width(name)) for name in sheet.columns]
    for cells in sheet.rows[:_MOST_LOOKED_AT]:
        for column, cell in enumerate(cells[: len(longest)]):
            longest[column] = max(longest[column], text_width(_plain_text(cell)))
    return [min(max(width + 2, _NARROWEST), _WIDEST) for width in longest]


def _fit_row(page: xlsxwriter.worksheet.Worksheet, row: int, cells: Sequence[Cell], widths: Sequence[float]) -> None:
    """Give a row the height of its longest text: not every program does so by itself when it opens a file."""
    lines = max((text_lines(_plain_text(cell), width) for cell, width in zip(cells, widths, strict=False)), default=1)
    if lines > 1:
        page.set_row(row, min(lines * _LINE, _TALLEST))


def text_width(text: str) -> int:
    """Return how many Latin letters wide the widest line of a text is."""
    lines = text.splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in line) for line in lines)


def text_lines(text: str, width: float) -> int:
    """Return on how many lines a text stands in a cell of a width in Latin letters."""
    # Lines break before they are full: a letter of room for each.
    return sum(max(1, math.ceil(text_width(line) / max(width - 1, 1))) for line in text.splitlines() or [""])


def _write_cell(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, wrapped: Format) -> None:
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, int | float | Decimal) and _survives(cell):
        page.write_number(row, column, float(cell))
    elif text := _plain_text(cell):
        page.write_string(row, column, with_second_apostrophe(text), wrapped)


def _survives(number: float | Decimal) -> bool:
    """Return whether a spreadsheet program keeps the number as it prints; a computed float may lose its last bits."""
    near = float(number)
    if not math.isfinite(near) or abs(near) >= 10**MOST_DIGITS:
        return False
    return isinstance(number, float) or Decimal(f"{near:.{MOST_DIGITS}G}") == number


def _too_long(sheet: Sheet, file: str) -> list[Fault]:
    return [
        Fault(
            Message("workbook.text_too_long", {"length": len(cell), "sheet": sheet.name}),
            file=file,
            row=row,
            column=name,
            expected=str(LONGEST_TEXT),
        )
        for row, cells in enumerate(sheet.rows, 2)
        for name, cell in zip(sheet.columns, cells, strict=False)
        if isinstance(cell, str) and len(with_second_apostrophe(cell)) > LONGEST_TEXT
    ]
