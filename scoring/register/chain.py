"""The chain of hashes: an act and its entry are written in one transaction, or neither is.

``record(connection, act, rows) -> Entry`` with ``rows: Mapping[Table, Sequence[Mapping[str, str | int | None]]]``,
``head(connection) -> Head``, ``Act(actor_id=, role=, act=, object=, at=, reason=, details=)``. The connection must be
one of ``Register.write()``. ``id`` and ``entry`` of rows are given here, never by the caller; a column left out is
empty.

With ``c`` the canonical JSON of `canonical` and ``H`` the register's hash, an entry's hash is::

    sealed = H(salt + c([actor, role, object, content]))
    hash   = H(c([sequence, at, act, sealed, previous]))

so sequence, time, act, sealed, previous and hash can be published and nothing behind them guessed: the salt stays.
``content`` is itself canonical JSON: ``{"details", "reason", "rows": {table: {"count", "digest", "first"}}}``, where
``first`` is the id of the first of ``count`` consecutive rows and ``digest`` that of `canonical.RowsDigest`. The first
entry has an empty ``previous``. A bulk import is one entry, and nothing is stored twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Self

from sqlalchemy import Connection, Table, insert, select

from indicators.language import Message
from scoring.errors import FrozenError
from scoring.register import queries, standstills
from scoring.register.canonical import RowsDigest, Value, as_bytes, canonical, digest, moment, timestamp
from scoring.register.clock import Dated, refuse_back
from scoring.register.tables import RECORDED, business_columns, chain_entry, chain_salt

SALT_BYTES = 16
BLOCK = 5_000
_LAST: Final = (
    select(chain_entry.c.sequence, chain_entry.c.at, chain_entry.c.act, chain_entry.c.hash)
    .order_by(chain_entry.c.sequence.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a connection of a register carries along: its hash, where salts come from, whether it may write.

    `synthetic`: it holds a demonstration, whose time is made up.
    """

    hash_name: str
    salts: Callable[[int], bytes]
    writing: bool
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did: to be one entry of the chain.

    Attributes
    ----------
    actor_id, role : str
        Who acted, and in which of his roles.
    act : str
        What was done, a symbol that may be published: ``sheet.submitted``.
    object : str
        To what: ``application/2026-0017``.
    at : datetime
        When, with its time zone.
    reason : str
        Why, where a reason is due.
    details : Mapping
        What else must not be lost and stands in no row; JSON values only.
    """

    actor_id: str
    role: str
    act: str
    object: str
    at: datetime
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the chain as written."""

    sequence: int
    at: str
    act: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry: what must leave the building, since a chain alone cannot miss its own tail."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the head that was printed as ``sequence:hash``.

        Raises
        ------
        ValueError
            If the text is no such head.
        """
        sequence, colon, hash_ = text.strip().partition(":")
        if not (colon and sequence.isascii() and sequence.isdigit() and len(hash_) >= 64 and _is_hex(hash_)):
            raise ValueError(f"{text!r} is no head of a chain (sequence:hash)")
        return cls(sequence=int(sequence), hash=hash_.lower())


@dataclass(frozen=True, slots=True)
class PublishedEntry:
    """What of an entry may be shown to everybody; the hash can be recomputed from the rest."""

    sequence: int
    at: str
    act: str
    sealed: str
    previous: str
    hash: str


def _is_hex(text: str) -> bool:
    return all(character in "0123456789abcdefABCDEF" for character in text)


def terms(connection: Connection) -> Terms:
    """Return the terms of a connection that `Register.read` or `Register.write` gave."""
    found = connection.get_execution_options().get("register")
    if not isinstance(found, Terms):
        raise TypeError("this connection was not given by a Register")
    return found


def seal(hash_name: str, *, salt: str, actor: str, role: str, object_: str, content: str) -> str:
    """Return the salted hash that stands for identities and content; `salt` in hexadecimal."""
    inner = as_bytes(canonical([actor, role, object_, content]))
    return hashlib.new(hash_name, bytes.fromhex(salt) + inner).hexdigest()


def entry_hash(hash_name: str, *, sequence: int, at: str, act: str, sealed: str, previous: str) -> str:
    """Return the hash of an entry from its public parts."""
    return digest(hash_name, canonical([sequence, at, act, sealed, previous]))


def head(connection: Connection) -> Head:
    """Return the last entry of the chain."""
    last = _last(connection)
    return Head(sequence=last.sequence, hash=last.hash)


def _last(connection: Connection) -> Entry:
    """Return the last entry of the chain; before the first, one of number 0 that says nothing."""
    row = connection.execute(_LAST).one_or_none()
    return Entry(0, "", "", "") if row is None else Entry(row.sequence, row.at, row.act, row.hash)


def hash_at(connection: Connection, sequence: int) -> str | None:
    """Return the hash of an entry, ``None`` where there is none of that number."""
    return connection.scalar(select(chain_entry.c.hash).where(chain_entry.c.sequence == sequence))


def record(
    connection: Connection, act: Act, rows: Mapping[Table, Sequence[Mapping[str, Value]]] | None = None
) -> Entry:
    """Write an act and the rows it made, and return its entry. Nothing is there until `Register.write` ends well.

    Parameters
    ----------
    connection : Connection
        Of ``Register.write()``, which holds the head of the chain until it ends.
    act : Act
        Who did what, to what, when and why.
    rows : Mapping of Table to rows
        New rows of recorded tables; values are text, whole numbers or ``None``. Tables without rows are passed over.

    Raises
    ------
    TypeError
        If a row holds a column the table has not, or a value that both databases would not keep alike.
    FrozenError
        While the record stands still, but for the acts of `standstills.TAKEN`.
    ClockError
        Where the act would be dated before the last entry (`clock`); never on a demonstration.
    """
    kept = terms(connection)
    if not kept.writing:
        raise TypeError("an act needs a connection of Register.write()")
    _refuse_while_frozen(connection, act)
    last = _last(connection)
    if not kept.synthetic:
        refuse_back(Dated(last.sequence, last.at), act.act, act.at)
    sequence, at = last.sequence + 1, timestamp(act.at)
    given = rows or {}
    if not given.keys() <= set(RECORDED):
        raise TypeError("only recorded tables take rows of an act")
    # In the order of the tables, so that a row comes after what it refers to.
    whole = {table: _values(table, given[table]) for table in RECORDED if given.get(table)}
    firsts = {table: queries.last_id(connection, table) + 1 for table in whole}
    content = canonical(
        {
            "details": dict(act.details),
            "reason": act.reason,
            "rows": {
                table.name: {
                    "count": len(written),
                    "digest": _rows_digest(kept.hash_name, table, written),
                    "first": firsts[table],
                }
                for table, written in whole.items()
            },
        }
    )
    salt = kept.salts(SALT_BYTES).hex()
    sealed = seal(kept.hash_name, salt=salt, actor=act.actor_id, role=act.role, object_=act.object, content=content)
    hash_ = entry_hash(kept.hash_name, sequence=sequence, at=at, act=act.act, sealed=sealed, previous=last.hash)
    connection.execute(
        insert(chain_entry),
        {
            "sequence": sequence,
            "at": at,
            "actor": act.actor_id,
            "role": act.role,
            "act": act.act,
            "object": act.object,
            "content": content,
            "previous": last.hash,
            "hash": hash_,
        },
    )
    connection.execute(insert(chain_salt), {"sequence": sequence, "salt": salt})
    for table, written in whole.items():
        _write(connection, table, written, first=firsts[table], entry=sequence)
    return Entry(sequence=sequence, at=at, act=act.act, hash=hash_)


def _refuse_while_frozen(connection: Connection, act: Act) -> None:
    if act.act in standstills.TAKEN or act.act == "register.created":
        return
    found = standstills.newest(connection)
    if found is not None and not found.is_over:
        values = {"at": moment(found.at), "reason": found.reason}
        raise FrozenError(Message("freezing.refused", values))


def published(connection: Connection, *, first: int = 1, last: int | None = None) -> Iterator[PublishedEntry]:
    """Yield what of every entry may be published, in order; `first` and `last` are numbers of entries."""
    hash_name = terms(connection).hash_name
    query = (
        select(chain_entry, chain_salt.c.salt)
        .join(chain_salt, chain_salt.c.sequence == chain_entry.c.sequence)
        .where(chain_entry.c.sequence >= first)
        .order_by(chain_entry.c.sequence)
        .execution_options(yield_per=BLOCK)
    )
    if last is not None:
        query = query.where(chain_entry.c.sequence <= last)
    for row in connection.execute(query):
        sealed = seal(hash_name, salt=row.salt, actor=row.actor, role=row.role, object_=row.object, content=row.content)
        yield PublishedEntry(
            sequence=row.sequence, at=row.at, act=row.act, sealed=sealed, previous=row.previous, hash=row.hash
        )


def opening(connection: Connection, sequence: int) -> tuple[str, tuple[str, str, str, str]]:
    """Return what opens an entry: its salt, and actor, role, object and content. For no entry that names a person."""
    query = (
        select(chain_entry, chain_salt.c.salt)
        .join(chain_salt, chain_salt.c.sequence == chain_entry.c.sequence)
        .where(chain_entry.c.sequence == sequence)
    )
    row = connection.execute(query).one()
    return row.salt, (row.actor, row.role, row.object, row.content)


def _values(table: Table, given: Sequence[Mapping[str, Value]]) -> list[tuple[Value, ...]]:
    """Return the values of rows in the order of `business_columns`; refuse what has no one form in both databases."""
    names = [column.name for column in business_columns(table)]
    known = set(names)
    if unknown := {name for row in given for name in row} - known:
        raise TypeError(f"{table.name} has no column {sorted(unknown)}")
    values = [tuple(map(row.get, names)) for row in given]
    kinds = {type(value) for row in values for value in row}
    if not kinds <= {str, int, type(None)}:
        raise TypeError(f"{table.name}: the record keeps text and whole numbers, not {sorted(map(str, kinds))}")
    return values


def _rows_digest(hash_name: str, table: Table, rows: Sequence[tuple[Value, ...]]) -> str:
    counted = RowsDigest(hash_name)
    names = [column.name for column in business_columns(table)]
    for start in range(0, len(rows), BLOCK):
        counted.add(names, rows[start : start + BLOCK])
    return counted.hexdigest()


def _write(connection: Connection, table: Table, rows: Sequence[tuple[Value, ...]], *, first: int, entry: int) -> None:
    names = ["id", "entry", *(column.name for column in business_columns(table))]
    for start in range(0, len(rows), BLOCK):
        numbered = enumerate(rows[start : start + BLOCK], start=first + start)
        block = [dict(zip(names, (number, entry, *row), strict=True)) for number, row in numbered]
        connection.execute(insert(table), block)
