"""Opening and making a register, and its two kinds of work: reading and writing.

``open_register(url) -> Register``, ``create_register(url, now=…, hash_name="sha256", synthetic=False) -> Register``,
``migrate(url, now=…) -> Migration(before, after)``; ``with register.read() as connection: …``,
``with register.write() as connection: chain.record(connection, act, rows)``. `url` is a path of a file (SQLite) or a
database URL. Errors of disk and database come out of all of these as `RecordError`, a version that is already there
as `ConflictError`; whatever ends a ``write`` early, nothing of it was written.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy.engine import URL

from indicators.language import Message
from scoring.errors import RecordError
from scoring.register import engines, rights, versions
from scoring.register.chain import Act, Terms, record
from scoring.register.failures import told
from scoring.register.tables import register_fact

HASHES: Final = ("sha256", "sm3")
PATIENCE: Final = 30
"""Seconds that one piece of work waits for another to end."""


@dataclass(frozen=True, slots=True)
class Register:
    """An open register.

    Attributes
    ----------
    name : str
        How the user knows it: the file's name, or the database's.
    hash_name : str
        Fixed when the register was made, never mixed: ``sha256`` or ``sm3``.
    register_id : str
        Given once, so that two registers are never taken for each other.
    synthetic : bool
        It holds a demonstration; every page and paper must say so.
    """

    name: str
    hash_name: str
    register_id: str
    synthetic: bool
    _engine: Engine = field(repr=False)
    _salts: Callable[[int], bytes] = field(repr=False)
    _writing: threading.Lock = field(repr=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the record and cannot write."""
        with told(self.name), self._engine.connect() as connection:
            yield connection.execution_options(**engines.reading(self._engine), register=self._terms(writing=False))

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection that alone may write, from its first read on; it commits where the block ends well.

        What is read inside is still so when it is written: no other writer, here or in another process, comes between.

        Raises
        ------
        RecordError
            Full or read-only disk, a writer that does not end, a database that does not answer.
        ConflictError
            A version of the same thing was already there.
        """
        if not self._writing.acquire(timeout=PATIENCE):
            raise RecordError(Message("register.locked", {"name": self.name, "seen": f"{PATIENCE} s"}))
        try:
            with told(self.name), self._engine.connect() as connection:
                connection.execution_options(register=self._terms(writing=True))
                with connection.begin():
                    engines.hold_head(connection)
                    yield connection
        finally:
            self._writing.release()

    def _terms(self, *, writing: bool) -> Terms:
        return Terms(hash_name=self.hash_name, salts=self._salts, writing=writing, synthetic=self.synthetic)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Migration:
    """From which version to which a register was brought; equal where nothing was to do."""

    before: str
    after: str


def open_register(url: str | Path, *, salts: Callable[[int], bytes] = secrets.token_bytes) -> Register:
    """Open a register of this program's version.

    Parameters
    ----------
    url : str or Path
        A file, or a database URL (``postgresql://…``).
    salts : callable
        Gives salts for new entries; only a demonstration, which must come out alike each time, gives its own.

    Raises
    ------
    RecordError
        Not there, not a register, of an older version (run ``migrate``) or a newer one, damaged, unreachable.
    """
    address = engines.address(url)
    engine = engines.existing(address)
    try:
        with told(engines.shown(address)), engine.connect() as connection:
            connection = connection.execution_options(**engines.reading(engine))
            _of_this_version(connection, engines.shown(address))
            facts = _facts(connection)
            return _register(address, engine, facts, salts)
    except BaseException:
        engine.dispose()
        raise


def create_register(
    url: str | Path,
    *,
    now: datetime,
    hash_name: str = "sha256",
    synthetic: bool = False,
    salts: Callable[[int], bytes] = secrets.token_bytes,
    register_id: str | None = None,
    actor_id: str = "system",
) -> Register:
    """Make a new, empty register and open it; the first entry of its chain says what it is.

    Parameters
    ----------
    url : str or Path
        A file that is not there yet (its folder is), or the URL of an empty database.
    now : datetime
        Time of the first entry, with its zone.
    hash_name : {"sha256", "sm3"}
        For ever; ``sm3`` where OpenSSL has it.
    synthetic : bool
        It will hold a demonstration.
    salts, register_id
        Of a seeded demonstration; random otherwise.
    actor_id : str
        Who makes it.

    Raises
    ------
    RecordError
        Something is there already, the folder is not, the hash is not to be had, the disk is full or read-only.
    """
    _hash_to_be_had(hash_name)
    address = engines.address(url)
    engine = engines.fresh(address)
    facts = {
        "hash_name": hash_name,
        "register_id": register_id or str(uuid.uuid4()),
        "synthetic": "yes" if synthetic else "no",
    }
    try:
        register = _register(address, engine, facts, salts)
        with register.write() as connection:
            if inspect(connection).get_table_names():
                raise RecordError(Message("register.already_there", {"name": register.name}))
            versions.upgrade(connection)
            genesis = Act(actor_id=actor_id, role="system", act="register.created", object="register", at=now)
            record(connection, genesis, {register_fact: [{"key": key, "value": facts[key]} for key in sorted(facts)]})
    except BaseException:
        engine.dispose()
        raise
    return register


def migrate(url: str | Path, *, now: datetime, actor_id: str = "system") -> Migration:
    """Bring a register of an older version to this program's; the chain says when and by whom.

    Raises
    ------
    RecordError
        As `open_register`, except for an older version.
    """
    address = engines.address(url)
    engine = engines.existing(address)
    try:
        with told(engines.shown(address)), engine.connect() as connection:
            before = versions.found(connection, engines.shown(address))
            facts = _facts(connection)
        register = _register(address, engine, facts, secrets.token_bytes)
        if before != versions.HEAD:
            with register.write() as connection:
                versions.upgrade(connection)
                for role in rights.granted_to(connection):
                    rights.grant(connection, role)  # of tables that are new too
                act = Act(
                    actor_id=actor_id,
                    role="system",
                    act="register.migrated",
                    object="register",
                    at=now,
                    details={"before": before, "after": versions.HEAD},
                )
                record(connection, act)
        return Migration(before=before, after=versions.HEAD)
    finally:
        engine.dispose()


def _hash_to_be_had(hash_name: str) -> None:
    if hash_name not in HASHES:
        raise RecordError(Message("register.hash_unknown", {"seen": hash_name, "expected": ", ".join(HASHES)}))
    try:
        hashlib.new(hash_name)
    except ValueError as error:
        raise RecordError(Message("register.hash_not_here", {"seen": hash_name})) from error


def _of_this_version(connection: Connection, name: str) -> None:
    seen = versions.found(connection, name)
    if seen != versions.HEAD:
        raise RecordError(Message("register.older_version", {"name": name, "seen": seen, "expected": versions.HEAD}))


def _facts(connection: Connection) -> dict[str, str]:
    return {row.key: row.value for row in connection.execute(select(register_fact.c.key, register_fact.c.value))}


def _register(address: URL, engine: Engine, facts: dict[str, str], salts: Callable[[int], bytes]) -> Register:
    name = engines.shown(address)
    if not {"hash_name", "register_id", "synthetic"} <= facts.keys():
        raise RecordError(Message("register.not_a_register", {"name": name, "seen": ", ".join(sorted(facts)) or "–"}))
    _hash_to_be_had(facts["hash_name"])
    return Register(
        name=name,
        hash_name=facts["hash_name"],
        register_id=facts["register_id"],
        synthetic=facts["synthetic"] == "yes",
        _engine=engine,
        _salts=salts,
        _writing=engines.process_lock(address),
    )
