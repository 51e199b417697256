"""The first accounts of a register, and the way back in when both administrators have lost theirs.

Both need hands on the register itself. The second is an alarm: it stands in the chain, and the inspector's own account
is left alone, so that whoever has the machine cannot take the place of the one who watches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow.wording import reason_of
from scoring.identity import passwords
from scoring.register import accounts, chain, sign_ins, tables
from scoring.register.accounts import Account
from scoring.register.chain import Act
from scoring.register.database import Register
from scoring.register.sign_ins import Secret

_LOGINS: Final = {"system_admin": "sysadmin", "security_admin": "secadmin", "inspector": "inspector"}
_LOST: Final = ("system_admin", "security_admin")


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """An account with its first password, told this once."""

    account_id: str
    login: str
    role: str
    password: str


def first_accounts(register: Register, now: datetime, *, by: str) -> tuple[FirstAccount, ...]:
    """Make the accounts of the three administrations, with random first passwords.

    Parameters
    ----------
    by : str
        Who does it: a user of the operating system.

    Raises
    ------
    ConflictError
        There are accounts already, or the register holds a demonstration, which has none.
    RecordError
    """
    if register.synthetic:
        raise ConflictError(Message("accounts.not_of_a_demonstration", {"name": register.name}))
    made = tuple((role, login, passwords.new_first()) for role, login in _LOGINS.items())
    kept = [passwords.hashed(password) for _, _, password in made]
    with register.write() as connection:
        if accounts.any_there(connection):
            raise ConflictError(Message("accounts.there_already", {"name": register.name}))
        new = [_first(number, role, login) for number, (role, login, _) in enumerate(made, start=1)]
        act = Act(by, "system", "account.first_made", "account", now)
        chain.record(connection, act, {tables.account: accounts.add_accounts(new)})
        for one, hashed in zip(new, kept, strict=True):
            sign_ins.keep_secret(connection, Secret(one.account_id, hashed, own=False, changed_at=now))
    return tuple(
        FirstAccount(one.account_id, one.login, role, password)
        for one, (role, _, password) in zip(new, made, strict=True)
    )


def first_again(register: Register, now: datetime, *, by: str, reason: str) -> tuple[FirstAccount, ...]:
    """Give new first passwords to one system and one security administrator, and take their one-time codes away.

    Of each the oldest active account; where all are disabled, a new one.

    Raises
    ------
    ConflictError
        There is no account at all, or no reason is given.
    FaultsError
        A reason that cannot be kept.
    RecordError
    """
    reason = reason_of(reason, due=Message("accounts.what_first_again"))
    given = {role: passwords.new_first() for role in _LOST}
    kept = {role: passwords.hashed(password) for role, password in given.items()}
    with register.write() as connection:
        if not accounts.any_there(connection):
            raise ConflictError(Message("accounts.none_yet", {"name": register.name}))
        found = {role: _oldest_active(connection, role) for role in _LOST}
        new = _missing(connection, [role for role, one in found.items() if one is None])
        whose = {role: one or new[role] for role, one in found.items()}
        details = {"accounts": sorted(one.account_id for one in whose.values())}
        act = Act(by, "system", "account.first_again", "account", now, reason, details)
        chain.record(connection, act, {tables.account: accounts.add_accounts(new.values())})
        for role, one in whose.items():
            before = sign_ins.secret(connection, one.account_id) or Secret(
                one.account_id, None, own=False, changed_at=now
            )
            sign_ins.end_session(
                connection,
                [session.session_id for session in sign_ins.sessions_of(connection, one.account_id)],
                "by_administrator",
                now,
            )
            sign_ins.keep_secret(connection, fresh(before, kept[role], now, one_time=None))
    return tuple(FirstAccount(one.account_id, one.login, role, given[role]) for role, one in whose.items())


def fresh(before: Secret, password: str | None, now: datetime, *, one_time: str | None) -> Secret:
    """Return a secret whose password its owner must replace; every session by the old one is over."""
    return replace(
        before,
        password=password,
        own=False,
        changed_at=now,
        one_time=one_time,
        one_time_pending=None,
        epoch=before.epoch + 1,
    )


def _first(number: int, role: str, login: str) -> Account:
    name = next(one.name for one in access.rules().role if one.id == role)
    return Account(f"account-{number:04d}", 1, login, name, (role,))


def _oldest_active(connection: Connection, role: str) -> Account | None:
    return next((one for one in accounts.everybody(connection) if one.active and role in one.roles), None)


def _missing(connection: Connection, roles: list[str]) -> dict[str, Account]:
    made: dict[str, Account] = {}
    taken = {one.login for one in accounts.everybody(connection)}
    next_number = int(accounts.next_account_id(connection).removeprefix("account-"))
    for number, role in enumerate(roles, start=next_number):
        login = next(
            login
            for login in (_LOGINS[role], *(f"{_LOGINS[role]}{count}" for count in range(2, 1_000)))
            if login not in taken
        )
        made[role] = _first(number, role, login)
    return made
