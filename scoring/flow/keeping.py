"""A register is made, and brought to a newer version."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from scoring import access
from scoring.model import Actor
from scoring.register import database
from scoring.register.database import Migration, Register


def make_register(url: str | Path, actor: Actor, now: datetime, *, hash_name: str = "sha256") -> Register:
    """Make a new, empty register and open it.

    Parameters
    ----------
    hash_name : {"sha256", "sm3"}
        For ever.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "create", "register")
    return database.create_register(url, now=now, hash_name=hash_name, actor_id=actor.id)


def migrate_register(url: str | Path, actor: Actor, now: datetime) -> Migration:
    """Bring a register to this program's version; where it has it already, nothing is written.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "migrate", "register")
    return database.migrate(url, now=now, actor_id=actor.id)
