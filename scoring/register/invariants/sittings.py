"""What holds of sittings: their votes, ballots, items and signatures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from json import JSONDecodeError, loads
from typing import Any

from sqlalchemy import Connection, Select, select

from indicators.faults import Fault
from scoring.register.invariants.structure import broken
from scoring.register.queries import newest
from scoring.register.tables import (
    assignment,
    ballot,
    chain_entry,
    decision,
    minutes_signature,
    roll,
    sitting,
    sitting_item,
    sitting_recusal,
    sitting_seat,
    voting,
    voting_item,
)

#: Roles that sign minutes without a seat.
_OFFICES = frozenset({"chair", "secretariat"})
_COUNTS = ("in_favour", "against", "abstained")


def ballots_of_closed(connection: Connection) -> Iterator[Fault]:
    """Hold ballots against their voting: none before it is closed, some of every item once it is."""
    given = set(_keys(connection, select(ballot.c.voting_id, ballot.c.application_id)))
    closed = set(connection.scalars(select(voting.c.voting_id).where(voting.c.state == "closed")))
    about = set(_keys(connection, select(voting_item.c.voting_id, voting_item.c.application_id)))
    for row in connection.execute(select(voting).where(newest(voting, "voting_id")).order_by(voting.c.id)):
        items = {key for key in about if key[0] == row.voting_id}
        counted = {key for key in given if key[0] == row.voting_id}
        sound = counted == items if row.voting_id in closed else not counted
        if not sound:
            yield broken("invariant.ballots_of_closed", voting, row.id, voting=row.voting_id, state=row.state)


def ballots_as_rolled(connection: Connection) -> Iterator[Fault]:
    """Count the ballots of each item: one of each on the roll who may vote on it, and no more than were there.

    Where an item's own panel votes, not everybody on the roll of a list does: then they are the most.
    """
    given = Counter(_keys(connection, select(ballot.c.voting_id, ballot.c.application_id)))
    rolled: dict[str, set[str]] = {}
    for row in connection.execute(select(roll)):
        rolled.setdefault(row.voting_id, set()).add(row.person_id)
    aside, seats = _aside(connection), _seats(connection)
    closed = set(connection.scalars(select(voting.c.voting_id).where(voting.c.state == "closed")))
    opened = {row.voting_id: row for row in connection.execute(select(voting).where(voting.c.version == 1))}
    for row in connection.execute(select(voting_item).order_by(voting_item.c.id)):
        if row.voting_id not in closed:
            continue
        opening = opened[row.voting_id]
        standing = {
            person
            for person, entry in aside.get((opening.sitting_id, row.application_id), ())
            if entry <= opening.entry
        }
        invited = {person for person, entry in seats[opening.sitting_id].items() if entry <= opening.entry}
        count, most = given[row.voting_id, row.application_id], len(rolled.get(row.voting_id, set()) - standing)
        everybody = row.entitled == len(invited - standing)
        if count > min(most, row.present, row.entitled) or (everybody and count != most):
            values = {"voting": row.voting_id, "application": row.application_id, "count": count}
            yield broken("invariant.ballots_as_rolled", voting_item, row.id, **values)


def votes_as_cast(connection: Connection) -> Iterator[Fault]:
    """Compare the votes that a decision of a sitting names with the ballots of its voting."""
    given = Counter(_keys(connection, select(ballot.c.voting_id, ballot.c.application_id, ballot.c.choice)))
    there = {
        (row.voting_id, row.application_id): (row.entitled, row.present)
        for row in connection.execute(select(voting_item))
    }
    for row in connection.execute(select(decision).where(decision.c.state == "recorded").order_by(decision.c.id)):
        votes = _json(row.votes)
        name = votes.get("voting")
        if name is None:
            continue
        key = (str(name), row.application_id)
        cast = tuple(given[(*key, choice)] for choice in _COUNTS)
        said = tuple(votes.get(choice) for choice in _COUNTS)
        # Deferred unread at the lock: no voting is named, and nobody voted.
        sound = said == (0, 0, 0) if not name else said == cast and key in there
        counts = (votes.get("entitled"), votes.get("present"))
        if not sound or (name and there[key] != counts):
            yield broken("invariant.votes_as_cast", decision, row.id, decision=row.decision_id, voting=str(name))


def items_as_decided(connection: Connection) -> Iterator[Fault]:
    """Hold the items of every sitting against the decisions that stand: decided in the one, decided in the other."""
    standing = {
        (row.application_id, row.stage)
        for row in connection.execute(
            select(decision).where(newest(decision, "decision_id"), decision.c.state == "recorded")
        )
    }
    running = {
        row.sitting_id: (row.stage, row.phase)
        for row in connection.execute(select(sitting).where(newest(sitting, "sitting_id")))
    }
    query = select(sitting_item).where(newest(sitting_item, "sitting_id", "application_id")).order_by(sitting_item.c.id)
    for row in connection.execute(query):
        stage, phase = running.get(row.sitting_id, ("", ""))
        decided = (row.application_id, stage) in standing
        wrong = row.state == "decided" and not decided
        # Once locked nothing waits any more; a sitting that was called off never began.
        left = phase == "locked" and row.state not in ("decided", "removed")
        if wrong or left:
            values = {"sitting": row.sitting_id, "application": row.application_id, "state": row.state}
            yield broken("invariant.items_as_decided", sitting_item, row.id, **values)


def voters_have_seats(connection: Connection) -> Iterator[Fault]:
    """Look at who is on a roll: a seat in the sitting, and not standing aside for all that was voted on."""
    seated = set(_keys(connection, select(sitting_seat.c.sitting_id, sitting_seat.c.person_id)))
    of_sitting = _sittings_of_votings(connection)
    aside = _aside(connection)
    about: dict[str, set[str]] = {}
    for row in connection.execute(select(voting_item)):
        about.setdefault(row.voting_id, set()).add(row.application_id)
    for row in connection.execute(select(roll).order_by(roll.c.id)):
        of = of_sitting.get(row.voting_id, "")
        items = about.get(row.voting_id, set())
        barred = {
            item
            for item in items
            if any(person == row.person_id and entry < row.entry for person, entry in aside.get((of, item), ()))
        }
        if (of, row.person_id) not in seated or items == barred:
            yield broken("invariant.voters_have_seats", roll, row.id, voting=row.voting_id)


def signed_by_members(connection: Connection) -> Iterator[Fault]:
    """Look at who signed minutes: a seat in the sitting, or the office that leads or keeps it."""
    seated = set(_keys(connection, select(sitting_seat.c.sitting_id, sitting_seat.c.person_id)))
    roles = dict(_keys(connection, select(chain_entry.c.sequence, chain_entry.c.role)))
    for row in connection.execute(select(minutes_signature).order_by(minutes_signature.c.id)):
        if (row.sitting_id, row.person_id) not in seated and roles.get(row.entry) not in _OFFICES:
            yield broken("invariant.signed_by_members", minutes_signature, row.id, sitting=row.sitting_id)


def _keys(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """Yield rows as plain tuples: what they are compared with are such."""
    for row in connection.execute(query):
        yield tuple(row)


def _sittings_of_votings(connection: Connection) -> dict[str, str]:
    return dict(_keys(connection, select(voting.c.voting_id, voting.c.sitting_id)))


def _seats(connection: Connection) -> defaultdict[str, dict[str, int]]:
    """Return who has a seat in each sitting, and the entry that gave it."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(select(sitting_seat).where(sitting_seat.c.version == 1)):
        found[row.sitting_id][row.person_id] = row.entry
    return found


def _aside(connection: Connection) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """Return who stands aside for an item of a sitting, and since which entry."""
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for row in connection.execute(select(sitting_recusal).where(sitting_recusal.c.state == "recused")):
        found.setdefault((row.sitting_id, row.application_id), []).append((row.person_id, row.entry))
    stages = {(row.sitting_id, row.stage) for row in connection.execute(select(sitting))}
    recused = connection.execute(select(assignment).where(assignment.c.state == "recused")).all()
    for sitting_id, stage in stages:
        for row in recused:
            if row.stage == stage:
                found.setdefault((sitting_id, row.application_id), []).append((row.expert_id, row.entry))
    return found


def _json(given: str | None) -> dict[str, Any]:
    """Return what a JSON column holds, nothing where it is damaged: the chain tells of that."""
    try:
        found = loads(given or "")
    except JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
