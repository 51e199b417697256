"""What closes at once, by one person: an account is disabled, its sessions end, a link to another sign-in is cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow.accounts.proposing import existing, keep_the_last
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.register import accounts, chain, sign_ins, tables
from scoring.register.chain import Act, Entry
from scoring.register.database import Register


def disable(register: Register, actor: Actor, now: datetime, account_id: str, *, reason: str) -> Entry:
    """Disable an account at once; enabling it takes two.

    Raises
    ------
    ConflictError
        Disabled already, the last of one of the three administrations, or no reason is given.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "disable", "account")
    reason = reason_of(reason, due=Message("accounts.what_disabling"))
    with register.write() as connection:
        found = existing(connection, account_id)
        if not found.active:
            raise ConflictError(Message("accounts.disabled_already", {"account": account_id}))
        keep_the_last(connection, found)
        after = replace(found, version=found.version + 1, state="disabled", proposal_id=None)
        act = Act(actor.id, role, "account.disabled", accounts.object_of(account_id), now, reason)
        entry = chain.record(connection, act, {tables.account: accounts.add_accounts([after])})
        _end_all(connection, account_id, now)
        return entry


def end_sessions(register: Register, actor: Actor, now: datetime, account_id: str, *, reason: str) -> Entry:
    """End every session of somebody at once; he may sign in again.

    Raises
    ------
    ConflictError, AccessRefusedError, RecordError
    """
    role = access.require(actor, "end_sessions", "account")
    reason = reason_of(reason, due=Message("accounts.what_ending"))
    with register.write() as connection:
        existing(connection, account_id)
        act = Act(actor.id, role, "account.sessions_ended", accounts.object_of(account_id), now, reason)
        entry = chain.record(connection, act)
        _end_all(connection, account_id, now)
        return entry


def unlink_external(register: Register, actor: Actor, now: datetime, link_id: str, *, reason: str) -> Entry:
    """Cut a link to another sign-in at once, and end the sessions that may have come by it.

    Raises
    ------
    ConflictError, AccessRefusedError, RecordError
    """
    role = access.require(actor, "disable", "account")
    reason = reason_of(reason, due=Message("accounts.what_unlinking"))
    with register.write() as connection:
        found = accounts.link(connection, link_id)
        if found is None or found.state != "linked":
            raise ConflictError(Message("accounts.no_such_link", {"link": link_id}))
        after = replace(found, version=found.version + 1, state="unlinked")
        object_ = accounts.object_of(found.account_id)
        act = Act(actor.id, role, "account.unlinked", object_, now, reason, {"link": link_id})
        entry = chain.record(connection, act, {tables.account_link: accounts.add_links([after])})
        _end_all(connection, found.account_id, now)
        return entry


def _end_all(connection: Connection, account_id: str, now: datetime) -> None:
    found = [one.session_id for one in sign_ins.sessions_of(connection, account_id)]
    sign_ins.end_session(connection, found, "by_administrator", now)
    if (secret := sign_ins.secret(connection, account_id)) is not None:
        sign_ins.keep_secret(connection, replace(secret, epoch=secret.epoch + 1))
