"""A workbook that came back: whose it is, and what was filled in; values only, each fault with its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from indicators.cells import NUMBER, half_width_number
from indicators.faults import Fault, FaultsError
from indicators.form import Form, FormCell, form_of
from indicators.language import Message, Name, Translator
from indicators.model import Indicator
from indicators.plain_text import plain
from scoring.model import GivenMark, MarkState
from scoring.sheets.offline import layout
from scoring.sheets.offline.layout import PLACE
from scoring.sheets.offline.model import Filled, FilledRow, OfflineSheet, Read

_SHOWN: Final = 60
_EMPTY: Final = FormCell("")
_LONGEST_VERSION: Final = 9
# What a cell may not be, whatever it is for; numbers are fine, and a note may be one.
_NEVER: Final = {
    "formula": "offline.formula",
    "percent": "offline.percent",
    "date": "offline.date",
    "error": "offline.error_value",
    "boolean": "offline.boolean",
}


def offline_reader(data: bytes, file: str, words: Sequence[Translator]) -> Read:
    """Return the reading of a workbook that came back, to be held against the sheet that it must be of.

    Parameters
    ----------
    data : bytes
        The whole file.
    file : str
        Its name, for what is said about it.
    words : sequence of Translator
        The languages in which it may have been made.

    Raises
    ------
    FaultsError
        If it is no workbook, holds macros, is larger than any sheet, or was not made here.
    """
    form = form_of(data, file)
    key = layout.key_in(form.cells.get((row, PLACE["version"]), _EMPTY) for row in form.rows())
    if key is None or key["quality_credit_sheet"] != layout.EDITION:
        raise FaultsError([Fault(Message("offline.not_made_here"), file=file)])
    return _Reading(form, key, words)


class _Reading:
    """A workbook with everything that is needed to read its rows."""

    def __init__(self, form: Form, key: dict[str, str], words: Sequence[Translator]) -> None:
        self._form = form
        self._key = key
        self._words = words
        self._states = {plain(layout.state_word(say, state)): state for say in words for state in layout.STATES}

    def __call__(self, sheet: OfflineSheet) -> Filled:
        """Hold the workbook against the sheet that it must be of."""
        filled = Filled(self._form.file, self._form.sheet, (), ())
        faults = list(self._of_another(sheet))
        if faults:
            # Of another sheet, nothing that is in its rows is worth telling.
            return Filled(filled.file, filled.sheet, (), tuple(faults))
        leaves = {leaf.code: leaf for leaf in sheet.leaves}
        rows: list[FilledRow] = []
        found = Counter[str]()
        for row in self._below_the_header():
            code = self._cell(row, "code")
            if code is _EMPTY and not any(self._cell(row, name).text.strip() for name in ("score", "state", "note")):
                continue
            leaf = leaves.get(code.text.strip()) if code.kind in ("text", "number") else None
            if leaf is None:
                faults.append(self._fault(row, "code", "offline.unknown_row", code))
                continue
            found[leaf.code] += 1
            if found[leaf.code] > 1:
                faults.append(self._fault(row, "code", "offline.row_twice", code))
                continue
            read = self._row(row, leaf, faults)
            if read is not None:
                rows.append(read)
        faults += self._missing(sheet, found)
        return Filled(filled.file, filled.sheet, tuple(rows), tuple(sorted(faults, key=lambda one: one.row or 0)))

    def _of_another(self, sheet: OfflineSheet) -> Iterator[Fault]:
        for name, own in sheet.identity().items():
            seen = self._key.get(name, "")
            if seen != own:
                what = Message(f"offline.other_{name}")
                yield Fault(what, file=self._form.file, column=name, seen=_shown(seen) or "–", expected=own)

    def _below_the_header(self) -> list[int]:
        rows = self._form.rows()
        header = next((row for row in rows if self._cell(row, "version").text == layout.HEADER), 0)
        return [row for row in rows if row > header]

    def _row(self, row: int, leaf: Indicator, faults: list[Fault]) -> FilledRow | None:
        """Return what stands in a row; ``None`` where it cannot be read, and why is among the faults."""
        before = len(faults)
        for name in ("score", "state", "note", "version"):
            cell = self._cell(row, name)
            if cell.kind in _NEVER:
                faults.append(self._fault(row, name, _NEVER[cell.kind], cell, leaf))
        version = self._version(row)
        if version is None and self._cell(row, "version").kind not in _NEVER:
            faults.append(self._fault(row, "version", "offline.version_unreadable", self._cell(row, "version"), leaf))
        if len(faults) > before:
            return None
        score, state = self._cell(row, "score"), self._cell(row, "state")
        value = self._value(score.text, leaf)
        if score.text.strip() and value is None:
            faults.append(self._fault(row, "score", "offline.not_points", score, leaf, self._allowed(leaf)))
        meant = self._state(state.text, value)
        if meant is None:
            words = ", ".join(layout.state_word(self._words[0], one) for one in layout.STATES)
            faults.append(self._fault(row, "state", "offline.unknown_state", state, leaf, words))
        elif meant is MarkState.SCORED and not score.text.strip():
            faults.append(self._fault(row, "score", "offline.scored_without_points", state, leaf, self._allowed(leaf)))
        elif score.text.strip() and (
            meant is MarkState.NOT_APPLICABLE or (meant is MarkState.INSUFFICIENT and value != 0)
        ):
            # Insufficient material counts as 0, written or not.
            seen = FormCell(f"{score.text.strip()} / {state.text.strip()}")
            faults.append(self._fault(row, "score", "offline.points_and_state", seen, leaf))
        if len(faults) > before or meant is None or version is None:
            return None
        given = GivenMark(leaf.code, meant, value if meant is MarkState.SCORED else None, self._cell(row, "note").text)
        cells = {name: _address(row, name) for name in ("score", "state", "note", "version")}
        return FilledRow(given, version, row, cells)

    def _version(self, row: int) -> int | None:
        cell = self._cell(row, "version")
        text = half_width_number(cell.text) or cell.text
        right = text.isascii() and text.isdigit() and len(text) <= _LONGEST_VERSION
        return int(text) if right and cell.kind in ("text", "number") else None

    def _value(self, text: str, leaf: Indicator) -> Decimal | None:
        """Return the points that are meant: a number, or a level by its name."""
        typed = half_width_number(text.strip()) or text.strip()
        if NUMBER.fullmatch(typed):
            # A spreadsheet program keeps a number as near as it can: of points that may be given, it is those.
            near = (value for value in leaf.allowed_scores() if float(value) == float(typed))
            return next(near, Decimal(typed))
        named = {
            plain(layout.level_word(say, digit)): level.share * leaf.max_score
            for say in self._words
            for digit, level in enumerate(layout.levels(leaf))
        }
        return named.get(plain(text))

    def _state(self, text: str, value: Decimal | None) -> MarkState | None:
        if not text.strip():
            return MarkState.MISSING if value is None else MarkState.SCORED
        return self._states.get(plain(text))

    def _missing(self, sheet: OfflineSheet, found: Counter[str]) -> Iterator[Fault]:
        for leaf in sheet.leaves:
            if not found[leaf.code]:
                named = {"code": leaf.code, "name": Name(leaf.name, leaf.name_en), "sheet": self._form.sheet}
                yield Fault(Message("offline.row_missing", named), file=self._form.file, entry=leaf.code)

    def _cell(self, row: int, name: str) -> FormCell:
        return self._form.cells.get((row, PLACE[name]), _EMPTY)

    def _allowed(self, leaf: Indicator) -> str:
        return ", ".join(layout.allowed(leaf))

    def _fault(
        self, row: int, name: str, key: str, cell: FormCell, leaf: Indicator | None = None, expected: str | None = None
    ) -> Fault:
        named = {} if leaf is None else {"code": leaf.code, "name": Name(leaf.name, leaf.name_en)}
        code = None if leaf is None else leaf.code
        fault = Fault(Message(key, named), column=name, entry=code, seen=_shown(cell.text) or "–", expected=expected)
        return Filled(self._form.file, self._form.sheet, (), ()).in_cell(fault, row, _address(row, name))


def _address(row: int, name: str) -> str:
    return str(xl_rowcol_to_cell(row - 1, PLACE[name]))


def _shown(text: str) -> str:
    """Return what stood in a cell as it may stand in a message."""
    tidy = "".join(one if one.isprintable() else "·" for one in text.strip())
    return tidy if len(tidy) <= _SHOWN else f"{tidy[:_SHOWN]}…"
