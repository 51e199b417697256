"""A draft becomes the rule book of a round to come: proposed by one authority, adopted by the other.

The second person says which digest he adopts; it, and the day it is in force from, stand in the chain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.load import examine_rule_book
from indicators.model import RuleBook
from scoring import access
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import gather
from scoring.flow.rule_drafts import (
    OBJECT,
    as_it_stands,
    record_version,
    refuse_unless_editable,
    refuse_where_rules_stand,
    texts_of,
)
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.procedure.opening import in_force, window_of
from scoring.register import openings, rounds, rule_drafts, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Entry
from scoring.register.database import Register

RUNNING: Final = frozenset({"open", "reviewing", "deciding", "in_notice"})


@dataclass(frozen=True, slots=True)
class AdoptedBook:
    """A rule book that two persons adopted, and the day from which it may rule an open round."""

    draft_id: str
    book: RuleBook
    in_force_from: date


def propose_draft(
    register: Register,
    actor: Actor,
    now: datetime,
    draft_id: str,
    *,
    seen_version: int,
    in_force_from: date,
    reason: str,
) -> Entry:
    """Propose a draft for adoption; until somebody of the other authority answers, it cannot be changed.

    Raises
    ------
    FaultsError
        Everything that is wrong with it, and with the day.
    ConflictError
        It is not open to changes, or somebody saved meanwhile, its round has begun, or a reason is due.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "propose", OBJECT)
    reason = reason_of(reason, due=Message("drafting.what_propose"))
    with register.write() as connection:
        before = as_it_stands(connection, draft_id, seen_version)
        refuse_unless_editable(before)
        after = replace(
            before,
            version=before.version + 1,
            state="proposed",
            in_force_from=in_force_from.isoformat(),
            by=actor.id,
            role=role,
            reason=reason,
            at=timestamp(now),
        )
        _sound_book(connection, after, now)
        return record_version(connection, after, "draft.proposed", now)


def answer_draft(
    register: Register, actor: Actor, now: datetime, draft_id: str, *, agree: bool, digest: str, reason: str = ""
) -> Entry:
    """Adopt what somebody of the other authority proposed, or decline it with a reason.

    Parameters
    ----------
    digest : str
        Of the rule book that is adopted, as it was shown to whoever answers.

    Raises
    ------
    AccessRefusedError
        Who proposed answers himself, or in the same role.
    ConflictError
        Nothing is proposed, another digest than the proposed, its round has begun, or to decline without a reason.
    FaultsError
        The day has passed, or a round runs then.
    RecordError
    """
    role = access.require(actor, "answer", OBJECT)
    reason = reason_of(reason, due=None if agree else Message("drafting.what_decline"))
    with register.write() as connection:
        before = as_it_stands(connection, draft_id)
        if before.state != "proposed":
            raise ConflictError(Message("drafting.nothing_proposed", {"draft": draft_id}))
        if before.by == actor.id or before.role == role:
            raise AccessRefusedError(Message("drafting.same_person"))
        if digest != before.digest:
            raise ConflictError(Message("drafting.other_digest", {"seen": digest, "digest": before.digest}))
        after = replace(
            before,
            version=before.version + 1,
            state="adopted" if agree else "declined",
            in_force_from=before.in_force_from if agree else None,
            by=actor.id,
            role=role,
            reason=reason,
            at=timestamp(now),
        )
        if not agree:
            return record_version(connection, after, "draft.declined", now)
        book = _sound_book(connection, after, now)
        kept = rounds.has_rule_book(connection, book.digest)
        more = {} if kept else {tables.rule_book: rounds.add_rule_book(book)}
        return record_version(connection, after, "draft.adopted", now, more)


def withdraw_draft(register: Register, actor: Actor, now: datetime, draft_id: str, *, reason: str) -> Entry:
    """Take back what was proposed, so that it can be changed again; or withdraw a draft for good.

    Raises
    ------
    ConflictError
        It is adopted or withdrawn already, or a reason is due.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "withdraw", OBJECT)
    reason = reason_of(reason, due=Message("drafting.what_withdraw"))
    with register.write() as connection:
        before = as_it_stands(connection, draft_id)
        proposed = before.state == "proposed"
        if not proposed:
            refuse_unless_editable(before)
        after = replace(
            before,
            version=before.version + 1,
            state="taken_back" if proposed else "withdrawn",
            in_force_from=None,
            by=actor.id,
            role=role,
            reason=reason,
            at=timestamp(now),
        )
        return record_version(connection, after, f"draft.{after.state}", now)


def adopted_book(register: Register, actor: Actor, round_id: str) -> AdoptedBook | None:
    """Return the rule book adopted last for a round, ``None`` where there is none. Adopted rules are for everybody.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read", "rule_book")
    with register.read() as connection:
        return adopted_for(connection, round_id)


def adopted_for(connection: Connection, round_id: str) -> AdoptedBook | None:
    """Return the rule book adopted last for a round, inside a piece of work that has asked already."""
    found = rule_drafts.adopted(connection, round_id)
    if found is None or found.in_force_from is None:
        return None
    day = date.fromisoformat(found.in_force_from)
    return AdoptedBook(found.draft_id, gather.book_of(connection, found.digest), day)


def refuse_other_than_adopted(connection: Connection, book: RuleBook) -> None:
    """Refuse to give a round another rule book than two persons adopted for it."""
    adopted = adopted_for(connection, book.round.round_id)
    if adopted is not None and adopted.book.digest != book.digest:
        values = {"round": book.round.round_id, "digest": adopted.book.digest, "draft": adopted.draft_id}
        raise ConflictError(Message("drafting.adopted_otherwise", values))


def refuse_before_in_force(connection: Connection, round_id: str, now: datetime) -> None:
    """Refuse to open a round before the day from which its rules are in force."""
    adopted = adopted_for(connection, round_id)
    if adopted is not None and gather.day_of(now) < adopted.in_force_from:
        values = {"round": round_id, "day": adopted.in_force_from}
        raise ConflictError(Message("drafting.not_in_force_yet", values))


def _sound_book(connection: Connection, draft: rule_drafts.RuleDraft, now: datetime) -> RuleBook:
    """Return the book of a draft that may be adopted; refuse every fault in it, and of the day, at once."""
    refuse_where_rules_stand(connection, draft.round_id)
    book, faults = examine_rule_book(texts_of(connection, draft))
    every = [*faults, *_day_faults(connection, date.fromisoformat(draft.in_force_from or ""), now)]
    if book is None or every:
        raise FaultsError(every)
    return book


def _day_faults(connection: Connection, day: date, now: datetime) -> list[Fault]:
    today = gather.day_of(now)
    faults = []
    if day < today:
        faults.append(Fault(Message("drafting.day_over"), column="in_force_from", seen=str(day), expected=str(today)))
    for state in rounds.all_states(connection):
        if state.state not in RUNNING:
            continue
        digest = gather.adopted(connection, state.round_id).rule_book_digest
        papers, signatures = (
            openings.papers(connection, state.round_id),
            openings.signatures(connection, state.round_id),
        )
        window = window_of(in_force(papers, signatures, "opening_notice", digest=digest))
        if window is not None and day <= window.last:
            values = {"round": state.round_id, "until": window.last}
            faults.append(Fault(Message("drafting.round_runs", values), column="in_force_from", seen=str(day)))
    return faults
