"""Blocks in a table or view of PostgreSQL: read as they stood at one moment, sorted by panel, a piece at a time.

What a process is sent holds no password: libpq of each finds it where it looks (``PGPASSWORD``, a password file, a
service), and an address with one is refused. Nothing is written to the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from scoring.distributed.block import Opened
from scoring.distributed.columns import Columns, columns_of
from scoring.distributed.copied import Copied
from scoring.distributed.pieces import batch_rows
from scoring.distributed.scheme import Scheme

CONNECT_SECONDS: Final = 10
_SETTINGS: Final = (
    "SET extra_float_digits = 1",  # else a role may have them cut
    "SET idle_in_transaction_session_timeout = 0",  # who keeps the moment for others has nothing to do meanwhile
)


class DatabaseError(OSError):
    """The database could not be reached, refused, or broke off: tried again, as an error of the disk is."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view whose rows are marks, and the column that says to which block each belongs.

    Attributes
    ----------
    address : str
        URL of the database, without a password.
    name : tuple of str
        Of the table, its schema before it where that is not on the search path.
    by : str
        Column of the block: text or whole numbers.
    """

    address: str
    name: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class PostgresBlock:
    """The rows of one block.

    Attributes
    ----------
    table : Table
    key : str or int
        Of the block.
    moment : str or None
        A snapshot of PostgreSQL that `moment` keeps: every block is read as it stood then.
    declared : str or None
        What is said to stand for the marks: they are then not read to know whether they are still the same.
    """

    table: Table
    key: str | int
    moment: str | None = None
    declared: str | None = None

    @property
    def block(self) -> str:
        """The key, as text."""
        return str(self.key)

    def digest(self, scheme: Scheme) -> str:
        """Return the SHA-256 of the rows in their order, with their columns; nothing of them is kept."""
        with ExitStack() as stack:
            copied, _ = self._copied(scheme, stack)
            if self.declared is None:
                copied.exhaust()
            return copied.digest()

    def open(self, scheme: Scheme, stack: ExitStack) -> Opened:
        """Open a connection of its own, and begin to read.

        Raises
        ------
        FaultsError, DatabaseError
        """
        copied, columns = self._copied(scheme, stack)
        about, rows = copied.digest(), batch_rows(columns.layout, scheme)
        batches = _told(copied.tables(columns.schema, rows, self.block))
        return Opened(batches, columns.layout, copied.digest if self.declared is None else lambda: about)

    def _copied(self, scheme: Scheme, stack: ExitStack) -> tuple[Copied, Columns]:
        psycopg = import_module("psycopg")
        try:
            connection = stack.enter_context(reading(self.table.address, self.moment))
            columns = columns_of(connection, self.table.name, scheme, file=self.block)
            query = columns.query(self.table.name, self.table.by, self.key).as_bytes(connection)
            result = connection.pgconn.exec_(query)
            if result.status != psycopg.pq.ExecStatus.COPY_OUT:
                raise _broken(result)
        except psycopg.Error as error:
            raise DatabaseError(0, reason(error)) from error
        declared = None if self.declared is None else [self.declared, *self.table.name, self.table.by, self.key]
        return Copied(connection.pgconn, json.dumps([*columns.about, declared]), _broken), columns


@contextmanager
def reading(address: str, moment: str | None = None) -> Iterator[Any]:
    """Open a connection that only reads, and all of it as things stood at one moment.

    Closed, and not ended in good order: whoever stops in the middle leaves rows that nobody wants any more.
    """
    psycopg = import_module("psycopg")
    known = {} if "connect_timeout" in address else {"connect_timeout": CONNECT_SECONDS}
    name = "quality-credit national"
    with closing(psycopg.connect(address, client_encoding="utf8", application_name=name, **known)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        if moment is not None:
            connection.execute(psycopg.sql.SQL("SET TRANSACTION SNAPSHOT {}").format(moment))
        for setting in _SETTINGS:
            connection.execute(setting)
        yield connection


def reason(error: Exception) -> str:
    """Return what a database said, in one line."""
    told = getattr(getattr(error, "diag", None), "message_primary", None) or str(error).strip()
    return str(told).partition("\n")[0] or type(error).__name__


def _broken(result: Any) -> DatabaseError:
    return DatabaseError(0, result.error_message.decode("utf-8", "replace").strip().partition("\n")[0])


def _told(tables: Iterator[Any]) -> Iterator[Any]:
    """Pass tables on; a connection that breaks off in the middle is the database's fault."""
    psycopg = import_module("psycopg")
    try:
        yield from tables
    except psycopg.Error as error:
        raise DatabaseError(0, reason(error)) from error
