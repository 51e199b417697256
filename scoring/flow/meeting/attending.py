"""Voters come and go, confirm what they stand aside for, ask for talk and for time: each for himself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Table

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.errors import ConflictError
from scoring.flow.meeting.preparing import known_conflicts
from scoring.flow.meeting.state import SittingState, act_of, asked_to, item_of, refuse_ended
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.register import assignments, chain, experts, sittings, tables, votings
from scoring.register.assignments import Assignment
from scoring.register.canonical import Value, timestamp
from scoring.register.chain import Entry
from scoring.register.database import Register
from scoring.register.sittings import Recusal, Request, RequestKind, Seat, SeatState

_CALLED: Mapping[SeatState, str] = {"present": "seat.taken", "confirmed": "seat.confirmed", "left": "seat.left"}


def sign_in(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> Entry:
    """Take the actor's own seat.

    Raises
    ------
    ConflictError
        He is there already, or the sitting is over.
    AccessRefusedError, RecordError
    """
    return _seat_oneself(register, actor, now, sitting_id, "present")


def confirm_recusals(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> Entry:
    """Confirm that the list of items for which the actor stands aside is whole.

    Raises
    ------
    ConflictError
        He is not there, or has confirmed it.
    AccessRefusedError, RecordError
    """
    return _seat_oneself(register, actor, now, sitting_id, "confirmed")


def leave(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> Entry:
    """Leave the sitting; whoever comes back signs in again.

    Raises
    ------
    ConflictError
        He is not there.
    AccessRefusedError, RecordError
    """
    return _seat_oneself(register, actor, now, sitting_id, "left")


def seat_member(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    sitting_id: str,
    person_id: str,
    to: SeatState,
    reason: str = "",
) -> Entry:
    """Record for a voter that he is there or has left; invite one more. For whoever has no device.

    Whoever is invited on the day stands aside for what he is known to have a conflict of interest with, as those do who
    were invited before.

    Raises
    ------
    FaultsError
        Somebody who is no expert of the record.
    ConflictError
        It is so already, a confirmation (everybody confirms for himself), a reason is due, or the sitting is over.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "seat", "sitting", sitting_id)
        refuse_ended(state)
        before = state.seated.get(person_id)
        if before is None and person_id not in experts.current_versions(connection):
            raise FaultsError([Fault(Message("flow.unknown_expert"), seen=person_id)])
        if to == "confirmed":
            raise ConflictError(Message("meeting.confirms_himself"))
        if before is not None and (before.state == to or (to == "present" and before.present)):
            raise ConflictError(Message("meeting.seat_so_already", {"state": to}))
        reason = reason_of(reason, due=Message("meeting.what_seat") if before is None else None)
        seat = Seat(
            state.id, person_id, 1 if before is None else before.version + 1, to, timestamp(now), reason or None
        )
        rows = {tables.sitting_seat: sittings.add_seats([seat])}
        if before is None:
            rows[tables.sitting_recusal] = _known_recusals(connection, state, person_id, now)
        act = act_of(state, actor, role, "seat.recorded", now, reason=reason, details={"to": to})
        return chain.record(connection, act, rows)


def stand_aside(
    register: Register, actor: Actor, now: datetime, *, sitting_id: str, application_id: str, reason: str
) -> Entry:
    """Stand aside for an item, at any minute: no vote on it, and where the actor scored it his sheet counts no more.

    A voting on the item that is open, or closed and not decided on, is void: others vote again without him.

    Raises
    ------
    ConflictError
        He stands aside already, a decision stands on the item, the sitting is over, or no reason is given.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "attend", "sitting", sitting_id)
        refuse_ended(state)
        item = item_of(state, application_id)
        if actor.id in state.recused.get(application_id, frozenset()):
            raise ConflictError(Message("meeting.stands_aside_already", {"application": application_id}))
        if item.state == "decided":
            raise ConflictError(Message("meeting.decided_before", {"application": application_id}))
        reason = reason_of(reason, due=Message("meeting.what_recusal"))
        at = timestamp(now)
        rows: dict[Table, list[dict[str, Value]]] = {
            tables.sitting_recusal: sittings.add_recusals(
                [Recusal(state.id, application_id, actor.id, 1, "recused", reason, at)]
            )
        }
        stage = state.sitting.stage
        seat = assignments.current(connection, application_id=application_id, expert_id=actor.id, stage=stage)
        if seat is not None and seat.state == "assigned":
            ended = Assignment(application_id, actor.id, stage, seat.version + 1, "recused", reason)
            rows[tables.assignment] = assignments.add([ended])
        voting = state.closed_voting(application_id) or state.voting
        counted = actor.id in state.voters(application_id)
        if counted and voting is not None and application_id in state.about(voting):
            void = replace(voting, version=voting.version + 1, state="void", at=at, reason="recusal")
            rows[tables.voting] = votings.add_votings([void])
        act = act_of(state, actor, role, "member.stood_aside", now, reason=reason)
        return chain.record(connection, act, rows)


def ask_for(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    sitting_id: str,
    application_id: str,
    kind: RequestKind,
    withdraw: bool = False,
) -> Entry:
    """Ask for discussion of an item, or for more time on it, or take that back. Nobody is told who asked.

    An item of the consent list that somebody asks to discuss leaves the list at once; one that is decided already is
    opened by the chair.

    Raises
    ------
    ConflictError
        It is so already, he stands aside for it, he is not there, or the decisions are locked.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "attend", "sitting", sitting_id)
        refuse_ended(state)
        item = item_of(state, application_id)
        _refuse_who_may_not_ask(state, actor, application_id)
        made = state.asked if kind == "discussion" else state.short
        there = actor.id in made.get(application_id, frozenset())
        if there != withdraw:
            raise ConflictError(Message("meeting.asked_already" if there else "meeting.nothing_asked"))
        if kind == "discussion" and _voted_on(state, application_id):
            raise ConflictError(Message("meeting.voting_open"))
        earlier = [
            one
            for one in sittings.requests(connection, sitting_id)
            if (one.application_id, one.person_id, one.kind) == (application_id, actor.id, kind)
        ]
        version = earlier[0].version + 1 if earlier else 1
        wish = Request(
            state.id, application_id, actor.id, kind, version, "withdrawn" if withdraw else "made", timestamp(now)
        )
        rows = {tables.sitting_request: sittings.add_requests([wish])}
        if kind == "discussion" and not withdraw and item.block == "consent" and item.state == "waiting":
            pulled = replace(item, version=item.version + 1, block="reserve", at=timestamp(now), reason="pulled")
            rows[tables.sitting_item] = sittings.add_items([pulled])
        act = act_of(state, actor, role, f"member.asked_{kind}", now, details={"application": application_id})
        return chain.record(connection, act, rows)


def _known_recusals(
    connection: Connection, state: SittingState, person_id: str, now: datetime
) -> list[dict[str, Value]]:
    """Return the rows of what a person who is invited on the day stands aside for."""
    chosen = tuple(state.applications.values())
    known = known_conflicts(connection, chosen, [person_id], state.sitting.stage, state.book, now)
    at = timestamp(now)
    return sittings.add_recusals(
        Recusal(state.id, application_id, person_id, 1, "recused", ",".join(kinds), at)
        for (application_id, _), kinds in sorted(known.items())
    )


def _seat_oneself(register: Register, actor: Actor, now: datetime, sitting_id: str, to: SeatState) -> Entry:
    with register.write() as connection:
        state, role = asked_to(connection, actor, "attend", "sitting", sitting_id)
        refuse_ended(state)
        before = state.seated[actor.id]
        if state.sitting.phase == "prepared" and to != "left":
            raise ConflictError(Message("meeting.not_open_yet"))
        if (to == "present" and before.present) or before.state == to:
            raise ConflictError(Message("meeting.seat_so_already", {"state": to}))
        if to != "present" and not before.present:
            raise ConflictError(Message("meeting.not_there"))
        seat = Seat(state.id, actor.id, before.version + 1, to, timestamp(now))
        act = act_of(state, actor, role, _CALLED[to], now)
        return chain.record(connection, act, {tables.sitting_seat: sittings.add_seats([seat])})


def _refuse_who_may_not_ask(state: SittingState, actor: Actor, application_id: str) -> None:
    if actor.id not in state.present:
        raise ConflictError(Message("meeting.not_there"))
    if actor.id not in state.entitled(application_id):
        raise ConflictError(Message("meeting.stands_aside_already", {"application": application_id}))


def _voted_on(state: SittingState, application_id: str) -> bool:
    voting = state.voting
    return voting is not None and application_id in state.about(voting)
