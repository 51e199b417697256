"""What the secretariat has at its desk in the hall: who is there, who is called out and in; no mark and no vote."""

from __future__ import annotations

from dataclasses import dataclass

from scoring import access
from scoring.flow import gather
from scoring.flow.meeting.state import asked_to
from scoring.flow.meeting.wall_pairing import wall_state
from scoring.meeting.resolve import Formula, quorum_formula
from scoring.model import Actor
from scoring.register import chain, experts, sittings
from scoring.register.acts import SittingAct, sitting_acts
from scoring.register.database import Register
from scoring.register.sittings import ItemState, SeatState, Sitting


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
    """The hall of a sitting. `acts`: what happened, oldest first, as it will stand in the minutes."""

    sitting: Sitting
    revision: int
    seats: tuple[HallSeat, ...]
    items: tuple[HallItem, ...]
    wall: str | None
    acts: tuple[SittingAct, ...]
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
        people = {one.expert_id: one for one in experts.everyone(connection)}
        numbers = sittings.seat_numbers(connection, sitting_id)
        current = state.current
        phase = state.sitting.phase
        waiting = [one for one in state.items if one.state == "waiting" and one.block == phase]
        now_aside = frozenset() if current is None else state.recused.get(current.application_id, frozenset())
        next_aside = state.recused.get(waiting[0].application_id, frozenset()) if waiting else frozenset()
        seats = tuple(
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
        sheet = state.book.round.parameter_sheet
        items = tuple(
            HallItem(
                application_id=one.application_id,
                name=state.applications[one.application_id].enterprise.name,
                block=one.block,
                position=one.position,
                state=one.state,
                recused=len(state.recused.get(one.application_id, frozenset()) & state.voters(one.application_id)),
                quorum=quorum_formula(
                    len(state.entitled(one.application_id)),
                    len(state.entitled(one.application_id) & state.present),
                    sheet.quorum,
                ),
            )
            for one in state.items
            if one.state != "removed"
        )
        return Hall(
            sitting=state.sitting,
            revision=sittings.revision(connection, sitting_id),
            seats=seats,
            items=items,
            wall=wall_state(connection, sitting_id),
            acts=sitting_acts(connection, sitting_id),
            head=str(chain.head(connection)),
        )
