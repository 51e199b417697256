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
from scoring.flow.adopting import refuse_before_in_force, refuse_other_than_adopted
from scoring.flow.opening import refuse_unless_it_may_open
from scoring.flow.regional.preparing import prepare
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.procedure.rounds import MAY_FOLLOW, RoundState, circumstances
from scoring.register import applications, chain, rounds, sittings, tables
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
    ConflictError
        It is there already, its rules stand, two persons adopted other rules for it, a reason is due, or its experts
        would mark deductions: no computation here takes points lost from the total.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "create", "round")
    round_id = book.round.round_id
    if book.round.indicator_table.marking != "points":
        values = {"round": round_id, "seen": book.round.indicator_table.marking}
        raise ConflictError(Message("flow.marking_not_computed", values))
    with register.write() as connection:
        before = rounds.adopted(connection, round_id)
        refuse_other_than_adopted(connection, book)
        reason = reason_of(reason, due=_due_for_another(connection, book, before))
        version = 1 if before is None else before.version + 1
        adopted = rounds.AdoptedRound(round_id, version, book.digest, timestamp(now), reason or None)
        rows = {tables.accreditation_round: rounds.add_rounds([adopted])}
        if not rounds.has_rule_book(connection, book.digest):
            rows[tables.rule_book] = rounds.add_rule_book(book)
        if before is None:
            rows[tables.round_state] = rounds.add_states([rounds.RoundState(round_id, 1, "planned")])
        act = Act(actor.id, role, "round.created", f"round/{round_id}", now, reason, {"rule_book": book.digest})
        return chain.record(connection, act, rows)


def _due_for_another(connection: Connection, book: RuleBook, before: rounds.AdoptedRound | None) -> Message | None:
    """Return what needs a reason where a round gets another rule book; refuse where its rules stand."""
    if before is None:
        return None
    values = {"round": book.round.round_id, "digest": before.rule_book_digest}
    if before.rule_book_digest == book.digest:
        raise ConflictError(Message("flow.round_already_there", values))
    if gather.state_of(connection, book.round.round_id) != "planned":
        raise ConflictError(Message("flow.round_rules_stand", values))
    return Message("flow.what_new_rule_book")


def advance_round(
    register: Register, actor: Actor, now: datetime, round_id: str, state: RoundState, *, reason: str = ""
) -> Entry:
    """Bring a round to its next state, or back from deciding to reviewing with a reason.

    Raises
    ------
    FaultsError
        If it is to open and lacks its annual plan, its opening notice, or a signature (Articles 7, 11).
    ConflictError
        The state cannot follow, rules adopted for it are not in force yet, a sitting of the round is neither locked nor
        called off, or a reason is due.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "advance", "round")
    with register.write() as connection:
        current = gather.state_of(connection, round_id)
        allowed = MAY_FOLLOW[current]
        if state not in allowed:
            expected = ", ".join(allowed) or "–"
            values = {"round": round_id, "state": current, "seen": state, "expected": expected}
            raise ConflictError(Message("flow.state_cannot_follow", values))
        if state == "open":
            refuse_before_in_force(connection, round_id, now)
            refuse_unless_it_may_open(connection, round_id)
        running = [one for one in sittings.of_round(connection, round_id) if not one.over]
        if running:
            raise ConflictError(Message("flow.sitting_runs", {"round": round_id, "sitting": running[0].sitting_id}))
        reason = reason_of(reason, due=Message("flow.what_step_back") if allowed.index(state) else None)
        before = rounds.state(connection, round_id)
        version = 1 if before is None else before.version + 1
        rows = {tables.round_state: rounds.add_states([rounds.RoundState(round_id, version, state, reason or None)])}
        act = Act(actor.id, role, "round.advanced", f"round/{round_id}", now, reason)
        entry = chain.record(connection, act, rows)
        if "decisions_locked" in circumstances(state):
            prepare(connection, round_id)
        return entry


def list_rounds(register: Register, actor: Actor) -> tuple[RoundSummary, ...]:
    """Return every round, by id."""
    access.require(actor, "read", "round")
    with register.read() as connection:
        states = {one.round_id: one.state for one in rounds.all_states(connection)}
        return tuple(
            _summary(connection, adopted, gather.state_named(adopted.round_id, states.get(adopted.round_id)))
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
        return _summary(connection, gather.adopted(connection, round_id), gather.state_of(connection, round_id))


def _summary(connection: Connection, adopted: rounds.AdoptedRound, state: RoundState) -> RoundSummary:
    return RoundSummary(
        round_id=adopted.round_id,
        state=state,
        rule_book=gather.book_of(connection, adopted.rule_book_digest),
        adopted_at=adopted.adopted_at,
        applications=applications.count_by_grade(connection, adopted.round_id),
    )
