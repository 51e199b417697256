"""Conflicts of interest: declared, found, named by the applicant, lifted; and who sits in spite of one.

They belong to an enterprise, by its credit code, and not to an application: whoever declares one learns nothing of who
applies, and it holds in every round until it is lifted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.conflict_facts import SittingConflict, article_of, rules_of, sitting_conflicts
from scoring.flow.wording import reason_of
from scoring.model import Actor, Application
from scoring.procedure.uscc import check as check_uscc
from scoring.register import chain, experts, tables
from scoring.register import conflicts as kept_conflicts
from scoring.register.chain import Act, Entry
from scoring.register.conflicts import Conflict
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class RoundConflicts:
    """What stands in the record, and who of a round sits in spite of a conflict."""

    kept: tuple[Conflict, ...]
    sitting: tuple[SittingConflict, ...]


def declare_conflict(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    uscc: str,
    expert_id: str,
    kind: Literal["declared", "found"] = "declared",
    source: str,
    reason: str,
) -> Entry:
    """Record that an expert has an interest in an enterprise: he declares it, or the holder has found it.

    Parameters
    ----------
    uscc : str
        The enterprise; whether it applies is not asked.
    source : str
        Where it is known from: the declaration, a letter, a register.

    Raises
    ------
    FaultsError
        A credit code with a wrong check character, an expert who is none, a source or a reason that cannot be kept.
    ConflictError
        It stands already, or source or reason is missing.
    AccessRefusedError, RecordError
    """
    true = {"own"} if expert_id == actor.id and kind == "declared" else set()
    role = access.require(actor, "declare", "conflict", true)
    told = _told(source, reason)
    with register.write() as connection:
        faults = [
            *(Fault(wrong, column="uscc", seen=uscc) for wrong in check_uscc(uscc)),
            *_unknown(connection, [expert_id]),
        ]
        if faults:
            raise FaultsError(faults)
        id_ = kept_conflicts.conflict_id(kind=kind, expert_id=expert_id, of=uscc)
        before = kept_conflicts.one(connection, id_)
        if before is not None and before.state == "standing":
            raise ConflictError(Message("draw.conflict_stands", {"conflict": id_}))
        version = 1 if before is None else before.version + 1
        row = Conflict(id_, version, expert_id, uscc, kind, *told)
        act = Act(actor.id, role, f"conflict.{kind}", f"expert/{expert_id}", now, told[1])
        return chain.record(connection, act, {tables.conflict: kept_conflicts.add([row])})


def name_unsuitable(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    expert_ids: Sequence[str],
    source: str,
    reason: str,
) -> Entry:
    """Record the experts whom an applicant names as unsuitable to judge his application.

    Raises
    ------
    FaultsError
        Experts who are none or stand twice, and more of them than the parameter sheet allows: all at once.
    ConflictError
        The round has no rules of the draw, or source or reason is missing.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "name", "conflict")
    told = _told(source, reason)
    with register.write() as connection:
        application = gather.application(connection, application_id, verb="name", object_="conflict")
        role = access.require(actor, "name", "conflict")
        book = gather.rule_book(connection, application.round_id)
        rules = rules_of(book)
        there = {one.expert_id for one in kept_conflicts.of_application(connection, application_id)}
        faults = _unknown(connection, expert_ids)
        faults += [Fault(Message("draw.named_twice"), seen=one) for one in _repeated([*there, *expert_ids])]
        if len(there | set(expert_ids)) > rules.most_unsuitable:
            values = {
                "application": application_id,
                "count": len(there | set(expert_ids)),
                "most": rules.most_unsuitable,
                "article": article_of(book, rules),
            }
            faults.append(Fault(Message("draw.too_many_unsuitable", values), seen=", ".join(expert_ids)))
        if faults:
            raise FaultsError(faults)
        rows = [_unsuitable(connection, application, expert_id, told) for expert_id in expert_ids]
        act = Act(actor.id, role, "conflict.unsuitable", f"application/{application_id}", now, told[1])
        return chain.record(connection, act, {tables.conflict: kept_conflicts.add(rows)})


def lift_conflict(register: Register, actor: Actor, now: datetime, *, conflict_id: str, reason: str) -> Entry:
    """Record that a conflict no longer stands; that it stood, and why, stays.

    Raises
    ------
    ConflictError
        It does not stand, or no reason is given.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "lift", "conflict")
    reason = reason_of(reason, due=Message("draw.what_lifting"))
    with register.write() as connection:
        before = kept_conflicts.one(connection, conflict_id)
        if before is None or before.state != "standing":
            raise ConflictError(Message("draw.no_such_conflict", {"conflict": conflict_id}))
        row = Conflict(
            conflict_id,
            before.version + 1,
            before.expert_id,
            before.uscc,
            before.kind,
            before.source,
            reason,
            before.application_id,
            "lifted",
        )
        act = Act(actor.id, role, "conflict.lifted", f"expert/{before.expert_id}", now, reason)
        return chain.record(connection, act, {tables.conflict: kept_conflicts.add([row])})


def read_conflicts(register: Register, actor: Actor, on: date, round_id: str) -> RoundConflicts:
    """Return what conflicts stand, and who of a round's panels sits in spite of one on a day.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", "conflict")
    with register.read() as connection:
        gather.adopted(connection, round_id)
        return RoundConflicts(kept_conflicts.standing(connection), sitting_conflicts(connection, round_id, on))


def _told(source: str, reason: str) -> tuple[str, str]:
    """Return source and reason of a conflict as they are kept; each is due."""
    source = reason_of(source)
    if not source:
        raise ConflictError(Message("draw.source_needed"))
    return source, reason_of(reason, due=Message("draw.what_conflict"))


def _unknown(connection: Connection, expert_ids: Iterable[str]) -> list[Fault]:
    people = experts.current_versions(connection)
    return [Fault(Message("flow.unknown_expert"), seen=one) for one in expert_ids if one not in people]


def _repeated(names: Sequence[str]) -> list[str]:
    return sorted({one for one in names if names.count(one) > 1})


def _unsuitable(connection: Connection, application: Application, expert_id: str, told: tuple[str, str]) -> Conflict:
    id_ = kept_conflicts.conflict_id(kind="unsuitable", expert_id=expert_id, of=application.application_id)
    before = kept_conflicts.one(connection, id_)
    version = 1 if before is None else before.version + 1
    uscc = application.enterprise.uscc
    return Conflict(id_, version, expert_id, uscc, "unsuitable", *told, application.application_id)
