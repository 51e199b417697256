"""Lock-out: after so many failures nothing is let through for a while, whether the password is right or not.

Counted under keys that are hashes, the same for logins that exist and that do not. An attempt is counted before the
password is looked at and forgiven when it was right, so that a hundred at once are not a hundred guesses.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scoring.identity.terms import terms

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}")


@dataclass(frozen=True, slots=True)
class Count:
    """Failures under one key. `last`: when the newest was; `until`: locked until then, ``None`` where not."""

    key: str
    failures: int = 0
    last: datetime | None = None
    until: datetime | None = None


def login_of(typed: str) -> str:
    """Return a login as it is kept: lower case, one form, no blanks around it."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def is_login(text: str) -> bool:
    """Return whether a text can be a login: 3 to 32 of a–z, 0–9, point, hyphen, low line, a letter or figure first."""
    return _LOGIN.fullmatch(text) is not None


def login_key(login: str, known_device: str | None = None) -> str:
    """Return under which key failures of a login are counted, of a browser known to it apart from all others."""
    return _key("login", login, known_device or "")


def device_key(device: str) -> str:
    """Return under which key failures of a browser are counted."""
    return _key("device", device)


def address_key(address: str) -> str:
    """Return under which key failures of a network address are counted."""
    return _key("address", address)


def locked(count: Count, now: datetime) -> bool:
    """Return whether it is locked at a moment."""
    return count.until is not None and now < count.until


def after_attempt(count: Count, now: datetime, *, most: int) -> Count:
    """Return a count after one more attempt that has not succeeded yet.

    While it is locked nothing is counted, or somebody could keep another locked out for ever; after that, and after as
    long a time without a failure, it begins anew.
    """
    if locked(count, now):
        return count
    pause = timedelta(minutes=terms().lockout.minutes)
    fresh = count.until is not None or (count.last is not None and now - count.last >= pause)
    failures = 1 if fresh else count.failures + 1
    return replace(count, failures=failures, last=now, until=now + pause if failures >= most else None)


def after_success(count: Count, *, most: int) -> Count:
    """Return a count without one attempt that was right: the failures of others under the same key stay.

    A lock that only attempts under way had made, which are right as it turns out, ends with them. Nobody lifts another
    by being right: while a key is locked nothing succeeds.
    """
    failures = max(count.failures - 1, 0)
    return replace(count, failures=failures, until=count.until if failures >= most else None)


def _key(kind: str, *parts: str) -> str:
    return hashlib.sha256("\x00".join((kind, *parts)).encode("utf-8", "surrogatepass")).hexdigest()
