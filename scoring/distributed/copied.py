"""Rows that PostgreSQL sends by COPY, as Arrow tables of so many rows, and the digest of all that came."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

from indicators.faults import Fault, FaultsError
from indicators.language import Message

_CHUNK: Final = 1 << 20


class Lines(Protocol):
    """What gives rows: a connection of libpq in the middle of a COPY."""

    def get_copy_data(self, async_: int, /) -> tuple[int, Any]:
        """Return how many bytes came and the bytes, a whole line of CSV; -1 when there are no more."""

    def get_result(self) -> Any:
        """Return what became of the statement: a COPY that broke off ends like one that did not."""


class Copied:
    """The rows of a COPY, read once; never more than those of one table are held.

    `digest` is that of what has been read, of all of it when `tables` is exhausted. `broken` makes the error of a COPY
    that the server broke off.
    """

    def __init__(self, lines: Lines, about: str, broken: Callable[[Any], Exception]) -> None:
        self._lines, self._broken = lines, broken
        self._hash = hashlib.sha256(about.encode())
        self._more = True

    def tables(self, schema: Any, rows: int, file: str) -> Iterator[Any]:
        """Yield Arrow tables of `rows` rows, the last of fewer.

        Parameters
        ----------
        schema : pyarrow.Schema
            Of the columns, in their order.
        rows : int
        file : str
            What a fault is said of.

        Raises
        ------
        FaultsError
            If a text is no UTF-8: a database without an encoding lets it in.
        """
        import pyarrow as pa
        from pyarrow import csv

        read = csv.ReadOptions(column_names=schema.names, use_threads=False)
        parse = csv.ParseOptions(newlines_in_values=True)
        # NULL comes bare, an empty text in quotation marks.
        convert = csv.ConvertOptions(
            column_types=schema, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
        )
        while content := self._next(rows):
            try:
                yield csv.read_csv(pa.py_buffer(content), read, parse, convert)
            except pa.ArrowInvalid as error:
                raise FaultsError([Fault(Message("national.unreadable_rows"), file=file)]) from error

    def exhaust(self) -> None:
        """Read all that is left, for its digest."""
        while self._next(_CHUNK):
            pass

    def digest(self) -> str:
        """Return the SHA-256 of what was told of the rows, and of all rows read."""
        return self._hash.hexdigest()

    def _next(self, rows: int) -> bytearray:
        """Return the lines of the next rows: libpq gives one row at a time, however long."""
        content, hashed = bytearray(), 0
        take = self._lines.get_copy_data
        for _ in range(rows if self._more else 0):
            size, line = take(0)
            if size < 0:
                self._end()
                break
            content += line
            if len(content) - hashed > _CHUNK:
                self._hash.update(memoryview(content)[hashed:])
                hashed = len(content)
        self._hash.update(memoryview(content)[hashed:])
        return content

    def _end(self) -> None:
        self._more = False
        while (result := self._lines.get_result()) is not None:
            if result.error_message:
                raise self._broken(result)
