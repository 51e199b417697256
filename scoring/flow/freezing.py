"""The record frozen on the day that it goes wrong, by one person at once; two persons let it go on.

While it is frozen every act is refused in words and reading goes on, as do signing in and closing doors
(`register.standstills.TAKEN`). What was frozen, by whom and why, and who let it go on, are acts of the record.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from indicators.language import Message
from scoring import access
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.register import chain, standstills, tables
from scoring.register.canonical import moment, timestamp
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.standstills import Standstill

OBJECT: Final = "register"


def freeze(register: Register, actor: Actor, now: datetime, *, reason: str) -> Entry:
    """Freeze the record: from the end of this act on, every other is refused.

    Raises
    ------
    ConflictError
        It is frozen already, or a reason is due.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "freeze", "register")
    reason = reason_of(reason, due=Message("freezing.what_freeze"))
    with register.write() as connection:
        before = standstills.newest(connection)
        if before is not None and not before.is_over:
            raise ConflictError(Message("freezing.frozen_already", {"at": moment(before.at)}))
        number = len({one.standstill_id for one in standstills.history(connection)}) + 1
        made = Standstill(f"standstill/{number}", 1, "frozen", actor.id, role, reason, timestamp(now))
        return _record(connection, made, "register.frozen", now)


def ask_thaw(register: Register, actor: Actor, now: datetime, *, reason: str) -> Entry:
    """Ask that the record go on; it stands still until another person, in another role, agrees.

    Raises
    ------
    ConflictError
        It is not frozen, is asked already, or a reason is due.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "ask_thaw", "register")
    reason = reason_of(reason, due=Message("freezing.what_thaw"))
    with register.write() as connection:
        before = _standing(connection)
        if before.state == "thaw_asked":
            raise ConflictError(Message("freezing.asked_already", {"at": moment(before.at)}))
        asked = _next(before, "thaw_asked", actor, role, reason, now)
        return _record(connection, asked, "register.thaw_asked", now)


def answer_thaw(register: Register, actor: Actor, now: datetime, *, agree: bool, reason: str = "") -> Entry:
    """Let the record go on as somebody else asked, or decline it.

    Raises
    ------
    AccessRefusedError
        Who asked answers himself, or in the same role.
    ConflictError
        Nothing is asked, or to decline without a reason.
    RecordError
    """
    role = access.require(actor, "answer_thaw", "register")
    if not agree:
        reason = reason_of(reason, due=Message("freezing.what_decline"))
    with register.write() as connection:
        before = _standing(connection)
        if before.state != "thaw_asked":
            raise ConflictError(Message("freezing.nothing_asked"))
        if before.by == actor.id or before.role == role:
            raise AccessRefusedError(Message("freezing.same_person"))
        after = _next(before, "thawed" if agree else "thaw_declined", actor, role, reason, now)
        return _record(connection, after, f"register.{after.state}", now)


def standstill_of(register: Register) -> Standstill | None:
    """Return the standstill that lasts, ``None`` while the record takes acts. Everybody may know: it refuses everybody.

    Raises
    ------
    RecordError
    """
    with register.read() as connection:
        found = standstills.newest(connection)
    return None if found is None or found.is_over else found


def standstill_history(register: Register, actor: Actor) -> tuple[Standstill, ...]:
    """Return every standstill with who did what, oldest first.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "freeze", "register")
    with register.read() as connection:
        return standstills.history(connection)


def _standing(connection: Connection) -> Standstill:
    found = standstills.newest(connection)
    if found is None or found.is_over:
        raise ConflictError(Message("freezing.not_frozen"))
    return found


def _next(
    before: Standstill, state: standstills.StandstillState, actor: Actor, role: str, reason: str, now: datetime
) -> Standstill:
    return replace(
        before, version=before.version + 1, state=state, by=actor.id, role=role, reason=reason, at=timestamp(now)
    )


def _record(connection: Connection, made: Standstill, name: str, now: datetime) -> Entry:
    act = Act(made.by, made.role, name, OBJECT, now, made.reason)
    return chain.record(connection, act, {tables.standstill: standstills.add([made])})
