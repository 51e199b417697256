"""A vote: put by the chair, cast by each voter for himself, counted when it is closed, and then decided on.

In a secret ballot the roll says who has cast and the ballot what was cast, and nothing joins them (`register.votings`).
What is counted is told to nobody before the voting is closed. Where everybody casts the same, the result itself says
what each of them cast; where an item has one voter less than its neighbour in the same block vote, the difference of
their results says what that one cast. No arrangement of tables can help that; the handbook says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Table

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.errors import ConflictError
from scoring.flow import panel
from scoring.flow.deciding import condition_that_bars
from scoring.flow.meeting.conducting import moved_item
from scoring.flow.meeting.motions import proposed_motions
from scoring.flow.meeting.results import CHOICES, Result, result_of
from scoring.flow.meeting.settling import decide_list
from scoring.flow.meeting.state import SittingState, act_of, asked_to, item_of
from scoring.meeting.outcomes import SittingOutcome, outcome_named, possible_outcomes
from scoring.meeting.quorum import Votes, quorum_met
from scoring.model import Actor
from scoring.register import chain, sittings, tables, votings, withdrawals
from scoring.register.canonical import Value, timestamp
from scoring.register.chain import Entry
from scoring.register.database import Register
from scoring.register.sittings import Item
from scoring.register.votings import Ballot, Choice, Rolled, Voting, VotingItem


def open_voting(
    register: Register, actor: Actor, now: datetime, *, sitting_id: str, motions: Mapping[str, SittingOutcome]
) -> Entry:
    """Put the item on the table to the vote, or all that waits in the consent list.

    Parameters
    ----------
    motions : mapping of str to SittingOutcome
        What is moved for each application.

    Raises
    ------
    FaultsError
        Items without a quorum or withdrawn, outcomes that are not open to an item or that a condition bars, in the
        consent list anything but what is proposed: all at once.
    ConflictError
        A voting or a re-score is open, or the sitting is not at voting on these.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        if state.voting is not None:
            raise ConflictError(Message("meeting.voting_open"))
        if state.rescoring is not None:
            raise ConflictError(Message("meeting.rescoring_open"))
        items = _put(state, motions)
        about = [_moved(state, item, motions[item.application_id]) for item in items]
        faults = [
            fault for item, moved in zip(items, about, strict=True) for fault in _faults(connection, state, moved)
        ]
        if faults := faults + _departing(connection, state, about):
            raise FaultsError(faults)
        voting_id = f"{state.id}/V{len(state.votings) + 1:03d}"
        at = timestamp(now)
        ballot = state.book.round.parameter_sheet.ballot
        voting = Voting(voting_id, state.id, 1, items[0].block, ballot, "open", at)
        votings.open_urn(connection, voting_id, [one.application_id for one in items])
        rows: dict[Table, list[dict[str, Value]]] = {
            tables.voting: votings.add_votings([voting]),
            tables.voting_item: votings.add_voting_items([replace(one, voting_id=voting_id) for one in about]),
        }
        if state.sitting.phase != "consent":
            rows[tables.sitting_item] = sittings.add_items([moved_item(items[0], "voting", now)])
        act = act_of(state, actor, role, "voting.opened", now, details={"voting": voting_id})
        return chain.record(connection, act, rows)


def cast_ballot(register: Register, actor: Actor, now: datetime, *, voting_id: str, choice: Choice) -> Entry:
    """Cast the actor's ballot, once and for good; what is returned is on disk, and says nothing of the choice.

    In a vote on a list it counts for every item of it but those for which the actor stands aside.

    Raises
    ------
    FaultsError
        No choice that there is.
    ConflictError
        The voting is not open, he has cast already, he came after it was opened, or he stands aside for all of it.
    AccessRefusedError, RecordError
    """
    if choice not in CHOICES:
        raise FaultsError([Fault(Message("meeting.no_such_choice", {"expected": ", ".join(CHOICES)}), seen=choice)])
    sitting_id = voting_id.rpartition("/")[0]
    with register.write() as connection:
        state, role = asked_to(connection, actor, "cast", "ballot", sitting_id)
        voting = state.voting
        if voting is None or voting.voting_id != voting_id:
            raise ConflictError(Message("meeting.voting_not_open"))
        if actor.id in state.cast[voting_id]:
            raise ConflictError(Message("meeting.cast_already"))
        about = may_vote_on(state, voting, actor.id)
        if not about:
            raise ConflictError(Message("meeting.no_vote_here"))
        secret = voting.ballot == "secret"
        votings.cast(connection, voting_id, dict.fromkeys(about, choice))
        rolled = Rolled(voting_id, actor.id, None if secret else choice)
        act = act_of(state, actor, role, "ballot.cast", now, details={"voting": voting_id})
        return chain.record(connection, act, {tables.roll: votings.add_roll([rolled])})


def may_vote_on(state: SittingState, voting: Voting, person_id: str) -> tuple[str, ...]:
    """Return the items of a voting on which a person votes: there when it was opened, and not standing aside."""
    arrived = state.arrivals.get(person_id)
    # Whoever came after the opening is not among those counted as present.
    if arrived is None or arrived > voting.at:
        return ()
    return tuple(
        one.application_id
        for one in state.voting_items[voting.voting_id]
        if person_id in state.entitled(one.application_id)
    )


def close_voting(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> tuple[Result, ...]:
    """Close the voting that is open and count it.

    What a list was carried on is decided as moved in the same act; what was not carried leaves the list for talk.

    Raises
    ------
    ConflictError
        None is open, nobody has cast, or a decision of the list cannot be made (as `record_decision`).
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        voting = state.voting
        if voting is None:
            raise ConflictError(Message("meeting.no_voting_open"))
        if not state.cast[voting.voting_id]:
            raise ConflictError(Message("meeting.nobody_cast"))
        counted = votings.counted(connection, voting.voting_id)
        about = state.voting_items[voting.voting_id]
        ballots = [
            Ballot(voting.voting_id, one.application_id, number, choice)
            for one in about
            for number, choice in enumerate(_in_order(counted, one.application_id), start=1)
        ]
        results = tuple(result_of(state, one, ballots) for one in about)
        closed = replace(voting, version=voting.version + 1, state="closed", at=timestamp(now))
        rows: dict[Table, list[dict[str, Value]]] = {
            tables.voting: votings.add_votings([closed]),
            tables.ballot: votings.add_ballots(ballots),
        }
        if voting.block == "consent":
            rows |= decide_list(connection, state, results, now)
        details = {"voting": voting.voting_id, "cast": len(state.cast[voting.voting_id])}
        chain.record(connection, act_of(state, actor, role, "voting.closed", now, details=details), rows)
        return results


def _in_order(counted: Mapping[tuple[str, Choice], int], application_id: str) -> list[Choice]:
    return [choice for choice in CHOICES for _ in range(counted.get((application_id, choice), 0))]


def _put(state: SittingState, motions: Mapping[str, SittingOutcome]) -> list[Item]:
    if state.sitting.phase == "consent":
        waiting = state.waiting("consent")
        if set(motions) != set(waiting) or not waiting:
            raise ConflictError(Message("meeting.whole_list"))
        return [item_of(state, application_id) for application_id in waiting]
    current = state.current
    if current is None or set(motions) != {current.application_id}:
        raise ConflictError(Message("meeting.nothing_on_table"))
    return [current]


def _moved(state: SittingState, item: Item, outcome: SittingOutcome) -> VotingItem:
    entitled = state.entitled(item.application_id)
    return VotingItem("", item.application_id, outcome, len(entitled), len(entitled & state.present))


def _departing(connection: Connection, state: SittingState, about: list[VotingItem]) -> list[Fault]:
    """Return the items of the consent list for which something else is moved than proposed: that needs talk."""
    if state.sitting.phase != "consent":
        return []
    proposed = proposed_motions(connection, state, [one.application_id for one in about])
    return [
        Fault(Message("meeting.list_as_proposed", {"seen": one.outcome}), entry=one.application_id)
        for one in about
        if proposed.get(one.application_id) != one.outcome
    ]


def _faults(connection: Connection, state: SittingState, moved: VotingItem) -> list[Fault]:
    application = state.applications[moved.application_id]
    sheet = state.book.round.parameter_sheet
    found = []
    if withdrawals.one(connection, moved.application_id) is not None:
        values: dict[str, object] = {"application": moved.application_id}
        found.append(Fault(Message("steps.withdrawn_already", values), entry=moved.application_id))
    allowed = possible_outcomes(application.target_grade, state.sitting.stage, state.book)
    if moved.outcome not in allowed:
        values = {"seen": moved.outcome, "expected": ", ".join(allowed), "grade": application.target_grade}
        found.append(Fault(Message("flow.outcome_not_open", values), entry=moved.application_id))
    # Refused before the vote: a motion that is carried and cannot be recorded would leave the sitting with nothing.
    elif barred := condition_that_bars(
        outcome_named(moved.outcome), application.target_grade, panel.eligibility_of(application, state.book)
    ):
        found.append(Fault(barred, entry=moved.application_id))
    if not quorum_met(Votes(moved.entitled, moved.present, 0, 0, 0), sheet.quorum):
        share = f"{sheet.quorum.numerator}/{sheet.quorum.denominator}"
        counts = {"present": moved.present, "entitled": moved.entitled, "share": share}
        found.append(Fault(Message("flow.no_quorum", counts), entry=moved.application_id))
    return found
