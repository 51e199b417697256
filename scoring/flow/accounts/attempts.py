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
    """What an attempt found: `open_` whether it may succeed at all; whom it means, if anybody; its counters."""

    open_: bool
    account: Account | None
    secret: Secret | None
    keys: tuple[str, ...]


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
    if address is not None:
        keys[lockout.address_key(address)] = ("address", limits.address_failures)
    locked = _count(connection, now, keys)
    return Attempt(not locked, found, secret, tuple(key for key, (kind, _) in keys.items() if kind != "address"))


def forgive(connection: Connection, attempt: Attempt) -> None:
    """Forget the failures of whoever has shown who he is; what a whole building did is not forgotten for one."""
    sign_ins.forget_count(connection, attempt.keys)


def _count(connection: Connection, now: datetime, keys: Mapping[str, tuple[str, int]]) -> bool:
    """Count an attempt under every key; return whether any of them is locked already."""
    locked = False
    for key, (kind, most) in keys.items():
        kept = sign_ins.count(connection, key)
        before = Count(key) if kept is None else Count(key, kept.failures, kept.last, kept.until)
        locked = locked or lockout.locked(before, now)
        after = lockout.after_attempt(before, now, most=most)
        last = after.last or now
        sign_ins.keep_count(connection, FailureCount(key, kind, after.failures, last, after.until))
    return locked
