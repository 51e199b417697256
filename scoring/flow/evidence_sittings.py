"""What sittings did with a case, for its evidence pack: votes, re-scores, wishes and dissents, and nobody's name.

Of a voting there are counts: how many are on the roll, and how many ballots say what. Of a re-score there are the marks
that moved, under the label that the expert's sheet has; why each moved is left out like notes, since by words a hand
could be known. Dissents are in it: they were written to be printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, get_args

from sqlalchemy import Connection, select

from scoring.flow.evidence_case import Case
from scoring.register import marks, queries, rescores, sitting_papers, sittings, votings
from scoring.register.sittings import Item, Sitting
from scoring.register.tables import sitting as sitting_table
from scoring.register.tables import sitting_item
from scoring.register.votings import Choice, Voting, VotingItem

CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)


@dataclass(frozen=True, slots=True)
class PackedVoting:
    """A vote on the case: what was moved, who might vote and was there after recusals, and the ballots.

    `cast`: on the roll, of all that the voting was about. A voting that is void has no ballots.
    """

    voting_id: str
    block: str
    ballot: str
    state: str
    motion: str
    entitled: int
    present: int
    cast: int
    in_favour: int
    against: int
    abstained: int


@dataclass(frozen=True, slots=True)
class PackedMove:
    """A mark that a re-score moved: points before and after, ``None`` where there are none.

    `label`: of the sheet; ``None`` where no decision rests on a sheet of that expert.
    """

    turn: int
    label: str | None
    indicator: str
    state: str
    before: str | None
    after: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class PackedSitting:
    """What one sitting did with the case.

    Attributes
    ----------
    steps : tuple of (block, state)
        Of the item, oldest first.
    discussion, time : int
        Voters who asked for discussion, or for more time, and did not take it back.
    recused : int
        Voters who stood aside.
    handed_in : tuple of int
        For each re-score that was closed, how many handed in.
    """

    sitting_id: str
    stage: str
    kind: str
    seed: str
    steps: tuple[tuple[str, str], ...]
    discussion: int
    time: int
    recused: int
    votings: tuple[PackedVoting, ...]
    handed_in: tuple[int, ...]
    moved: tuple[PackedMove, ...]
    dissents: tuple[str, ...]


def sittings_of(case: Case) -> tuple[PackedSitting, ...]:
    """Return what each sitting did that had the case on its agenda, oldest first."""
    return tuple(_packed(case, one) for one in _with_case(case.connection, case.application.application_id))


def _with_case(connection: Connection, application_id: str) -> tuple[Sitting, ...]:
    here = select(sitting_item.c.sitting_id).where(sitting_item.c.application_id == application_id)
    query = select(sitting_table).where(
        sitting_table.c.sitting_id.in_(here), queries.newest(sitting_table, "sitting_id")
    )
    return queries.records_of(Sitting, connection.execute(query.order_by(sitting_table.c.sitting_id)))


def _packed(case: Case, one: Sitting) -> PackedSitting:
    connection, id_, sitting_id = case.connection, case.application.application_id, one.sitting_id
    wishes = Counter(
        wish.kind
        for wish in sittings.requests(connection, sitting_id)
        if wish.application_id == id_ and wish.state == "made"
    )
    returned = Counter(
        handed.turn for handed in rescores.returns(connection, sitting_id) if handed.application_id == id_
    )
    closed = [
        turn.turn
        for turn in rescores.rescorings(connection, sitting_id)
        if turn.application_id == id_ and turn.state == "closed"
    ]
    return PackedSitting(
        sitting_id=sitting_id,
        stage=one.stage,
        kind=one.kind,
        seed=one.seed,
        steps=tuple((item.block, item.state) for item in _steps(connection, sitting_id, id_)),
        discussion=wishes["discussion"],
        time=wishes["time"],
        recused=sum(aside.application_id == id_ for aside in sittings.recusals(connection, sitting_id)),
        votings=tuple(_votings(connection, sitting_id, id_)),
        handed_in=tuple(returned[turn] for turn in closed),
        moved=tuple(sorted(_moved(case, one, closed), key=lambda move: (move.turn, move.label or "", move.indicator))),
        dissents=tuple(
            given.text for given in sitting_papers.dissents(connection, sitting_id) if given.application_id == id_
        ),
    )


def _steps(connection: Connection, sitting_id: str, application_id: str) -> list[Item]:
    return [one for one in sittings.item_moves(connection, sitting_id) if one.application_id == application_id]


def _votings(connection: Connection, sitting_id: str, application_id: str) -> Iterator[PackedVoting]:
    every: dict[str, Voting] = {one.voting_id: one for one in votings.of_sitting(connection, sitting_id)}
    rolled = Counter(one.voting_id for one in votings.rolls(connection, sitting_id))
    kept = votings.ballots(connection, sitting_id)
    about: list[VotingItem] = [
        one for one in votings.voting_items(connection, sitting_id) if one.application_id == application_id
    ]
    for one in sorted(about, key=lambda item: item.voting_id):
        voting = every[one.voting_id]
        given = [
            ballot.choice
            for ballot in kept
            if (ballot.voting_id, ballot.application_id) == (one.voting_id, application_id)
        ]
        yield PackedVoting(
            one.voting_id,
            voting.block,
            voting.ballot,
            voting.state,
            one.outcome,
            one.entitled,
            one.present,
            rolled[one.voting_id],
            *(given.count(choice) for choice in CHOICES),
        )


def _moved(case: Case, one: Sitting, closed: list[int]) -> Iterator[PackedMove]:
    connection, id_ = case.connection, case.application.application_id
    start = sittings.first_entry(connection, one.sitting_id)
    for turn in closed:
        given = rescores.rescores(connection, sitting_id=one.sitting_id, application_id=id_, turn=turn)
        handed = {
            handed.expert_id
            for handed in rescores.returns(connection, one.sitting_id)
            if (handed.application_id, handed.turn) == (id_, turn)
        }
        for move in given:
            if move.expert_id not in handed:
                continue  # typed and not handed in counts nowhere
            stood = marks.as_of(connection, application_id=id_, expert_id=move.expert_id, stage=one.stage, entry=start)
            before = next((mark.value for mark in stood if mark.indicator == move.indicator), None)
            yield PackedMove(
                turn=turn,
                label=case.labels.get((one.stage, move.expert_id)),
                indicator=move.indicator,
                state=move.state.name.lower(),
                before=before,
                after=move.value,
                reason=move.reason if case.with_notes else None,
            )
