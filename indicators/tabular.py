"""Tables handed in as files, CSV or XLSX (first sheet): read for what they are, every fault named at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indicators.apart import grid_of
from indicators.cells import Grid
from indicators.delimited import read_delimited
from indicators.faults import Fault, FaultsError
from indicators.language import Message

_ZIP: Final = b"PK\x03\x04"
_SPREADSHEET_SUFFIXES: Final = frozenset({".xlsx", ".xlsm"})
_TEXT_SUFFIXES: Final = frozenset({".csv", ".tsv", ".txt"})
_OTHER_KINDS: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "tabular.old_spreadsheet"),
    (b"%PDF", "tabular.is_pdf"),
    (b"\xff\xfe", "tabular.is_utf16"),
    (b"\xfe\xff", "tabular.is_utf16"),
    (b"<", "tabular.is_markup"),
    (b"\xef\xbb\xbf<", "tabular.is_markup"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table file as read.

    Attributes
    ----------
    file : str
        Its name, without folders.
    columns : tuple of str
        The header, which is row 1.
    rows : tuple of (int, dict)
        Row number, and the text of each column: stripped, ``""`` where nothing stands. Empty rows are left out.
    notices : tuple of Message
        What had to be understood to read it (encoding, full-width digits, sheet); to be said to whoever handed it in.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    notices: tuple[Message, ...] = ()


def read_table(path: Path) -> Table:
    """Return the table in a CSV or XLSX file.

    Content decides what a file is; where its name says otherwise it is refused, for one of the two is a mistake.

    Raises
    ------
    FaultsError
        With every fault found.
    OSError
        If the file is not there or cannot be read.
    """
    if path.is_dir():
        raise FaultsError([Fault(Message("tabular.is_a_folder"), file=path.name)])
    return table_of(path.read_bytes(), path.name)


def table_of(data: bytes, file: str) -> Table:
    """Return the table in the bytes of a CSV or XLSX file, named `file`; as `read_table`."""
    refuse_other_kinds(data, file)
    grid = grid_of(data, file) if data.startswith(_ZIP) else read_delimited(data, file)
    return _table(grid, file)


def refuse_other_kinds(data: bytes, file: str) -> None:
    """Refuse what is no table file, or another kind of one than its name says.

    Raises
    ------
    FaultsError
    """
    key = next((key for beginning, key in _OTHER_KINDS if data.startswith(beginning)), None)
    suffix = Path(file).suffix.lower()
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        key = "tabular.empty_file"
    elif data.startswith(_ZIP) and suffix in _TEXT_SUFFIXES:
        key = "tabular.really_xlsx"
    elif key is None and not data.startswith(_ZIP) and suffix in _SPREADSHEET_SUFFIXES:
        key = "tabular.really_text"
    if key is not None:
        raise FaultsError([Fault(Message(key), file=file)])


def _table(grid: Grid, file: str) -> Table:
    filled = [(row, cells) for row, cells in grid.rows if any(cells)]
    if not filled and not grid.bad:
        raise FaultsError([Fault(Message("tabular.empty_file"), file=file)])
    header = grid.rows[0][1] if grid.rows else []
    body = filled[1:] if any(header) else filled
    columns = header[: max((i + 1 for i, name in enumerate(header) if name), default=0)]
    faults = _header_faults(columns, body, file)
    if not body and not grid.bad:
        faults.append(Fault(Message("tabular.only_a_header"), file=file, row=1))
    if columns:
        faults += [fault for row, cells in body for fault in _too_wide(row, cells, len(columns), file)]
    faults += [
        Fault(Message(bad.key), file=file, row=bad.row, column=_column(columns, bad.column), seen=bad.seen)
        for bad in grid.bad
    ]
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.row or 0))
    return Table(
        file=file,
        columns=tuple(name for name in columns if name),
        rows=tuple((row, _by_name(columns, cells)) for row, cells in body),
        notices=tuple(grid.notices) + _full_width_notice(grid, columns, file),
    )


def _header_faults(columns: list[str], body: list[tuple[int, list[str]]], file: str) -> list[Fault]:
    if not columns:
        return [Fault(Message("tabular.no_header"), file=file, row=1)]
    doubled = [name for name, count in Counter(columns).items() if name and count > 1]
    faults = [Fault(Message("tabular.doubled_column"), file=file, row=1, column=name, seen=name) for name in doubled]
    for index, name in enumerate(columns):
        if not name and any(len(cells) > index and cells[index] for _, cells in body):
            faults.append(Fault(Message("tabular.nameless_column"), file=file, row=1, column=str(index + 1)))
    return faults


def _too_wide(row: int, cells: list[str], width: int, file: str) -> list[Fault]:
    extra = next((cell for cell in cells[width:] if cell), None)
    if extra is None:
        return []
    what = Message("tabular.too_many_cells", {"cells": len(cells), "columns": width})
    return [Fault(what, file=file, row=row, seen=extra, expected=str(width))]


def _column(columns: list[str], index: int | None) -> str | None:
    if index is None:
        return None
    return columns[index] if index < len(columns) and columns[index] else str(index + 1)


def _by_name(columns: list[str], cells: list[str]) -> dict[str, str]:
    named = dict(zip(columns, cells, strict=False))
    for name in columns[len(cells) :]:
        named[name] = ""
    named.pop("", None)
    return named


def _full_width_notice(grid: Grid, columns: list[str], file: str) -> tuple[Message, ...]:
    if not grid.full_width:
        return ()
    row, index = grid.full_width[0]
    values = {"file": file, "count": len(grid.full_width), "row": row, "column": _column(columns, index)}
    return (Message("tabular.read_full_width", values),)
