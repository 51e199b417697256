"""When the sitting will end, honestly: learnt from the talk so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from scoring.flow.meeting.state import SittingState, asked_to
from scoring.meeting.durations import Duration
from scoring.meeting.forecast import Forecast, forecast
from scoring.meeting.steps import STEPS
from scoring.meeting.triage import Block
from scoring.model import Actor
from scoring.register import sittings
from scoring.register.database import Register

_SECONDS = 60.0


def sitting_forecast(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> Forecast | None:
    """Return when the sitting will end; ``None`` before it is opened.

    Raises
    ------
    AccessRefusedError
    """
    with register.read() as connection:
        state, _ = asked_to(connection, actor, "read", "sitting", sitting_id)
        return forecast_of(connection, state, now)


def forecast_of(connection: Connection, state: SittingState, now: datetime) -> Forecast | None:
    """Return the forecast, inside a piece of work that has asked who may."""
    opened = next((one for one in sittings.moves(connection, state.id) if one.phase == "opened"), None)
    if opened is None or state.sitting.over:
        return None
    elapsed = (now - datetime.fromisoformat(opened.at)).total_seconds() / _SECONDS
    blocks: tuple[Block, ...] = ("consent", "hard", "normal", "reserve")
    left: Mapping[Block, int] = {
        block: sum(one.block == block and (one.state == "waiting" or one.state in STEPS) for one in state.items)
        for block in blocks
    }
    done, on_table = _talk(connection, state, now)
    return forecast(
        done,
        left,
        clocks=state.book.round.parameter_sheet.clocks,
        elapsed_minutes=max(elapsed, 0.0),
        seed=int(state.sitting.seed),
        consent_done=sum(one.block == "consent" and one.state == "decided" for one in state.items),
        on_table=on_table,
    )


def talk_so_far(connection: Connection, state: SittingState) -> tuple[Duration, ...]:
    """Return how long each item lay on the table, from taken to decided or put off."""
    return _talk(connection, state)[0]


def _talk(
    connection: Connection, state: SittingState, now: datetime | None = None
) -> tuple[tuple[Duration, ...], Duration | None]:
    """Return how long each item lay on the table, and how long the one that lies there has lain by `now`."""
    began: dict[str, tuple[Block, datetime]] = {}
    found = []
    for move in sittings.item_moves(connection, state.id):
        at = datetime.fromisoformat(move.at)
        if move.state == "reading" and move.application_id not in began:
            began[move.application_id] = (move.block, at)
        elif move.state not in STEPS and move.application_id in began:
            block, start = began.pop(move.application_id)
            # Taken by mistake and laid back where it was: nothing was talked about.
            if move.state != "waiting" or move.block != block:
                found.append(Duration(block, (at - start).total_seconds() / _SECONDS))
    current = state.current
    if now is None or current is None:
        return tuple(found), None
    _, start = began[current.application_id]
    return tuple(found), Duration(current.block, max((now - start).total_seconds(), 0.0) / _SECONDS)
