"""What became of applicants later, as a file says it: from when to when each was followed, and what happened when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.tabular import Table
from scoring.sheets.columns import ignored_columns, missing_columns

REQUIRED: Final = ("applicant", "followed_from", "followed_until")
HAPPENED: Final = "happened_on"
KNOWN: Final = frozenset({*REQUIRED, HAPPENED, "panel"})


@dataclass(frozen=True, slots=True)
class Later:
    """How many days somebody was followed, to the event where there is one."""

    days: int
    event: bool


def read_later(table: Table) -> tuple[dict[tuple[str, str], Later], tuple[Message, ...]]:
    """Return what became of each (panel, applicant), ``""`` for every panel, and what had to be understood.

    Columns ``applicant, followed_from, followed_until``, dates as ISO 8601 writes them; ``happened_on`` is empty where
    nothing happened, and lies within the days followed; ``panel`` where names are those of one panel.

    Raises
    ------
    FaultsError
        With every fault: columns missing, no date, days that do not fit, somebody twice.
    """
    if faults := missing_columns(table, REQUIRED):
        raise FaultsError(faults)
    found: dict[tuple[str, str], Later] = {}
    for row, cells in table.rows:
        later = _later(table.file, row, cells, faults)
        key = (cells.get("panel", ""), cells["applicant"])
        if not key[1] or key in found:
            what = Message("foretell.somebody_twice") if key[1] else Message("scorefile.empty_name")
            faults.append(Fault(what, file=table.file, row=row, column="applicant", seen=key[1]))
        elif later is not None:
            found[key] = later
    if faults:
        raise FaultsError(faults)
    return found, (*table.notices, *ignored_columns(table, KNOWN))


def _later(file: str, row: int, cells: Mapping[str, str], faults: list[Fault]) -> Later | None:
    days: dict[str, date | None] = {}
    before = len(faults)
    for name in (*REQUIRED[1:], HAPPENED):
        text = cells.get(name, "")
        days[name] = None
        if not text and name == HAPPENED:
            continue
        try:
            days[name] = date.fromisoformat(text)
        except ValueError:
            faults.append(Fault(Message("foretell.no_day"), file=file, row=row, column=name, seen=text))
    start, end, happened = (days[name] for name in (*REQUIRED[1:], HAPPENED))
    if len(faults) > before or start is None or end is None:
        return None
    if end <= start:
        faults.append(Fault(Message("foretell.ends_first"), file=file, row=row, column=REQUIRED[2], seen=str(end)))
    elif happened is not None and not start <= happened <= end:
        faults.append(Fault(Message("foretell.not_followed"), file=file, row=row, column=HAPPENED, seen=str(happened)))
    if len(faults) > before:
        return None
    return Later(max(((happened or end) - start).days, 1), happened is not None)
