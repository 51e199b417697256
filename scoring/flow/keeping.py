"""A register is made, brought to a newer version, and given to a role of its database that can only read and add."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from indicators.faults import Fault
from scoring import access
from scoring.model import Actor
from scoring.register import chain, database, rights
from scoring.register.chain import Act, Entry
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


def grant_register(register: Register, actor: Actor, now: datetime, *, role: str) -> Entry:
    """Give a role of the database what the program needs, and no more; to be done as the owner of the tables.

    Raises
    ------
    AccessRefusedError
    RecordError
        A database without roles, no such role, or one that no right binds.
    """
    as_whom = access.require(actor, "migrate", "register")
    with register.write() as connection:
        rights.grant(connection, role)
        act = Act(actor.id, as_whom, "register.granted", "register", now, details={"role": role})
        return chain.record(connection, act)


def rights_beyond_need(register: Register) -> tuple[Fault, ...]:
    """Return what the program could do to the record, as it is connected now, beyond reading and adding.

    Raises
    ------
    RecordError
    """
    with register.read() as connection:
        return rights.excess(connection)
