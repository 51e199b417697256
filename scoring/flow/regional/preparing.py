"""Counts by region brought up to date with the acts that end something: the lock, the announcement, the close.

Nothing depends on it but time: what is not prepared is counted when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from indicators.faults import Fault
from indicators.language import Message
from scoring import access
from scoring.flow import gather
from scoring.flow.regional.funnel import waits_of
from scoring.model import Actor
from scoring.procedure.rounds import circumstances
from scoring.register import regional_counts, regional_waits, rounds
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was counted anew: how many rounds, and up to which entry of the chain it holds."""

    rounds: int
    entry: int


def prepare(connection: Connection, round_id: str) -> None:
    """Bring prepared counts up to the act that was just recorded, inside its transaction."""
    for touched in sorted({round_id, *regional_waits.stale(connection)}):
        _keep_waits(connection, touched)
    regional_counts.refresh(connection)


def rebuild_counts(register: Register, actor: Actor) -> Rebuilt:
    """Count everything anew from the rows of the record; no act, as nothing of the record changes.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "rebuild", "region_counts")
    with register.write() as connection:
        regional_waits.forget(connection)
        every = rounds.all_adopted(connection)
        for one in every:
            _keep_waits(connection, one.round_id)
        return Rebuilt(len(every), regional_counts.rebuild(connection).entry)


def broken_waits(connection: Connection) -> Iterator[Fault]:
    """Follow every application of each round whose waits are prepared anew, and yield the rounds that differ.

    Waits of rounds of which something came after the mark are not used by anybody, and no fault.
    """
    stale = regional_waits.stale(connection)
    for one in rounds.all_adopted(connection):
        kept = regional_waits.of_round(connection, one.round_id)
        if not kept or one.round_id in stale:
            continue
        due = waits_of(connection, one.round_id, gather.rule_book(connection, one.round_id))
        differing = sum(due[wait] != kept[wait] for wait in {*due, *kept})
        if differing:
            message = Message("province.waits_not_as_rows", {"round": one.round_id, "count": differing})
            yield Fault(message, entry="regional_wait")


def _keep_waits(connection: Connection, round_id: str) -> None:
    # A round that is over comes no further: its steps are counted once, and not while anything of it may change.
    if "announced" in circumstances(gather.state_of(connection, round_id)):
        regional_waits.keep(
            connection, round_id, waits_of(connection, round_id, gather.rule_book(connection, round_id))
        )
