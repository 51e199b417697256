"""The course of a sitting for its minutes: what was done when, what was done again, and where the record is silent.

What one member did for himself is no part of it: not when he cast, asked, or stood aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from sqlalchemy import Connection, select

from indicators.language import Message
from scoring.documents.minutes import Act
from scoring.flow.meeting.state import SittingState
from scoring.meeting.steps import PHASES
from scoring.register import queries, sitting_history, sittings
from scoring.register.acts import sitting_acts
from scoring.register.canonical import moment
from scoring.register.sittings import Sitting
from scoring.register.tables import voting as voting_table
from scoring.register.votings import Voting

SILENCE: Final = timedelta(minutes=10)
"""For so long nothing happens in no sitting that runs: an item has four minutes, and each of its steps is an act."""
_BEFORE: Final = ("prepared", "ended")
_PER_ITEM: Final = ("item.put_off", "item.reopened")


def course_of(connection: Connection, state: SittingState) -> tuple[Act, ...]:
    """Return what happened from the opening to the lock, oldest first."""
    moves = [one for one in sittings.moves(connection, state.id) if one.phase not in _BEFORE]
    found = [*_phases(moves), *_items(connection, state), *_votings(connection, state), *_rescorings(state)]
    found += _screens(connection, state)
    if moves:
        found += _silences(sitting_history.moments(connection, state.id), moves)
    return tuple(sorted(found, key=lambda act: act.at))


def _phases(moves: Sequence[Sitting]) -> Iterator[Act]:
    before = -1
    for one in moves:
        place = PHASES.index(one.phase)
        what = Message(f"minutes.act_{one.phase}")
        back = place < before
        yield Act(moment(one.at), Message("minutes.act_back", {"to": what}) if back else what, one.reason or "")
        before = place


def _items(connection: Connection, state: SittingState) -> Iterator[Act]:
    for one in sitting_acts(connection, state.id):
        if one.act in _PER_ITEM:
            name = one.act.removeprefix("item.")
            yield Act(
                moment(one.at), Message(f"minutes.act_item_{name}", {"application": one.application_id}), one.reason
            )


def _votings(connection: Connection, state: SittingState) -> Iterator[Act]:
    """Yield the votes on the list, and every vote that came to nothing."""
    query = select(voting_table).where(voting_table.c.sitting_id == state.id).order_by(voting_table.c.id)
    for one in queries.records_of(Voting, connection.execute(query)):
        about = state.voting_items[one.voting_id]
        at = moment(one.at)
        if one.state == "void":
            names = "\u3001".join(item.application_id for item in about) if len(about) == 1 else str(len(about))
            key = "minutes.act_vote_void" if len(about) == 1 else "minutes.act_votes_void"
            yield Act(at, Message(key, {"about": names, "why": _why(one.reason)}))
        elif one.block == "consent" and one.state == "closed":
            yield Act(at, Message("minutes.act_list_voted", {"count": len(about)}))


def _why(reason: str | None) -> Message:
    return Message("minutes.void_recusal" if reason == "recusal" else "minutes.void_undone")


def _rescorings(state: SittingState) -> Iterator[Act]:
    for one in state.rescorings:
        if one.state == "closed":
            handed = len(state.returned.get((one.application_id, one.turn), ()))
            values = {"application": one.application_id, "count": handed}
            yield Act(moment(one.at), Message("minutes.act_rescored", values))


def _screens(connection: Connection, state: SittingState) -> Iterator[Act]:
    for at in sitting_history.screens(connection, state.id)[1:]:
        yield Act(moment(at), Message("minutes.act_screen_again"))


def _silences(times: Sequence[str], moves: Sequence[Sitting]) -> Iterator[Act]:
    """Yield where nothing was recorded for long between opening and lock, breaks left out."""
    opened, locked = moment(moves[0].at), moment(moves[-1].at)
    inside = [at for text in times if opened <= (at := moment(text)) <= locked]
    breaks = [(moment(one.at), moment(after.at)) for one, after in pairwise(moves) if one.phase == "pause"]
    for before, after in pairwise(inside):
        rest = any(began <= before < over for began, over in breaks)
        if after - before >= SILENCE and not rest:
            minutes = (after - before) // timedelta(minutes=1)
            yield Act(before, Message("minutes.act_silence", {"minutes": minutes}))
