"""XLSX workbooks, first sheet: values only, as text. What a reader would silently lose is found and named."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from indicators.cells import BadCell, Grid
from indicators.faults import Fault, FaultsError
from indicators.language import Message

LAST_ROW: Final = 1_048_576
LARGEST_UNPACKED: Final = 2**30
"""Bytes; a full sheet of marks stays far below, a bomb does not."""
MOST_PARTS: Final = 2_000
"""Files in the archive of a workbook; a sheet takes two or three."""
MOST_RATIO: Final = 200
"""How many times larger than packed a workbook may be; sheets of marks come to a tenth of it."""
_LARGE: Final = 50_000_000
"""Bytes below which the ratio does not matter: a small sheet may well be all alike."""
MOST_CELLS: Final = 20_000_000
"""Cells between the first and the last of a sheet: a reader makes room for all of them, also for those left empty."""
_PROGRAMS: Final = ("vbaproject.bin", "vbadata.xml")
_MACRO_SHEETS: Final = "xl/macrosheets/"
_LONGEST_COLUMN: Final = 3
MOST_DIGITS: Final = 15
"""Significant digits that spreadsheet programs keep of a number."""

_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_COLUMNS: Final = re.compile(rb"""r\s*=\s*["']([A-Za-z]{0,4})[A-Za-z]*\d""")
_ROWS: Final = re.compile(rb"""r\s*=\s*["'][A-Za-z]*(\d{1,8})""")
_REFERENCE: Final = re.compile(rb'\br="([A-Z]+)(\d+)"')
_ERROR_TYPE: Final = re.compile(rb"""\bt=["']e["']""")
_TEXT_TYPE: Final = re.compile(rb"""\bt=["']str["']""")  # a formula may well give an empty text
_HAS_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
_SHEET: Final = re.compile(rb"""<(?:\w+:)?sheet\b[^>]*?\b\w+:id=["']([^"']*)["']""")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE: Final = re.compile(rb"""\b(Id|Target)=["']([^"']*)["']""")

UNREADABLE: Final = (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, IndexError, NotImplementedError)
"""What reading a damaged workbook ends with."""
Value = int | float | str | bool | time | date | datetime | timedelta


def read_spreadsheet(data: bytes, file: str) -> Grid:
    """Return the cells of the first worksheet.

    Parameters
    ----------
    data : bytes
        The whole file, a ZIP archive.
    file : str
        Its name, for what is said about it.

    Raises
    ------
    FaultsError
        If it is no workbook, is damaged, unpacks to too much, holds macros that its name hides, has cells far outside
        any table, or its first sheet is hidden or full to the last row.
    """
    parts = open_parts(data, file)
    if not file.lower().endswith(".xlsm") and with_macros(parts):
        raise refused(file, "tabular.renamed_macros")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        positions = [n for n, sheet in enumerate(workbook.sheets_metadata) if sheet.typ == SheetTypeEnum.WorkSheet]
        if positions and workbook.sheets_metadata[positions[0]].visible != SheetVisibleEnum.Visible:
            # Nobody who looked at the workbook has seen what would be read.
            raise refused(file, "tabular.hidden_sheet")
        for position in positions:
            _refuse_cells_far_out(parts.read(sheet_part(parts, position)), file)
        sheets = [workbook.get_sheet_by_index(position) for position in positions]
    except UNREADABLE as error:
        raise refused(file, "tabular.damaged_workbook") from error
    if not sheets:
        raise refused(file, "tabular.damaged_workbook")
    sheet, grid = sheets[0], Grid()
    if sheet.end is not None and sheet.end[0] + 1 >= LAST_ROW:
        raise FaultsError(
            [Fault(Message("tabular.sheet_full", {"sheet": sheet.name, "last": LAST_ROW}), file=file, row=LAST_ROW)]
        )
    filled = [other.name for other in sheets if other.end is not None]
    if len(filled) > 1:
        values = {"file": file, "sheet": sheet.name, "others": ", ".join(name for name in filled if name != sheet.name)}
        grid.notices.append(Message("tabular.first_sheet_read", values))
    if sheet.end is None:
        return grid
    for row, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
        grid.add(row, [_text(cell, row, column, grid) for column, cell in enumerate(cells)])
    grid.bad += _lost_cells(parts.read(sheet_part(parts, positions[0])))
    return grid


def refused(file: str, key: str) -> FaultsError:
    """Return the refusal of a whole file."""
    return FaultsError([Fault(Message(key), file=file)])


def open_parts(data: bytes, file: str) -> zipfile.ZipFile:
    """Return the parts of a workbook, none of them unpacked yet.

    Raises
    ------
    FaultsError
        If it is no workbook, is damaged, or would unpack to too much.
    """
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise refused(file, "tabular.damaged_workbook") from error
    if "xl/workbook.xml" not in parts.namelist():
        raise refused(file, "tabular.not_a_workbook")
    unpacked = sum(part.file_size for part in parts.infolist())
    bomb = unpacked > max(_LARGE, MOST_RATIO * len(data))
    if bomb or unpacked > LARGEST_UNPACKED or len(parts.infolist()) > MOST_PARTS:
        raise refused(file, "tabular.workbook_too_large")
    return parts


def with_macros(parts: zipfile.ZipFile) -> bool:
    """Return whether a workbook holds programs."""
    names = [name.lower() for name in parts.namelist()]
    return any(name.endswith(_PROGRAMS) or name.startswith(_MACRO_SHEETS) for name in names)


def _refuse_cells_far_out(xml: bytes, file: str) -> None:
    """Refuse a sheet with a cell so far out that making room for all before it would take the machine down."""
    columns = set(_COLUMNS.findall(xml)) | {b"A"}
    last = max(map(int, set(_ROWS.findall(xml))), default=0)
    # No column has four letters: what a reader makes of such a one is beyond every table.
    strange = any(len(letters) > _LONGEST_COLUMN for letters in columns)
    widest = MOST_CELLS + 1 if strange else max(column_index(letters.upper()) + 1 for letters in columns)
    if last * widest > MOST_CELLS:
        values = {"row": last, "columns": widest}
        raise FaultsError([Fault(Message("tabular.cells_far_out", values), file=file, row=last)])


def _text(value: Value, row: int, column: int, grid: Grid) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if abs(value) >= 10**MOST_DIGITS:
            grid.bad.append(BadCell(row, column, "tabular.digits_lost", repr(value)))
        return str(int(value)) if value == int(value) else repr(value)
    return str(value) if isinstance(value, timedelta) else value.isoformat()


def _lost_cells(xml: bytes) -> list[BadCell]:
    """Return the error cells and the formulas that were never computed: a reader of values sees both as empty."""
    lost: list[BadCell] = []
    if not (_ERROR_TYPE.search(xml) or _HAS_FORMULA.search(xml)):
        return lost
    for cell in _CELL.finditer(xml):
        attributes, content = cell[1], cell[2] or b""
        place, value = _REFERENCE.search(attributes), _VALUE.search(content)
        if place is None:
            continue
        row, column = int(place[2]), column_index(place[1])
        if _ERROR_TYPE.search(attributes):
            lost.append(BadCell(row, column, "tabular.error_cell", value[1].decode() if value else ""))
        elif _HAS_FORMULA.search(content) and not (value and value[1]) and not _TEXT_TYPE.search(attributes):
            lost.append(BadCell(row, column, "tabular.formula_not_computed", ""))
    return lost


def sheet_part(parts: zipfile.ZipFile, position: int) -> str:
    """Return the name of the part that holds the sheet at a position of the workbook."""
    wanted = _SHEET.findall(parts.read("xl/workbook.xml"))[position]
    for relation in _RELATION.findall(parts.read("xl/_rels/workbook.xml.rels")):
        attributes = dict(_ATTRIBUTE.findall(relation))
        if attributes[b"Id"] == wanted:
            target: str = attributes[b"Target"].decode()
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(position)


def column_index(letters: bytes) -> int:
    """Return the place of a column, from 0."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
