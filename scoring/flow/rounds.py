"""A round enters the record with its rule book, and goes from state to state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from indicators.language import Message
from indicators.model import RuleBook
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.model import Actor
from scoring.procedure.rounds import MAY_FOLLOW, RoundState
from scoring.register import applications, chain, rounds, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Act, Entry
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """A round of the record: its state, its rule book, how many applications it has by target grade."""

    round_id: str
    state: RoundState
    rule_book: RuleBook
    adopted_at: str
    applications: dict[str, int]


def create_round(register: Register, actor: Actor, now: datetime, book: RuleBook, *, reason: str = "") -> Entry:
    """Enter a round and its rule book.

    A rule book is never changed in place: a round that already has another one gets a further version, with a reason,
    while it is planned; after that its rules stand.

    Raises
    ------
    AccessRefusedError, ConflictError, RecordError
    """
    role = access.require(actor, "create", "round")
    round_id = book.round.round_id
    with register.write() as connection:
        before = rounds.adopted(connection, round_id)
        _refuse_if_settled(connection, book, before, reason)
        version = 1 if before is None else before.version + 1
        adopted = rounds.AdoptedRound(round_id, version, book.digest, timestamp(now), reason or None)
        rows = {tables.accreditation_round: rounds.add_rounds([adopted])}
        if not rounds.has_rule_book(connection, book.digest):
            rows[tables.rule_book] = rounds.add_rule_book(book)
        if before is None:
            rows[tables.round_state] = rounds.add_states([rounds.RoundState(round_id, 1, "planned")])
        act = Act(actor.id, role, "round.created", f"round/{round_id}", now, reason, {"rule_book": book.digest})
        return chain.record(connection, act, rows)


def _refuse_if_settled(connection: Connection, book: RuleBook, before: rounds.AdoptedRound | None, reason: str) -> None:
    if before is None:
        return
    values = {"round": book.round.round_id, "digest": before.rule_book_digest}
    if before.rule_book_digest == book.digest:
        raise ConflictError(Message("flow.round_already_there", values))
    if gather.state_of(connection, book.round.round_id) != "planned":
        raise ConflictError(Message("flow.round_rules_stand", values))
    if not reason.strip():
        raise ConflictError(Message("flow.reason_needed", {"what": Message("flow.what_new_rule_book")}))


def advance_round(
    register: Register, actor: Actor, now: datetime, round_id: str, state: RoundState, *, reason: str = ""
) -> Entry:
    """Bring a round to its next state, or back from deciding to reviewing with a reason.

    Raises
    ------
    AccessRefusedError, ConflictError, RecordError
    """
    role = access.require(actor, "advance", "round")
    with register.write() as connection:
        current = gather.state_of(connection, round_id)
        allowed = MAY_FOLLOW[current]
        if state not in allowed:
            expected = ", ".join(allowed) or "–"
            values = {"round": round_id, "state": current, "seen": state, "expected": expected}
            raise ConflictError(Message("flow.state_cannot_follow", values))
        if allowed.index(state) > 0 and not reason.strip():
            raise ConflictError(Message("flow.reason_needed", {"what": Message("flow.what_step_back")}))
        before = rounds.state(connection, round_id)
        version = 1 if before is None else before.version + 1
        rows = {tables.round_state: rounds.add_states([rounds.RoundState(round_id, version, state, reason or None)])}
        return chain.record(connection, Act(actor.id, role, "round.advanced", f"round/{round_id}", now, reason), rows)


def list_rounds(register: Register, actor: Actor) -> tuple[RoundSummary, ...]:
    """Return every round, by id."""
    access.require(actor, "read", "round")
    with register.read() as connection:
        return tuple(
            RoundSummary(
                round_id=adopted.round_id,
                state=gather.state_of(connection, adopted.round_id),
                rule_book=gather.book_of(connection, adopted.rule_book_digest),
                adopted_at=adopted.adopted_at,
                applications=applications.count_by_grade(connection, adopted.round_id),
            )
            for adopted in rounds.all_adopted(connection)
        )


def show_round(register: Register, actor: Actor, round_id: str) -> RoundSummary:
    """Return one round.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", "round")
    with register.read() as connection:
        gather.adopted_digest(connection, round_id)
    return next(summary for summary in list_rounds(register, actor) if summary.round_id == round_id)
