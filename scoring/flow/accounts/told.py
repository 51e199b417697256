"""What signing in gives back, and the one way in which it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators.language import Message
from scoring.errors import AccessRefusedError
from scoring.identity.lifetimes import Needs
from scoring.identity.terms import terms
from scoring.model import Actor


class SignInRefusedError(AccessRefusedError):
    """Not signed in. One sentence for a wrong login, a wrong password, a disabled and a locked account."""

    def __init__(self) -> None:
        limits = terms().lockout
        super().__init__(Message("accounts.sign_in_refused", {"failures": limits.failures, "minutes": limits.minutes}))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session as it begins. `token` is told this once; `needs`: what must be done before it is good for anything."""

    session_id: str
    token: str
    account_id: str
    needs: Needs


@dataclass(frozen=True, slots=True)
class Session:
    """Who is behind a token now; rights are read from the record at each call.

    Attributes
    ----------
    actor : Actor
        Without any role while something is missing still.
    roles : frozenset of str
        Those of `actor`.
    external : bool
        Signed in by another provider: there is no password to change, or to unlock with.
    one_time : bool
        One-time codes are enrolled.
    began, ends, idle_after : datetime
        When it is over, and when it is locked if nothing is done.
    locked : bool
        Nothing was done for so long that he must show again who he is.
    """

    session_id: str
    account_id: str
    login: str
    actor: Actor
    roles: frozenset[str]
    needs: Needs
    external: bool
    one_time: bool
    began: datetime
    idle_after: datetime
    ends: datetime
    locked: bool


@dataclass(frozen=True, slots=True)
class LiveSession:
    """One of somebody's own sessions, as he may see it."""

    session_id: str
    began: datetime
    last_used: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class OneTimeSecret:
    """What an application for one-time codes takes: as an address for a QR code, and to type in."""

    uri: str
    secret: str
