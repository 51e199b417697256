"""Signing in: by login and password, by another provider, by a one-time code; and unlocking what stood idle.

Every refusal is the same sentence after the same work. A password is looked at outside of the write: it takes as long
as two hundred acts, and nobody else shall wait for it.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from scoring.flow.accounts import attempts, opening
from scoring.flow.accounts.told import SignedIn, SignInRefusedError
from scoring.identity import lockout, one_time, passwords
from scoring.identity.lifetimes import Needs, fingerprint
from scoring.identity.terms import terms
from scoring.register import accounts, sign_ins
from scoring.register.accounts import Account
from scoring.register.database import Register
from scoring.register.sign_ins import Secret

_KEPT_DAYS = 90


def sign_in(
    register: Register,
    now: datetime,
    login: str,
    password: str,
    *,
    device: str,
    code: str | None = None,
    address: str | None = None,
) -> SignedIn:
    """Sign in with login and password, and a one-time code where one is enrolled and given at once.

    Parameters
    ----------
    login, password, code : str
        As typed.
    device : str
        The browser's own word; the session is good in it alone.
    address : str, optional
        From where, as the gate sees it; failures are counted for it as well.

    Raises
    ------
    SignInRefusedError
        Always with the same words.
    RecordError
    """
    login = lockout.login_of(login)
    with register.write() as connection:
        attempt = attempts.begin(connection, now, login=login, device=device, address=address)
    account, secret = attempt.account, attempt.secret
    right = passwords.right(None if secret is None else secret.password, password)
    if not (right and attempt.open_ and account is not None and account.active and secret is not None):
        raise SignInRefusedError
    if _stale(secret, now):
        raise SignInRefusedError
    better = passwords.hashed(password) if passwords.outdated(secret.password or "") else None
    with register.write() as connection:
        account, secret = _still(connection, account, secret)
        if better is not None:
            secret = replace(secret, password=better)
            sign_ins.keep_secret(connection, secret)
        code_given = code is not None and secret.one_time is not None
        if code_given:
            secret = _with_code(connection, now, secret, code or "")
        attempts.forgive(connection, attempt)
        sign_ins.forget_old(connection, now - timedelta(days=_KEPT_DAYS))
        return opening.open_session(
            connection, now, account, secret, device=device, external=False, code_given=code_given
        )


def sign_in_external(register: Register, now: datetime, *, issuer: str, subject: str, device: str) -> SignedIn:
    """Sign in whom another provider, or a trusted proxy, has named; the account must have been linked.

    Raises
    ------
    SignInRefusedError, RecordError
    """
    with register.write() as connection:
        found = linked(connection, issuer, subject)
        secret = None if found is None else sign_ins.secret(connection, found.account_id)
        if found is None or secret is None or not found.active:
            raise SignInRefusedError
        return opening.open_session(connection, now, found, secret, device=device, external=True, code_given=False)


def pass_one_time(
    register: Register, now: datetime, token: str, code: str, *, device: str, address: str | None = None
) -> SignedIn:
    """Give the second step of a sign-in that lacks it; the session goes on under another token.

    Raises
    ------
    SignInRefusedError, RecordError
    """
    with register.write() as connection:
        _, account, _ = opening.required(connection, now, token, device, needs=("one_time_code",))
        attempt = attempts.begin(connection, now, login=account.login, device=device, address=address)
    if not attempt.open_:
        raise SignInRefusedError
    with register.write() as connection:
        session, account, secret = opening.required(connection, now, token, device, needs=("one_time_code",))
        secret = _with_code(connection, now, secret, code)
        attempts.forgive(connection, attempt)
        signed_in = opening.renewed(connection, now, session, account, secret)
        if signed_in.needs == "nothing" and opening.in_running_sitting(connection, account):
            opened = sign_ins.session_by_token(connection, fingerprint(signed_in.token))
            if opened is not None:
                opening.end_others(connection, now, opened, "elsewhere")
        return signed_in


def unlock(
    register: Register, now: datetime, token: str, password: str, *, device: str, address: str | None = None
) -> bool:
    """Take up a session again that stood idle; ``True``, or it is refused.

    Raises
    ------
    SignInRefusedError, RecordError
    """
    check_password(register, now, token, password, device=device, address=address, locked=True)
    with register.write() as connection:
        session, _, _ = opening.required(connection, now, token, device, needs=("nothing",), locked=True)
        sign_ins.use_session(connection, session.session_id, now)
    return True


def check_password(
    register: Register,
    now: datetime,
    token: str,
    password: str,
    *,
    device: str,
    address: str | None = None,
    locked: bool = False,
) -> None:
    """Let somebody who has a session show again that he knows its password; a failure counts as one at the door.

    Raises
    ------
    SignInRefusedError, RecordError
    """
    steps: tuple[Needs, ...] = ("nothing", "new_password")
    with register.write() as connection:
        session, account, _ = opening.required(connection, now, token, device, needs=steps, locked=locked)
        attempt = attempts.begin(connection, now, login=account.login, device=device, address=address)
    kept = None if attempt.secret is None else attempt.secret.password
    if not passwords.right(kept, password) or not attempt.open_ or session.external:
        raise SignInRefusedError
    with register.write() as connection:
        attempts.forgive(connection, attempt)


def linked(connection: Connection, issuer: str, subject: str) -> Account | None:
    """Return the account that is linked to a name of another provider; every link of it is looked at alike."""
    found = None
    for link in accounts.links_of_issuer(connection, issuer):
        if hmac.compare_digest(link.digest, digest_of(link.salt, issuer, subject)):
            found = link.account_id
    return None if found is None else accounts.one(connection, found)


def digest_of(salt: str, issuer: str, subject: str) -> str:
    """Return what is kept of the name that another provider has for somebody."""
    return hashlib.sha256("\x00".join((salt, issuer, subject)).encode("utf-8", "surrogatepass")).hexdigest()


def _with_code(connection: Connection, now: datetime, secret: Secret, code: str) -> Secret:
    """Take a one-time code: its step and all before it are used up, in the same write."""
    step = one_time.passed(secret.one_time or "", code, now, used=secret.one_time_step) if secret.one_time else None
    if step is None:
        raise SignInRefusedError
    secret = replace(secret, one_time_step=step)
    sign_ins.keep_secret(connection, secret)
    return secret


def _stale(secret: Secret, now: datetime) -> bool:
    """Return whether a first password was not used in its days."""
    return not secret.own and now - secret.changed_at > timedelta(days=terms().password.first_password_days)


def _still(connection: Connection, account: Account, secret: Secret) -> tuple[Account, Secret]:
    """Return account and secret as they stand now; refuse where they changed while the password was looked at."""
    now_account = accounts.one(connection, account.account_id)
    now_secret = sign_ins.secret(connection, account.account_id)
    if now_account is None or not now_account.active or now_secret is None or now_secret.epoch != secret.epoch:
        raise SignInRefusedError
    return now_account, now_secret
