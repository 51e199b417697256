"""What everybody does for his own account: a password of his own, and one-time codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from indicators.faults import FaultsError
from indicators.language import Message
from scoring.errors import ConflictError
from scoring.flow.accounts import attempts, opening
from scoring.flow.accounts.signing_in import check_password
from scoring.flow.accounts.told import OneTimeSecret, SignedIn, SignInRefusedError
from scoring.identity import one_time, passwords
from scoring.identity.lifetimes import Needs
from scoring.register import accounts, chain, sign_ins
from scoring.register.accounts import Account
from scoring.register.chain import Act
from scoring.register.database import Register

# What applications show above the codes: the product's name, the same in every language.
ISSUER: Final = "Quality Credit Panel"


def change_password(register: Register, now: datetime, token: str, old: str, new: str, *, device: str) -> SignedIn:
    """Put a new password in the place of the old one; all other sessions end, this one goes on under a new token.

    Raises
    ------
    FaultsError
        Everything that speaks against the new one.
    SignInRefusedError
        The old one is wrong, or the session is over, locked, or of another provider.
    RecordError
    """
    check_password(register, now, token, old, device=device)
    steps: tuple[Needs, ...] = ("nothing", "new_password")
    with register.read() as connection:
        _, account, _ = opening.required(connection, now, token, device, needs=steps)
    if faults := passwords.faults(new, login=account.login, name=account.name, former=old):
        raise FaultsError(faults)
    kept = passwords.hashed(new)
    with register.write() as connection:
        session, account, secret = opening.required(connection, now, token, device, needs=steps)
        opening.end_others(connection, now, session, "renewed")
        secret = replace(secret, password=kept, own=True, changed_at=now, epoch=secret.epoch + 1)
        sign_ins.keep_secret(connection, secret)
        _tell(connection, now, account, "account.password_changed")
        return opening.renewed(connection, now, session, account, secret)


def begin_one_time(register: Register, now: datetime, token: str, *, device: str) -> OneTimeSecret:
    """Return a secret for one-time codes, the same until it is confirmed.

    Raises
    ------
    ConflictError
        Codes are enrolled already; a lost telephone is a matter of two administrators.
    SignInRefusedError, RecordError
    """
    with register.write() as connection:
        _, account, secret = opening.required(connection, now, token, device, needs=("nothing", "enrol_one_time"))
        if secret.one_time is not None:
            raise ConflictError(Message("accounts.one_time_already"))
        pending = secret.one_time_pending or one_time.new_secret()
        if secret.one_time_pending is None:
            sign_ins.keep_secret(connection, replace(secret, one_time_pending=pending))
    return OneTimeSecret(one_time.uri(pending, login=account.login, issuer=ISSUER), pending)


def confirm_one_time(register: Register, now: datetime, token: str, code: str, *, device: str) -> SignedIn:
    """Enrol one-time codes by the first of them; all other sessions end, this one goes on under a new token.

    Raises
    ------
    SignInRefusedError
        The code is wrong, counted as a failure at the door; or the session is over or locked.
    ConflictError
        No secret was asked for.
    RecordError
    """
    steps: tuple[Needs, ...] = ("nothing", "enrol_one_time")
    with register.write() as connection:
        _, account, _ = opening.required(connection, now, token, device, needs=steps)
        attempt = attempts.begin(connection, now, login=account.login, device=device, address=None)
    with register.write() as connection:
        session, account, secret = opening.required(connection, now, token, device, needs=steps)
        pending = secret.one_time_pending
        if pending is None:
            raise ConflictError(Message("accounts.one_time_not_begun"))
        step = one_time.passed(pending, code, now, used=secret.one_time_step)
        if step is None or not attempt.open_:
            raise SignInRefusedError
        attempts.forgive(connection, attempt)
        opening.end_others(connection, now, session, "renewed")
        secret = replace(secret, one_time=pending, one_time_pending=None, one_time_step=step, epoch=secret.epoch + 1)
        sign_ins.keep_secret(connection, secret)
        _tell(connection, now, account, "account.one_time_enrolled")
        return opening.renewed(connection, now, session, account, secret)


def _tell(connection: Connection, now: datetime, account: Account, act: str) -> None:
    role = sorted(account.roles)[0]
    chain.record(connection, Act(account.person, role, act, accounts.object_of(account.account_id), now))
