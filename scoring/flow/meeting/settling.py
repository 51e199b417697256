"""What was voted becomes a decision: one item by the chair's word, a list in the act that closes its vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Table

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.errors import ConflictError
from scoring.flow import panel
from scoring.flow.deciding import decision_of
from scoring.flow.meeting.conducting import last, moved_item
from scoring.flow.meeting.results import Result, votes_of
from scoring.flow.meeting.state import WITHDRAWN, SittingState, act_of, asked_to, item_of
from scoring.flow.wording import reason_of
from scoring.meeting.outcomes import SittingOutcome
from scoring.meeting.resolve import Resolution, resolve
from scoring.model import Actor
from scoring.register import chain, decisions, sittings, tables, votings
from scoring.register.canonical import Value
from scoring.register.chain import Entry
from scoring.register.database import Register
from scoring.register.votings import VotingItem


def decide_item(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    sitting_id: str,
    outcome: SittingOutcome,
    reason: str = "",
    clauses: Sequence[str] = (),
) -> Entry:
    """Record what the closed voting on the item on the table came to.

    A motion that was carried is decided as moved. Where it was not, the item is not proposed or deferred, with a
    reason; anything else needs another vote.

    Parameters
    ----------
    clauses : sequence of str
        Conditions of the regulation on which the decision rests, by their ids.

    Raises
    ------
    FaultsError, ConflictError
        No voting is closed, the outcome is not what was voted, or as `record_decision`.
    AccessRefusedError, RecordError
    """
    reason = reason_of(reason)
    with register.write() as connection:
        state, role = asked_to(connection, actor, "run", "sitting", sitting_id)
        item = state.current
        voting = None if item is None else state.closed_voting(item.application_id)
        if item is None or voting is None:
            raise ConflictError(Message("meeting.nothing_voted"))
        moved = next(one for one in state.voting_items[voting.voting_id] if one.application_id == item.application_id)
        votes = votes_of(moved, votings.ballots(connection, sitting_id))
        _refuse_unless_voted(outcome, moved, resolve(votes, state.book.round.parameter_sheet))
        decision = decision_of(
            connection,
            state.applications[item.application_id],
            now,
            stage=state.sitting.stage,
            outcome=outcome,
            votes=votes,
            reason=reason,
            voting_id=voting.voting_id,
            clauses=_known_clauses(state, clauses),
        )
        rows = {
            tables.sitting_item: sittings.add_items([moved_item(item, "decided", now)]),
            tables.decision: decisions.add([decision]),
        }
        details = {"application": item.application_id, "outcome": outcome, "rule_book": decision.rule_book_digest}
        act = act_of(state, actor, role, "item.decided", now, reason=reason, details=details)
        return chain.record(connection, act, rows)


def _known_clauses(state: SittingState, clauses: Sequence[str]) -> tuple[str, ...]:
    known = {one.id for one in state.book.regulation.conditions}
    if faults := [Fault(Message("meeting.no_such_condition"), seen=one) for one in clauses if one not in known]:
        raise FaultsError(faults)
    return tuple(dict.fromkeys(clauses))


def decide_list(
    connection: Connection, state: SittingState, results: tuple[Result, ...], now: datetime
) -> dict[Table, list[dict[str, Value]]]:
    """Return the rows that decide what a list was carried on; what was not goes among the items to talk about.

    What was withdrawn while it was voted on leaves the agenda.
    """
    items, decided = [], []
    place = last(state)
    gone = {one.application_id for one in state.items if one.reason == WITHDRAWN}
    items += [
        replace(moved_item(one, "removed", now), reason=WITHDRAWN) for one in state.items if one.application_id in gone
    ]
    results = tuple(one for one in results if one.application_id not in gone)
    given = [state.applications[one.application_id] for one in results if one.resolution.carried]
    panels = {
        one.application.application_id: one for one in panel.of_applications(connection, given, state.sitting.stage)
    }
    for result in results:
        item = item_of(state, result.application_id)
        if not result.resolution.carried:
            place += 1
            left = replace(moved_item(item, "waiting", now), block="normal", position=place, reason="not_carried")
            items.append(left)
            continue
        items.append(moved_item(item, "decided", now))
        decided.append(
            decision_of(
                connection,
                state.applications[result.application_id],
                now,
                stage=state.sitting.stage,
                outcome=result.outcome,
                votes=result.resolution.votes,
                reason="",
                voting_id=result.voting_id,
                result=panels[result.application_id],
            )
        )
    return {tables.sitting_item: sittings.add_items(items), tables.decision: decisions.add(decided)}


def _refuse_unless_voted(outcome: SittingOutcome, moved: VotingItem, resolution: Resolution) -> None:
    if resolution.carried:
        if outcome != moved.outcome:
            raise ConflictError(Message("meeting.carried_otherwise", {"moved": moved.outcome, "seen": outcome}))
        return
    favourable = moved.outcome not in ("do_not_propose", "defer")
    if outcome == "defer" or (outcome == "do_not_propose" and favourable):
        return
    raise ConflictError(Message("meeting.not_carried_as_moved", {"moved": moved.outcome, "seen": outcome}))
