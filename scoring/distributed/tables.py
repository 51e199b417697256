"""The blocks of a table of PostgreSQL, all as they stood at one moment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.distributed.block import Source
from scoring.distributed.columns import columns_of
from scoring.distributed.postgres import DatabaseError, PostgresBlock, Table, reading, reason
from scoring.distributed.scheme import Scheme
from scoring.errors import SpokenError

PREFIXES: Final = ("postgresql://", "postgres://")
MOST_BLOCKS: Final = 10_000
_SECRETS: Final = ("password", "sslpassword")
_FIT: Final = re.compile(r"[^\W_][\w.-]{0,63}")


def table_of(address: str, name: str, by: str) -> Table:
    """Return a table by what a call says of it; `name` may have its schema before it, ``schema.table``.

    Raises
    ------
    SpokenError
        If the address cannot be read, or holds a password: what processes are sent must not.
    """
    psycopg = _driver()
    try:
        told = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.Error:
        raise SpokenError(Message("national.bad_address")) from None  # what it says may quote the password
    if any(told.get(secret) for secret in _SECRETS):
        raise SpokenError(Message("national.password_in_address"))
    return Table(address, tuple(name.split(".", 1)), by)


@contextmanager
def table_blocks(table: Table, scheme: Scheme, *, declared: str | None = None) -> Iterator[list[Source]]:
    """Return the blocks of a table by name; their moment lasts as long as the context.

    Raises
    ------
    FaultsError
        If columns are missing or hold something else, rows have no block, or one that cannot name a file.
    SpokenError
        If the database cannot be reached or refuses.
    """
    psycopg = _driver()
    file = ".".join(table.name)
    try:
        with reading(table.address) as connection:
            columns_of(connection, table.name, scheme, file=file)
            keys = _keys(connection, table, file)
            (moment,) = connection.execute("SELECT pg_export_snapshot()").fetchone()
            yield [PostgresBlock(table, key, moment, declared) for key in keys]
    except psycopg.Error as error:
        raise SpokenError(Message("national.database_refused", {"reason": reason(error)})) from error
    except DatabaseError as error:  # of a block that this very process computed
        raise SpokenError(Message("national.database_refused", {"reason": str(error.strerror)})) from error


def _driver() -> Any:
    try:
        return import_module("psycopg")
    except ImportError as error:
        raise SpokenError(Message("national.no_driver")) from error


def _keys(connection: Any, table: Table, file: str) -> list[Any]:
    sql = import_module("psycopg.sql")
    by = sql.Identifier(table.by)
    query = sql.SQL("SELECT DISTINCT {} FROM {} LIMIT {}").format(by, sql.Identifier(*table.name), MOST_BLOCKS + 1)
    keys = [row[0] for row in connection.execute(query)]
    faults = list(_key_faults(keys, table, file))
    if faults:
        raise FaultsError(faults)
    return sorted(keys, key=str)


def _key_faults(keys: Sequence[Any], table: Table, file: str) -> Iterator[Fault]:
    if not keys:
        yield Fault(Message("national.no_rows"), file=file)
    if len(keys) > MOST_BLOCKS:
        yield Fault(Message("national.too_many_blocks", {"most": MOST_BLOCKS}), file=file, column=table.by)
        return
    for key in keys:
        if key is None:
            yield Fault(Message("national.rows_without_block"), file=file, column=table.by)
        elif not isinstance(key, (str, int)) or not _FIT.fullmatch(str(key)):
            yield Fault(Message("national.unfit_block"), file=file, column=table.by, seen=str(key)[:64])
