"""Votings: what is put to the vote, who has cast, and the ballots, which in a secret vote know no voter.

``add_votings``, ``add_voting_items``, ``add_roll``, ``add_ballots`` return rows for `chain.record`;
``of_sitting(connection, sitting_id)``, ``one(connection, voting_id)``, ``voting_items``, ``roll``, ``ballots``,
``cast(connection, voting_id, application_ids, choice)`` and ``counted(connection, voting_id)`` keep the urn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, insert, select, update

from scoring.model import BlockName
from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import ballot, roll, urn, voting, voting_item

Choice = Literal["in_favour", "against", "abstained"]


@dataclass(frozen=True, slots=True)
class Voting:
    """One version of a voting: open, closed, or void with its reason."""

    voting_id: str
    sitting_id: str
    version: int
    block: BlockName
    ballot: Literal["secret", "open"]
    state: Literal["open", "closed", "void"]
    at: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class VotingItem:
    """One application put to the vote: the outcome moved, and who might vote and was there, after recusals."""

    voting_id: str
    application_id: str
    outcome: str
    entitled: int
    present: int


@dataclass(frozen=True, slots=True)
class Rolled:
    """Somebody has cast; `choice` only where the ballot is open."""

    voting_id: str
    person_id: str
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot on one application: numbered in the order of what ballots say, which is no order of time."""

    voting_id: str
    application_id: str
    number: int
    choice: Choice


def add_votings(given: Iterable[Voting]) -> list[dict[str, Value]]:
    """Return the rows of votings."""
    return queries.rows_of(given)


def add_voting_items(given: Iterable[VotingItem]) -> list[dict[str, Value]]:
    """Return the rows of what is put to the vote."""
    return queries.rows_of(given)


def add_roll(given: Iterable[Rolled]) -> list[dict[str, Value]]:
    """Return the rows of the roll."""
    return queries.rows_of(given)


def add_ballots(given: Iterable[Ballot]) -> list[dict[str, Value]]:
    """Return the rows of ballots."""
    return queries.rows_of(given)


def one(connection: Connection, voting_id: str) -> Voting | None:
    """Return a voting as it stands."""
    found = _select(connection, voting.c.voting_id == voting_id)
    return found[0] if found else None


def of_sitting(connection: Connection, sitting_id: str) -> tuple[Voting, ...]:
    """Return the votings of a sitting as they stand, oldest first."""
    return _select(connection, voting.c.sitting_id == sitting_id)


def voting_items(connection: Connection, sitting_id: str) -> tuple[VotingItem, ...]:
    """Return what every voting of a sitting is about."""
    of_it = select(voting.c.voting_id).where(voting.c.sitting_id == sitting_id)
    query = select(voting_item).where(voting_item.c.voting_id.in_(of_it)).order_by(voting_item.c.id)
    return queries.records_of(VotingItem, connection.execute(query))


def rolls(connection: Connection, sitting_id: str) -> tuple[Rolled, ...]:
    """Return who has cast in each voting of a sitting, by person: the order of casting is nobody's business."""
    of_it = select(voting.c.voting_id).where(voting.c.sitting_id == sitting_id)
    query = select(roll).where(roll.c.voting_id.in_(of_it)).order_by(roll.c.voting_id, roll.c.person_id)
    return queries.records_of(Rolled, connection.execute(query))


def ballots(connection: Connection, sitting_id: str) -> tuple[Ballot, ...]:
    """Return the ballots of every closed voting of a sitting."""
    of_it = select(voting.c.voting_id).where(voting.c.sitting_id == sitting_id)
    query = select(ballot).where(ballot.c.voting_id.in_(of_it))
    ordered = query.order_by(ballot.c.voting_id, ballot.c.application_id, ballot.c.number)
    return queries.records_of(Ballot, connection.execute(ordered))


def cast(connection: Connection, voting_id: str, choices: Mapping[str, Choice]) -> None:
    """Add one to what the urn counts, for each application; in the transaction that writes the roll."""
    for application_id, choice in choices.items():
        place = (urn.c.voting_id == voting_id) & (urn.c.application_id == application_id) & (urn.c.choice == choice)
        connection.execute(update(urn).where(place).values(cast=urn.c.cast + 1))


def open_urn(connection: Connection, voting_id: str, application_ids: Iterable[str]) -> None:
    """Set an urn up with every number it may count, so that a first cast leaves no other trace than a second."""
    choices: tuple[Choice, ...] = ("in_favour", "against", "abstained")
    rows = [
        {"voting_id": voting_id, "application_id": id_, "choice": choice, "cast": 0}
        for id_ in application_ids
        for choice in choices
    ]
    connection.execute(insert(urn), rows)


def counted(connection: Connection, voting_id: str) -> dict[tuple[str, Choice], int]:
    """Return what the urn of a voting counts, by application and choice: for closing it, and for nothing else."""
    rows = connection.execute(
        select(urn.c.application_id, urn.c.choice, urn.c.cast).where(urn.c.voting_id == voting_id)
    )
    return {(row.application_id, row.choice): row.cast for row in rows}


def _select(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Voting, ...]:
    # Oldest first by its first version, whenever its newest one was written.
    query = select(voting).where(*conditions, queries.newest(voting, "voting_id")).order_by(voting.c.voting_id)
    return queries.records_of(Voting, connection.execute(query))
