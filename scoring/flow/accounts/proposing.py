"""What the system administrator proposes: an account, other roles, a link, a new first password. Nothing holds yet.

Each waits for the security administrator, another person (`approving`).
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.accounts.signing_in import digest_of, linked
from scoring.flow.wording import reason_of, text_fault, tidy
from scoring.identity import lockout, separation
from scoring.identity.terms import terms
from scoring.model import Actor
from scoring.register import accounts, chain, experts, tables
from scoring.register.accounts import Account, Proposal, ProposalKind
from scoring.register.chain import Act
from scoring.register.database import Register

NAME_MOST: Final = 60
_SUBJECT_MOST: Final = 255


def propose_account(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    login: str,
    name: str,
    roles: Collection[str],
    region: str | None = None,
    expert_id: str | None = None,
    reason: str,
) -> Proposal:
    """Propose a new account.

    Parameters
    ----------
    login : str
        3 to 32 of a–z, 0–9, point, hyphen, low line; for ever his.
    name : str
        What pages call him.
    roles : collection of str
        Roles of `access.toml`.
    region : str, optional
        Code of the region for which he acts, in the roles of prefectures and counties.
    expert_id : str, optional
        Which expert of the record he is, in the role of one.
    reason : str
        By what he is appointed.

    Raises
    ------
    FaultsError
        Everything that speaks against it.
    ConflictError
        No reason is given.
    AccessRefusedError, RecordError
    """
    access.require(actor, "propose", "account")
    login, name = lockout.login_of(login), tidy(name)
    with register.write() as connection:
        faults = [
            *_login_faults(connection, login),
            *_name_faults(name),
            *role_faults(connection, roles, region, expert_id, account_id=None),
        ]
        if faults:
            raise FaultsError(faults)
        content = {"login": login, "name": name, "roles": sorted(set(roles)), "region": region, "expert_id": expert_id}
        account_id = accounts.next_account_id(connection)
        return _propose(connection, actor, now, account_id, "account", content, reason)


def propose_roles(
    register: Register,
    actor: Actor,
    now: datetime,
    account_id: str,
    *,
    roles: Collection[str],
    region: str | None = None,
    expert_id: str | None = None,
    reason: str,
) -> Proposal:
    """Propose that an account holds these roles and no others.

    Raises
    ------
    FaultsError, ConflictError, AccessRefusedError, RecordError
    """
    access.require(actor, "propose", "account")
    with register.write() as connection:
        found = existing(connection, account_id)
        faults = role_faults(connection, roles, region, expert_id, account_id=account_id)
        if faults:
            raise FaultsError(faults)
        content = {"roles": sorted(set(roles)), "region": region, "expert_id": expert_id}
        if content == {"roles": sorted(found.roles), "region": found.region, "expert_id": found.expert_id}:
            raise ConflictError(Message("accounts.nothing_changes", {"account": account_id}))
        keep_the_last(connection, found, roles=roles)
        return _propose(connection, actor, now, account_id, "roles", content, reason)


def propose_enable(register: Register, actor: Actor, now: datetime, account_id: str, *, reason: str) -> Proposal:
    """Propose that a disabled account may be signed in to again.

    Raises
    ------
    ConflictError, AccessRefusedError, RecordError
    """
    access.require(actor, "propose", "account")
    with register.write() as connection:
        if existing(connection, account_id).active:
            raise ConflictError(Message("accounts.active_already", {"account": account_id}))
        return _propose(connection, actor, now, account_id, "enable", {}, reason)


def propose_password(register: Register, actor: Actor, now: datetime, account_id: str, *, reason: str) -> Proposal:
    """Propose that somebody who cannot sign in any more gets a first password again.

    Raises
    ------
    ConflictError, AccessRefusedError, RecordError
    """
    return _propose_anew(register, actor, now, account_id, "password", reason)


def propose_one_time(register: Register, actor: Actor, now: datetime, account_id: str, *, reason: str) -> Proposal:
    """Propose that somebody enrols one-time codes anew: a telephone is lost or replaced.

    Raises
    ------
    ConflictError, AccessRefusedError, RecordError
    """
    return _propose_anew(register, actor, now, account_id, "one_time", reason)


def _propose_anew(
    register: Register, actor: Actor, now: datetime, account_id: str, kind: ProposalKind, reason: str
) -> Proposal:
    """Propose that somebody gets anew what he signs in by."""
    access.require(actor, "propose", "account")
    with register.write() as connection:
        existing(connection, account_id)
        return _propose(connection, actor, now, account_id, kind, {}, reason)


def link_external(
    register: Register, actor: Actor, now: datetime, account_id: str, *, issuer: str, subject: str, reason: str
) -> Proposal:
    """Propose that whom another provider knows as `subject` signs in to an account.

    Parameters
    ----------
    issuer : str
        The provider's name of itself (``iss``), or ``proxy``.
    subject : str
        Its name of him (``sub``). Only a salted hash is kept, and a hint by which two people can compare.

    Raises
    ------
    FaultsError, ConflictError, AccessRefusedError, RecordError
    """
    access.require(actor, "propose", "account")
    with register.write() as connection:
        existing(connection, account_id)
        faults = [
            Fault(Message("accounts.bad_subject", {"most": _SUBJECT_MOST, "length": len(text)}))
            for text in (issuer, subject)
            if not 0 < len(text) <= _SUBJECT_MOST or not text.isprintable()
        ]
        if faults:
            raise FaultsError(faults)
        if linked(connection, issuer, subject) is not None:
            raise ConflictError(Message("accounts.linked_already", {"hint": hint_of(subject)}))
        salt = secrets.token_hex(16)
        digest = digest_of(salt, issuer, subject)
        content = {"issuer": issuer, "salt": salt, "digest": digest, "hint": hint_of(subject)}
        return _propose(connection, actor, now, account_id, "link", content, reason)


def keep_the_last(connection: Connection, found: Account, *, roles: Collection[str] = ()) -> None:
    """Refuse what would leave nobody in one of the three administrations, the one who watches among them.

    Parameters
    ----------
    found : Account
        As it is now.
    roles : collection of str
        What it is to hold; nothing where it is to be disabled.

    Raises
    ------
    ConflictError
    """
    lost = (set(found.roles) - set(roles)) & terms().separation.alone if found.active else set()
    others = [one for one in accounts.everybody(connection) if one.active and one.account_id != found.account_id]
    if any(not any(role in one.roles for one in others) for role in lost):
        raise ConflictError(Message("accounts.last_of_its_kind", {"account": found.account_id}))


def existing(connection: Connection, account_id: str) -> Account:
    """Return an account.

    Raises
    ------
    ConflictError
        There is none; only administrators ask.
    """
    found = accounts.one(connection, account_id)
    if found is None:
        raise ConflictError(Message("accounts.no_such_account", {"account": account_id}))
    return found


def hint_of(subject: str) -> str:
    """Return a little of a name: enough to compare, too little to know it."""
    return f"{subject[:2]}…{subject[-2:]}" if len(subject) >= 8 else f"{subject[:1]}…"


def role_faults(
    connection: Connection,
    roles: Collection[str],
    region: str | None,
    expert_id: str | None,
    *,
    account_id: str | None,
) -> tuple[Fault, ...]:
    """Return everything that speaks against the roles of an account; `account_id`: its own, where it is there."""
    known = [role.id for role in access.rules().role]
    faults = [*separation.faults(roles, known=known, region=region, expert_id=expert_id)]
    if region is not None and region not in gather.regions().by_code:
        faults.append(Fault(Message("accounts.no_such_region", {"region": region})))
    if expert_id is not None:
        if experts.one(connection, expert_id) is None:
            faults.append(Fault(Message("accounts.no_such_expert", {"expert": expert_id})))
        faults += [
            Fault(Message("accounts.expert_has_account", {"expert": expert_id, "account": other.account_id}))
            for other in accounts.of_expert(connection, expert_id)
            if other.account_id != account_id
        ]
    return tuple(faults)


def _login_faults(connection: Connection, login: str) -> list[Fault]:
    if not lockout.is_login(login):
        return [Fault(Message("accounts.bad_login"))]
    waiting = any(
        one.kind == "account" and one.state == "proposed" and one.content["login"] == login
        for one in accounts.proposals(connection)
    )
    if waiting or accounts.by_login(connection, login) is not None:
        return [Fault(Message("accounts.login_taken", {"login": login}))]
    return []


def _name_faults(name: str) -> list[Fault]:
    if not name:
        return [Fault(Message("accounts.no_name"))]
    fault = text_fault(name, Message("accounts.what_name"), most=NAME_MOST)
    return [] if fault is None else [fault]


def _propose(
    connection: Connection,
    actor: Actor,
    now: datetime,
    account_id: str,
    kind: ProposalKind,
    content: Mapping[str, Any],
    reason: str,
) -> Proposal:
    reason = reason_of(reason, due=Message("accounts.what_proposal"))
    waiting = (one for one in accounts.proposals(connection) if one.account_id == account_id)
    if any(one.state == "proposed" and one.kind == kind for one in waiting):
        raise ConflictError(Message("accounts.waits_already", {"account": account_id}))
    proposal_id = accounts.next_proposal_id(connection)
    given = Proposal(proposal_id, 1, account_id, kind, actor.id, "proposed", reason, None, content)
    role = access.require(actor, "propose", "account")
    details = {"proposal": proposal_id, "kind": kind}
    act = Act(actor.id, role, "account.proposed", accounts.object_of(account_id), now, reason, details)
    chain.record(connection, act, {tables.account_proposal: accounts.add_proposals([given])})
    return given
