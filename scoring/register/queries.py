"""Pieces that several families share: versions, and rows that say the same as a record, field by field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Result, Row, Select, Table, and_, bindparam, exists, func, select

from scoring.register.canonical import Value

Kind = TypeVar("Kind")
# Databases limit the parameters of one statement; SQLite's limit was 999 for long.
IDS_AT_ONCE = 500


@cache
def newest(table: Table, *key: str) -> ColumnElement[bool]:
    """Return the condition that no later version of the same thing exists; `key` names its natural key.

    Made once for each table and key: a desk of a sitting asks a dozen of them, and making one takes longer than asking.
    """
    later = table.alias("later")
    same = [later.c[name] == table.c[name] for name in key]
    return ~exists().where(and_(*same, later.c.version > table.c.version))


@cache
def equal(table: Table, *names: str) -> Select[Any]:
    """Return the query of rows whose columns equal parameters of the same names, made once for each.

    Of the time that a small query takes, making it is two thirds (0.15 of 0.2 ms): what every mark and every look at a
    page asks is made once and given its values when it is asked.
    """
    return select(table).where(*(table.c[name] == bindparam(name) for name in names))


@cache
def _newest_of(table: Table, *names: str) -> Select[Any]:
    return equal(table, *names).order_by(table.c.version.desc()).limit(1)


@cache
def _version_of(table: Table, *names: str) -> Select[Any]:
    return equal(table, *names).with_only_columns(func.max(table.c.version))


@cache
def _ids_of(table: Table) -> Select[Any]:
    return select(func.max(table.c.id))


def last_id(connection: Connection, table: Table) -> int:
    """Return the number of the last row of a table, 0 where there is none."""
    return connection.scalar(_ids_of(table)) or 0


def newest_row(connection: Connection, table: Table, **key: Any) -> Row[Any] | None:
    """Return the newest version of one thing, ``None`` where there is none; `key` is its natural key."""
    return connection.execute(_newest_of(table, *key), key).one_or_none()


def current_version(connection: Connection, table: Table, **key: Any) -> int:
    """Return the newest version of a thing, 0 where there is none."""
    return connection.scalar(_version_of(table, *key), key) or 0


def rows_of(records: Iterable[Any]) -> list[dict[str, Value]]:
    """Return the rows of records whose fields are named and typed like the columns."""
    rows: list[dict[str, Value]] = []
    names: tuple[str, ...] = ()
    for record in records:
        names = names or tuple(field.name for field in fields(record))
        rows.append({name: getattr(record, name) for name in names})
    return rows


def records_of(kind: type[Kind], rows: Iterable[Row[Any]]) -> tuple[Kind, ...]:
    """Return the records of rows whose columns are named and typed like the fields of `kind`, a dataclass."""
    names = tuple(field.name for field in fields(kind))  # type: ignore[arg-type]
    places: list[int] = []
    records: list[Kind] = []
    # All at once where that can be: the database's driver gives thousands of rows faster than one after the other.
    for row in rows.all() if isinstance(rows, Result) else rows:
        # By place, found once: thousands of rows by name take twice as long.
        places = places or [row._fields.index(name) for name in names]
        records.append(kind(*[row[place] for place in places]))
    return tuple(records)


def record_of(kind: type[Kind], row: Row[Any] | None) -> Kind | None:
    """Return the record of a row as `records_of` does, ``None`` where there is no row."""
    return None if row is None else records_of(kind, [row])[0]


def of_round(
    column: ColumnElement[str], applications: Table, round_id: str, only: Collection[str] | None
) -> ColumnElement[bool]:
    """Return the condition that a row is of an application of a round; with `only`, of one of those few alone.

    Whoever asks about one application reads what is recorded of that, and not of its five thousand neighbours.
    """
    of_it = select(applications.c.application_id).where(applications.c.round_id == round_id)
    if only is not None:
        of_it = of_it.where(applications.c.application_id.in_(list(only)))
    return column.in_(of_it)


def among(
    connection: Connection, query: Select[Any], column: ColumnElement[str], ids: Sequence[str]
) -> Iterator[Row[Any]]:
    """Yield the rows of a query whose column is one of many ids, asking for some at a time."""
    for start in range(0, len(ids), IDS_AT_ONCE):
        yield from connection.execute(query.where(column.in_(ids[start : start + IDS_AT_ONCE])))
