"""The mark of a screen: which person a photograph of a page leads back to, said to nobody but the inspector.

A code stands over the pages of scoring and of the chair in place of name or number: whoever sees the photograph learns
nothing of the person whose screen it was, and the inspector everything (`tracing`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

from sqlalchemy import Connection

from scoring import access
from scoring.model import Actor
from scoring.register import keyed
from scoring.register.database import Register


def screen_code(register: Register, actor: Actor) -> str:
    """Return the code that stands over the pages of a person: the same on every page and every day.

    Raises
    ------
    AccessRefusedError
        To whoever has no role.
    RecordError
    """
    if not actor.roles:
        access.require(actor, "read", "round")
    with register.read() as connection:
        return _code(keyed.key(connection, "screen"), actor.id)


def codes_of(connection: Connection, persons: Iterable[str]) -> dict[str, list[str]]:
    """Return of which persons each code is: of one, unless two came to the same by chance of one in a billion."""
    key = keyed.key(connection, "screen")
    found: dict[str, list[str]] = {}
    for person in sorted(set(persons)):
        found.setdefault(_code(key, person), []).append(person)
    return found


def _code(key: bytes, person: str) -> str:
    """Return six signs that nobody mistakes, as the number of a file is eight."""
    text = base64.b32encode(hmac.digest(key, person.encode(), hashlib.sha256)).decode()
    return f"{text[:3]}-{text[3:6]}"
