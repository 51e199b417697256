"""Reading a table beside the chain: one pass in order of id, each entry taking the rows it claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table, select

from scoring.register.canonical import RowsDigest, Value
from scoring.register.tables import business_columns

BLOCK: Final = 5_000


@dataclass(frozen=True, slots=True)
class Claim:
    """What an entry says it wrote to one table."""

    first: int
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """How rows differ from what their entry says; `row` is the id of the row, or of the first of `count`."""

    key: str
    row: int | None = None
    count: int = 1
    seen: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Stray:
    """Rows with neighbouring ids that say they belong to an entry which does not claim them."""

    entry: int
    first: int
    count: int


class RowReader:
    """A table read once, in order of id, while the chain is walked; `due` is the id that must come next."""

    def __init__(self, connection: Connection, table: Table, hash_name: str) -> None:
        self._names = tuple(column.name for column in business_columns(table))
        self._hash_name = hash_name
        self._strays: list[Stray] = []
        self.read = 0
        self.due = 1
        query = select(table.c.id, table.c.entry, *business_columns(table)).order_by(table.c.id)
        result = connection.execute(query.execution_options(yield_per=BLOCK))
        self._blocks = (block for block in result.partitions(BLOCK))
        self._block: list[tuple[int, int, *tuple[Value, ...]]] = []
        self._at = 0

    def check(self, entry: int, claim: Claim) -> Iterator[Trouble]:
        """Take the rows that an entry claims and tell how they differ; rows before them are strays."""
        self._pass_over(before=claim.first)
        counted = RowsDigest(self._hash_name)
        readable = True
        strangers: list[int] = []
        gaps: list[range] = []
        last = claim.first + claim.count - 1
        self.due = claim.first
        while rows := self._take(until=last):
            for row in rows:
                if row[0] != self.due:
                    gaps.append(range(self.due, row[0]))
                self.due = row[0] + 1
                if row[1] != entry:
                    strangers.append(row[0])
            try:
                counted.add(self._names, [row[2:] for row in rows])
            except TypeError:  # bytes where the register only ever writes text
                readable = False
        if self.due <= last:
            gaps.append(range(self.due, last + 1))
            self.due = last + 1
        for gap in gaps:
            yield Trouble("verify.rows_missing", row=gap.start, count=len(gap))
        for number in strangers:
            yield Trouble("verify.row_of_another_entry", row=number)
        seen = counted.hexdigest() if readable else None
        if not gaps and seen != claim.digest:
            one = claim.count == 1
            yield Trouble(
                "verify.row_changed" if one else "verify.rows_changed",
                row=claim.first,
                count=claim.count,
                seen=seen,
                expected=claim.digest,
            )

    def strays(self) -> tuple[Stray, ...]:
        """Read to the end and return every row that no entry claimed."""
        self._pass_over(before=None)
        return tuple(self._strays)

    def _pass_over(self, *, before: int | None) -> None:
        while rows := self._take(until=None if before is None else before - 1):
            for row in rows:
                last = self._strays[-1] if self._strays else None
                if last is not None and last.entry == row[1] and last.first + last.count == row[0]:
                    self._strays[-1] = Stray(last.entry, last.first, last.count + 1)
                else:
                    self._strays.append(Stray(row[1], row[0], 1))

    def _take(self, *, until: int | None) -> list[tuple[int, int, *tuple[Value, ...]]]:
        """Return the next rows with an id up to `until`, as many as the block at hand holds; empty at the end."""
        if self._at == len(self._block):
            self._block = [tuple(row) for row in next(self._blocks, ())]
            self._at = 0
        start = self._at
        end = len(self._block)
        if until is not None and self._block and self._block[-1][0] > until:
            end = start
            while self._block[end][0] <= until:
                end += 1
        self._at = end
        self.read += end - start
        return self._block[start:end]
