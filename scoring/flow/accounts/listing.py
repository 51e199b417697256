"""Who has an account and who proposed what, for the three administrations; what happened, for the inspector alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from scoring import access
from scoring.model import Actor
from scoring.register import accounts, acts, sign_ins
from scoring.register.accounts import Account, Link, Proposal
from scoring.register.acts import AccountAct
from scoring.register.database import Register

#: What the inspector must look at: the way in past both administrators.
ALARMS: Final = frozenset({"account.first_again"})


@dataclass(frozen=True, slots=True)
class AccountHead:
    """An account as administrators see it: whether it can be signed in to, and how; never by what.

    Attributes
    ----------
    account : Account
    own_password : bool
        Its owner chose one; else the first is waiting for him, or none was handed out.
    one_time : bool
        One-time codes are enrolled.
    links : tuple of Link
        Other sign-ins that lead to it.
    """

    account: Account
    own_password: bool
    one_time: bool
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Lock:
    """Something is locked until a moment: a login, a browser or an address; whose, nobody can tell from it."""

    kind: str
    failures: int
    until: datetime


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """An act on an account as the inspector reads it; `alarm`: he must look at it."""

    act: AccountAct
    alarm: bool


def accounts_list(register: Register, actor: Actor) -> tuple[AccountHead, ...]:
    """Return every account, oldest first.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "read", "account")
    with register.read() as connection:
        secrets, links = sign_ins.secrets(connection), accounts.links(connection)
        found = accounts.everybody(connection)
    return tuple(
        AccountHead(
            one,
            own_password=(secret := secrets.get(one.account_id)) is not None and secret.own,
            one_time=secret is not None and secret.one_time is not None,
            links=tuple(link for link in links if link.account_id == one.account_id),
        )
        for one in found
    )


def proposals_list(register: Register, actor: Actor, *, waiting: bool = False) -> tuple[Proposal, ...]:
    """Return every proposal, oldest first; `waiting`: those that wait for an answer, or to be handed out.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "read", "account")
    with register.read() as connection:
        found = accounts.proposals(connection)
    return tuple(one for one in found if not waiting or _waits(one))


def account_events(register: Register, actor: Actor) -> tuple[AccountEvent, ...]:
    """Return every act on accounts, who signed in when among them, oldest first.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "read", "account_event")
    with register.read() as connection:
        return tuple(AccountEvent(one, one.act in ALARMS) for one in acts.account_acts(connection))


def locks(register: Register, actor: Actor, now: datetime) -> tuple[Lock, ...]:
    """Return what is locked at a moment, by when it is free again.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "read", "account_event")
    with register.read() as connection:
        found = sign_ins.locked_counts(connection, now)
    return tuple(Lock(one.kind, one.failures, one.until) for one in found if one.until is not None)


def _waits(one: Proposal) -> bool:
    return one.state == "proposed" or (one.state == "approved" and one.kind in ("account", "password"))
