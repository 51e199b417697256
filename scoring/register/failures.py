"""Errors of the database to messages for the user, at the one border where they come in.

A driver speaks English, to whoever runs the server: a message names the error by its code, and keeps the driver's words
as its value `detail`, which no sentence of a page has a place for; the command line shows them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError

from indicators.language import Message
from scoring.errors import ConflictError, RecordError, SpokenError

# Primary result codes of SQLite (https://www.sqlite.org/rescode.html); extended codes keep them in their low byte.
_SQLITE: Final = {
    sqlite3.SQLITE_FULL: "register.disk_full",
    sqlite3.SQLITE_READONLY: "register.read_only",
    sqlite3.SQLITE_BUSY: "register.locked",
    sqlite3.SQLITE_LOCKED: "register.locked",
    sqlite3.SQLITE_CORRUPT: "register.damaged",
    sqlite3.SQLITE_NOTADB: "register.not_a_register",
    sqlite3.SQLITE_CANTOPEN: "register.cannot_open",
    sqlite3.SQLITE_IOERR: "register.disk_fails",
    sqlite3.SQLITE_PERM: "register.cannot_open",
    sqlite3.SQLITE_AUTH: "register.cannot_open",
}
_SQLITE_TAKEN: Final = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
# SQLSTATE of PostgreSQL, whole codes before classes (appendix A of its manual).
_POSTGRES: Final = {
    "53100": "register.disk_full",
    "25006": "register.read_only",
    "55P03": "register.locked",
    "40P01": "register.locked",
    "XX001": "register.damaged",
    "XX002": "register.damaged",
    "58030": "register.disk_fails",
    "3D000": "register.not_there",
    "42501": "register.no_right",
    "08": "register.unreachable",
    "28": "register.no_right",
    "53": "register.unreachable",
    "57": "register.unreachable",
}
_POSTGRES_TAKEN: Final = "23505"


def spoken(error: DBAPIError, name: str) -> SpokenError | None:
    """Return what to tell the user of an error of the database, or ``None`` where the slip is the program's.

    Parameters
    ----------
    error : DBAPIError
        As SQLAlchemy raised it.
    name : str
        Which register, as the user may see it.
    """
    origin = error.orig
    if isinstance(origin, sqlite3.Error):
        code = getattr(origin, "sqlite_errorcode", None)
        if code in _SQLITE_TAKEN:
            return ConflictError(Message("register.somebody_was_first"))
        key = None if code is None else _SQLITE.get(code & 0xFF)
        if code is None and "decode" in str(origin):  # Python's own word for a text that is no UTF-8
            key = "register.damaged"
    else:
        state = str(getattr(origin, "sqlstate", None) or "")
        if state == _POSTGRES_TAKEN:
            return ConflictError(Message("register.somebody_was_first"))
        key = _POSTGRES.get(state) or _POSTGRES.get(state[:2])
        if key is None and (error.connection_invalidated or not state):
            key = "register.unreachable"
    values = {"name": name, "seen": _code(origin), "detail": str(origin).strip()}
    return None if key is None else RecordError(Message(key, values))


def _code(origin: BaseException | None) -> str:
    """Return what an error is called in the manual of its database, or else by its driver."""
    named = getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None)
    return str(named or type(origin).__name__)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn errors of the database raised inside into `RecordError` or `ConflictError`; let slips of ours through."""
    try:
        yield
    except DBAPIError as error:
        said = spoken(error, name)
        if said is None:
            raise
        raise said from error
