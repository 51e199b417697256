"""One-time codes by time (RFC 6238), for the applications on people's telephones; each is good once."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

from scoring.identity.terms import terms


def new_secret() -> str:
    """Return a secret of 160 bits, as applications take it (base 32)."""
    return pyotp.random_base32(32)


def uri(secret: str, *, login: str, issuer: str) -> str:
    """Return the address that is shown as a QR code."""
    return _codes(secret).provisioning_uri(name=login, issuer_name=issuer)


def step_at(now: datetime) -> int:
    """Return the number of the time step a moment lies in."""
    return int(now.timestamp()) // terms().one_time.period_seconds


def code_at(secret: str, step: int) -> str:
    """Return the code of a time step."""
    return _codes(secret).generate_otp(step)


def passed(secret: str, code: str, now: datetime, *, used: int) -> int | None:
    """Return the time step whose code was given, ``None`` where it is not right.

    Parameters
    ----------
    secret : str
    code : str
        As typed; blanks count for nothing.
    now : datetime
        The server's moment; a clock may be off by ``window`` steps.
    used : int
        The last step whose code was taken: that and all before it are refused, so a code looked at over a shoulder
        cannot be played again.
    """
    given = "".join(code.split())
    here, window = step_at(now), terms().one_time.window
    found = None
    for step in range(here - window, here + window + 1):
        same = hmac.compare_digest(code_at(secret, step).encode(), given.encode("utf-8", "replace"))
        if same and step > used:
            found = step
    return found


def needed(roles: frozenset[str]) -> bool:
    """Return whether any of somebody's roles needs a second step."""
    return bool(roles & terms().one_time.required)


def _codes(secret: str) -> pyotp.TOTP:
    found = terms().one_time
    return pyotp.TOTP(secret, digits=found.digits, interval=found.period_seconds)
