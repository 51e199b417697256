"""What a voter has on his own device: what lies on the table, what he may do with it, and whether he must leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from indicators.model import RuleBook
from scoring import access
from scoring.flow.meeting.motions import proposed_motions
from scoring.flow.meeting.rescoring import SavedRescore
from scoring.flow.meeting.state import SittingState, asked_to
from scoring.flow.meeting.voting import may_vote_on
from scoring.flow.saving import SavedMark, saved
from scoring.meeting.outcomes import SittingOutcome, outcome_named
from scoring.meeting.steps import STEPS, Step, step_seconds
from scoring.meeting.triage import Block
from scoring.model import Actor, Application
from scoring.register import marks, rescores, sittings
from scoring.register.database import Register
from scoring.register.sittings import ItemState, SeatState, Sitting

# What others do for themselves and what moves nothing on anybody else's desk. A desk that were drawn anew with each
# ballot would tell how many are cast; and it would be drawn fifteen times in the half minute of a vote.
_UNSEEN: Final = (
    "ballot.cast",
    "rescore.saved",
    "rescore.handed_in",
    "seat.taken",
    "seat.confirmed",
    "seat.left",
    "member.asked_time",
    "dissent.given",
)


@dataclass(frozen=True, slots=True)
class MemberItem:
    """An item of the agenda as a voter sees it: what is proposed only in the consent list, what is decided after it."""

    application: Application
    block: Block
    state: ItemState
    aside: bool
    asked: bool
    short: bool
    moved: SittingOutcome | None
    decided: SittingOutcome | None

    @property
    def application_id(self) -> str:
        """Its application."""
        return self.application.application_id


@dataclass(frozen=True, slots=True)
class OwnRescore:
    """The actor's own sheet while its item is scored again: what stands, what he moves, whether he has handed in."""

    turn: int
    marks: Mapping[str, SavedMark]
    moved: Mapping[str, SavedRescore]
    handed_in: bool


@dataclass(frozen=True, slots=True)
class OwnVote:
    """A voting that is open, as far as it is the actor's: what is moved for the items on which he votes."""

    voting_id: str
    ballot: str
    motions: Mapping[str, SittingOutcome]
    cast: bool


@dataclass(frozen=True, slots=True)
class MemberDesk:
    """A sitting as one of its voters sees it: nothing of anybody else, and no count.

    Attributes
    ----------
    seat : SeatState
    must_leave : bool
        He stands aside for the item on the table.
    leave_next : bool
        He stands aside for the one that comes next.
    current : MemberItem or None
    step, step_since, step_seconds
        Of the item on the table.
    rescore : OwnRescore or None
        Where he is on the item's panel and it is scored again.
    vote : OwnVote or None
    may_dissent : tuple of str
        Decided items on which he may write a dissent.
    came_late : bool
        A voting is open on which he would vote had he been there when it was opened: he votes from the next one.
    seat_number : int
        From 1, in the order of invitation; says who photographed a page, to nobody but who has the list of seats.
    """

    sitting: Sitting
    rule_book: RuleBook
    revision: int
    seat: SeatState
    seat_number: int
    items: tuple[MemberItem, ...]
    must_leave: bool
    leave_next: bool
    current: MemberItem | None
    step: Step | None
    step_since: str | None
    step_seconds: float | None
    rescore: OwnRescore | None
    vote: OwnVote | None
    may_dissent: tuple[str, ...]
    came_late: bool


def my_sittings(register: Register, actor: Actor) -> tuple[Sitting, ...]:
    """Return the sittings in which the actor has a seat, the newest first.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read_own", "sitting", {"own"})
    with register.read() as connection:
        found = [sittings.one(connection, seat.sitting_id) for seat in sittings.seats_of(connection, actor.id)]
        there = [one for one in found if one is not None]
    return tuple(sorted(there, key=lambda one: one.at, reverse=True))


def member_revision(register: Register, actor: Actor, *, sitting_id: str) -> int:
    """Return a number that is another one once the actor's desk may have changed: what his device asks each second.

    Acts of others that he is not to learn of leave it as it is.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "poll", "sitting")
    with register.read() as connection:
        return sittings.revision_for(connection, sitting_id, actor.id, _UNSEEN)


def list_revision(register: Register, actor: Actor, *, sitting_id: str) -> int:
    """Return a number that is another one once what is proposed in the consent list may have changed.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "poll", "sitting")
    with register.read() as connection:
        return sittings.revision_for(connection, sitting_id, "", _UNSEEN)


def proposed_in_list(register: Register, actor: Actor, *, sitting_id: str) -> dict[str, SittingOutcome]:
    """Return what is proposed for the items of the consent list while it is dealt with: the same for every voter.

    Raises
    ------
    AccessRefusedError
    """
    with register.read() as connection:
        state, _ = asked_to(connection, actor, "read_own", "sitting", sitting_id)
        return _proposed(connection, state)


def member_desk(
    register: Register, actor: Actor, *, sitting_id: str, proposed: Mapping[str, SittingOutcome] | None = None
) -> MemberDesk:
    """Return a sitting as the actor sees it, who has a seat in it.

    Parameters
    ----------
    proposed : mapping of str to SittingOutcome, optional
        What `proposed_in_list` said, where somebody has it: it takes longer than everything else of the desk.

    Raises
    ------
    AccessRefusedError
    """
    with register.read() as connection:
        state, _ = asked_to(connection, actor, "read_own", "sitting", sitting_id)
        current = state.current
        step = None if current is None else next(one for one in STEPS if one == current.state)
        moved = _proposed(connection, state) if proposed is None else proposed
        items = tuple(_item(state, actor.id, one.application_id, moved) for one in state.items)
        by_id = {one.application_id: one for one in items}
        clocks = state.book.round.parameter_sheet.clocks
        following = _next(state)
        return MemberDesk(
            sitting=state.sitting,
            rule_book=state.book,
            revision=sittings.revision_for(connection, state.id, actor.id, _UNSEEN),
            seat=state.seated[actor.id].state,
            seat_number=sittings.seat_numbers(connection, state.id)[actor.id],
            items=tuple(one for one in items if one.state != "removed"),
            must_leave=current is not None and by_id[current.application_id].aside,
            leave_next=following is not None and by_id[following].aside,
            current=None if current is None else by_id[current.application_id],
            step=step,
            step_since=None if current is None else current.at,
            step_seconds=None if current is None or step is None else step_seconds(current.block, step, clocks),
            rescore=_rescore(connection, state, actor.id),
            vote=_vote(state, actor.id),
            may_dissent=_may_dissent(state, actor.id),
            came_late=_came_late(state, actor.id),
        )


def _proposed(connection: Connection, state: SittingState) -> dict[str, SittingOutcome]:
    """Return what the record says is moved, where the vote is open; before that what rules and marks propose."""
    if state.sitting.phase != "consent":
        return {}
    if state.voting is not None:
        about = state.voting_items[state.voting.voting_id]
        return {one.application_id: outcome_named(one.outcome) for one in about}
    return proposed_motions(connection, state, state.waiting("consent"))


def _item(state: SittingState, person: str, application_id: str, moved: Mapping[str, SittingOutcome]) -> MemberItem:
    item = state.by_application[application_id]
    decided = state.decided.get(application_id, (None, None))[0]
    return MemberItem(
        application=state.applications[application_id],
        block=item.block,
        state=item.state,
        aside=person in state.recused.get(application_id, frozenset()),
        asked=person in state.asked.get(application_id, frozenset()),
        short=person in state.short.get(application_id, frozenset()),
        moved=moved.get(application_id),
        decided=outcome_named(decided) if decided is not None and item.state == "decided" else None,
    )


def _next(state: SittingState) -> str | None:
    phase = state.sitting.phase
    block: Block | None = next((one for one in ("hard", "normal", "reserve") if one == phase), None)
    waiting = () if block is None else state.waiting(block)
    return waiting[0] if waiting else None


def _rescore(connection: Connection, state: SittingState, person: str) -> OwnRescore | None:
    turn = state.rescoring
    if turn is None or person not in state.present & frozenset(state.panels.get(turn.application_id, ())):
        return None
    id_ = turn.application_id
    kept = marks.latest(connection, application_id=id_, expert_id=person, stage=state.sitting.stage)
    moved = rescores.rescores(connection, sitting_id=state.id, application_id=id_, turn=turn.turn, expert_id=person)
    return OwnRescore(
        turn=turn.turn,
        marks={one.indicator: saved(one) for one in kept},
        moved={
            one.indicator: SavedRescore(
                one.indicator, one.value, one.state.name.lower(), one.reason, one.version, one.at
            )
            for one in moved
        },
        handed_in=person in state.returned.get((id_, turn.turn), frozenset()),
    )


def _vote(state: SittingState, person: str) -> OwnVote | None:
    voting = state.voting
    if voting is None:
        return None
    about = may_vote_on(state, voting, person)
    if not about:
        return None
    motions = {
        one.application_id: outcome_named(one.outcome)
        for one in state.voting_items[voting.voting_id]
        if one.application_id in about
    }
    return OwnVote(voting.voting_id, voting.ballot, motions, person in state.cast[voting.voting_id])


def _came_late(state: SittingState, person: str) -> bool:
    voting, arrived = state.voting, state.arrivals.get(person)
    if voting is None or arrived is None or arrived <= voting.at:
        return False
    return any(person in state.entitled(one.application_id) for one in state.voting_items[voting.voting_id])


def _may_dissent(state: SittingState, person: str) -> tuple[str, ...]:
    if state.sitting.over or person not in state.present:
        return ()
    return tuple(
        one.application_id
        for one in state.items
        if one.state == "decided" and person in state.entitled(one.application_id)
    )
