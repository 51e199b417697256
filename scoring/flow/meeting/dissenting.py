"""A minority view on a decision: written by a voter, printed with equal type, without his name."""

from __future__ import annotations

import secrets
from datetime import datetime

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.errors import ConflictError
from scoring.flow.meeting.state import act_of, asked_to, item_of, refuse_ended
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.register import chain, sitting_papers, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Entry
from scoring.register.database import Register
from scoring.register.sitting_papers import Dissent


def give_dissent(
    register: Register, actor: Actor, now: datetime, *, sitting_id: str, application_id: str, text: str
) -> Entry:
    """Record a dissent from what was decided about an item. Its row has no author; its act in the chain has.

    Raises
    ------
    FaultsError
        A text that cannot be kept, or none.
    ConflictError
        Nothing is decided about it, the actor stands aside for it, or the decisions are locked.
    AccessRefusedError, RecordError
    """
    text = reason_of(text)
    if not text:
        raise FaultsError([Fault(Message("meeting.dissent_empty"), entry=application_id)])
    with register.write() as connection:
        state, role = asked_to(connection, actor, "attend", "sitting", sitting_id)
        refuse_ended(state)
        item = item_of(state, application_id)
        if actor.id not in state.entitled(application_id) or actor.id not in state.present:
            raise ConflictError(Message("meeting.no_vote_here"))
        if item.state != "decided":
            raise ConflictError(Message("meeting.not_decided_yet", {"application": application_id}))
        # A number by chance: one that counts up would tell who was first.
        row = Dissent(secrets.token_hex(8), 1, state.id, application_id, text, "given", timestamp(now))
        act = act_of(state, actor, role, "dissent.given", now, details={"application": application_id})
        return chain.record(connection, act, {tables.dissent: sitting_papers.add_dissents([row])})


def read_dissents(register: Register, actor: Actor, *, sitting_id: str) -> tuple[Dissent, ...]:
    """Return the dissents of a sitting that stand, in an order that tells nothing of who was first.

    Raises
    ------
    AccessRefusedError
    """
    with register.read() as connection:
        asked_to(connection, actor, "read", "sitting", sitting_id)
        return sitting_papers.dissents(connection, sitting_id)
