"""How far the applications of rounds that are over came, and how many days each step took: prepared, as counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from sqlalchemy import Connection, delete, insert, select

from scoring.register import measures, regional_cells, regional_counts
from scoring.register.tables import (
    application,
    credit_check,
    decision,
    document_entry,
    notice_entry,
    objection,
    regional_wait,
    step_act,
    withdrawal,
)

TOUCHING: Final = (
    application,
    withdrawal,
    decision,
    step_act,
    credit_check,
    notice_entry,
    document_entry,
    objection,
)
"""Tables whose rows say how far an application came; of the measures only those say so that return one as untrue."""
StepState = Literal["passed", "waiting", "dropped"]


class Wait(NamedTuple):
    """What is counted together.

    Attributes
    ----------
    place : str
        GB/T 2260 code of the prefecture.
    state : str
        ``passed``; ``waiting``: open in this step; ``dropped``: halted, ended or withdrawn there.
    days : str
        How many it took, or until it dropped out; of what waits the day since when, as that grows by itself. Empty
        where the record does not tell.
    """

    place: str
    target_grade: str
    step: str
    state: StepState
    days: str


_KEY: Final = Wait._fields


def of_round(connection: Connection, round_id: str) -> Counter[Wait]:
    """Return what is prepared for a round; nothing where nothing is."""
    query = select(*(regional_wait.c[name] for name in _KEY), regional_wait.c.applications)
    rows = connection.execute(query.where(regional_wait.c.round_id == round_id))
    return Counter({Wait._make(row[:-1]): row[-1] for row in rows})


def stale(connection: Connection) -> frozenset[str]:
    """Return the rounds whose counts no longer hold: something of theirs came after the mark, or there is no mark."""
    mark = regional_counts.mark_of(connection)
    if mark is None:
        return frozenset(regional_cells.rounds_of(connection))
    ids = {*regional_cells.touched(connection, mark.entry, TOUCHING), *measures.returns_since(connection, mark.entry)}
    return frozenset(regional_cells.rounds_among(connection, sorted(ids)))


def keep(connection: Connection, round_id: str, counts: Mapping[Wait, int]) -> None:
    """Replace what is prepared for a round."""
    connection.execute(delete(regional_wait).where(regional_wait.c.round_id == round_id))
    rows = [
        {"round_id": round_id, **{name: getattr(wait, name) for name in _KEY}, "applications": count}
        for wait, count in counts.items()
    ]
    if rows:
        connection.execute(insert(regional_wait), rows)


def forget(connection: Connection) -> None:
    """Throw away everything that is prepared."""
    connection.execute(delete(regional_wait))
