"""Re-scores: what experts move in a sitting, private until the chair closes the re-scoring.

``add_rescorings``, ``add_rescores``, ``add_returns`` return rows for `chain.record`; ``rescorings(connection,
sitting_id)``, ``rescores(connection, sitting_id, application_id, turn)``, ``returns(connection, sitting_id)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select

from scoring.model import MarkState
from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import rescore, rescore_return, rescoring


@dataclass(frozen=True, slots=True)
class Rescoring:
    """One version of the n-th re-scoring of an item: open, closed with what came of it, or void."""

    sitting_id: str
    application_id: str
    turn: int
    version: int
    state: Literal["open", "closed", "void"]
    at: str


@dataclass(frozen=True, slots=True)
class Rescore:
    """One version of a mark that an expert moves; `reason` says why. Points as text, ``None`` unless scored."""

    sitting_id: str
    application_id: str
    turn: int
    expert_id: str
    indicator: str
    version: int
    state: MarkState
    value: str | None
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Returned:
    """An expert has handed in, whether he moved anything or not."""

    sitting_id: str
    application_id: str
    turn: int
    expert_id: str
    at: str


def add_rescorings(given: Iterable[Rescoring]) -> list[dict[str, Value]]:
    """Return the rows of re-scorings."""
    return queries.rows_of(given)


def add_rescores(given: Iterable[Rescore]) -> list[dict[str, Value]]:
    """Return the rows of re-scores."""
    rows = queries.rows_of(given)
    return [row | {"state": MarkState(int(row["state"] or 0)).name.lower()} for row in rows]


def add_returns(given: Iterable[Returned]) -> list[dict[str, Value]]:
    """Return the rows of what was handed in."""
    return queries.rows_of(given)


def rescorings(connection: Connection, sitting_id: str) -> tuple[Rescoring, ...]:
    """Return every re-scoring of a sitting as it stands, oldest first."""
    newest = queries.newest(rescoring, "sitting_id", "application_id", "turn")
    query = select(rescoring).where(rescoring.c.sitting_id == sitting_id, newest)
    return queries.records_of(Rescoring, connection.execute(query.order_by(rescoring.c.id)))


def rescores(
    connection: Connection, *, sitting_id: str, application_id: str, turn: int, expert_id: str | None = None
) -> tuple[Rescore, ...]:
    """Return the newest re-scores of one re-scoring, of one expert or of all."""
    conditions = [
        rescore.c.sitting_id == sitting_id,
        rescore.c.application_id == application_id,
        rescore.c.turn == turn,
        queries.newest(rescore, "sitting_id", "application_id", "turn", "expert_id", "indicator"),
    ]
    if expert_id is not None:
        conditions.append(rescore.c.expert_id == expert_id)
    rows = connection.execute(select(rescore).where(*conditions).order_by(rescore.c.id))
    return tuple(
        Rescore(
            sitting_id=row.sitting_id,
            application_id=row.application_id,
            turn=row.turn,
            expert_id=row.expert_id,
            indicator=row.indicator,
            version=row.version,
            state=MarkState[row.state.upper()],
            value=row.value,
            reason=row.reason,
            at=row.at,
        )
        for row in rows
    )


def returns(connection: Connection, sitting_id: str) -> tuple[Returned, ...]:
    """Return who has handed in, in every re-scoring of a sitting."""
    query = select(rescore_return).where(rescore_return.c.sitting_id == sitting_id).order_by(rescore_return.c.id)
    return queries.records_of(Returned, connection.execute(query))
