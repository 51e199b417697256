"""What a register holds, table by table: rows counted, and one digest of all their columns, alike on every database.

``read_contents(connection) -> tuple[TableContents, ...]`` in the order of dependence. Unlike the digests of the chain,
these cover ``id`` and ``entry`` too, and tables that are no record: two registers with equal contents are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, Text, func, select

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.register.canonical import RowsDigest, Value
from scoring.register.chain import terms
from scoring.register.tables import METADATA

BLOCK: Final = 5_000
LARGEST: Final = 2**31 - 1
"""What a column of whole numbers holds on PostgreSQL; SQLite holds more."""
_MOST_FAULTS: Final = 1_000
"""So many name every kind of trouble; a table of other things is not told row by row."""

Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class TableContents:
    """What one table holds: its name, how many rows, and the digest of all of them in the order of their keys."""

    name: str
    rows: int
    digest: str


@contextmanager
def blocks(connection: Connection, table: Table) -> Iterator[Iterator[Sequence[Row]]]:
    """Give all rows of a table in the order of its primary key, a block at a time, columns as the table names them."""
    # However it ends: a cursor of the server that is left open is closed by nobody.
    with closing(_blocks(connection, table)) as found:
        yield found


def _blocks(connection: Connection, table: Table) -> Generator[Sequence[Row], None, None]:
    with connection.execute(_in_order(connection, table).execution_options(yield_per=BLOCK)) as result:
        yield from result.partitions(BLOCK)


def count_rows(connection: Connection) -> int:
    """Return how many rows a register has, all tables together."""
    return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in METADATA.sorted_tables)


def read_contents(
    connection: Connection, *, read: Callable[[int], None] = lambda rows: None
) -> tuple[TableContents, ...]:
    """Count and digest every table.

    Parameters
    ----------
    connection : Connection
        Of `Register.read`: one moment of the register.
    read : callable
        Told after each block how many rows it had.

    Raises
    ------
    FaultsError
        With every value that not both databases keep alike; what this program wrote has none.
    """
    hash_name = terms(connection).hash_name
    found: list[TableContents] = []
    faults: list[Fault] = []
    for table in METADATA.sorted_tables:
        counted = RowsDigest(hash_name)
        names = [column.name for column in table.c]
        with blocks(connection, table) as all_blocks:
            for block in all_blocks:
                strange = list(_not_alike(table, block))
                faults += strange[: _MOST_FAULTS - len(faults)]
                if not strange:
                    counted.add(names, block)
                read(len(block))
        found.append(TableContents(table.name, counted.count, counted.hexdigest()))
    if faults:
        raise FaultsError(faults)
    return tuple(found)


def _in_order(connection: Connection, table: Table) -> Select[Any]:
    """Return the query; texts sort by their bytes, as SQLite sorts them, whatever the language of the database."""
    collated = connection.dialect.name == "postgresql"
    keys = [
        column.collate("C") if collated and isinstance(column.type, Text) else column for column in table.primary_key
    ]
    return select(table).order_by(*keys)


def _not_alike(table: Table, rows: Sequence[Row]) -> Iterator[Fault]:
    """Yield a fault for each value that one of the databases would refuse, or would not give back as it was."""
    for number, column in enumerate(table.c):
        is_text = isinstance(column.type, Text)
        for row in rows:
            value = row[number]
            if value is None:
                continue
            if isinstance(value, str) if is_text else type(value) is int:
                if is_text and "\x00" not in value:  # type: ignore[operator]  # a text, as was just asked
                    continue
                if not is_text and -LARGEST <= value <= LARGEST:  # type: ignore[operator]  # a number
                    continue
            key = ", ".join(str(part) for part in _key(table, row))
            yield Fault(
                Message("copying.not_alike_text" if is_text else "copying.not_alike_number", {"table": table.name}),
                entry=key,
                column=column.name,
                seen=repr(value)[:80],
            )


def _key(table: Table, row: Row) -> list[Value]:
    names = [column.name for column in table.c]
    return [row[names.index(column.name)] for column in table.primary_key]
