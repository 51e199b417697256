"""Private re-scoring in a sitting: it opens for the item's panel, and closes and takes effect for all of it at once.

What an expert moves, and why, is his own until the chair closes; then moved marks become marks of his sheet, which is
returned and submitted again in the same piece of work. What stood before the sitting stays in the record, and both are
shown. What was typed and not handed in by then counts nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Table

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.plain import decimal_text
from scoring.errors import ConflictError
from scoring.flow.marking import missing
from scoring.flow.meeting.conducting import moved_item
from scoring.flow.meeting.state import SittingState, act_of, asked_to
from scoring.flow.saving import faults_of, leaves_of
from scoring.flow.wording import tidy
from scoring.model import Actor, GivenMark
from scoring.register import chain, marks, rescores, sheets, sittings, tables
from scoring.register.canonical import Value, timestamp
from scoring.register.chain import Entry
from scoring.register.database import Register
from scoring.register.rescores import Rescore, Rescoring, Returned
from scoring.register.sheets import SheetEvent

REASON = "会上复评"
"""Kept with a sheet that a re-score returns: the record is Chinese, whatever language its reader has."""


@dataclass(frozen=True, slots=True)
class SavedRescore:
    """A moved mark as the record holds it."""

    indicator: str
    value: str | None
    state: str
    reason: str
    version: int
    saved_at: str


def open_rescoring(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> Entry:
    """Let the panel of the item on the table score it again, each for himself.

    Raises
    ------
    ConflictError
        Nothing is on the table, or a voting or a re-score is open.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        item = state.current
        if item is None:
            raise ConflictError(Message("meeting.nothing_on_table"))
        if state.voting is not None or state.rescoring is not None:
            raise ConflictError(Message("meeting.voting_open" if state.voting else "meeting.rescoring_open"))
        turn = 1 + sum(one.application_id == item.application_id for one in state.rescorings)
        rows = {
            tables.rescoring: rescores.add_rescorings(
                [Rescoring(state.id, item.application_id, turn, 1, "open", timestamp(now))]
            ),
            tables.sitting_item: sittings.add_items([moved_item(item, "rescoring", now)]),
        }
        details = {"application": item.application_id, "turn": turn}
        return chain.record(connection, act_of(state, actor, role, "rescoring.opened", now, details=details), rows)


def save_rescore(
    register: Register,
    actor: Actor,
    now: datetime,
    given: GivenMark,
    *,
    sitting_id: str,
    application_id: str,
    seen_version: int,
) -> SavedRescore:
    """Save one moved mark of the actor's own; its reason is compulsory. When this returns, it is on disk.

    Parameters
    ----------
    given : GivenMark
        The mark; its note is why it moves.
    seen_version : int
        Version of this re-score that the actor had before him, 0 where there was none.

    Raises
    ------
    FaultsError
        A mark that the rule book does not allow, a reason that is missing or cannot be kept.
    ConflictError
        He is not there, no re-score of this item is open, he has handed in, or the record holds a newer version.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "give", "rescore", sitting_id)
        turn = _own_turn(state, actor, application_id)
        given = replace(given, note=tidy(given.note))
        faults = faults_of(given, leaves_of(state.book))
        if not given.note:
            faults.append(Fault(Message("meeting.reason_for_moved", {"indicator": given.indicator}), column="reason"))
        if faults:
            raise FaultsError(faults)
        kept = rescores.rescores(
            connection, sitting_id=sitting_id, application_id=application_id, turn=turn.turn, expert_id=actor.id
        )
        current = next((one.version for one in kept if one.indicator == given.indicator), 0)
        if current != seen_version:
            values = {"indicator": given.indicator, "seen": seen_version, "current": current}
            raise ConflictError(Message("flow.newer_mark", values))
        row = Rescore(
            sitting_id=sitting_id,
            application_id=application_id,
            turn=turn.turn,
            expert_id=actor.id,
            indicator=given.indicator,
            version=current + 1,
            state=given.state,
            value=None if given.value is None else decimal_text(given.value),
            reason=given.note,
            at=timestamp(now),
        )
        act = act_of(state, actor, role, "rescore.saved", now, details={"application": application_id})
        chain.record(connection, act, {tables.rescore: rescores.add_rescores([row])})
        return SavedRescore(row.indicator, row.value, row.state.name.lower(), row.reason, row.version, row.at)


def hand_in_rescore(register: Register, actor: Actor, now: datetime, *, sitting_id: str, application_id: str) -> Entry:
    """Hand in what the actor moves, or that he moves nothing.

    Raises
    ------
    FaultsError
        With everything that his sheet would lack.
    ConflictError
        He is not there, no re-score of this item is open, or he has handed in.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "give", "rescore", sitting_id)
        turn = _own_turn(state, actor, application_id)
        _, whole = _sheet(connection, state, turn, actor.id)
        if faults := missing(state.book, whole):
            raise FaultsError(faults)
        handed = Returned(sitting_id, application_id, turn.turn, actor.id, timestamp(now))
        act = act_of(state, actor, role, "rescore.handed_in", now, details={"application": application_id})
        return chain.record(connection, act, {tables.rescore_return: rescores.add_returns([handed])})


def close_rescoring(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> Entry:
    """Close the re-score: what was handed in takes effect, for all at once.

    Raises
    ------
    ConflictError
        None is open.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        turn, item = state.rescoring, state.current
        if turn is None or item is None:
            raise ConflictError(Message("meeting.no_rescoring_open"))
        handed = state.returned.get((turn.application_id, turn.turn), frozenset())
        panel = [one for one in state.panels[turn.application_id] if one in handed]
        moved = _apply(connection, state, turn, panel, actor, role, now)
        closed = replace(turn, version=turn.version + 1, state="closed", at=timestamp(now))
        rows = {
            tables.rescoring: rescores.add_rescorings([closed]),
            tables.sitting_item: sittings.add_items([moved_item(item, "rescoring", now)]),
        }
        details = {"application": turn.application_id, "handed_in": len(panel), "marks": moved}
        return chain.record(connection, act_of(state, actor, role, "rescoring.closed", now, details=details), rows)


def _own_turn(state: SittingState, actor: Actor, application_id: str) -> Rescoring:
    """Return the re-score that is open to the actor."""
    turn = state.rescoring
    on_panel = actor.id in state.panels.get(application_id, ())
    if actor.id not in state.present:
        raise ConflictError(Message("meeting.not_there"))
    if turn is None or turn.application_id != application_id or not on_panel:
        raise ConflictError(Message("meeting.no_rescore_for_you", {"application": application_id}))
    if actor.id in state.returned.get((application_id, turn.turn), frozenset()):
        raise ConflictError(Message("meeting.handed_in_already"))
    return turn


def _sheet(
    connection: Connection, state: SittingState, turn: Rescoring, expert_id: str
) -> tuple[list[marks.Mark], list[marks.Mark]]:
    """Return the marks that an expert moves, as the record would keep them, and his sheet with them."""
    stage, application_id = state.sitting.stage, turn.application_id
    before = marks.latest(connection, application_id=application_id, expert_id=expert_id, stage=stage)
    kept = {one.indicator: one for one in before}
    given = rescores.rescores(
        connection, sitting_id=state.id, application_id=application_id, turn=turn.turn, expert_id=expert_id
    )
    moved = []
    for one in given:
        was = kept.get(one.indicator)
        if was is not None and (was.state, was.value) == (one.state, one.value):
            continue
        row = marks.Mark(
            application_id=application_id,
            expert_id=expert_id,
            stage=stage,
            indicator=one.indicator,
            version=1 if was is None else was.version + 1,
            state=one.state,
            saved_at=one.at,
            value=one.value,
            note=one.reason,
        )
        moved.append(row)
        kept[one.indicator] = row
    return moved, list(kept.values())


def _apply(
    connection: Connection,
    state: SittingState,
    turn: Rescoring,
    panel: Sequence[str],
    actor: Actor,
    role: str,
    now: datetime,
) -> int:
    """Return sheets, write what moved, submit them again: three entries, since marks belong between the two events."""
    stage, at = state.sitting.stage, timestamp(now)
    sheet_of = {expert: _sheet(connection, state, turn, expert) for expert in panel}
    changed = [expert for expert, (moved, _) in sheet_of.items() if moved]
    if not changed:
        return 0
    events = {
        expert: sheets.newest(connection, application_id=turn.application_id, expert_id=expert, stage=stage)
        for expert in changed
    }
    versions = {expert: 0 if event is None else event.version for expert, event in events.items()}
    details = {"application": turn.application_id, "turn": turn.turn, "sheets": len(changed)}

    def write(name: str, rows: dict[Table, list[dict[str, Value]]]) -> None:
        chain.record(connection, act_of(state, actor, role, name, now, details=details), rows)

    returned = [
        SheetEvent(turn.application_id, expert, stage, versions[expert] + 1, "returned", at, reason=REASON)
        for expert in changed
    ]
    write("rescore.sheets_opened", {tables.sheet_event: sheets.add(returned)})
    moved = [mark for expert in changed for mark in sheet_of[expert][0]]
    write("rescore.marks_moved", {tables.mark: marks.add(moved)})
    hash_name = chain.terms(connection).hash_name
    again = [
        SheetEvent(
            turn.application_id,
            expert,
            stage,
            versions[expert] + 2,
            "submitted",
            at,
            marks.sheet_digest(sheet_of[expert][1], hash_name=hash_name),
        )
        for expert in changed
    ]
    write("rescore.sheets_submitted", {tables.sheet_event: sheets.add(again)})
    return len(moved)
