"""Where a register lies, and how to connect to it: SQLite as a file, PostgreSQL by URL."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from indicators.language import Message
from scoring.errors import RecordError
from scoring.register.chain import Terms

BUSY_MILLISECONDS: Final = 30_000
#: An address may name another, as ``?connect_timeout=…``.
CONNECT_SECONDS: Final = 5
# Any constant will do: advisory locks of PostgreSQL belong to one database.
_HEAD_OF_CHAIN: Final = 20_260_501
_DRIVERS: Final = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite"}
_locks: dict[str, threading.Lock] = {}
_locks_guard = threading.Lock()


def address(url: str | Path) -> URL:
    """Return the address of a register: a path is a SQLite file, everything with ``://`` a database URL.

    Raises
    ------
    RecordError
        If the URL cannot be read or names a database that the register does not know.
    """
    if isinstance(url, Path) or "://" not in url:
        return URL.create("sqlite", database=str(url))
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise RecordError(Message("register.bad_url", {"seen": url.partition("://")[0]})) from error
    if parsed.get_backend_name() not in _DRIVERS:
        raise RecordError(Message("register.bad_url", {"seen": parsed.get_backend_name()}))
    return parsed.set(drivername=_DRIVERS[parsed.get_backend_name()])


def file_of(where: URL) -> Path | None:
    """Return the file of a SQLite register, ``None`` for another database."""
    if where.get_backend_name() != "sqlite":
        return None
    name = where.database or ""
    return Path(name.removeprefix("file:"))


def shown(where: URL) -> str:
    """Return how the user knows a register: the last part of its path, never a password."""
    file = file_of(where)
    return str(where.database) if file is None else file.name


def existing(where: URL) -> Engine:
    """Return an engine of a register that is there.

    Raises
    ------
    RecordError
        If the file is not there or is no file. Opening never makes one.
    """
    file = file_of(where)
    if file is not None:
        if not file.exists():
            raise RecordError(Message("register.not_there", {"name": file.name, "seen": "–"}))
        if not file.is_file():
            raise RecordError(Message("register.not_a_file", {"name": file.name}))
    return _engine(where)


def fresh(where: URL) -> Engine:
    """Return an engine for a register that is to be made.

    Raises
    ------
    RecordError
        If a file of that name is there, or its folder is not a folder one may write to.
    """
    file = file_of(where)
    if file is not None:
        if file.exists():
            raise RecordError(Message("register.already_there", {"name": file.name}))
        if not file.absolute().parent.is_dir():
            raise RecordError(Message("register.no_folder", {"name": file.absolute().parent.name}))
        if not os.access(file.absolute().parent, os.W_OK):
            raise RecordError(Message("register.read_only", {"name": file.name, "seen": "–"}))
    return _engine(where)


def process_lock(where: URL) -> threading.Lock:
    """Return the one write lock of this process for one database: fairer and faster than asking SQLite again."""
    file = file_of(where)
    key = where.render_as_string(hide_password=True) if file is None else str(file.resolve())
    with _locks_guard:
        return _locks.setdefault(key, threading.Lock())


def reading(engine: Engine) -> Mapping[str, Any]:
    """Return the options of a connection that reads one moment: PostgreSQL is told, SQLite's snapshot is one."""
    if engine.dialect.name == "postgresql":
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return {}


def hold_head(connection: Connection) -> None:
    """Hold the head of the chain until the transaction ends; on SQLite, BEGIN IMMEDIATE already does."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = {BUSY_MILLISECONDS}"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _HEAD_OF_CHAIN})


@contextmanager
def every_text(connection: Connection) -> Iterator[None]:
    """Read texts with damaged bytes too, as they are, instead of failing at the first.

    On SQLite only: PostgreSQL checks its pages, not its texts. Hashes of such texts are those of their bytes.
    """
    raw = connection.connection.dbapi_connection
    if not isinstance(raw, sqlite3.Connection):
        yield
        return
    raw.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = str


def _engine(where: URL) -> Engine:
    if where.get_backend_name() == "postgresql":
        try:
            return create_engine(where, pool_size=20, pool_pre_ping=True, connect_args=_patience(where))
        except ModuleNotFoundError as error:
            raise RecordError(Message("register.driver_missing", {"seen": str(error.name)})) from error
    engine = create_engine(where, pool_size=20, max_overflow=20)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _patience(where: URL) -> dict[str, int]:
    """Return how long a new connection is waited for: a server that hangs must not hold up everybody for ever."""
    return {} if "connect_timeout" in where.query else {"connect_timeout": CONNECT_SECONDS}


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Set what SQLite keeps per connection; synchronous FULL so that an acknowledged mark survives a power cut."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA recursive_triggers = ON")  # without it, REPLACE deletes behind the back of the triggers
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first and writes later cannot wait, only fail."""
    kept = connection.get_execution_options().get("register")
    writing = isinstance(kept, Terms) and kept.writing
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
    if writing:
        # Stays in the file; a copy restored from a backup may have lost it. Reading must not touch a file.
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")
