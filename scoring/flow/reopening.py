"""A submitted sheet is asked back by its expert, and given back or not by the holder; both with a reason, both kept."""

from __future__ import annotations

from datetime import datetime

from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather, marking
from scoring.flow.saving import own_case
from scoring.flow.wording import reason_of
from scoring.model import Actor, Stage
from scoring.register import chain, reopenings, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.reopenings import Reopening


def ask_reopening(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    stage: Stage = "document_review",
    reason: str,
) -> Entry:
    """Ask for one's own submitted sheet back.

    Raises
    ------
    ConflictError
        It is not submitted, the round takes no marks, it is asked for already, a decision rests on it, no reason.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "ask_back", "sheet")
    with register.write() as connection:
        true = own_case(connection, actor, "ask_back", application_id, stage).true
        if "after_lock" not in true:
            raise ConflictError(Message("flow.nothing_to_return"))
        if "scoring_open" not in true:
            raise ConflictError(Message("flow.round_takes_no_marks"))
        role = access.require(actor, "ask_back", "sheet", true)
        before = reopenings.current(connection, application_id=application_id, expert_id=actor.id, stage=stage)
        if before is not None and before.state == "asked":
            raise ConflictError(Message("own_desk.reopening_asked_already", {"at": datetime.fromisoformat(before.at)}))
        marking.refuse_if_decided(connection, application_id, actor.id, stage)
        reason = reason_of(reason, due=Message("own_desk.what_reopening"))
        version = 1 if before is None else before.version + 1
        asked = Reopening(application_id, actor.id, stage, version, "asked", reason, timestamp(now))
        act = Act(actor.id, role, "sheet.asked_back", f"sheet/{application_id}/{actor.id}/{stage}", now, reason)
        return chain.record(connection, act, {tables.reopening: reopenings.add([asked])})


def read_reopenings(register: Register, actor: Actor, round_id: str) -> tuple[Reopening, ...]:
    """Return the requests of a round that wait for an answer, oldest first.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read", "reopening")
    with register.read() as connection:
        return reopenings.asked(connection, round_id)


def decline_reopening(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    expert_id: str,
    stage: Stage = "document_review",
    reason: str,
) -> Entry:
    """Decline a request, with a reason that the expert reads. It is granted by `return_sheet`.

    Raises
    ------
    ConflictError
        Nothing is asked for, or no reason is given.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "decline", "reopening")
    with register.write() as connection:
        gather.application(connection, application_id, verb="decline", object_="reopening")
        reason = reason_of(reason, due=Message("own_desk.what_declining"))
        key = {"application_id": application_id, "expert_id": expert_id}
        row = reopenings.answered(connection, "declined", reason, timestamp(now), **key, stage=stage)
        if row is None:
            raise ConflictError(Message("own_desk.nothing_asked"))
        act = Act(actor.id, role, "sheet.kept_closed", f"sheet/{application_id}/{expert_id}/{stage}", now, reason)
        return chain.record(connection, act, {tables.reopening: reopenings.add([row])})
