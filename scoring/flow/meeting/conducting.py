"""The chair conducts a sitting: from phase to phase, item by item; a step back supersedes and erases nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from indicators.language import Message
from scoring.errors import ConflictError
from scoring.flow.deciding import refuse_under_a_later_one
from scoring.flow.meeting.state import SittingState, act_of, asked_to, item_of, refuse_ended
from scoring.flow.wording import reason_of
from scoring.meeting.steps import PHASES, STEPS, TALKING, Step, may_move
from scoring.meeting.triage import Block
from scoring.model import Actor, Phase
from scoring.register import chain, decisions, rescores, sittings, tables, votings
from scoring.register.canonical import timestamp
from scoring.register.chain import Entry
from scoring.register.database import Register
from scoring.register.sittings import Item, ItemState


def move_sitting(
    register: Register, actor: Actor, now: datetime, *, sitting_id: str, phase: Phase, reason: str = ""
) -> Entry:
    """Bring a sitting to a phase: the one that follows, or an earlier one with a reason.

    Locking is an act of its own (`lock_sitting`), and so is the end (`end_sitting`).

    Raises
    ------
    ConflictError
        The phase cannot follow, something is on the table, a voting is open, or a reason is due.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        refuse_ended(state)
        _refuse_unless_it_follows(state, phase)
        back = PHASES.index(phase) < PHASES.index(state.sitting.phase)
        reason = reason_of(reason, due=Message("meeting.what_phase_back") if back else None)
        moved = replace(
            state.sitting, version=state.sitting.version + 1, phase=phase, at=timestamp(now), reason=reason or None
        )
        act = act_of(state, actor, role, f"sitting.{phase}", now, reason=reason)
        return chain.record(connection, act, {tables.sitting: sittings.add_sittings([moved])})


def take_item(register: Register, actor: Actor, now: datetime, *, sitting_id: str, application_id: str) -> Entry:
    """Lay an item on the table; one of the consent list leaves the list by this, and is voted on by itself.

    Raises
    ------
    ConflictError
        Another lies there, the item does not wait, or the sitting is not at talking about items.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        item = item_of(state, application_id)
        block = next((one for one in TALKING if one == state.sitting.phase), None)
        if block is None:
            raise ConflictError(Message("meeting.not_talking", {"phase": state.sitting.phase}))
        if state.current is not None:
            raise ConflictError(Message("meeting.table_taken", {"application": state.current.application_id}))
        if item.state != "waiting":
            raise ConflictError(Message("meeting.item_does_not_wait", {"application": application_id}))
        taken = _moved(item, "reading", now)
        if item.block == "consent":
            taken = replace(taken, block=block)
        return _write(connection, state, actor, role, now, "item.taken", [taken])


def step_item(register: Register, actor: Actor, now: datetime, *, sitting_id: str, step: Step) -> Entry:
    """Bring the item on the table to another step, forward or back; votings and re-scores have acts of their own.

    Raises
    ------
    ConflictError
        Nothing is on the table, or a voting or a re-score is open.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        item = _on_the_table(state)
        _refuse_under_way(state)
        if step not in ("reading", "report", "questions"):
            raise ConflictError(Message("meeting.step_has_its_act", {"step": step}))
        return _write(connection, state, actor, role, now, "item.stepped", [_moved(item, step, now)])


def put_off_item(
    register: Register, actor: Actor, now: datetime, *, sitting_id: str, application_id: str, reason: str
) -> Entry:
    """Put an item off to the end of the reserve: it took too long, or many asked for more time.

    Raises
    ------
    ConflictError
        It is decided, a voting or a re-score about it is open, or no reason is given.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        refuse_ended(state)
        item = item_of(state, application_id)
        if item.state in STEPS or (state.voting is not None and application_id in state.about(state.voting)):
            _refuse_under_way(state)
        elif item.state != "waiting":
            raise ConflictError(Message("meeting.item_does_not_wait", {"application": application_id}))
        reason = reason_of(reason, due=Message("meeting.what_put_off"))
        later = replace(_moved(item, "waiting", now), block="reserve", position=last(state) + 1, reason=reason)
        return _write(connection, state, actor, role, now, "item.put_off", [later], reason)


def move_item(
    register: Register, actor: Actor, now: datetime, *, sitting_id: str, application_id: str, block: Block
) -> Entry:
    """Move a waiting item to the end of another block: out of the consent list, or earlier than planned.

    Raises
    ------
    ConflictError
        It does not wait, or is to go among those voted on in one.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        item = item_of(state, application_id)
        if item.state != "waiting" or state.voting is not None:
            raise ConflictError(Message("meeting.item_does_not_wait", {"application": application_id}))
        if block == "consent":
            raise ConflictError(Message("meeting.not_into_consent"))
        moved = replace(_moved(item, "waiting", now), block=block, position=last(state) + 1)
        return _write(connection, state, actor, role, now, "item.moved", [moved])


def reopen_item(
    register: Register, actor: Actor, now: datetime, *, sitting_id: str, application_id: str, reason: str
) -> Entry:
    """Open a decided item again: its decision is voided and stays in the record, the item waits in the reserve.

    Raises
    ------
    ConflictError
        Nothing is decided about it, a decision stands on the site visit that it led to, the decisions are locked, or
        no reason is given.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        refuse_ended(state)
        item = item_of(state, application_id)
        reason = reason_of(reason, due=Message("meeting.what_reopening"))
        every = decisions.of_application(connection, application_id, stage=state.sitting.stage)
        standing = next((one for one in every if one.state == "recorded"), None)
        if item.state != "decided" or standing is None:
            raise ConflictError(Message("meeting.not_decided_yet", {"application": application_id}))
        refuse_under_a_later_one(connection, standing)
        rows = {
            tables.sitting_item: sittings.add_items(
                [replace(_moved(item, "waiting", now), block="reserve", position=last(state) + 1, reason=reason)]
            ),
            tables.decision: decisions.add([decisions.void(standing, reason=reason, at=timestamp(now))]),
        }
        act = act_of(state, actor, role, "item.reopened", now, reason=reason, details={"application": application_id})
        return chain.record(connection, act, rows)


def undo_step(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> Entry:
    """Take back the chair's last step with the item on the table; what was pressed stays in the record.

    A voting that is open is void, and what was cast in it counts nowhere; an open re-score is void as well.

    Raises
    ------
    ConflictError
        Nothing is on the table.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        if state.voting is not None and state.voting.block == "consent":
            act = act_of(state, actor, role, "sitting.step_undone", now)
            return chain.record(connection, act, {tables.voting: votings.add_votings([_void(state, now)])})
        item = _on_the_table(state)
        before: dict[str, ItemState] = {
            "reading": "waiting",
            "report": "reading",
            "questions": "report",
            "rescoring": "questions",
            "voting": "questions",
        }
        rows = {tables.sitting_item: sittings.add_items([_moved(item, before[item.state], now)])}
        if state.voting is not None:
            rows[tables.voting] = votings.add_votings([_void(state, now)])
        if state.rescoring is not None:
            void = replace(state.rescoring, version=state.rescoring.version + 1, state="void", at=timestamp(now))
            rows[tables.rescoring] = rescores.add_rescorings([void])
        details = {"application": item.application_id, "step": item.state}
        return chain.record(connection, act_of(state, actor, role, "sitting.step_undone", now, details=details), rows)


def last(state: SittingState) -> int:
    """Return the last place of an agenda."""
    return max((one.position for one in state.items), default=0)


def moved_item(item: Item, to: ItemState, now: datetime) -> Item:
    """Return an item's next version, at another step."""
    return _moved(item, to, now)


def _moved(item: Item, to: ItemState, now: datetime) -> Item:
    return replace(item, version=item.version + 1, state=to, at=timestamp(now), reason=None)


def _void(state: SittingState, now: datetime) -> votings.Voting:
    if state.voting is None:
        raise ConflictError(Message("meeting.no_voting_open"))
    return replace(state.voting, version=state.voting.version + 1, state="void", at=timestamp(now), reason="undone")


def _write(
    connection: Connection,
    state: SittingState,
    actor: Actor,
    role: str,
    now: datetime,
    name: str,
    items: list[Item],
    reason: str = "",
) -> Entry:
    details = {"application": items[0].application_id, "to": items[0].state, "block": items[0].block}
    act = act_of(state, actor, role, name, now, reason=reason, details=details)
    return chain.record(connection, act, {tables.sitting_item: sittings.add_items(items)})


def _on_the_table(state: SittingState) -> Item:
    if state.current is None:
        raise ConflictError(Message("meeting.nothing_on_table"))
    return state.current


def _refuse_under_way(state: SittingState) -> None:
    if state.voting is not None:
        raise ConflictError(Message("meeting.voting_open"))
    if state.rescoring is not None:
        raise ConflictError(Message("meeting.rescoring_open"))


def _refuse_unless_it_follows(state: SittingState, phase: Phase) -> None:
    table = state.table()
    if phase in ("locked", "ended") or not may_move(table, phase):
        values = {"phase": state.sitting.phase, "seen": phase}
        raise ConflictError(Message("meeting.phase_cannot_follow", values))
    if PHASES.index(phase) >= PHASES.index("consent") and not state.present:
        raise ConflictError(Message("meeting.nobody_there"))
