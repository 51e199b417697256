"""CSV files as they come: UTF-8 with or without BOM, GB18030; commas, tabs or semicolons."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from indicators.cells import BadCell, Grid
from indicators.language import Message

_BOM: Final = b"\xef\xbb\xbf"
_UTF8_CHARACTER: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DELIMITERS: Final = {"\t": "tabular.delimiter_tab", ";": "tabular.delimiter_semicolon"}


def read_delimited(data: bytes, file: str) -> Grid:
    """Return the cells of a text file.

    Parameters
    ----------
    data : bytes
        The whole file.
    file : str
        Its name, for what is said about it.
    """
    grid = Grid()
    text, damaged = _decode(data, file, grid)
    delimiter = _delimiter(text, file, grid)
    suspect = damaged or "\0" in text
    for row, cells in _records(text, delimiter, grid):
        if suspect:
            _find_bad(row, cells, damaged=damaged, grid=grid)
        grid.add(row, cells)
    return grid


def _decode(data: bytes, file: str, grid: Grid) -> tuple[str, bool]:
    """Return the text and whether some bytes could not be read (then shown as U+FFFD)."""
    if data.startswith(_BOM):
        grid.notices.append(Message("tabular.read_bom", {"file": file}))
        data = data[len(_BOM) :]
        encoding = "utf-8"
    else:
        encoding = _likely_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), True
    if encoding == "gb18030":
        grid.notices.append(Message("tabular.read_gb18030", {"file": file}))
    return text, False


def _likely_encoding(data: bytes) -> str:
    """Return ``utf-8`` or ``gb18030``.

    GB18030 can read almost anything, so that one broken byte in a UTF-8 file would turn all its Chinese into other
    Chinese. Text in GB18030 hardly ever forms UTF-8 characters; text with mostly such is damaged UTF-8.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        broken = data.decode("utf-8", "replace").count("\ufffd")
        return "utf-8" if len(_UTF8_CHARACTER.findall(data)) > 3 * broken else "gb18030"
    return "utf-8"


def _delimiter(text: str, file: str, grid: Grid) -> str:
    header = text.split("\n", 1)[0]
    if "," in header:
        return ","
    for delimiter, key in _DELIMITERS.items():
        if delimiter in header:
            grid.notices.append(Message(key, {"file": file}))
            return delimiter
    return ","


def _records(text: str, delimiter: str, grid: Grid) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a quotation mark out of place; where the next row begins can no longer be known
            grid.bad.append(BadCell(row, None, "tabular.broken_quotes", ""))
            return
        yield row, cells


def _find_bad(row: int, cells: list[str], *, damaged: bool, grid: Grid) -> None:
    for column, cell in enumerate(cells):
        if "\0" in cell:
            grid.bad.append(BadCell(row, column, "tabular.nul_byte", cell.replace("\0", "\\0")))
        if damaged and "\ufffd" in cell:
            grid.bad.append(BadCell(row, column, "tabular.undecodable", cell))
