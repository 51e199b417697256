"""What the chair has before him: now, next and then, the clock, counts of people, and the one button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from scoring import access
from scoring.flow.meeting.results import Result, result_of
from scoring.flow.meeting.state import SittingState, asked_to
from scoring.flow.meeting.voting import may_vote_on
from scoring.flow.meeting.wall_pairing import wall_state
from scoring.meeting.clock import TooLong, over_long
from scoring.meeting.outcomes import SittingOutcome, outcome_named, possible_outcomes
from scoring.meeting.resolve import Formula, quorum_formula
from scoring.meeting.steps import STEPS, NextMove, Step, next_move, step_seconds
from scoring.meeting.triage import Block
from scoring.model import Actor, Application
from scoring.register import sittings, votings
from scoring.register.database import Register
from scoring.register.sittings import ItemState, Sitting


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One line of the agenda. Counts of people, no person.

    Attributes
    ----------
    recused : int
        Voters who stand aside; `leave` of them are in the room and must go when it is called.
    quorum : Formula
        With its numbers, after recusals, as things stand.
    asked, short : int
        How many ask for discussion; how many say that time is too short.
    outcome, grade : str or None
        What stands decided.
    why : str or None
        Why it was moved here: ``pulled``, ``not_carried``, ``without_quorum``, or a reason as written.
    """

    application: Application
    block: Block
    position: int
    state: ItemState
    since: str
    recused: int
    leave: int
    quorum: Formula
    asked: int
    short: int
    outcome: SittingOutcome | None
    grade: str | None
    why: str | None

    @property
    def application_id(self) -> str:
        """Its application."""
        return self.application.application_id


@dataclass(frozen=True, slots=True)
class VotingNow:
    """The voting that is open, or the last one about the item on the table: how many have cast, never what.

    `results` has something only when it is closed.
    """

    voting_id: str
    state: str
    ballot: str
    since: str
    may_cast: int
    cast: int
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class OnTheTable:
    """The item on the table: its step, since when and for how long, its re-score, its voting."""

    item: DeskItem
    step: Step
    step_seconds: float
    started: str
    too_long: TooLong
    outcomes: tuple[SittingOutcome, ...]
    panel: int
    rescoring_open: bool
    handed_in: int
    rescored: bool


@dataclass(frozen=True, slots=True)
class ChairDesk:
    """Everything of a sitting that its chair sees at a glance.

    Attributes
    ----------
    started : str or None
        When it was opened.
    wall : str or None
        ``offered``, ``paired``, ``paused``, ``ended``; ``None`` without a screen.
    following : tuple of DeskItem
        What comes next and then, in order.
    short_share : float or None
        Share of those present who say that the time of the item on the table is too short.
    next : NextMove or None
        What the one button does.
    """

    sitting: Sitting
    revision: int
    started: str | None
    seats: int
    present: int
    confirmed: int
    wall: str | None
    items: tuple[DeskItem, ...]
    table: OnTheTable | None
    following: tuple[DeskItem, ...]
    voting: VotingNow | None
    short_share: float | None
    next: NextMove | None

    def of_block(self, block: Block) -> tuple[DeskItem, ...]:
        """Return the items of a block, in order."""
        return tuple(one for one in self.items if one.block == block and one.state != "removed")


def sitting_revision(register: Register, actor: Actor, *, sitting_id: str) -> int:
    """Return the number of the last entry about a sitting, to whoever may read anything of it: one cheap query.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "poll", "sitting")
    with register.read() as connection:
        return sittings.revision(connection, sitting_id)


def chair_desk(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> ChairDesk:
    """Return a sitting as its chair sees it.

    Raises
    ------
    AccessRefusedError
    """
    with register.read() as connection:
        state, _ = asked_to(connection, actor, "read", "sitting", sitting_id)
        return desk_of(connection, state, now)


def desk_of(connection: Connection, state: SittingState, now: datetime) -> ChairDesk:
    """Return the chair's desk, inside a piece of work that has asked who may."""
    items = tuple(_line(state, one.application_id) for one in state.items if one.state != "removed")
    current = next((one for one in items if one.state in STEPS), None)
    moves = sittings.moves(connection, state.id)
    return ChairDesk(
        sitting=state.sitting,
        revision=sittings.revision(connection, state.id),
        started=next((one.at for one in moves if one.phase == "opened"), None),
        seats=len(state.seats),
        present=len(state.present),
        confirmed=sum(one.state == "confirmed" for one in state.seats),
        wall=wall_state(connection, state.id),
        items=items,
        table=None if current is None else _on_the_table(connection, state, current, now),
        following=_following(state, items),
        voting=_voting(connection, state),
        short_share=None if current is None or not state.present else current.short / len(state.present),
        next=next_move(state.table()),
    )


def _line(state: SittingState, application_id: str) -> DeskItem:
    item = state.by_application[application_id]
    voters, aside = state.voters(application_id), state.recused.get(application_id, frozenset())
    entitled = voters - aside
    outcome, grade = state.decided.get(application_id, (None, None))
    quorum = state.book.round.parameter_sheet.quorum
    return DeskItem(
        application=state.applications[application_id],
        block=item.block,
        position=item.position,
        state=item.state,
        since=item.at,
        recused=len(aside & voters),
        leave=len(aside & state.present),
        quorum=quorum_formula(len(entitled), len(entitled & state.present), quorum),
        asked=len(state.asked.get(application_id, ())),
        short=len(state.short.get(application_id, ())),
        outcome=None if outcome is None else outcome_named(outcome),
        grade=grade,
        why=item.reason,
    )


def _on_the_table(connection: Connection, state: SittingState, line: DeskItem, now: datetime) -> OnTheTable:
    step = next(one for one in STEPS if one == line.state)
    id_, clocks = line.application_id, state.book.round.parameter_sheet.clocks
    started = next(
        one.at
        for one in reversed(sittings.item_moves(connection, state.id))
        if one.application_id == id_ and one.state == "reading"
    )
    turn = state.rescoring
    handed = frozenset() if turn is None else state.returned.get((turn.application_id, turn.turn), frozenset())
    began = datetime.fromisoformat(started)
    return OnTheTable(
        item=line,
        step=step,
        step_seconds=step_seconds(line.block, step, clocks),
        started=started,
        too_long=over_long(began, max(now, began), line.block, clocks),
        outcomes=possible_outcomes(line.application.target_grade, state.sitting.stage, state.book),
        panel=len(frozenset(state.panels[id_]) & state.present),
        rescoring_open=turn is not None,
        handed_in=len(handed),
        rescored=any(one.application_id == id_ and one.state == "closed" for one in state.rescorings),
    )


def _following(state: SittingState, items: tuple[DeskItem, ...]) -> tuple[DeskItem, ...]:
    order: tuple[Block, ...] = ("consent", "hard", "normal", "reserve")
    phase = state.sitting.phase
    ahead = order[order.index(phase) :] if phase in order else order
    waiting = [one for block in ahead for one in items if one.block == block and one.state == "waiting"]
    return tuple(one for one in waiting if one.block != "consent" or phase == "consent")


def _voting(connection: Connection, state: SittingState) -> VotingNow | None:
    current = state.current
    voting = state.voting or (None if current is None else state.closed_voting(current.application_id))
    if voting is None and state.sitting.phase == "consent":
        voting = next((one for one in reversed(state.votings) if one.state == "closed"), None)
    if voting is None:
        return None
    about = state.voting_items[voting.voting_id]
    may_cast = sum(bool(may_vote_on(state, voting, person)) for person in state.present)
    results: tuple[Result, ...] = ()
    if voting.state == "closed":
        kept = votings.ballots(connection, state.id)
        results = tuple(result_of(state, one, kept) for one in about)
    cast = len(state.cast[voting.voting_id])
    return VotingNow(voting.voting_id, voting.state, voting.ballot, voting.at, may_cast, cast, results)
