"""A form that was filled in as a workbook: its first sheet cell by cell, with what a reader of values would not tell.

A table may be as long as its sheet; a form is small, and comes from anybody's machine. So its limits are narrow, and a
formula, a percentage or a date is told from the number that it looks like.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from indicators import apart
from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.spreadsheet import MOST_DIGITS, Value, column_index, open_parts, refused, sheet_part, with_macros
from indicators.tabular import refuse_other_kinds

Kind = Literal["text", "number", "formula", "percent", "date", "boolean", "error"]

_KINDS: Final[Mapping[str, Kind]] = {kind: kind for kind in get_args(Kind)}
LARGEST: Final = 2_000_000
LARGEST_UNPACKED: Final = 16_000_000
MOST_PARTS: Final = 200
MOST_ROWS: Final = 2_000
MOST_COLUMNS: Final = 100
_PERCENT_FORMATS: Final = frozenset({"9", "10"})
_QUOTED: Final = re.compile(r'"[^"]*"|\\.')
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class FormCell:
    """What stands in a cell, as it stands there; of a formula its text, never what some program made of it."""

    text: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Form:
    """The first sheet of a workbook. `cells`: by row (from 1) and column (from 0), the empty ones left out."""

    file: str
    sheet: str
    cells: Mapping[tuple[int, int], FormCell]

    def rows(self) -> list[int]:
        """Return the rows in which anything stands."""
        return sorted({row for row, _ in self.cells})


@dataclass(frozen=True, slots=True)
class _Written:
    """What the file itself says of a cell."""

    formula: str | None
    error: str | None
    percent: bool


def read_form(data: bytes, file: str) -> Form:
    """Return the first sheet of a workbook that holds a form.

    Parameters
    ----------
    data : bytes
        The whole file.
    file : str
        Its name, for what is said about it.

    Raises
    ------
    FaultsError
        If it is no workbook, is damaged, holds macros, or more than any form does.
    """
    parts = _small_parts(data, file)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        position = next(n for n, one in enumerate(workbook.sheets_metadata) if one.typ == SheetTypeEnum.WorkSheet)
        written = dict(_written(parts, position, file))
        sheet = workbook.get_sheet_by_index(position)
        values = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ElementTree.ParseError, StopIteration, KeyError, IndexError) as error:
        raise refused(file, "tabular.damaged_workbook") from error
    cells = {
        (row, column): _cell(value, written.get((row, column)))
        for row, line in enumerate(values, 1)
        for column, value in enumerate(line)
    }
    # A formula that was never computed, and an error, have no value.
    cells |= {place: _cell("", told) for place, told in written.items() if told.formula is not None or told.error}
    return Form(file, sheet.name, {place: cell for place, cell in cells.items() if cell.text})


def form_of(data: bytes, file: str) -> Form:
    """Return the first sheet of a workbook, as `read_form`, taken apart in a process of its own.

    Raises
    ------
    FaultsError
        As there, and where no answer came within the limits.
    """
    if not apart.POSSIBLE:
        return read_form(data, file)
    if len(data) > LARGEST:
        raise _refused_beyond(file, "form.too_large", LARGEST // 1_000_000)
    told = apart.read_apart("form", data, file)
    try:
        cells = {
            (int(row), int(column)): FormCell(str(text), _KINDS[kind]) for row, column, text, kind in told["cells"]
        }
        return Form(str(told["file"]), str(told["sheet"]), cells)
    except (KeyError, TypeError, ValueError) as error:
        raise apart.no_answer(file) from error


def _small_parts(data: bytes, file: str) -> zipfile.ZipFile:
    """Return the parts of a workbook that is no larger than a form; every part is what the archive says of it."""
    if len(data) > LARGEST:
        raise _refused_beyond(file, "form.too_large", LARGEST // 1_000_000)
    refuse_other_kinds(data, file)
    if not data.startswith(b"PK\x03\x04"):
        raise refused(file, "form.not_a_workbook")
    parts = open_parts(data, file)
    if len(parts.namelist()) > MOST_PARTS:
        raise _refused_beyond(file, "form.too_many_parts", MOST_PARTS)
    if with_macros(parts):
        raise refused(file, "form.with_macros")
    if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
        raise _refused_beyond(file, "form.unpacks_to_too_much", LARGEST_UNPACKED // 1_000_000)
    try:
        # Sizes are what the archive claims: unpacked once, no further than that, each part shows whether they are true.
        damaged = parts.testzip()
    except _UNREADABLE as error:
        raise refused(file, "tabular.damaged_workbook") from error
    if damaged is not None:
        raise refused(file, "tabular.damaged_workbook")
    return parts


def _refused_beyond(file: str, key: str, most: int) -> FaultsError:
    return FaultsError([Fault(Message(key, {"most": most}), file=file, expected=str(most))])


def _written(parts: zipfile.ZipFile, position: int, file: str) -> Iterator[tuple[tuple[int, int], _Written]]:
    """Yield what the file says of each cell; refuse one far out, which a reader would fill everything up to."""
    percent = _percent_styles(parts, file)
    row = 0
    for line in _tree(parts, sheet_part(parts, position), file).iterfind(".//{*}row"):
        row = int(line.get("r", row + 1))
        column = -1
        for cell in line.iterfind("{*}c"):
            row, column = _place(cell.get("r"), row, column + 1)
            if not (0 < row <= MOST_ROWS and 0 <= column < MOST_COLUMNS):
                values = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
                raise FaultsError([Fault(Message("form.too_many_cells", values), file=file, row=row)])
            formula = cell.find("{*}f")
            value = cell.findtext("{*}v") or ""
            yield (
                (row, column),
                _Written(
                    formula=None if formula is None else f"={formula.text or ''}",
                    error=value if cell.get("t") == "e" else None,
                    percent=cell.get("s", "0") in percent,
                ),
            )


def _place(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """Return row and column of a cell; one that does not say stands beside the one before."""
    if reference is None:
        return row, column
    letters = reference.rstrip("0123456789")
    if not (letters.isascii() and letters.isalpha() and reference[len(letters) :]) or len(reference) > 12:
        raise KeyError(reference)
    return int(reference[len(letters) :]), column_index(letters.upper().encode())


def _percent_styles(parts: zipfile.ZipFile, file: str) -> frozenset[str]:
    """Return the styles, by their number, that show a number as a percentage."""
    if "xl/styles.xml" not in parts.namelist():
        return frozenset()
    tree = _tree(parts, "xl/styles.xml", file)
    formats = {one.get("numFmtId"): one.get("formatCode", "") for one in tree.iterfind(".//{*}numFmt")}
    shown = _PERCENT_FORMATS | {number for number, code in formats.items() if "%" in _QUOTED.sub("", code)}
    styles = tree.find("{*}cellXfs")
    return frozenset(str(at) for at, one in enumerate(styles or ()) if one.get("numFmtId") in shown)


def _tree(parts: zipfile.ZipFile, name: str, file: str) -> ElementTree.Element:
    xml = parts.read(name)
    if b"<!DOCTYPE" in xml or b"\0" in xml:  # or in two bytes a character, where it would not be seen
        raise refused(file, "tabular.damaged_workbook")  # no spreadsheet program writes one
    return ElementTree.fromstring(xml)  # noqa: S314 - small, without document type, so without entities to expand


def _cell(value: Value, told: _Written | None) -> FormCell:
    if told is not None and told.formula is not None:
        return FormCell(told.formula, "formula")
    if told is not None and told.error is not None:
        return FormCell(told.error or "#", "error")
    if isinstance(value, str):
        return FormCell(value)
    if isinstance(value, bool):
        return FormCell("TRUE" if value else "FALSE", "boolean")
    if isinstance(value, int | float):
        return FormCell(_number(value), "percent" if told is not None and told.percent else "number")
    return FormCell(value.isoformat() if hasattr(value, "isoformat") else str(value), "date")


def _number(value: float) -> str:
    whole = abs(value) < 10**MOST_DIGITS and value == int(value)
    return str(int(value)) if whole else repr(value)
