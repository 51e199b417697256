"""A score file, row by row, to marks. Every fault at once, with row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.tabular import Table
from indicators.unseen import unseen_in
from scoring.model import MarkState
from scoring.sheets.columns import column, ignored_columns, missing_columns, read_number
from scoring.sheets.scale import Scale

REQUIRED: Final = ("applicant", "expert", "score")
KNOWN: Final = frozenset(
    {*REQUIRED, "indicator", "state", "panel", "applicant_region", "expert_region", "time"},
)
ONLY_INDICATOR: Final = "total"
"""Name of the one indicator of a file without an `indicator` column."""
_NAMES: Final = ("panel", "applicant", "expert", "indicator")
_STATES: Final = {state.name.lower(): state for state in MarkState}


class Mark(NamedTuple):
    """One row of a score file: a tuple, for files have millions of them.

    `panel` is ``""`` in a file without panels; `score` is the mark as printed, ``None`` where none was given.
    """

    row: int
    panel: str
    applicant: str
    expert: str
    indicator: str
    score: Decimal | None
    state: MarkState


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a score file in its order, and what had to be understood to read it."""

    file: str
    marks: tuple[Mark, ...]
    notices: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cell:
    """What score and state of a row say together; `fault` and `column` where they say nothing sound."""

    score: Decimal | None = None
    state: MarkState = MarkState.MISSING
    fault: str | None = None
    column: str = "score"


def read_marks(table: Table, *, scale: Scale | None = None) -> Marks:
    """Return the marks of a score file in long form (`interface.md`, "The score file").

    Parameters
    ----------
    table : Table
        The file as read.
    scale : Scale, optional
        The declared scale; marks off it are faults. Without one any number is a mark.

    Raises
    ------
    FaultsError
        With every fault of every row.
    """
    marks, faults = collect_marks(table, scale=scale)
    if faults:
        raise FaultsError(faults)
    return marks


def collect_marks(table: Table, *, scale: Scale | None = None) -> tuple[Marks, list[Fault]]:
    """Return the rows that can be read, and every fault; as `read_marks`, for borders that have more to check."""
    faults = missing_columns(table, REQUIRED)
    if faults:
        return Marks(table.file, ()), faults
    marks: list[Mark] = []
    read = _reader(scale)
    named = _named_columns(table)
    hiding = {name for one in named for name in set(column(table, one)) if unseen_in(name)}
    for (row, cells), names in zip(table.rows, _names(table), strict=True):
        panel, applicant, expert, indicator = names
        cell = read(cells["score"], cells.get("state", ""))
        if cell.fault is not None:
            faults.append(_cell_fault(cell, table.file, row, cells, scale))
        if hiding and not hiding.isdisjoint(names):
            faults += [
                _hiding_name(table.file, row, column, cells[column]) for column in named if cells[column] in hiding
            ]
        if "" in names:
            faults += [_empty_name(table.file, row, column) for column in named if not cells[column]]
        marks.append(Mark(row, panel, applicant, expert, indicator, cell.score, cell.state))
    faults += _doubled(marks, table.file)
    faults.sort(key=lambda fault: fault.row or 0)
    return Marks(table.file, tuple(marks), (*table.notices, *ignored_columns(table, KNOWN))), faults


def _named_columns(table: Table) -> list[str]:
    """Return the columns that must hold a name in every row; a panel column left empty all through is none."""
    empty_panel = "panel" in table.columns and not any(column(table, "panel"))
    return [name for name in _NAMES if name in table.columns and not (name == "panel" and empty_panel)]


def _names(table: Table) -> Iterator[tuple[str, str, str, str]]:
    otherwise = {"panel": "", "indicator": ONLY_INDICATOR}
    rows = len(table.rows)
    panels, applicants, experts, indicators = (
        column(table, name) if name in table.columns else [otherwise[name]] * rows for name in _NAMES
    )
    return zip(panels, applicants, experts, indicators, strict=True)


def _reader(scale: Scale | None) -> Callable[[str, str], _Cell]:
    """Return the reading of score and state. Marks repeat, so that each pair is read once."""

    @cache
    def read(score: str, state: str) -> _Cell:
        if state and state not in _STATES:
            return _Cell(fault="scorefile.unknown_state", column="state")
        if not score:
            return _without_score(state)
        number = read_number(score)
        if number.value is None:
            return _Cell(fault=number.fault)
        return _with_score(number.value, state, scale)

    return read


def _without_score(state: str) -> _Cell:
    if state == "scored":
        return _Cell(fault="scorefile.scored_but_empty")
    meant = _STATES[state] if state else MarkState.MISSING
    return _Cell(Decimal(0) if meant is MarkState.INSUFFICIENT else None, meant)


def _with_score(score: Decimal, state: str, scale: Scale | None) -> _Cell:
    if state in ("missing", "not_applicable"):
        return _Cell(fault="scorefile.score_contradicts_state", column="state")
    if state == "insufficient":
        # Material insufficient is 0 points whatever the scale.
        return _Cell(fault="scorefile.insufficient_is_zero") if score else _Cell(score, MarkState.INSUFFICIENT)
    if scale is not None and not scale.allows(score):
        return _Cell(fault="scorefile.off_the_scale")
    return _Cell(score, MarkState.SCORED)


def _cell_fault(cell: _Cell, file: str, row: int, cells: dict[str, str], scale: Scale | None) -> Fault:
    assert cell.fault is not None  # noqa: S101 - for the type checker: asked only of cells at fault
    expected: str | Message | None = None
    if cell.fault == "scorefile.unknown_state":
        expected = ", ".join(_STATES)
    elif cell.fault == "scorefile.off_the_scale" and scale is not None:
        expected = scale.message()
    what = Message(cell.fault, {"score": cells["score"], "state": cells.get("state", "")})
    return Fault(what, file=file, row=row, column=cell.column, seen=cells[cell.column], expected=expected)


def _empty_name(file: str, row: int, name: str) -> Fault:
    return Fault(Message("scorefile.empty_name"), file=file, row=row, column=name, seen="")


def _hiding_name(file: str, row: int, name: str, seen: str) -> Fault:
    shown = seen.encode("unicode_escape").decode("ascii")
    return Fault(Message("scorefile.hidden_character"), file=file, row=row, column=name, seen=shown[:80])


def _doubled(marks: list[Mark], file: str) -> Iterator[Fault]:
    first: dict[tuple[str, str, str, str], int] = {}
    for mark in marks:
        earlier = first.setdefault(mark[1:5], mark.row)
        if earlier != mark.row and all(mark[2:5]):
            what = Message("scorefile.doubled_mark", {"earlier": earlier, **mark._asdict()})
            yield Fault(what, file=file, row=mark.row, column="score", seen=" / ".join(filter(None, mark[1:5])))
