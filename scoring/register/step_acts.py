"""What offices did with applications, one version a step: the whole history, nothing of it replaced.

``add(acts) -> rows`` of `tables.step_act`, ``of_round(connection, round_id) -> dict`` and
``of_application(connection, application_id)``: oldest first; ``refused(connection, round_id)``; ``decided(connection,
round_id)``: what sittings decided;
``reminded(connection, round_id)``: who was reminded of what was late.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from json import loads
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, exists, select

from scoring.register import queries
from scoring.register.canonical import Value, moment
from scoring.register.tables import application, chain_entry, decision, step_act

Verdict = Literal["signed", "returned", "refused", "completed", "resumed"]


@dataclass(frozen=True, slots=True)
class StepAct:
    """What an office did in one act of the procedure.

    Attributes
    ----------
    act : str
        Id of the act in the regulation; where a dossier was completed or a case resumed, the act that had halted it.
    application_version : int
        Which version of the application the office had before it.
    signer, role : str
        Who acted, and in which role.
    clause : str or None
        The clause on which a return or refusal rests.
    """

    application_id: str
    version: int
    act: str
    verdict: Verdict
    application_version: int
    signer: str
    role: str
    acted_on: date
    clause: str | None = None
    reason: str | None = None


_ACTS: Final = select(*(step_act.c[field.name] for field in fields(StepAct)))
_ENTERED: Final = (
    select(application.c.application_id, chain_entry.c.at)
    .join(chain_entry, chain_entry.c.sequence == application.c.entry)
    .where(application.c.version == 1)
)


def add(acts: Iterable[StepAct]) -> list[dict[str, Value]]:
    """Return the rows of acts, for `chain.record`."""
    return [
        {
            "application_id": given.application_id,
            "version": given.version,
            "act": given.act,
            "verdict": given.verdict,
            "application_version": given.application_version,
            "signer": given.signer,
            "role": given.role,
            "acted_on": given.acted_on.isoformat(),
            "clause": given.clause,
            "reason": given.reason,
        }
        for given in acts
    ]


def of_application(connection: Connection, application_id: str) -> tuple[StepAct, ...]:
    """Return what was done with an application, oldest first."""
    query = _ACTS.where(step_act.c.application_id == application_id).order_by(step_act.c.id)
    return tuple(_act(row) for row in connection.execute(query).all())


def of_round(connection: Connection, round_id: str) -> dict[str, tuple[StepAct, ...]]:
    """Return what was done with each application of a round, oldest first; nothing where nothing was."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    query = _ACTS.where(step_act.c.application_id.in_(of_it)).order_by(step_act.c.id)
    return _by_application(connection.execute(query).all())


def of_some(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[StepAct, ...]]:
    """Return what was done with each of some applications, oldest first; nothing where nothing was."""
    query = _ACTS.order_by(step_act.c.id)
    return _by_application(queries.among(connection, query, step_act.c.application_id, ids))


def refused(connection: Connection, round_id: str) -> frozenset[str]:
    """Return the applications of a round that an office refused: nothing but signatures came after."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    later = step_act.alias("later")
    same = later.c.application_id == step_act.c.application_id
    undone = exists().where(same, later.c.verdict != "signed", later.c.id > step_act.c.id)
    query = select(step_act.c.application_id).where(
        step_act.c.application_id.in_(of_it), step_act.c.verdict == "refused", ~undone
    )
    return frozenset(connection.scalars(query))


def _by_application(rows: Iterable[Row[Any]]) -> dict[str, tuple[StepAct, ...]]:
    found: dict[str, list[StepAct]] = {}
    for row in rows:
        one = _act(row)
        found.setdefault(one.application_id, []).append(one)
    return {name: tuple(acts) for name, acts in found.items()}


def _act(row: Sequence[Any]) -> StepAct:
    # By place: a large round has tens of thousands of them, and by name each takes twice as long.
    application_id, version, act, verdict, application_version, signer, role, acted_on, clause, reason = row
    day = date.fromisoformat(acted_on)
    return StepAct(application_id, version, act, verdict, application_version, signer, role, day, clause, reason)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a sitting decided that stands, and when."""

    outcome: str
    grade: str | None
    decided_at: datetime


def entered(connection: Connection, round_id: str) -> dict[str, datetime]:
    """Return when each application of a round came into the record."""
    rows = connection.execute(_ENTERED.where(application.c.round_id == round_id)).all()
    return {application_id: moment(at) for application_id, at in rows}


def entered_of(connection: Connection, ids: Sequence[str]) -> dict[str, datetime]:
    """Return when each of some applications came into the record."""
    rows = queries.among(connection, _ENTERED, application.c.application_id, ids)
    return {row.application_id: moment(row.at) for row in rows}


def decided(
    connection: Connection, round_id: str, *, only: Collection[str] | None = None
) -> dict[str, dict[str, Decided]]:
    """Return what stands decided in a round, or about some of it, by application and stage, as it was decided."""
    query = (
        select(decision.c.application_id, decision.c.stage, decision.c.outcome, decision.c.grade, decision.c.decided_at)
        .where(
            queries.of_round(decision.c.application_id, application, round_id, only),
            decision.c.state == "recorded",
            queries.newest(decision, "decision_id"),
        )
        .order_by(decision.c.id)
    )
    found: dict[str, dict[str, Decided]] = {}
    for row in connection.execute(query):
        of_application = found.setdefault(row.application_id, {})
        of_application[row.stage] = Decided(row.outcome, row.grade, moment(row.decided_at))
    return found


REMINDED: Final = "procedure.reminded"
"""The act by which offices that are late are reminded; its details hold whom, and of which applications."""


@dataclass(frozen=True, slots=True)
class RemindedOffice:
    """An office that was reminded, and of which applications."""

    authority: str
    region: str
    applications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder: when, by whom, to which offices."""

    at: str
    actor_id: str
    role: str
    offices: tuple[RemindedOffice, ...]


def reminded(connection: Connection, round_id: str) -> tuple[Reminded, ...]:
    """Return the reminders of a round, oldest first."""
    query = select(chain_entry).where(chain_entry.c.object == f"round/{round_id}", chain_entry.c.act == REMINDED)
    return tuple(
        Reminded(
            at=row.at,
            actor_id=row.actor,
            role=row.role,
            offices=tuple(
                RemindedOffice(one["authority"], one["region"], tuple(one["applications"]))
                for one in loads(row.content)["details"]["reminded"]
            ),
        )
        for row in connection.execute(query.order_by(chain_entry.c.sequence))
    )
