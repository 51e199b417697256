"""How long a session lives: locked when nobody has done anything for a while, over after so many hours or by epoch.

A token is 256 random bits; the record keeps its hash alone, so that whoever reads the database cannot sign in by it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from scoring.identity.terms import terms

Needs = Literal["nothing", "new_password", "one_time_code", "enrol_one_time"]


@dataclass(frozen=True, slots=True)
class Life:
    """What of a session decides whether it lives."""

    last_used: datetime
    ends: datetime
    epoch: int
    ended: bool = False


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(32)


def new_id() -> str:
    """Return a name for a session, which opens nothing."""
    return secrets.token_hex(8)


def fingerprint(text: str) -> str:
    """Return what is kept of a token, or of the word of a browser."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def end_of(began: datetime, needs: Needs) -> datetime:
    """Return when a session is over that began at a moment, sooner where something is missing still."""
    found = terms().session
    if needs == "nothing":
        return began + timedelta(hours=found.hours)
    return began + timedelta(minutes=found.unfinished_minutes)


def idle_after(last_used: datetime) -> datetime:
    """Return when a session is locked if nothing is done."""
    return last_used + timedelta(minutes=terms().session.idle_minutes)


def alive(life: Life, now: datetime, *, epoch: int) -> bool:
    """Return whether a session goes on; `epoch`: that of its account now, which moves with rights and secrets."""
    return not life.ended and now < life.ends and life.epoch == epoch


def idle(life: Life, now: datetime) -> bool:
    """Return whether a session is locked until its owner shows who he is."""
    return now >= idle_after(life.last_used)


def to_note(life: Life, now: datetime) -> bool:
    """Return whether a use is worth writing down."""
    return now - life.last_used >= timedelta(seconds=terms().session.noted_seconds)
