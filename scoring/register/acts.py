"""Who did something when and why: rows of the record together with the entry of the chain that wrote them.

``decision_acts(connection, application_id)``, ``round_acts(connection, round_id)``,
``draw_acts(connection, round_id)``, ``outcomes_of_round(connection, round_id)``,
``outcome_of(connection, application_id, stage)``,
``revision(connection, round_id)``, ``last_but_marks(connection)``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from json import loads
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from scoring.model import Stage
from scoring.register import queries
from scoring.register.marks import TAKEN_OFFLINE
from scoring.register.tables import (
    accreditation_round,
    application,
    assignment,
    chain_entry,
    decision,
    expert,
    expert_draw,
    round_state,
    sheet_event,
    withdrawal,
)

_COUNTED_BY_NOBODY: Final = ("mark.saved", TAKEN_OFFLINE, "reading", "export.made")
#: Marks are not among them: only those of sheets that are in count, and a sheet that is in is locked. Whoever moves one
#: (a sitting may) has the sheet returned and handed in again, which are two events of it.
_OF_ITS_APPLICATIONS: Final = (assignment, sheet_event, withdrawal)
_OF_THE_ROUND: Final = (application, accreditation_round, round_state)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry of the chain, as those may read it who may read its content: who acted, in which role, when."""

    sequence: int
    at: str
    actor_id: str
    role: str
    hash: str


@dataclass(frozen=True, slots=True)
class RoundAct:
    """A round came to a state."""

    state: str
    reason: str | None
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands decided about an application at a stage."""

    application_id: str
    stage: Stage
    outcome: str
    grade: str | None


_ENTRY: Final = tuple(
    chain_entry.c[name].label(f"entry_{name}") for name in ("sequence", "at", "actor", "role", "hash")
)


def decision_acts(connection: Connection, application_id: str) -> dict[tuple[str, int], Recorded]:
    """Return the entry of every version of every decision on an application, by decision and version, oldest first."""
    query = (
        select(decision.c.decision_id, decision.c.version, *_ENTRY)
        .join(chain_entry, chain_entry.c.sequence == decision.c.entry)
        .where(decision.c.application_id == application_id)
        .order_by(decision.c.id)
    )
    return {(row.decision_id, row.version): _recorded(row) for row in connection.execute(query)}


def round_acts(connection: Connection, round_id: str) -> tuple[RoundAct, ...]:
    """Return every state that a round came to, oldest first."""
    query = (
        select(round_state.c.state, round_state.c.reason, *_ENTRY)
        .join(chain_entry, chain_entry.c.sequence == round_state.c.entry)
        .where(round_state.c.round_id == round_id)
        .order_by(round_state.c.id)
    )
    return tuple(RoundAct(row.state, row.reason, _recorded(row)) for row in connection.execute(query))


def draw_acts(connection: Connection, round_id: str) -> dict[str, Recorded]:
    """Return the entry of every draw of experts of a round, by draw."""
    query = (
        select(expert_draw.c.draw_id, *_ENTRY)
        .join(chain_entry, chain_entry.c.sequence == expert_draw.c.entry)
        .where(expert_draw.c.round_id == round_id)
    )
    return {row.draw_id: _recorded(row) for row in connection.execute(query)}


def outcomes_of_round(connection: Connection, round_id: str) -> tuple[Outcome, ...]:
    """Return what stands decided in a round, without what it rests on."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    query = (
        select(decision.c.application_id, decision.c.stage, decision.c.outcome, decision.c.grade)
        .where(
            decision.c.application_id.in_(of_it),
            decision.c.state == "recorded",
            queries.newest(decision, "decision_id"),
        )
        .order_by(decision.c.id)
    )
    return queries.records_of(Outcome, connection.execute(query))


def outcome_of(connection: Connection, application_id: str, stage: Stage) -> str | None:
    """Return what stands decided about an application at a stage, ``None`` where nothing does."""
    query = select(decision.c.outcome).where(
        decision.c.application_id == application_id,
        decision.c.stage == stage,
        decision.c.state == "recorded",
        queries.newest(decision, "decision_id"),
    )
    return connection.scalar(query.order_by(decision.c.id.desc()).limit(1))


def revision(connection: Connection, round_id: str) -> tuple[int, ...]:
    """Return a mark of everything that results of a round's panels rest on: where it is the same, so are they.

    Recorded tables only grow, so the last id of each says all; decisions are no part of it. What is recorded of another
    round does not change it: nobody waits for a round that is over to be computed anew because the next is marked.
    """
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    newest = [select(func.max(table.c.id)).where(table.c.round_id == round_id) for table in _OF_THE_ROUND]
    newest += [select(func.max(table.c.id)).where(table.c.application_id.in_(of_it)) for table in _OF_ITS_APPLICATIONS]
    newest.append(select(func.max(expert.c.id)))  # signs of favour ask where experts come from
    asked = (query.scalar_subquery() for query in newest)
    return tuple(last or 0 for last in connection.execute(select(*asked)).one())


def last_but_marks(connection: Connection) -> int:
    """Return the number of the last entry that is neither an expert's mark nor a look or a file taken, 0 if none.

    Whoever counts sheets, papers and decisions need not count anew while experts write and others read.
    """
    query = select(chain_entry.c.sequence).where(chain_entry.c.act.not_in(_COUNTED_BY_NOBODY))
    return connection.scalar(query.order_by(chain_entry.c.sequence.desc()).limit(1)) or 0


def actors(connection: Connection) -> frozenset[str]:
    """Return everybody who ever acted."""
    return frozenset(connection.scalars(select(chain_entry.c.actor).distinct()))


def _recorded(row: Row[Any]) -> Recorded:
    return Recorded(row.entry_sequence, row.entry_at, row.entry_actor, row.entry_role, row.entry_hash)


@dataclass(frozen=True, slots=True)
class SittingAct:
    """An act of a sitting as its minutes tell it: what and when, which item; no member of it."""

    sequence: int
    at: str
    act: str
    role: str
    application_id: str | None
    to: str | None
    reason: str


# What one member does for himself is nobody else's to read in a list with times.
_OF_MEMBERS: Final = (
    "ballot.cast",
    "rescore.saved",
    "rescore.handed_in",
    "dissent.given",
    "member.stood_aside",
    "sitting.minutes_signed",
    "sitting.minutes_refused",
)


def sitting_acts(connection: Connection, sitting_id: str) -> tuple[SittingAct, ...]:
    """Return what happened in a sitting, oldest first, without what members did each for himself."""
    query = select(chain_entry).where(
        chain_entry.c.object == f"sitting/{sitting_id}",
        chain_entry.c.act.not_in(_OF_MEMBERS),
        chain_entry.c.act.not_like("member.%"),
        chain_entry.c.act.not_like("seat.%"),
    )
    found = []
    for row in connection.execute(query.order_by(chain_entry.c.sequence)):
        content = loads(row.content)
        details = content["details"]
        found.append(
            SittingAct(
                sequence=row.sequence,
                at=row.at,
                act=row.act,
                role=row.role,
                application_id=details.get("application"),
                to=details.get("to") or details.get("outcome"),
                reason=content["reason"],
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class AccountAct:
    """An act on an account: who did what, in which role, to whose, when, why."""

    sequence: int
    at: str
    act: str
    actor: str
    role: str
    account_id: str | None
    reason: str
    details: Mapping[str, Any]


def account_acts(connection: Connection) -> tuple[AccountAct, ...]:
    """Return every act on accounts and every sign-in, oldest first."""
    query = select(chain_entry).where(chain_entry.c.act.like("account.%")).order_by(chain_entry.c.sequence)
    found = []
    for row in connection.execute(query):
        content = loads(row.content)
        _, _, account_id = row.object.partition("/")
        found.append(
            AccountAct(
                sequence=row.sequence,
                at=row.at,
                act=row.act,
                actor=row.actor,
                role=row.role,
                account_id=account_id or None,
                reason=content["reason"],
                details=content["details"],
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PersonalAct:
    """Who did what in which role, and when; not what it was about."""

    sequence: int
    at: str
    act: str
    actor: str
    role: str


def acts_of_persons(connection: Connection, persons: Collection[str]) -> tuple[PersonalAct, ...]:
    """Return every act in the name of one of some persons, oldest first."""
    columns = [chain_entry.c[name] for name in ("sequence", "at", "act", "actor", "role")]
    query = select(*columns).where(chain_entry.c.actor.in_(list(persons))).order_by(chain_entry.c.sequence)
    return tuple(PersonalAct(**row._mapping) for row in connection.execute(query))
