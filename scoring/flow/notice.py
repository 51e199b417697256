"""The public notice: a list drafted, signed by both authorities, opened, corrected, closed (Article 12, item 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import attempts, gather, granting, jointly
from scoring.flow.granting import Case, Granted
from scoring.flow.jointly import Signatures
from scoring.flow.listable import list_faults
from scoring.flow.listing import corrected, listed_anew
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.procedure.notice import PERMITTED, last_day_fault, notice_term
from scoring.register import chain, joint_signatures, notices, tables
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.notices import Notice


def draft_notice(
    register: Register, actor: Actor, now: datetime, round_id: str, entries: Sequence[Granted], *, reason: str = ""
) -> Entry:
    """Draft the list of a notice; one notice of a round is under way at a time.

    Raises
    ------
    FaultsError
        No entry, an application twice or on another list, a grade that no decision gives, a credit check that is not
        passed, a condition not met, a bar.
    ConflictError
        The round is not in notice, another notice is under way, its rule book has no rules for notices.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "draft", "notice")
    reason = reason_of(reason)
    with register.write() as connection:
        role, case = _begin(connection, actor, "draft", round_id)
        if any(one.state != "closed" for one in case.notices):
            raise ConflictError(Message("notice.one_at_a_time", {"round": round_id}))
        faults = granting.twice(entries) + list_faults(entries, case, jointly.today(now))
        if not entries:
            faults.append(Fault(Message("notice.list_empty")))
        if faults:
            raise FaultsError(faults)
        drafted = Notice(f"{round_id}/notice/{len(case.notices) + 1}", 1, round_id, 1)
        rows = {
            tables.public_notice: notices.add([drafted]),
            tables.notice_entry: notices.add_entries(listed_anew(drafted.notice_id, entries)),
        }
        details = {"entries": len(entries)}
        act = Act(actor.id, role, "public_notice.drafted", f"notice/{drafted.notice_id}", now, reason, details)
        return chain.record(connection, act, rows)


def sign_notice(register: Register, actor: Actor, now: datetime, round_id: str, *, signed_on: date) -> Entry:
    """Sign the list of the notice under way, for one authority.

    Raises
    ------
    ConflictError
        No notice is under way, its authority has signed this list, the same person signed it for the other one.
    FaultsError
        A day to come.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "sign", "notice")
    with attempts.kept(register, actor, now, f"round/{round_id}"), register.write() as connection:
        role, case = _begin(connection, actor, "sign", round_id)
        jointly.refuse_days_ahead(now, signed_on=signed_on)
        notice, signatures = _under_way(connection, case, round_id, "sign")
        signed = jointly.signature(
            notice.notice_id,
            role,
            actor.id,
            signatures,
            subject_version=notice.list_version,
            signed_on=signed_on,
        )
        rows = {tables.joint_signature: joint_signatures.add([signed])}
        details = {"authority": signed.authority, "list": notice.list_version}
        act = Act(actor.id, role, "public_notice.signed", f"notice/{notice.notice_id}", now, "", details)
        return chain.record(connection, act, rows)


def open_notice(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    *,
    opened_on: date,
    last_day: date | None = None,
    reason: str = "",
) -> Entry:
    """Open the notice under way, or open it again with its corrected list.

    Parameters
    ----------
    last_day : date, optional
        A later last day than the rule book asks for; by default the last of its working days.

    Raises
    ------
    FaultsError
        A notice too short or ending on a day off, opened before it was signed.
    ConflictError
        Not signed by both, open already; a day that is over, without a reason; days of a year not yet announced.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "publish", "notice")
    # What was opened on paper may be entered later, and says why it is late.
    backdated = jointly.is_past(opened_on, now)
    reason = reason_of(reason, due=Message("notice.what_backdating") if backdated else None)
    with register.write() as connection:
        role, case = _begin(connection, actor, "publish", round_id)
        notice, signatures = _under_way(connection, case, round_id, "open")
        jointly.refuse_unsigned(notice.notice_id, signatures, notice.list_version, case.book)
        if early := [one for one in signatures.values() if one.signed_on > opened_on]:
            values = {"opened": opened_on, "signed": max(one.signed_on for one in early)}
            raise FaultsError([Fault(Message("notice.opened_before_signed", values), seen=opened_on.isoformat())])
        opened = _opened(notice, opened_on, last_day, case)
        details = {"opened_on": opened_on.isoformat(), "last_day": str(opened.last_day)}
        act = Act(actor.id, role, "public_notice.opened", f"notice/{notice.notice_id}", now, reason, details)
        return chain.record(
            connection, act, {tables.public_notice: notices.add([replace(opened, reason=reason or None)])}
        )


def _opened(notice: Notice, opened_on: date, last_day: date | None, case: Case) -> Notice:
    """Return the notice as opened. A corrected list runs on to the old last day where the round lets it."""
    if notice.opened_on is not None and not jointly.rules_of(case.book).correction_restarts:
        return replace(notice, version=notice.version + 1, state="open")
    days, calendar = case.book.round.parameter_sheet.notice_working_days, jointly.calendar()
    term = notice_term(opened_on, days, calendar)
    if term.last is None:
        raise ConflictError(Message("notice.calendar_not_announced", {"year": term.not_yet_announced or "–"}))
    if last_day is not None and (wrong := last_day_fault(opened_on, last_day, days, calendar)):
        told = Message(wrong.key, {**wrong.values, "cite": jointly.article(case.book)})
        raise FaultsError([Fault(told, seen=last_day.isoformat(), expected=term.last.isoformat())])
    return replace(
        notice, version=notice.version + 1, state="open", opened_on=opened_on, last_day=last_day or term.last
    )


def correct_notice(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    *,
    listed: Sequence[Granted] = (),
    removed: Sequence[str] = (),
    reason: str,
) -> Entry:
    """Correct the list of the notice under way: it is drafted again, to be signed and opened once more.

    Parameters
    ----------
    listed : sequence of Granted
        New on the list, or with another grade. Where a corrected list does not begin the notice anew nobody comes new
        onto it: he would be under notice for less than its days.

    Raises
    ------
    FaultsError
        As `draft_notice`; nothing to correct; not on the list.
    ConflictError
        No notice is under way, no reason.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "correct", "notice")
    with register.write() as connection:
        role, case = _begin(connection, actor, "correct", round_id)
        notice, _ = _under_way(connection, case, round_id, "correct")
        reason = reason_of(reason, due=Message("notice.what_correction"))
        entries, version = case.lists[notice.notice_id], notice.list_version + 1
        changed, faults = corrected(entries, notice.notice_id, listed, removed, version, reason)
        faults += list_faults(listed, case, jointly.today(now), own=notice.notice_id)
        fresh = notice.opened_on is not None and not jointly.rules_of(case.book).correction_restarts
        for one in listed if fresh else ():
            values = {"application": one.application_id, "cite": jointly.article(case.book)}
            faults.append(Fault(Message("notice.added_without_restart", values), seen=one.application_id))
        if faults:
            raise FaultsError(faults)
        again = replace(notice, version=notice.version + 1, list_version=version, state="drafted", reason=reason)
        rows = {
            tables.public_notice: notices.add([again]),
            tables.notice_entry: notices.add_entries(changed),
        }
        details = {"listed": len(listed), "removed": len(removed)}
        act = Act(actor.id, role, "public_notice.corrected", f"notice/{notice.notice_id}", now, reason, details)
        return chain.record(connection, act, rows)


def close_notice(register: Register, actor: Actor, now: datetime, round_id: str, *, closed_on: date) -> Entry:
    """Close the notice under way, after its last day.

    Raises
    ------
    FaultsError
        Before its last day is over, or on a day to come.
    ConflictError
        No notice is open.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "close", "notice")
    with register.write() as connection:
        role, case = _begin(connection, actor, "close", round_id)
        notice, _ = _under_way(connection, case, round_id, "close")
        jointly.refuse_days_ahead(now, closed_on=closed_on)
        if notice.last_day is not None and closed_on <= notice.last_day:
            values = {"last": notice.last_day, "closed": closed_on, "cite": jointly.article(case.book)}
            raise FaultsError([Fault(Message("notice.closed_too_early", values), seen=closed_on.isoformat())])
        closed = replace(notice, version=notice.version + 1, state="closed", closed_on=closed_on, reason=None)
        act = Act(actor.id, role, "public_notice.closed", f"notice/{notice.notice_id}", now)
        return chain.record(connection, act, {tables.public_notice: notices.add([closed])})


def _begin(connection: Connection, actor: Actor, verb: str, round_id: str) -> tuple[str, Case]:
    """Return the role in which somebody may do something with a notice, and what its grades are held against."""
    true = gather.truths(connection, round_id)
    if "in_notice" not in true:
        raise ConflictError(Message("notice.not_in_notice", {"round": round_id}))
    role = access.require(actor, verb, "notice", true)
    case = granting.case_of(connection, round_id)
    jointly.rules_of(case.book)
    return role, case


def _under_way(connection: Connection, case: Case, round_id: str, what: str) -> tuple[Notice, Signatures]:
    """Return the notice under way whose state permits something, and its signatures."""
    for one in case.notices:
        if what in PERMITTED[one.state]:
            signatures = joint_signatures.of_subjects(connection, one.notice_id)
            return one, signatures.get(one.notice_id, {})
    state = Message(f"notice.state_{case.notices[-1].state}" if case.notices else "notice.state_none")
    raise ConflictError(Message(f"notice.cannot_{what}", {"round": round_id, "state": state}))
