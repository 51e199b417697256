"""What holds of marks and sheets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from sqlalchemy import Connection, Table, func, select

from indicators.faults import Fault
from scoring.register.chain import terms
from scoring.register.invariants.structure import broken
from scoring.register.marks import mark_of, sheet_digest
from scoring.register.tables import assignment, mark, sheet_event

SheetKey = tuple[str, str, str]
BLOCK: Final = 5_000
# What may follow what. Nothing follows a voided sheet: it is replaced by another expert's.
_MAY_FOLLOW: Final[Mapping[str | None, frozenset[str]]] = {
    None: frozenset({"submitted", "voided"}),
    "submitted": frozenset({"returned", "voided"}),
    "returned": frozenset({"submitted", "voided"}),
    "voided": frozenset(),
}


def marks_by_assigned(connection: Connection) -> Iterator[Fault]:
    """Hold each mark against how the assignment stood in the chain when it was written."""
    history = history_of(connection, assignment, "state")
    for key, entry, row in _written(connection):
        entries, states = history.get(key, ([], []))
        place = bisect_right(entries, entry)
        state = states[place - 1] if place else None
        if state != "assigned":
            yield broken("invariant.marks_by_assigned", mark, row, sheet="/".join(key), state=state or "–")


def no_mark_after_lock(connection: Connection) -> Iterator[Fault]:
    """Hold each mark against the last event of its sheet before it; marks and event of one act belong together."""
    history = history_of(connection, sheet_event, "event")
    for key, entry, row in _written(connection):
        entries, events = history.get(key, ([], []))
        place = bisect_left(entries, entry)
        if place and events[place - 1] != "returned":
            yield broken("invariant.no_mark_after_lock", mark, row, sheet="/".join(key), event=events[place - 1])


def sheet_events_in_order(connection: Connection) -> Iterator[Fault]:
    """Follow each sheet from event to event."""
    query = select(sheet_event).order_by(
        sheet_event.c.application_id, sheet_event.c.expert_id, sheet_event.c.stage, sheet_event.c.id
    )
    rows = connection.execute(query)
    for key, events in groupby(rows, key=lambda row: (row.application_id, row.expert_id, row.stage)):
        before: str | None = None
        for row in events:
            if row.event not in _MAY_FOLLOW[before]:
                yield broken(
                    "invariant.sheet_events_in_order",
                    sheet_event,
                    row.id,
                    sheet="/".join(key),
                    event=row.event,
                    before=before or "–",
                )
            before = row.event


def sheets_match(connection: Connection) -> Iterator[Fault]:
    """Compute the digest of every submitted sheet anew, from the marks that counted then."""
    hash_name = terms(connection).hash_name
    submitted: dict[SheetKey, list[tuple[int, int, str]]] = defaultdict(list)
    query = select(sheet_event).where(sheet_event.c.event == "submitted").order_by(sheet_event.c.id)
    for event in connection.execute(query):
        key = (event.application_id, event.expert_id, event.stage)
        submitted[key].append((event.entry, event.id, event.digest))
    rows = connection.execute(
        select(mark)
        .order_by(mark.c.application_id, mark.c.expert_id, mark.c.stage, mark.c.id)
        .execution_options(yield_per=BLOCK)
    )
    for key, group in groupby(rows, key=lambda row: (row.application_id, row.expert_id, row.stage)):
        events = submitted.pop(key, [])
        written = list(group) if events else []
        for entry, number, kept in events:
            counted = {row.indicator: mark_of(row) for row in written if row.entry <= entry}
            if sheet_digest(counted.values(), hash_name=hash_name) != kept:
                yield broken("invariant.sheets_match", sheet_event, number, sheet="/".join(key))
    for key, events in submitted.items():
        for _, number, kept in events:
            if sheet_digest([], hash_name=hash_name) != kept:
                yield broken("invariant.sheets_match", sheet_event, number, sheet="/".join(key))


def history_of(connection: Connection, table: Table, column: str) -> dict[SheetKey, tuple[list[int], list[str]]]:
    """Return, for each sheet, the entries that changed it, ascending, and what it was from each on."""
    found: dict[SheetKey, tuple[list[int], list[str]]] = defaultdict(lambda: ([], []))
    query = select(table.c.application_id, table.c.expert_id, table.c.stage, table.c.entry, table.c[column])
    for *key, entry, word in connection.execute(query.order_by(table.c.id)):
        entries, words = found[key[0], key[1], key[2]]
        entries.append(entry)
        words.append(word)
    return found


def _written(connection: Connection) -> Iterator[tuple[SheetKey, int, int]]:
    """Yield each sheet, entry that wrote marks of it, and the first row it wrote."""
    key = (mark.c.application_id, mark.c.expert_id, mark.c.stage, mark.c.entry)
    query = select(*key, func.min(mark.c.id)).group_by(*key).order_by(func.min(mark.c.id))
    for application_id, expert_id, stage, entry, row in connection.execute(query):
        yield (application_id, expert_id, stage), entry, row
