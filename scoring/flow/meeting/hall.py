"""What the secretariat has at its desk in the hall: who is there, who is called out and in; no mark and no vote."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from scoring import access
from scoring.documents.minutes import Act
from scoring.flow import gather
from scoring.flow.meeting.minutes_course import course_of
from scoring.flow.meeting.state import SittingState, asked_to
from scoring.flow.meeting.wall_pairing import wall_state
from scoring.meeting.resolve import Formula, quorum_formula
from scoring.meeting.steps import PHASES, TALKING
from scoring.model import Actor
from scoring.register import chain, experts, sittings
from scoring.register.acts import SittingAct, sitting_acts
from scoring.register.database import Register
from scoring.register.sittings import Item, ItemState, SeatState, Sitting


@dataclass(frozen=True, slots=True)
class HallSeat:
    """A voter, and whether he is there. `out`: he stands aside for what lies on the table; `out_next`: for the next.

    `number`: of his seat, which stands faintly on his own device.
    """

    person_id: str
    name: str
    employer: str
    state: SeatState
    since: str
    out: bool
    out_next: bool
    recusals: int
    number: int


@dataclass(frozen=True, slots=True)
class HallItem:
    """An item as the hall is told of it: a code, where it stands, and the quorum with its numbers."""

    application_id: str
    name: str
    block: str
    position: int
    state: ItemState
    recused: int
    quorum: Formula


@dataclass(frozen=True, slots=True)
class Hall:
    """The hall of a sitting.

    Attributes
    ----------
    current, following : str or None
        The item on the table, and the one that comes next to it.
    acts : tuple of SittingAct
        What happened, oldest first, without what members did each for himself.
    course : tuple of Act
        What of it will stand in the minutes, in their words.
    """

    sitting: Sitting
    revision: int
    current: str | None
    following: str | None
    seats: tuple[HallSeat, ...]
    items: tuple[HallItem, ...]
    wall: str | None
    acts: tuple[SittingAct, ...]
    course: tuple[Act, ...]
    head: str


def sittings_of_round(register: Register, actor: Actor, round_id: str) -> tuple[Sitting, ...]:
    """Return the sittings of a round.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", "hall")
    with register.read() as connection:
        gather.adopted(connection, round_id)
        return sittings.of_round(connection, round_id)


def hall(register: Register, actor: Actor, *, sitting_id: str) -> Hall:
    """Return the hall of a sitting.

    Raises
    ------
    AccessRefusedError
    """
    with register.read() as connection:
        state, _ = asked_to(connection, actor, "read", "hall", sitting_id)
        current = None if state.current is None else state.current.application_id
        following = _following(state)
        return Hall(
            sitting=state.sitting,
            revision=sittings.revision(connection, sitting_id),
            current=current,
            following=following,
            seats=_seats(connection, state, current, following),
            items=tuple(_item(state, one) for one in state.items if one.state != "removed"),
            wall=wall_state(connection, sitting_id),
            acts=sitting_acts(connection, sitting_id),
            course=course_of(connection, state),
            head=str(chain.head(connection)),
        )


def _following(state: SittingState) -> str | None:
    """Return the item that comes next to the table: of the block that is talked about, then of those after it."""
    at = PHASES.index(state.sitting.phase)
    for block in TALKING:
        waiting = state.waiting(block)
        if waiting and PHASES.index(block) >= at:
            return waiting[0]
    return None


def _seats(
    connection: Connection, state: SittingState, current: str | None, following: str | None
) -> tuple[HallSeat, ...]:
    people = {one.expert_id: one for one in experts.everyone(connection)}
    numbers = sittings.seat_numbers(connection, state.id)
    now_aside = state.recused.get(current or "", frozenset())
    next_aside = state.recused.get(following or "", frozenset())
    return tuple(
        HallSeat(
            person_id=one.person_id,
            name=people[one.person_id].name,
            employer=people[one.person_id].employer,
            state=one.state,
            since=one.at,
            out=one.person_id in now_aside,
            out_next=one.person_id in next_aside,
            recusals=sum(one.person_id in aside for aside in state.recused.values()),
            number=numbers[one.person_id],
        )
        for one in state.seats
    )


def _item(state: SittingState, one: Item) -> HallItem:
    entitled = state.entitled(one.application_id)
    quorum = state.book.round.parameter_sheet.quorum
    return HallItem(
        application_id=one.application_id,
        name=state.applications[one.application_id].enterprise.name,
        block=one.block,
        position=one.position,
        state=one.state,
        recused=len(state.recused.get(one.application_id, frozenset()) & state.voters(one.application_id)),
        quorum=quorum_formula(len(entitled), len(entitled & state.present), quorum),
    )
