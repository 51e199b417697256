"""An attempt to sign in: counted before anything is looked at, forgiven when it was right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from scoring.identity import lockout
from scoring.identity.lifetimes import fingerprint
from scoring.identity.lockout import Count
from scoring.identity.terms import terms
from scoring.register import accounts, sign_ins
from scoring.register.accounts import Account
from scoring.register.sign_ins import FailureCount, Secret


@dataclass(frozen=True, slots=True)
class Attempt:
    """What an attempt found.

    Attributes
    ----------
    open_ : bool
        Whether it may succeed at all.
    account, secret : Account, Secret or None
        Whom it means, if anybody.
    keys : tuple of str
        Counters of his own: his login, his browser.
    address : str or None
        Counter of the network address from which he tries, which a whole building may share.
    """

    open_: bool
    account: Account | None
    secret: Secret | None
    keys: tuple[str, ...]
    address: str | None = None


def begin(connection: Connection, now: datetime, *, login: str, device: str, address: str | None) -> Attempt:
    """Count one more attempt and return what it found; the same reads and writes for a login that does not exist."""
    limits = terms().lockout
    found = accounts.by_login(connection, login)
    secret = sign_ins.secret(connection, "" if found is None else found.account_id)
    since = now - timedelta(days=limits.known_device_days)
    whose = "" if found is None else found.account_id
    known = sign_ins.known_device(connection, whose, fingerprint(device), since=since)
    keys = {
        lockout.login_key(login, device if known else None): ("login", limits.failures),
        lockout.device_key(device): ("device", limits.failures),
    }
    own = tuple(keys)
    of_address = None if address is None else lockout.address_key(address)
    if of_address is not None:
        keys[of_address] = ("address", limits.address_failures)
    locked = _count(connection, now, keys)
    return Attempt(not locked, found, secret, own, of_address)


def forgive(connection: Connection, attempt: Attempt) -> None:
    """Forget the failures of whoever has shown who he is, and that he tried at his address.

    What others failed there is not forgotten for one; but forty who sign in from one building, each right twice, are no
    attack, and would have shut out whoever comes after the twenty-fifth.
    """
    sign_ins.forget_count(connection, attempt.keys)
    if attempt.address is not None:
        before = _kept(connection, attempt.address)
        _keep(connection, "address", lockout.after_success(before, most=terms().lockout.address_failures))


def _count(connection: Connection, now: datetime, keys: Mapping[str, tuple[str, int]]) -> bool:
    """Count an attempt under every key; return whether any of them is locked already."""
    locked = False
    for key, (kind, most) in keys.items():
        before = _kept(connection, key)
        locked = locked or lockout.locked(before, now)
        _keep(connection, kind, lockout.after_attempt(before, now, most=most))
    return locked


def _kept(connection: Connection, key: str) -> Count:
    kept = sign_ins.count(connection, key)
    return Count(key) if kept is None else Count(key, kept.failures, kept.last, kept.until)


def _keep(connection: Connection, kind: str, count: Count) -> None:
    if count.last is not None:  # nothing was ever counted: there is nothing to keep
        sign_ins.keep_count(connection, FailureCount(count.key, kind, count.failures, count.last, count.until))
