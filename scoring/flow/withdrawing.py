"""An applicant takes its application back (Article 5: applying is voluntary)."""

from __future__ import annotations

from datetime import datetime

from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.register import chain, tables, withdrawals
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.withdrawals import Withdrawal


def withdraw_application(register: Register, actor: Actor, now: datetime, *, application_id: str, reason: str) -> Entry:
    """Record that an applicant withdrew, for good; whoever would apply after all hands in a new application.

    Raises
    ------
    ConflictError
        If it was withdrawn before, the round is in notice already, or no reason is given.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "withdraw", "application")
    with register.write() as connection:
        application = gather.application(connection, application_id, verb="withdraw", object_="application")
        true = gather.truths(connection, application.round_id)
        own = gather.in_region(actor, application.enterprise.county)
        role = access.require(actor, "withdraw", "application", own)
        values: dict[str, object] = {"application": application_id}
        if withdrawals.one(connection, application_id) is not None:
            raise ConflictError(Message("steps.withdrawn_already", values))
        if "steps_open" not in true:
            state = gather.state_of(connection, application.round_id)
            raise ConflictError(Message("steps.too_late_to_withdraw", {**values, "state": state}))
        reason = reason_of(reason, due=Message("steps.what_withdrawal"))
        rows = [Withdrawal(application_id, 1, gather.day_of(now), reason)]
        act = Act(actor.id, role, "application.withdrawn", f"application/{application_id}", now, reason)
        return chain.record(connection, act, {tables.withdrawal: withdrawals.add(rows)})
