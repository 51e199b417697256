"""What holds of counts that are prepared outside of the chain: they are what the rows of the record say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, select

from indicators.faults import Fault
from scoring.register import regional_cells, regional_counts
from scoring.register.invariants.structure import broken
from scoring.register.regional_cells import Cell
from scoring.register.tables import regional_count


def counts_as_rows(connection: Connection) -> Iterator[Fault]:
    """Count the rows up to the mark anew. Counts behind the chain are sound; without a mark of it nothing uses them."""
    mark = regional_counts.mark_of(connection)
    if mark is None:
        return
    since: dict[str, Counter[Cell]] = {}
    for cell, change in regional_counts.changed_since(connection, mark).items():
        since.setdefault(cell.round_id, Counter())[cell] = change
    prepared = connection.scalars(select(regional_count.c.round_id).distinct())
    for round_id in sorted({*regional_cells.rounds_of(connection), *prepared}):
        due = regional_cells.cells_of_round(connection, round_id)
        due.subtract(since.get(round_id, {}))
        kept = regional_counts.prepared_of(connection, round_id)
        for cell in sorted(cell for cell in {*due, *kept} if due[cell] != kept[cell]):
            values = {"cube": cell.cube, "round": round_id, "place": cell.place, "grade": cell.target_grade}
            yield broken("invariant.counts_as_rows", regional_count, None, **values, kept=kept[cell], due=due[cell])
