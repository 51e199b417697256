"""A sitting as it stands in the record: what every step of it and every desk looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection

from indicators.language import Message
from indicators.model import RuleBook
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.counting import panels_of
from scoring.meeting.steps import STEPS, Step, Table
from scoring.meeting.triage import Block
from scoring.model import Actor, Application
from scoring.register import acts, applications, assignments, rescores, sittings, votings, withdrawals
from scoring.register.chain import Act
from scoring.register.rescores import Rescoring
from scoring.register.sittings import Item, Seat, Sitting
from scoring.register.votings import Voting, VotingItem

WITHDRAWN = "withdrawn"
"""Why an item left the agenda whose applicant withdrew."""


@dataclass(frozen=True)
class SittingState:
    """A sitting with everything of it but marks, ballots and papers.

    Attributes
    ----------
    arrivals : mapping of str to str
        Since when whoever is there has been there without a break, by person.
    panels : mapping of str to tuple of str
        Who scores each application at this stage, the recused and replaced left out.
    recused : mapping of str to frozenset of str
        Voters who stand aside, by application.
    asked : mapping of str to int
        How many voters ask for discussion of an item; `short` how many say that its time is too short.
    cast : mapping of str to frozenset of str
        Who is on the roll of each voting: for counting, and for telling each his own.
    returned : mapping of (application, turn) to frozenset of str
    decided : mapping of str to (outcome, grade)
        What stands decided at this stage, here or elsewhere.
    """

    sitting: Sitting
    book: RuleBook
    truths: frozenset[str]
    seats: tuple[Seat, ...]
    arrivals: Mapping[str, str]
    items: tuple[Item, ...]
    applications: Mapping[str, Application]
    panels: Mapping[str, tuple[str, ...]]
    recused: Mapping[str, frozenset[str]]
    asked: Mapping[str, frozenset[str]]
    short: Mapping[str, frozenset[str]]
    votings: tuple[Voting, ...]
    voting_items: Mapping[str, tuple[VotingItem, ...]]
    cast: Mapping[str, frozenset[str]]
    rescorings: tuple[Rescoring, ...]
    returned: Mapping[tuple[str, int], frozenset[str]]
    decided: Mapping[str, tuple[str, str | None]]

    @property
    def id(self) -> str:
        """Its name."""
        return self.sitting.sitting_id

    @cached_property
    def seated(self) -> Mapping[str, Seat]:
        """Seats by person."""
        return {one.person_id: one for one in self.seats}

    @cached_property
    def by_application(self) -> Mapping[str, Item]:
        """Items by application."""
        return {one.application_id: one for one in self.items}

    @property
    def present(self) -> frozenset[str]:
        """Voters who are in the meeting."""
        return frozenset(one.person_id for one in self.seats if one.present)

    @property
    def current(self) -> Item | None:
        """The item on the table."""
        return next((one for one in self.items if one.state in STEPS), None)

    @property
    def voting(self) -> Voting | None:
        """The voting that is open."""
        return next((one for one in self.votings if one.state == "open"), None)

    @property
    def rescoring(self) -> Rescoring | None:
        """The re-scoring that is open."""
        return next((one for one in self.rescorings if one.state == "open"), None)

    def waiting(self, block: Block) -> tuple[str, ...]:
        """Return the applications of a block that wait, in their order."""
        return tuple(one.application_id for one in self.items if one.block == block and one.state == "waiting")

    def voters(self, application_id: str) -> frozenset[str]:
        """Return who votes on an item but for recusals: all of the sitting, or its own panel."""
        everybody = frozenset(self.seated)
        if self.book.round.parameter_sheet.voters == "panel_members":
            return everybody & frozenset(self.panels.get(application_id, ()))
        return everybody

    def entitled(self, application_id: str) -> frozenset[str]:
        """Return who may vote on an item: its voters less the recused."""
        return self.voters(application_id) - self.recused.get(application_id, frozenset())

    def about(self, voting: Voting) -> frozenset[str]:
        """Return the applications that a voting is about."""
        return frozenset(one.application_id for one in self.voting_items[voting.voting_id])

    def closed_voting(self, application_id: str) -> Voting | None:
        """Return the last voting about an item if it is closed and the item is not decided on yet.

        Where the last one is void, one before it counts no more: it was decided on, or taken back.
        """
        last = next((one for one in reversed(self.votings) if application_id in self.about(one)), None)
        item = self.by_application[application_id]
        return last if last is not None and last.state == "closed" and item.state == "voting" else None

    def table(self) -> Table:
        """Return what the chair's next move depends on."""
        current = self.current
        blocks: tuple[Block, ...] = ("consent", "hard", "normal", "reserve")
        return Table(
            phase=self.sitting.phase,
            waiting={block: self.waiting(block) for block in blocks},
            current=None if current is None else current.application_id,
            step=None if current is None else _step(current.state),
            block=None if current is None else current.block,
            rescoring_open=self.rescoring is not None,
            voting_open=self.voting is not None,
            voting_closed=current is not None and self.closed_voting(current.application_id) is not None,
            visits=any(outcome == "send_to_site_visit" for outcome, _ in self.decided.values()),
        )


def _step(state: str) -> Step | None:
    return next((step for step in STEPS if step == state), None)


def load(connection: Connection, sitting: Sitting) -> SittingState:
    """Return a sitting as it stands, inside a piece of work that asks who may."""
    sitting_id, stage = sitting.sitting_id, sitting.stage
    items = _still_applied_for(sittings.items(connection, sitting_id), connection, sitting.round_id)
    here = {one.application_id for one in items}
    of_round = applications.of_round(connection, sitting.round_id)
    assigned = assignments.of_round(connection, sitting.round_id, stage)
    recused: dict[str, set[str]] = {}
    for one in sittings.recusals(connection, sitting_id):
        recused.setdefault(one.application_id, set()).add(one.person_id)
    for left in assigned:
        if left.state == "recused" and left.application_id in here:
            recused.setdefault(left.application_id, set()).add(left.expert_id)
    asked: dict[str, set[str]] = {}
    short: dict[str, set[str]] = {}
    for wish in sittings.requests(connection, sitting_id):
        if wish.state == "made":
            (asked if wish.kind == "discussion" else short).setdefault(wish.application_id, set()).add(wish.person_id)
    every = votings.of_sitting(connection, sitting_id)
    about: dict[str, list[VotingItem]] = {one.voting_id: [] for one in every}
    for moved in votings.voting_items(connection, sitting_id):
        about[moved.voting_id].append(moved)
    cast: dict[str, set[str]] = {one.voting_id: set() for one in every}
    for rolled in votings.rolls(connection, sitting_id):
        cast[rolled.voting_id].add(rolled.person_id)
    returned: dict[tuple[str, int], set[str]] = {}
    for handed in rescores.returns(connection, sitting_id):
        returned.setdefault((handed.application_id, handed.turn), set()).add(handed.expert_id)
    panels = panels_of(assigned)
    return SittingState(
        sitting=sitting,
        book=gather.rule_book(connection, sitting.round_id),
        truths=gather.truths(connection, sitting.round_id),
        seats=sittings.seats(connection, sitting_id),
        arrivals=sittings.arrivals(connection, sitting_id),
        items=items,
        applications={one.application_id: one for one in of_round if one.application_id in here},
        panels={id_: tuple(panels.get(id_, ())) for id_ in here},
        recused=_frozen(recused),
        asked=_frozen(asked),
        short=_frozen(short),
        votings=every,
        voting_items={id_: tuple(found) for id_, found in about.items()},
        cast=_frozen(cast),
        rescorings=rescores.rescorings(connection, sitting_id),
        returned={key: frozenset(found) for key, found in returned.items()},
        decided={
            one.application_id: (one.outcome, one.grade)
            for one in acts.outcomes_of_round(connection, sitting.round_id)
            if one.stage == stage and one.application_id in here
        },
    )


def _still_applied_for(items: tuple[Item, ...], connection: Connection, round_id: str) -> tuple[Item, ...]:
    """Return items with those that wait for nothing: what its applicant withdrew is off the agenda from then on."""
    withdrawn = withdrawals.of_round(connection, round_id)
    return tuple(
        replace(one, state="removed", reason=WITHDRAWN)
        if one.application_id in withdrawn and one.state == "waiting"
        else one
        for one in items
    )


def _frozen(given: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(found) for key, found in given.items()}


def found(connection: Connection, sitting_id: str, verb: str, object_: str) -> SittingState:
    """Return a sitting for doing `verb` with an `object_` of it.

    Raises
    ------
    AccessRefusedError
        If it is absent, in the very words in which doing so is refused where it is hidden.
    """
    sitting = sittings.one(connection, sitting_id)
    if sitting is None:
        raise access.refused(verb, object_)
    return load(connection, sitting)


def asked_to(
    connection: Connection, actor: Actor, verb: str, object_: str, sitting_id: str
) -> tuple[SittingState, str]:
    """Return a sitting and the role in which the actor may do this with it now.

    ``own`` is true of whoever has a seat in it.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, verb, object_)
    elsewhere = access.CIRCUMSTANCES - {"own"}
    if not access.may(actor, verb, object_, elsewhere) and not _sits_in(connection, actor, sitting_id):
        # Before the sitting is read, which takes its time and would tell that it is there.
        access.require(actor, verb, object_, elsewhere)
    state = found(connection, sitting_id, verb, object_)
    own = {"own"} if actor.id in state.seated else set()
    return state, access.require(actor, verb, object_, state.truths | own)


def _sits_in(connection: Connection, actor: Actor, sitting_id: str) -> bool:
    return any(seat.sitting_id == sitting_id for seat in sittings.seats_of(connection, actor.id))


def item_of(state: SittingState, application_id: str) -> Item:
    """Return an item of the agenda.

    Raises
    ------
    ConflictError
        If the application is not on it, or was taken off.
    """
    item = state.by_application.get(application_id)
    if item is None or item.state == "removed":
        raise ConflictError(Message("meeting.not_on_agenda", {"application": application_id, "sitting": state.id}))
    return item


def refuse_ended(state: SittingState) -> None:
    """Refuse what changes a sitting whose decisions are locked.

    Raises
    ------
    ConflictError
    """
    if state.sitting.over:
        raise ConflictError(Message("meeting.locked", {"sitting": state.id}))


def act_of(
    state: SittingState,
    actor: Actor,
    role: str,
    name: str,
    now: datetime,
    *,
    reason: str = "",
    details: Mapping[str, object] | None = None,
) -> Act:
    """Return an act of a sitting: all of them have one object, by whose last entry desks see that something changed."""
    return Act(actor.id, role, name, sittings.object_of(state.id), now, reason, details or {})
