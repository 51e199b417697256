"""Approaches (请托登记): an expert tells in one step that somebody tried to influence him; the inspector alone reads.

The act in the chain says that a report was made and nothing of what it holds, so that whoever reads the log learns
neither who approached whom nor about what.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow.accredited import text_faults
from scoring.flow.jointly import today
from scoring.flow.wording import reason_of, tidy
from scoring.model import Actor
from scoring.register import approach_reports, assignments, chain, tables
from scoring.register.approach_reports import ApproachReport, Channel, ReportState
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.tables.expert_desk import CHANNELS

MAY_FOLLOW: Final[dict[str, tuple[ReportState, ...]]] = {
    "reported": ("taken_up", "closed"),
    "taken_up": ("closed",),
    "closed": (),
}


@dataclass(frozen=True, slots=True)
class Approach:
    """Who tried to influence the expert, how and when; about which of his applications, where it was about one."""

    approached_by: str
    channel: Channel
    happened_on: date
    account: str
    application_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """What the expert has in hand: the number of his report and its entry in the chain, nothing of what he wrote."""

    report_id: str
    state: ReportState


def report_approach(register: Register, actor: Actor, now: datetime, *, approach: Approach) -> Entry:
    """Report an approach.

    Raises
    ------
    FaultsError
        Nobody named, no account, an unknown channel, a day to come, an application that is not the expert's.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "report", "approach", {"own"})
    with register.write() as connection:
        faults = [*_faults(approach, now)]
        about = approach.application_id
        if about is not None and about not in {
            one.application_id for one in assignments.of_expert(connection, actor.id)
        }:
            faults.append(Fault(Message("own_desk.approach_not_yours"), seen=about))
        if faults:
            raise FaultsError(faults)
        report = ApproachReport(
            report_id=approach_reports.next_id(connection),
            version=1,
            expert_id=actor.id,
            application_id=about,
            channel=approach.channel,
            approached_by=tidy(approach.approached_by),
            account=tidy(approach.account),
            happened_on=approach.happened_on,
        )
        act = Act(actor.id, role, "approach.reported", report.report_id, now)
        return chain.record(connection, act, {tables.approach_report: approach_reports.add([report])})


def my_approach_reports(register: Register, actor: Actor) -> tuple[ReportReceipt, ...]:
    """Return the numbers of the actor's own reports and whether the inspector has taken them up.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "report", "approach", {"own"})
    with register.read() as connection:
        return tuple(
            ReportReceipt(one.report_id, one.state) for one in approach_reports.of_expert(connection, actor.id)
        )


def read_approach_reports(register: Register, actor: Actor, now: datetime) -> tuple[ApproachReport, ...]:
    """Return every report, oldest first; that they were read stands in the record.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "read", "approach")
    with register.write() as connection:
        found = approach_reports.everything(connection)
        if found:
            details = {"reports": len(found)}
            chain.record(connection, Act(actor.id, role, "approach.read", "approach", now, "", details))
        return found


def move_approach_report(
    register: Register, actor: Actor, now: datetime, *, report_id: str, state: ReportState, reason: str
) -> Entry:
    """Take a report up, or close it, with what was done.

    Raises
    ------
    ConflictError
        The state cannot follow, or no reason is given.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "move", "approach")
    with register.write() as connection:
        before = approach_reports.one(connection, report_id)
        if before is None:
            raise access.refused("move", "approach")
        if state not in MAY_FOLLOW[before.state]:
            values = {
                "report": report_id,
                "state": Message(f"own_desk.approach_{before.state}"),
            }
            raise ConflictError(Message("own_desk.approach_cannot_follow", values))
        reason = reason_of(reason, due=Message("own_desk.what_approach_move"))
        after = replace(before, version=before.version + 1, state=state, reason=reason)
        act = Act(actor.id, role, f"approach.{state}", report_id, now)
        return chain.record(connection, act, {tables.approach_report: approach_reports.add([after])})


def _faults(given: Approach, now: datetime) -> Iterator[Fault]:
    yield from text_faults(given.approached_by, Message("own_desk.what_approached_by"))
    yield from text_faults(given.account, Message("own_desk.what_approach_account"))
    if given.channel not in CHANNELS:
        yield Fault(Message("own_desk.unknown_channel"), seen=given.channel, expected=" | ".join(CHANNELS))
    if given.happened_on > today(now):
        yield Fault(Message("own_desk.approach_ahead"), seen=given.happened_on.isoformat())
