"""A decision voided by two persons: the chair asks with a reason, the secretariat agrees or declines; all is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.deciding import refuse_decided_in_a_sitting, refuse_under_a_later_one
from scoring.flow.decision_grounds import as_shown_to
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.register import chain, decisions, tables, void_requests
from scoring.register.canonical import timestamp
from scoring.register.chain import Act
from scoring.register.database import Register
from scoring.register.decisions import Decision
from scoring.register.void_requests import VoidRequest


def ask_void(register: Register, actor: Actor, now: datetime, *, decision_id: str, reason: str) -> VoidRequest:
    """Ask that a decision be voided, so that another can take its place; it stands until a second person agrees.

    Raises
    ------
    ConflictError
        Voided or asked for already, a decision stands on the site visit that it led to, decided in a sitting, or a
        reason is due.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "ask_void", "decision")
    with register.write() as connection:
        decision, role = _decision(connection, actor, "ask_void", decision_id)
        before = void_requests.current(connection, decision_id)
        if before is not None and before.state == "asked":
            raise ConflictError(Message("powers.void_asked_already", {"decision": decision_id}))
        reason = reason_of(reason, due=Message("flow.what_void"))
        refuse_decided_in_a_sitting(connection, decision)
        refuse_under_a_later_one(connection, decision)
        version = 1 if before is None else before.version + 1
        asked = VoidRequest(decision_id, version, decision.application_id, "asked", actor.id, reason, timestamp(now))
        _record(connection, asked, Act(actor.id, role, "decision.void_asked", _object(decision), now, reason))
        return asked


def take_back_void(register: Register, actor: Actor, now: datetime, *, decision_id: str, reason: str) -> VoidRequest:
    """Take back a request of one's own that nobody has answered.

    Raises
    ------
    ConflictError
        Nothing is asked for, or somebody else asked.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "ask_void", "decision")
    with register.write() as connection:
        decision, role = _decision(connection, actor, "ask_void", decision_id)
        asked = _asked(connection, decision_id)
        if asked.by != actor.id:
            raise ConflictError(Message("powers.void_of_another"))
        reason = reason_of(reason, due=Message("powers.what_taking_back"))
        back = _next(asked, "taken_back", actor, reason, now)
        _record(connection, back, Act(actor.id, role, "decision.void_taken_back", _object(decision), now, reason))
        return back


def agree_void(register: Register, actor: Actor, now: datetime, *, decision_id: str, reason: str = "") -> Decision:
    """Agree, as a second person, that a decision be voided: from now on it is, for the reason that was asked with.

    Raises
    ------
    ConflictError
        Nothing is asked for, the same person asked, or meanwhile a later decision stands on it.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "answer_void", "decision")
    reason = reason_of(reason)
    with register.write() as connection:
        decision, role = _decision(connection, actor, "answer_void", decision_id)
        asked = _asked_by_another(connection, actor, decision_id)
        refuse_under_a_later_one(connection, decision)
        agreed = _next(asked, "agreed", actor, reason or asked.reason, now)
        voided = decisions.void(decision, reason=asked.reason, at=timestamp(now))
        act = Act(actor.id, role, "decision.voided", _object(decision), now, asked.reason)
        rows = {tables.void_request: void_requests.add([agreed]), tables.decision: decisions.add([voided])}
        chain.record(connection, act, rows)
        return as_shown_to(actor, voided, _circumstances(connection, decision))


def decline_void(register: Register, actor: Actor, now: datetime, *, decision_id: str, reason: str) -> VoidRequest:
    """Decline a request, as a second person: the decision stands.

    Raises
    ------
    ConflictError
        Nothing is asked for, the same person asked, or no reason is given.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "answer_void", "decision")
    with register.write() as connection:
        decision, role = _decision(connection, actor, "answer_void", decision_id)
        asked = _asked_by_another(connection, actor, decision_id)
        reason = reason_of(reason, due=Message("powers.what_declining"))
        declined = _next(asked, "declined", actor, reason, now)
        _record(connection, declined, Act(actor.id, role, "decision.void_declined", _object(decision), now, reason))
        return declined


def read_void_requests(register: Register, actor: Actor, round_id: str) -> tuple[VoidRequest, ...]:
    """Return the requests of a round that wait for a second person, oldest first.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "read", "void_request", round_id) as connection:
        return void_requests.asked(connection, round_id)


def _decision(connection: Connection, actor: Actor, verb: str, decision_id: str) -> tuple[Decision, str]:
    """Return a decision that stands, and the role in which the actor may have to do with it."""
    decision = decisions.one(connection, decision_id)
    true: frozenset[str] = frozenset()
    if decision is not None:
        true = _circumstances(connection, decision, verb)
    role = access.require(actor, verb, "decision", true)
    if decision is None or decision.state == "voided":
        raise ConflictError(Message("flow.nothing_to_void", {"decision": decision_id}))
    return decision, role


def _circumstances(connection: Connection, decision: Decision, verb: str = "read") -> frozenset[str]:
    of = gather.application(connection, decision.application_id, verb=verb, object_="decision")
    return gather.truths(connection, of.round_id)


def _asked(connection: Connection, decision_id: str) -> VoidRequest:
    asked = void_requests.current(connection, decision_id)
    if asked is None or asked.state != "asked":
        raise ConflictError(Message("powers.void_not_asked", {"decision": decision_id}))
    return asked


def _asked_by_another(connection: Connection, actor: Actor, decision_id: str) -> VoidRequest:
    asked = _asked(connection, decision_id)
    if asked.by == actor.id:
        raise ConflictError(Message("powers.two_persons"))
    return asked


def _next(asked: VoidRequest, state: void_requests.VoidState, actor: Actor, reason: str, now: datetime) -> VoidRequest:
    return replace(asked, version=asked.version + 1, state=state, by=actor.id, reason=reason, at=timestamp(now))


def _record(connection: Connection, request: VoidRequest, act: Act) -> None:
    chain.record(connection, act, {tables.void_request: void_requests.add([request])})


def _object(decision: Decision) -> str:
    return f"application/{decision.application_id}"
