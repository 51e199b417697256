"""Walking the chain: every entry against its neighbours, every row against its entry.

``verify_chain(register, expected_head=None, heads=()) -> ChainReport``; `expected_head` is a head printed earlier
(``sequence:hash``), `heads` are others that left the building. They alone find that the newest entries were cut off
together with their rows, or that the whole chain was written anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from json import JSONDecodeError, loads
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from indicators.faults import Fault
from indicators.language import Message
from scoring.errors import RecordError
from scoring.register.chain import Head, entry_hash, seal, terms
from scoring.register.database import Register
from scoring.register.engines import every_text
from scoring.register.rows import Claim, RowReader
from scoring.register.tables import RECORDED, chain_entry, chain_salt

BLOCK: Final = 5_000


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk of the chain found.

    Attributes
    ----------
    head : Head
        The last entry there is: to be printed, signed, sent away.
    entries, rows : int
        How many were read.
    faults : tuple of Fault
        Each names an entry in ``entry``, and a row in ``row`` (its id) where one can be told. Empty: all is well.
    """

    head: Head
    entries: int
    rows: int
    faults: tuple[Fault, ...]


def verify_chain(register: Register, expected_head: str | None = None, heads: Iterable[Head] = ()) -> ChainReport:
    """Walk the whole record.

    Parameters
    ----------
    register : Register
        Read in one snapshot, block by block.
    expected_head : str, optional
        A head printed earlier; the chain must still contain it.
    heads : iterable of Head
        More of them, as they were found outside of the database.

    Raises
    ------
    ValueError
        If `expected_head` is no head.
    RecordError
        If the database cannot be read to its end.
    """
    expected = frozenset(heads) | (frozenset() if expected_head is None else {Head.parse(expected_head)})
    try:
        with register.read() as connection:
            return _walk(connection, expected)
    except RecordError as error:
        if error.what.key != "register.damaged":
            raise
    # A text that is no text any more: once more, slower, reading bytes as they are, to name the entry.
    with register.read() as connection, every_text(connection):
        return _walk(connection, expected)


def _walk(connection: Connection, expected: frozenset[Head]) -> ChainReport:
    walk = _Walk(connection, expected)
    faults = [*walk.entries(), *walk.leftovers()]
    return ChainReport(head=walk.head, entries=walk.count, rows=walk.rows_read(), faults=tuple(faults))


class _Walk:
    """One pass over the entries, with one pass over each table alongside it."""

    def __init__(self, connection: Connection, expected: frozenset[Head]) -> None:
        self._connection = connection
        self._hash_name = terms(connection).hash_name
        self._expected: defaultdict[int, list[str]] = defaultdict(list)
        for kept in sorted(expected, key=str):
            self._expected[kept.sequence].append(kept.hash)
        self._tables = {table.name: RowReader(connection, table, self._hash_name) for table in RECORDED}
        self.head = Head(sequence=0, hash="")
        self.count = 0

    def entries(self) -> Iterator[Fault]:
        query = (
            select(chain_entry, chain_salt.c.salt)
            .join_from(chain_entry, chain_salt, chain_salt.c.sequence == chain_entry.c.sequence, isouter=True)
            .order_by(chain_entry.c.sequence)
            .execution_options(yield_per=BLOCK)
        )
        for row in self._connection.execute(query):
            yield from self._links(row)
            changed = self._changed(row)
            if changed is not None:
                yield changed
            yield from self._contents(row, trusted=changed is None)
            for kept in self._expected.pop(row.sequence, ()):
                if row.hash != kept:
                    yield _fault("verify.head_differs", row, seen=row.hash, expected=kept)
            self.head = Head(sequence=row.sequence, hash=row.hash)
            self.count += 1
        if not self.count:
            yield Fault(Message("verify.empty"))
        if self._expected:  # the last of them says how much is gone at least
            yield Fault(Message("verify.tail_cut"), seen=str(self.head.sequence), expected=str(max(self._expected)))

    def _links(self, row: Row[Any]) -> Iterator[Fault]:
        if row.sequence != self.head.sequence + 1:
            yield _fault("verify.gap", row, seen=str(row.sequence), expected=str(self.head.sequence + 1))
        if row.previous != self.head.hash:
            yield _fault("verify.previous_differs", row, seen=row.previous, expected=self.head.hash)

    def _changed(self, row: Row[Any]) -> Fault | None:
        """Compute the hash of an entry anew from what stands in it."""
        try:
            sealed = seal(
                self._hash_name,
                salt=row.salt or "-",
                actor=row.actor,
                role=row.role,
                object_=row.object,
                content=row.content,
            )
        except ValueError:
            return _fault("verify.salt_missing", row, seen=row.salt or "–")
        computed = entry_hash(
            self._hash_name, sequence=row.sequence, at=row.at, act=row.act, sealed=sealed, previous=row.previous
        )
        return None if computed == row.hash else _fault("verify.entry_changed", row, seen=row.hash, expected=computed)

    def _contents(self, row: Row[Any], *, trusted: bool) -> Iterator[Fault]:
        claims = _claims(row.content)
        if claims is None or not claims.keys() <= self._tables.keys():
            yield _fault("verify.content_unreadable", row)
            return
        for name, claim in claims.items():
            reader = self._tables[name]
            if not trusted and claim.first != reader.due:
                continue  # what a changed entry claims of other entries' rows is not worth a fault each
            for trouble in reader.check(row.sequence, claim):
                yield _fault(
                    trouble.key,
                    row,
                    table=name,
                    number=trouble.row,
                    count=trouble.count,
                    seen=trouble.seen,
                    expected=trouble.expected,
                )

    def leftovers(self) -> Iterator[Fault]:
        """Tell of rows that no entry claims, and of tables that hold what the register never had."""
        for name, reader in self._tables.items():
            for stray in reader.strays():
                yield Fault(
                    Message("verify.rows_without_entry", {"table": name, "count": stray.count}),
                    row=stray.first,
                    entry=str(stray.entry),
                )
        orphans = select(chain_salt.c.sequence).where(chain_salt.c.sequence.not_in(select(chain_entry.c.sequence)))
        for sequence in self._connection.scalars(orphans):
            yield Fault(Message("verify.salt_without_entry"), entry=str(sequence))

    def rows_read(self) -> int:
        return sum(reader.read for reader in self._tables.values())


def _claims(content: str) -> dict[str, Claim] | None:
    """Return what an entry says of its rows, ``None`` where it cannot be read (its hash will not fit either)."""
    try:
        told = loads(content)["rows"]
        return {
            name: Claim(first=int(said["first"]), count=int(said["count"]), digest=str(said["digest"]))
            for name, said in told.items()
        }
    except (JSONDecodeError, KeyError, TypeError, ValueError, AttributeError):
        return None


def _fault(
    key: str,
    row: Row[Any],
    *,
    table: str = "",
    number: int | None = None,
    count: int = 1,
    seen: str | None = None,
    expected: str | None = None,
) -> Fault:
    """Return a fault that names its entry: number, act, object, time."""
    values = {"act": row.act, "object": row.object, "at": row.at, "table": table, "count": count}
    return Fault(Message(key, values), entry=str(row.sequence), row=number, seen=seen, expected=expected)
