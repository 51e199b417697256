"""Whose sheets are they? One inspector asks with a ground, another person agrees; each look is an act of the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather, panel
from scoring.flow.wording import reason_of
from scoring.model import Actor, Stage
from scoring.register import chain, experts, openings_of_identity, readings, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Act
from scoring.register.database import Register
from scoring.register.openings_of_identity import IdentityOpening, OpeningState
from scoring.register.readings import Reading

OPEN_FOR: Final = timedelta(hours=24)
"""From the second person's word: long enough for a day's work, too short to become a standing right."""


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """Whose a sheet is: the label under which everybody else reads it, and the person."""

    label: str
    expert_id: str
    name: str
    employer: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What an opening shows, until when."""

    opening: IdentityOpening
    until: datetime
    sheets: tuple[OpenedSheet, ...]


def ask_opening_identity(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    stage: Stage = "document_review",
    ground: str,
    reason: str,
) -> IdentityOpening:
    """Ask that the names behind the sheets of an application be opened.

    Parameters
    ----------
    ground : str
        On what it rests: the number of a case, a paper of an authority.
    reason : str
        Why names are needed for it.

    Raises
    ------
    ConflictError
        Ground or reason is missing, or the same is asked for already.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "ask", "identity_opening")
    with register.write() as connection:
        application = gather.application(connection, application_id, verb="ask", object_="identity_opening")
        role = access.require(actor, "ask", "identity_opening", gather.truths(connection, application.round_id))
        ground = reason_of(ground, due=Message("powers.what_ground"))
        reason = reason_of(reason, due=Message("powers.what_opening"))
        if any(
            (one.application_id, one.stage, one.state) == (application_id, stage, "asked")
            for one in openings_of_identity.everything(connection)
        ):
            raise ConflictError(Message("powers.opening_asked_already", {"application": application_id}))
        name = openings_of_identity.next_id(connection)
        asked = IdentityOpening(name, 1, application_id, stage, ground, "asked", actor.id, reason, timestamp(now))
        _record(connection, asked, Act(actor.id, role, "identity_opening.asked", name, now, reason))
        return asked


def answer_opening_identity(
    register: Register, actor: Actor, now: datetime, *, opening_id: str, agree: bool, reason: str
) -> IdentityOpening:
    """Agree or not, as another person than who asked.

    Raises
    ------
    ConflictError
        Nothing is asked for, the same person asked, or no reason is given.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "answer", "identity_opening")
    with register.write() as connection:
        asked = _opening(connection, "answer", opening_id, lambda one: one.state == "asked")
        if asked.by == actor.id:
            raise ConflictError(Message("powers.two_persons"))
        reason = reason_of(reason, due=Message("powers.what_answer"))
        state: OpeningState = "agreed" if agree else "declined"
        answered = _next(asked, state, actor, reason, now)
        _record(connection, answered, Act(actor.id, role, f"identity_opening.{state}", opening_id, now, reason))
        return answered


def close_opening_identity(
    register: Register, actor: Actor, now: datetime, *, opening_id: str, reason: str
) -> IdentityOpening:
    """Close an opening before its time, or take back what nobody has answered; by whoever has to do with them.

    Raises
    ------
    ConflictError
        It is not open, or no reason is given.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "close", "identity_opening")
    with register.write() as connection:
        found = _opening(connection, "close", opening_id, lambda one: one.state in ("asked", "agreed"))
        reason = reason_of(reason, due=Message("powers.what_closing"))
        closed = _next(found, "closed", actor, reason, now)
        _record(connection, closed, Act(actor.id, role, "identity_opening.closed", opening_id, now, reason))
        return closed


def list_openings_identity(register: Register, actor: Actor) -> tuple[IdentityOpening, ...]:
    """Return every opening as it stands, newest first: without the names that any of them opens.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "list", "identity_opening")
    with register.read() as connection:
        return tuple(reversed(openings_of_identity.everything(connection)))


def openings_history(register: Register, actor: Actor) -> tuple[tuple[IdentityOpening, ...], ...]:
    """Return every opening with all its versions, who asked first: the openings newest first, versions oldest first.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "list", "identity_opening")
    found: dict[str, list[IdentityOpening]] = {}
    with register.read() as connection:
        for one in openings_of_identity.every_version(connection):
            found.setdefault(one.opening_id, []).append(one)
    return tuple(tuple(versions) for versions in reversed(found.values()))


def read_opened_identity(register: Register, actor: Actor, now: datetime, *, opening_id: str) -> Opened:
    """Return whose sheets they are, to the one who asked, for a day; that he looked is written down each time.

    Raises
    ------
    ConflictError
        Not agreed, closed, or its day is over.
    AccessRefusedError
        Also to whoever did not ask.
    RecordError
    """
    role = access.require(actor, "read", "identity_opening")
    with register.write() as connection:
        opening = _opening(connection, "read", opening_id, lambda one: one.state == "agreed")
        if openings_of_identity.asker(connection, opening_id) != actor.id:
            raise access.refused("read", "identity_opening")
        until = datetime.fromisoformat(opening.at) + OPEN_FOR
        if now >= until:
            raise ConflictError(Message("powers.opening_over", {"until": until}))
        look = Reading(actor.id, role, "identity_opening", opening_id, timestamp(now))
        act = Act(actor.id, role, "identity_opening.read", opening_id, now)
        chain.record(connection, act, {tables.reading: readings.add([look])})
        return Opened(opening, until, _sheets(connection, opening))


def _sheets(connection: Connection, opening: IdentityOpening) -> tuple[OpenedSheet, ...]:
    application = gather.application(connection, opening.application_id, verb="read", object_="identity_opening")
    result = panel.of_application(connection, application, opening.stage)
    found = []
    # The labels are those of `unlinking`: numbers in the order of the digests.
    for number, sheet in enumerate(sorted(result.sheets, key=lambda sheet: sheet.digest), start=1):
        expert = experts.one(connection, sheet.expert_id)
        name, employer = ("", "") if expert is None else (expert.name, expert.employer)
        found.append(OpenedSheet(str(number), sheet.expert_id, name, employer))
    return tuple(found)


def _opening(
    connection: Connection, verb: str, opening_id: str, fits: Callable[[IdentityOpening], bool]
) -> IdentityOpening:
    found = openings_of_identity.one(connection, opening_id)
    if found is None or not fits(found):
        raise ConflictError(Message(f"powers.nothing_to_{verb}", {"opening": opening_id}))
    return found


def _next(before: IdentityOpening, state: OpeningState, actor: Actor, reason: str, now: datetime) -> IdentityOpening:
    return replace(before, version=before.version + 1, state=state, by=actor.id, reason=reason, at=timestamp(now))


def _record(connection: Connection, opening: IdentityOpening, act: Act) -> None:
    chain.record(connection, act, {tables.identity_opening: openings_of_identity.add([opening])})
