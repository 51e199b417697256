"""What was done with measures: every version, with the entry of the chain that wrote it and the reason given there.

``of_application(connection, application_id)``. A reason that stands in no row, such as that of a proposal to set a
measure aside, stands in its entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from json import loads

from sqlalchemy import Connection, select

from scoring.register import dated
from scoring.register.acts import Recorded
from scoring.register.measures import Measure
from scoring.register.tables import chain_entry, measure


@dataclass(frozen=True, slots=True)
class MeasureAct:
    """One thing that was done with a measure.

    Attributes
    ----------
    measure : Measure
        As it stood from then on.
    act : str
        ``measure.ordered``, ``measure.done``, ``revocation.signed`` and their like.
    reason : str
        What was given for this act.
    """

    measure: Measure
    act: str
    reason: str
    recorded: Recorded


def of_application(connection: Connection, application_id: str) -> tuple[MeasureAct, ...]:
    """Return everything that was done with the measures of an application, oldest first."""
    entry = chain_entry.c
    query = (
        select(measure, entry.act, entry.content, entry.sequence, entry.at, entry.actor, entry.role, entry.hash)
        .join(chain_entry, entry.sequence == measure.c.entry)
        .where(measure.c.application_id == application_id)
        .order_by(measure.c.id)
    )
    rows = connection.execute(query).all()
    return tuple(
        MeasureAct(
            given,
            row.act,
            str(loads(row.content).get("reason") or ""),
            Recorded(row.sequence, row.at, row.actor, row.role, row.hash),
        )
        for given, row in zip(dated.records_of(Measure, rows), rows, strict=True)
    )
