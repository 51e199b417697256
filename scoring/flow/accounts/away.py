"""Somebody sent to a provider of identities by one process of the server may come back to another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from scoring.register import away
from scoring.register.away import Away
from scoring.register.database import Register

LONGEST: Final = timedelta(minutes=10)
"""How long somebody may take at the provider."""


def send_away(
    register: Register, now: datetime, state: str, *, browser: str, nonce: str, verifier: str, next_: str
) -> None:
    """Remember who is sent to the provider, by the state that must come back with him.

    Raises
    ------
    RecordError
    """
    with register.write() as connection:
        away.put(connection, state, Away(browser, nonce, verifier, next_, now + LONGEST), now=now)


def come_back(register: Register, now: datetime, state: str) -> Away | None:
    """Return who went away with a state, once; ``None`` where nobody did, or he comes a second time or too late.

    Raises
    ------
    RecordError
    """
    with register.write() as connection:
        return away.take(connection, state, now=now)
