"""The columns of a table of PostgreSQL: how its marks are laid out, by its types and its comment, and how to ask."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Final

from indicators.faults import FaultsError
from scoring.distributed.layout import METADATA, NAMES, Layout, layout_of
from scoring.distributed.scheme import Scheme

_NUMBERS: Final = {21: "int16", 23: "int32", 20: "int64", 700: "float64", 701: "float64", 1700: "float64"}
"""Types of PostgreSQL (pg_type.dat) as those of Arrow: a number is printed exactly, and read as the nearest float."""
_TEXTS: Final = frozenset({19, 25, 1042, 1043})
"""name, text, bpchar, varchar."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What is read of a table.

    Attributes
    ----------
    layout : Layout
    schema : pyarrow.Schema
        The columns that are read, in their order.
    texts : frozenset of str
        Those of them that are texts.
    about : list
        Names, types and what the comment says: what results depend on besides the rows.
    """

    layout: Layout
    schema: Any
    texts: frozenset[str]
    about: list[Any]

    def query(self, table: tuple[str, ...], by: str, key: str | int) -> Any:
        """Return the statement that sends the rows of a block: by panel, then the same each time on every server."""
        sql = import_module("psycopg.sql")
        order = [*NAMES, *(["indicator"] if self.layout.kind == "long" else [])]
        return sql.SQL("COPY (SELECT {} FROM {} WHERE {} = {} ORDER BY {}) TO STDOUT (FORMAT csv)").format(
            sql.SQL(", ").join(self._column(name) for name in self.schema.names),
            sql.Identifier(*table),
            sql.Identifier(by),
            sql.Literal(key),
            sql.SQL(", ").join(self._sorted(name) for name in order),
        )

    def _column(self, name: str) -> Any:
        """Texts as they are without the blanks that fill up a column of fixed width."""
        sql = import_module("psycopg.sql")
        return sql.Identifier(name) + sql.SQL("::text") if name in self.texts else sql.Identifier(name)

    def _sorted(self, name: str) -> Any:
        """By the bytes of texts: how a language sorts differs from server to server."""
        sql = import_module("psycopg.sql")
        return self._column(name) + sql.SQL(' COLLATE "C"') if name in self.texts else sql.Identifier(name)


def columns_of(connection: Any, table: tuple[str, ...], scheme: Scheme, *, file: str) -> Columns:
    """Return what is to be read of a table.

    Raises
    ------
    FaultsError
        With every column that is missing or holds something else, and a comment that cannot be read.
    """
    import pyarrow as pa

    sql = import_module("psycopg.sql")
    cursor = connection.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(sql.Identifier(*table)))
    kinds = {column.name: column.type_code for column in cursor.description}
    told = _told(connection, table)
    fields = [pa.field(name, _arrow(kind)) for name, kind in kinds.items()]
    try:
        layout = layout_of(pa.schema(fields, metadata=told), scheme, file=file)
    except FaultsError as error:
        raise FaultsError([_named(connection, fault, kinds) for fault in error.faults]) from error
    chosen = layout.columns(scheme)
    schema = pa.schema([(name, _arrow(kinds[name])) for name in chosen])
    texts = frozenset(name for name in chosen if kinds[name] in _TEXTS)
    about = [[name, str(schema.field(name).type)] for name in chosen]
    return Columns(layout, schema, texts, [about, layout.decimals, layout.synthetic])


def _arrow(kind: int) -> Any:
    """Return the type of Arrow in which a column is read; bytes are what no column of a block is."""
    import pyarrow as pa

    if kind in _TEXTS:
        return pa.string()
    return getattr(pa, _NUMBERS[kind])() if kind in _NUMBERS else pa.binary()


def _told(connection: Any, table: tuple[str, ...]) -> dict[bytes, bytes]:
    """Return what the comment of a table says of its marks: a JSON object, as the metadata of a file has it."""
    sql = import_module("psycopg.sql")
    name = sql.Identifier(*table).as_string(connection)
    query = "SELECT obj_description(to_regclass(%s), 'pg_class')"
    comment = (connection.execute(query, (name,)).fetchone()[0] or "").strip()
    if not comment.startswith("{"):
        return {}
    try:
        own = json.loads(comment).get(METADATA.decode(), {})
    except ValueError:
        return {METADATA: comment.encode()}  # told as a fault by whoever reads it
    return {METADATA: json.dumps(own).encode()}


def _named(connection: Any, fault: Any, kinds: dict[str, int]) -> Any:
    """Return a fault with the type as the database calls it."""
    kind = kinds.get(fault.column)
    if fault.what.key != "national.wrong_kind" or kind is None:
        return fault
    return replace(fault, seen=connection.execute("SELECT format_type(%s, NULL)", (kind,)).fetchone()[0])
