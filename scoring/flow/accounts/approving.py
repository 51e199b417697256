"""What the security administrator answers to a proposal; a first password is handed out once, when it is approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Table

from indicators.faults import FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow.accounts.first import FirstAccount, fresh
from scoring.flow.accounts.proposing import existing, keep_the_last, role_faults
from scoring.flow.wording import reason_of
from scoring.identity import passwords
from scoring.model import Actor
from scoring.register import accounts, chain, sign_ins, tables
from scoring.register.accounts import Account, Link, Proposal
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.sign_ins import Secret

_Rows = dict[Table, list[dict[str, str | int | None]]]


def approve(register: Register, actor: Actor, now: datetime, proposal_id: str, *, reason: str = "") -> Entry:
    """Approve a proposal of another person: from now on it holds.

    Raises
    ------
    ConflictError
        No such proposal, answered before, or one's own.
    FaultsError
        What was right when it was proposed is not any more.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "approve", "account")
    reason = reason_of(reason)
    with register.write() as connection:
        given = _waiting(connection, proposal_id)
        if given.proposer == actor.id:
            raise ConflictError(Message("accounts.same_person", {"proposal": proposal_id}))
        answered = replace(given, version=given.version + 1, state="approved", decider=actor.id, reason=reason)
        rows: _Rows = {tables.account_proposal: accounts.add_proposals([answered])}
        rows |= _effect(connection, given)
        details = {"proposal": proposal_id, "kind": given.kind, "proposer": given.proposer}
        object_ = accounts.object_of(given.account_id)
        entry = chain.record(connection, Act(actor.id, role, "account.approved", object_, now, reason, details), rows)
        _open_and_close(connection, given, now)
        return entry


def refuse(register: Register, actor: Actor, now: datetime, proposal_id: str, *, reason: str) -> Entry:
    """Refuse a proposal, with a reason.

    Raises
    ------
    ConflictError, AccessRefusedError, RecordError
    """
    role = access.require(actor, "approve", "account")
    reason = reason_of(reason, due=Message("accounts.what_refusal"))
    with register.write() as connection:
        given = _waiting(connection, proposal_id)
        answered = replace(given, version=given.version + 1, state="refused", decider=actor.id, reason=reason)
        return _answer(connection, Act(actor.id, role, "account.refused", "", now, reason), answered)


def withdraw(register: Register, actor: Actor, now: datetime, proposal_id: str, *, reason: str = "") -> Entry:
    """Take back one's own proposal.

    Raises
    ------
    ConflictError
        Answered before, or another's.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "propose", "account")
    reason = reason_of(reason)
    with register.write() as connection:
        given = _waiting(connection, proposal_id)
        if given.proposer != actor.id:
            raise ConflictError(Message("accounts.not_your_proposal", {"proposal": proposal_id}))
        answered = replace(given, version=given.version + 1, state="withdrawn", decider=actor.id, reason=reason)
        return _answer(connection, Act(actor.id, role, "account.withdrawn", "", now, reason), answered)


def hand_out(register: Register, actor: Actor, now: datetime, proposal_id: str) -> FirstAccount:
    """Make the first password of an approved account, or of one that needs one again, and tell it this once.

    The system administrator hands it on. It is made here and not before, so that it is kept nowhere; its owner must
    replace it, and it ends by itself after a few days.

    Raises
    ------
    ConflictError
        Not approved, of another kind, or handed out before.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "hand_out", "account")
    password = passwords.new_first()
    kept = passwords.hashed(password)
    with register.write() as connection:
        given = accounts.proposal(connection, proposal_id)
        if given is None or given.kind not in ("account", "password") or given.state != "approved":
            raise ConflictError(Message("accounts.nothing_to_hand_out", {"proposal": proposal_id}))
        found = existing(connection, given.account_id)
        answered = replace(given, version=given.version + 1, state="handed_out")
        details = {"proposal": proposal_id}
        object_ = accounts.object_of(found.account_id)
        act = Act(actor.id, role, "account.password_handed_out", object_, now, "", details)
        chain.record(connection, act, {tables.account_proposal: accounts.add_proposals([answered])})
        before = _secret(connection, found.account_id, now)
        sign_ins.keep_secret(connection, fresh(before, kept, now, one_time=before.one_time))
    return FirstAccount(found.account_id, found.login, sorted(found.roles)[0], password)


def _waiting(connection: Connection, proposal_id: str) -> Proposal:
    found = accounts.proposal(connection, proposal_id)
    if found is None or found.state != "proposed":
        raise ConflictError(Message("accounts.no_such_proposal", {"proposal": proposal_id}))
    return found


def _effect(connection: Connection, given: Proposal) -> _Rows:
    """Return the rows by which an approved proposal holds."""
    content = given.content
    if given.kind == "account":
        made = Account(
            given.account_id,
            1,
            content["login"],
            content["name"],
            tuple(content["roles"]),
            content["region"],
            content["expert_id"],
            proposal_id=given.proposal_id,
        )
        _still_right(connection, made)
        return {tables.account: accounts.add_accounts([made])}
    found = existing(connection, given.account_id)
    after = replace(found, version=found.version + 1, proposal_id=given.proposal_id)
    if given.kind == "roles":
        roles = tuple(content["roles"])
        keep_the_last(connection, found, roles=roles)
        after = replace(after, roles=roles, region=content["region"], expert_id=content["expert_id"])
        _still_right(connection, after)
        return {tables.account: accounts.add_accounts([after])}
    if given.kind == "enable":
        after = replace(after, state="active")
        _still_right(connection, after)
        return {tables.account: accounts.add_accounts([after])}
    if given.kind == "link":
        link_id = accounts.next_link_id(connection)
        words = [content[name] for name in ("issuer", "salt", "digest", "hint")]
        return {tables.account_link: accounts.add_links([Link(link_id, 1, given.account_id, *words)])}
    return {}


def _still_right(connection: Connection, account: Account) -> None:
    faults = role_faults(connection, account.roles, account.region, account.expert_id, account_id=account.account_id)
    if faults:
        raise FaultsError(faults)


def _open_and_close(connection: Connection, given: Proposal, now: datetime) -> None:
    """Move the epoch, so that nobody goes on with rights or secrets of before; take away what is to be made anew."""
    before = _secret(connection, given.account_id, now)
    after = before if given.kind in ("account", "link") else replace(before, epoch=before.epoch + 1)
    if given.kind == "one_time":
        after = replace(after, one_time=None, one_time_pending=None)
    if given.kind == "password":
        after = replace(after, password=None, own=False)
    sign_ins.keep_secret(connection, after)


def _secret(connection: Connection, account_id: str, now: datetime) -> Secret:
    return sign_ins.secret(connection, account_id) or Secret(account_id, None, own=False, changed_at=now)


def _answer(connection: Connection, act: Act, answered: Proposal) -> Entry:
    details = {"proposal": answered.proposal_id, "kind": answered.kind}
    act = replace(act, object=accounts.object_of(answered.account_id), details=details)
    return chain.record(connection, act, {tables.account_proposal: accounts.add_proposals([answered])})
