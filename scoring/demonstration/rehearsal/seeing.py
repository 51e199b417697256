"""What the players of a rehearsal go by: one look at its sitting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection

from scoring.flow.meeting.state import SittingState, load
from scoring.flow.meeting.voting import may_vote_on
from scoring.meeting.steps import STEPS, TALKING
from scoring.register import marks, rescores, sittings
from scoring.register.sittings import Sitting

#: Order of the day; where it has got to says what is over.
CONFIRMING = ("recusals", "anchors", "consent", *TALKING, "pause", "visits", "review")


@dataclass(frozen=True, slots=True)
class SeenVoting:
    """A voting that is open: how long, about what, who may cast and has."""

    voting_id: str
    seconds: float
    block: str
    motions: Mapping[str, str]
    may_cast: frozenset[str]
    cast: frozenset[str]


@dataclass(frozen=True, slots=True)
class SeenRescoring:
    """A re-score that is open: `moves` says for each of the panel which mark he could move, and to what."""

    application_id: str
    seconds: float
    panel: tuple[str, ...]
    returned: frozenset[str]
    saved: frozenset[str]
    moves: Mapping[str, tuple[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a sitting. Times in seconds; `ordinal` counts the items that were laid on the table until now.

    `turned` are those of whom a favourable motion was lost.
    """

    phase: str
    phase_seconds: float
    opened_seconds: float | None
    seats: Mapping[str, tuple[str, float]]
    ordinal: int
    current: str | None
    block: str | None
    table_seconds: float
    panel: tuple[str, ...]
    aside: frozenset[str]
    conflicts_today: frozenset[str]
    short: frozenset[str]
    asked: frozenset[str]
    listed: tuple[str, ...]
    list_decided: tuple[str, ...]
    voting: SeenVoting | None
    rescoring: SeenRescoring | None

    @property
    def present(self) -> tuple[str, ...]:
        """Who is there, in order."""
        return tuple(sorted(one for one, (state, _) in self.seats.items() if state in ("present", "confirmed")))


def look(connection: Connection, sitting: Sitting, now: datetime, *, conflict_words: str) -> Seen:
    """Return a look at a sitting."""
    state = load(connection, sitting)
    moves = sittings.moves(connection, sitting.sitting_id)
    opened = next((one.at for one in moves if one.phase == "opened"), None)
    phase_since = next(one.at for one in reversed(_runs(moves)))
    taken = [one for one in sittings.item_moves(connection, sitting.sitting_id) if one.state == "reading"]
    current = state.current
    id_ = None if current is None else current.application_id
    lying = [one.at for one in taken if one.application_id == id_]
    return Seen(
        phase=sitting.phase,
        phase_seconds=_since(phase_since, now),
        opened_seconds=None if opened is None else _since(opened, now),
        seats={one.person_id: (one.state, _since(one.at, now)) for one in state.seats},
        ordinal=len({one.application_id for one in taken}),
        current=id_,
        block=None if current is None else current.block,
        table_seconds=_since(lying[-1], now) if lying else 0.0,
        panel=() if id_ is None else state.panels[id_],
        aside=frozenset() if id_ is None else state.recused.get(id_, frozenset()),
        conflicts_today=frozenset(
            one.application_id
            for one in sittings.recusals(connection, sitting.sitting_id)
            if one.reason == conflict_words
        ),
        short=frozenset() if id_ is None else state.short.get(id_, frozenset()),
        asked=frozenset(state.asked),
        listed=state.waiting("consent"),
        list_decided=tuple(
            one.application_id for one in state.items if one.block == "consent" and one.state == "decided"
        ),
        voting=_voting(state, now),
        rescoring=_rescoring(connection, state, now),
    )


def _runs(moves: tuple[Sitting, ...]) -> list[Sitting]:
    """Return where each phase began."""
    return [one for place, one in enumerate(moves) if place == 0 or moves[place - 1].phase != one.phase]


def _since(at: str, now: datetime) -> float:
    return (now - datetime.fromisoformat(at)).total_seconds()


def _voting(state: SittingState, now: datetime) -> SeenVoting | None:
    voting = state.voting
    if voting is None:
        return None
    return SeenVoting(
        voting_id=voting.voting_id,
        seconds=_since(voting.at, now),
        block=voting.block,
        motions={one.application_id: one.outcome for one in state.voting_items[voting.voting_id]},
        may_cast=frozenset(one for one in state.seated if may_vote_on(state, voting, one)),
        cast=state.cast[voting.voting_id],
    )


def _rescoring(connection: Connection, state: SittingState, now: datetime) -> SeenRescoring | None:
    turn = state.rescoring
    if turn is None or state.current is None or state.current.state not in STEPS:
        return None
    id_, stage = turn.application_id, state.sitting.stage
    leaves = state.book.round.indicator_table.leaves()
    saved, moves = set(), {}
    for expert in state.panels[id_]:
        given = rescores.rescores(connection, sitting_id=state.id, application_id=id_, turn=turn.turn, expert_id=expert)
        saved |= {expert} if given else set()
        first = leaves[0]
        kept = marks.latest(connection, application_id=id_, expert_id=expert, stage=stage)
        stands = next((one.value for one in kept if one.indicator == first.code), None)
        others = [one for one in first.allowed_scores() if stands is None or one != Decimal(stands)]
        moves[expert] = (first.code, min(others, key=lambda one: abs(one - Decimal(stands or 0))))
    return SeenRescoring(
        application_id=id_,
        seconds=_since(turn.at, now),
        panel=state.panels[id_],
        returned=state.returned.get((id_, turn.turn), frozenset()),
        saved=frozenset(saved),
        moves=moves,
    )
