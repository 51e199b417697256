"""The last check before the close, the lock of the decisions, and the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Connection, Table

from indicators.language import Message
from scoring.errors import ConflictError
from scoring.flow.deciding import decision_of
from scoring.flow.meeting.conducting import moved_item
from scoring.flow.meeting.panel_now import official_total_at
from scoring.flow.meeting.state import WITHDRAWN, SittingState, act_of, asked_to
from scoring.flow.wording import reason_of
from scoring.meeting.contradictions import Contradictions, DecidedItem, contradictions
from scoring.meeting.outcomes import outcome_named
from scoring.meeting.proposal import Outcome, grade_by_score
from scoring.meeting.quorum import Votes, quorum_met
from scoring.model import Actor
from scoring.register import chain, decisions, sitting_papers, sittings, tables
from scoring.register.canonical import Value, timestamp
from scoring.register.chain import Entry
from scoring.register.database import Register
from scoring.register.decisions import Decision
from scoring.register.sittings import Item


def check_sitting(register: Register, actor: Actor, *, sitting_id: str) -> Contradictions:
    """Return what contradicts in the decisions so far; none of it is wrong by itself.

    Raises
    ------
    AccessRefusedError
    """
    with register.read() as connection:
        state, _ = asked_to(connection, actor, "read", "sitting", sitting_id)
        return found_contradictions(connection, state)


def found_contradictions(connection: Connection, state: SittingState) -> Contradictions:
    """Return what contradicts, inside a piece of work that has asked who may."""
    return contradictions([_decided(connection, state, item, one) for item, one in decided_in_order(connection, state)])


def decided_in_order(connection: Connection, state: SittingState) -> list[tuple[Item, Decision]]:
    """Return the items that are decided with their decisions, in the order in which they were decided."""
    standing = {
        one.application_id: one
        for one in decisions.of_round(connection, state.sitting.round_id)
        if one.state == "recorded" and one.stage == state.sitting.stage
    }
    found = [
        (item, standing[item.application_id])
        for item in state.items
        if item.state == "decided" and item.application_id in standing
    ]
    return sorted(found, key=lambda pair: (pair[1].decided_at, pair[0].position))


def lock_sitting(register: Register, actor: Actor, now: datetime, *, sitting_id: str, reason: str = "") -> Entry:
    """Lock the decisions of a sitting: nothing of it is decided, voided or scored again after this.

    Items that were not reached are deferred with the reason; what had no quorum leaves the agenda for another sitting,
    and what was withdrawn for good.

    Raises
    ------
    ConflictError
        The sitting is not at its last check, something is on the table, items are left and no reason is given.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        if state.sitting.phase != "review" or state.current is not None or state.voting is not None:
            raise ConflictError(Message("meeting.lock_after_review"))
        left = [one for one in state.items if one.state == "waiting"]
        gone = [one for one in state.items if one.reason == WITHDRAWN]
        reason = reason_of(reason, due=Message("meeting.what_left", {"count": len(left)}) if left else None)
        rows = _left_over(connection, state, left, gone, reason, now)
        locked = replace(
            state.sitting, version=state.sitting.version + 1, phase="locked", at=timestamp(now), reason=reason or None
        )
        rows[tables.sitting] = sittings.add_sittings([locked])
        details = {"decided": len(state.decided), "left": len(left)}
        act = act_of(state, actor, role, "sitting.locked", now, reason=reason, details=details)
        return chain.record(connection, act, rows)


def end_sitting(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> Entry:
    """End a sitting whose minutes are written; signatures may still come.

    Raises
    ------
    ConflictError
        The decisions are not locked, or no minutes are written.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        if state.sitting.phase != "locked" or sitting_papers.minutes_of(connection, sitting_id) is None:
            raise ConflictError(Message("meeting.end_after_minutes"))
        ended = replace(state.sitting, version=state.sitting.version + 1, phase="ended", at=timestamp(now), reason=None)
        rows: dict[Table, list[dict[str, Value]]] = {tables.sitting: sittings.add_sittings([ended])}
        wall = sitting_papers.wall(connection, sitting_id)
        if wall is not None and wall.state != "paused":
            # Whoever was paired shows that the sitting has ended, until another screen is offered; a cover stays.
            secret = wall.secret if wall.state == "paired" else None
            last = replace(wall, version=wall.version + 1, state="ended", at=timestamp(now), secret=secret)
            rows[tables.wall] = sitting_papers.add_walls([last])
        return chain.record(connection, act_of(state, actor, role, "sitting.ended", now), rows)


def call_off_sitting(register: Register, actor: Actor, now: datetime, *, sitting_id: str, reason: str) -> Entry:
    """Call a sitting off that was prepared and not opened; what stood on its agenda is free for another.

    Raises
    ------
    ConflictError
        It was opened already, or no reason is given.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "prepare", "sitting", sitting_id)
        if state.sitting.phase != "prepared":
            raise ConflictError(Message("meeting.opened_already", {"sitting": state.id}))
        reason = reason_of(reason, due=Message("meeting.what_call_off"))
        off = replace(state.sitting, version=2, phase="ended", at=timestamp(now), reason=reason)
        rows = {tables.sitting: sittings.add_sittings([off])}
        return chain.record(connection, act_of(state, actor, role, "sitting.called_off", now, reason=reason), rows)


def _left_over(
    connection: Connection,
    state: SittingState,
    left: list[Item],
    gone: list[Item],
    reason: str,
    now: datetime,
) -> dict[Table, list[dict[str, Value]]]:
    items = [replace(moved_item(item, "removed", now), reason=WITHDRAWN) for item in gone]
    deferred = []
    sheet = state.book.round.parameter_sheet
    for item in left:
        entitled = state.entitled(item.application_id)
        votes = Votes(len(entitled), len(entitled & state.present), 0, 0, 0)
        if not quorum_met(votes, sheet.quorum):
            items.append(replace(moved_item(item, "removed", now), reason=reason))
            continue
        items.append(replace(moved_item(item, "decided", now), reason=reason))
        deferred.append(
            decision_of(
                connection,
                state.applications[item.application_id],
                now,
                stage=state.sitting.stage,
                outcome="defer",
                votes=votes,
                reason=reason,
                voting_id="",
            )
        )
    return {tables.sitting_item: sittings.add_items(items), tables.decision: decisions.add(deferred)}


def _decided(connection: Connection, state: SittingState, item: Item, decision: Decision) -> DecidedItem:
    application = state.applications[item.application_id]
    proposed = decision.proposal.get("outcome")
    total = decision.aggregate.get("total")
    return DecidedItem(
        application_id=item.application_id,
        target=application.target_grade,
        block=item.block,
        outcome=outcome_named(decision.outcome),
        proposed=_proposed(proposed),
        reason=decision.reason or "",
        total=None if total is None else float(Fraction(str(total))),
        grade_before=_grade_before(connection, state, item.application_id, decision),
        grade_after=decision.proposal.get("grade_by_score"),
    )


def _proposed(name: object) -> Outcome | None:
    outcomes: tuple[Outcome, ...] = ("propose_aa", "propose_aaa", "send_to_site_visit", "do_not_propose")
    return next((one for one in outcomes if one == name), None)


def _grade_before(connection: Connection, state: SittingState, application_id: str, decision: Decision) -> str | None:
    """Return the grade by score before the sitting, where it was scored again; otherwise that of the decision."""
    after: str | None = decision.proposal.get("grade_by_score")
    if not any(one.application_id == application_id and one.state == "closed" for one in state.rescorings):
        return after
    total = official_total_at(connection, state, application_id, entry=sittings.first_entry(connection, state.id))
    return grade_by_score(total, state.book.round.cut_scores)
