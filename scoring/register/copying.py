"""A register copied whole to another place, from either database to either, without loss.

``copy_register(source, url, check=…) -> Copied``. The source is read at one moment and may be worked on meanwhile. The
target calls itself unfinished (in place of its version, so that older programs refuse it too) from its first table on
until everything in it was counted, digested and checked: a copy that broke off is opened by nobody.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, insert, inspect, text

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.errors import RecordError
from scoring.register import engines, versions
from scoring.register.chain import Head, head
from scoring.register.contents import Row, TableContents, blocks, read_contents
from scoring.register.database import Register
from scoring.register.failures import told
from scoring.register.tables import METADATA

BESIDE: Final = ("", "-wal", "-shm", "-journal")
"""What SQLite names the files of one database."""
PASSES: Final = 3
"""How often each row is read or written: counted there, written, counted here."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: every table, the head of the chain, and the version of the tables."""

    tables: tuple[TableContents, ...]
    head: Head
    version: str

    @property
    def rows(self) -> int:
        """How many rows, all tables together."""
        return sum(table.rows for table in self.tables)


def copy_register(
    source: Register,
    url: str | Path,
    *,
    check: Callable[[Register], Sequence[Fault]],
    anew: bool = False,
    told: Callable[[int], None] = lambda rows: None,
) -> Copied:
    """Copy a register to where nothing is yet.

    Parameters
    ----------
    source : Register
        Open, and so of this program's version.
    url : str or Path
        A file that is not there, or the URL of an empty database.
    check : callable
        Gets the copy before it is finished; what it finds wrong stops it.
    anew : bool
        Take away an unfinished copy that is there; anything else that is there is refused all the same.
    told : callable
        Told how many rows came on: each row `PASSES` times.

    Raises
    ------
    FaultsError
        Values that not both databases keep alike (nothing was made), tables that did not come out equal, or what
        `check` found (the copy stays unfinished).
    RecordError
        Something is there already, a disk or database fails, or the copy does not fit there.
    """
    with source.read() as reading:
        there = read_contents(reading, read=told)
        kept_head = head(reading)
        with _begun(source, url, anew=anew) as target:
            for table in METADATA.sorted_tables:
                with blocks(reading, table) as all_blocks:
                    for block in all_blocks:
                        with target.write() as connection:
                            _write(connection, table, block)
                        told(len(block))
            with target.read() as connection:
                here = read_contents(connection, read=told)
                faults = [*_differences(there, here), *_heads(kept_head, head(connection))]
            if faults := [*faults, *([] if faults else check(target))]:
                raise FaultsError(faults)
            with target.write() as connection:
                versions.set_version(connection, versions.HEAD)
    return Copied(here, kept_head, versions.HEAD)


def _begun(source: Register, url: str | Path, *, anew: bool) -> Register:
    """Return a register with all tables and guards, no row, and the word that it is unfinished."""
    address = engines.address(url)
    if anew:
        _take_away(url)
    file = engines.file_of(address)
    if file is not None and file.exists():
        _refuse_what_is_there(url)
    target = replace(
        source,
        name=engines.shown(address),
        _engine=engines.fresh(address),
        _salts=secrets.token_bytes,
        _writing=engines.process_lock(address),
    )
    try:
        with target.write() as connection:
            if inspect(connection).get_table_names():
                seen = versions.stated(connection)
                key = "register.unfinished_copy" if seen == versions.UNFINISHED else "register.already_there"
                raise RecordError(Message(key, {"name": target.name}))
            versions.upgrade(connection)
            versions.set_version(connection, versions.UNFINISHED)
        if file is not None:
            file.chmod(0o600)  # hashes of passwords are in it
    except BaseException:
        target.close()
        raise
    return target


def _refuse_what_is_there(url: str | Path) -> None:
    """Say what a file is that stands in the way."""
    if is_unfinished(url):
        raise RecordError(Message("register.unfinished_copy", {"name": engines.shown(engines.address(url))}))


def is_unfinished(url: str | Path) -> bool:
    """Return whether a copy is there that broke off."""
    address = engines.address(url)
    engine = engines.existing(address)
    try:
        with told(engines.shown(address)), engine.connect() as connection:
            return versions.stated(connection) == versions.UNFINISHED
    except RecordError as error:
        if error.what.key in ("register.not_a_register", "register.damaged"):
            return False
        raise
    finally:
        engine.dispose()


def _take_away(url: str | Path) -> None:
    """Take an unfinished copy away, and nothing else."""
    address = engines.address(url)
    file = engines.file_of(address)
    if (file is not None and not file.exists()) or not is_unfinished(url):
        return
    if file is not None:
        for ending in BESIDE:
            with suppress(FileNotFoundError):
                file.with_name(file.name + ending).unlink()
        return
    engine = engines.existing(address)
    try:
        with told(engines.shown(address)), engine.begin() as connection:
            METADATA.drop_all(connection)
            connection.execute(text("DROP TABLE alembic_version"))
            connection.execute(text("DROP FUNCTION IF EXISTS register_append_only()"))
    finally:
        engine.dispose()


def _write(connection: Connection, table: Table, block: Sequence[Row]) -> None:
    """Write a block of rows as they are: on PostgreSQL by COPY, ten times as fast as rows one by one."""
    names = [column.name for column in table.c]
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in block])
        return
    from psycopg import sql

    raw = connection.connection.dbapi_connection
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with raw.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[union-attr]  # psycopg's own
        for row in block:
            copy.write_row(tuple(row))


def _differences(there: Sequence[TableContents], here: Sequence[TableContents]) -> list[Fault]:
    faults = []
    for source, copy in zip(there, here, strict=True):
        if source.rows != copy.rows:
            seen, expected, key = str(copy.rows), str(source.rows), "copying.rows_differ"
        elif source.digest != copy.digest:
            seen, expected, key = copy.digest, source.digest, "copying.digest_differs"
        else:
            continue
        faults.append(Fault(Message(key, {"table": source.name}), entry=source.name, seen=seen, expected=expected))
    return faults


def _heads(there: Head, here: Head) -> list[Fault]:
    return [] if there == here else [Fault(Message("copying.head_differs"), seen=str(here), expected=str(there))]
