"""One way of writing time and JSON, so that hashes are the same on every database and for a stranger's script."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from json import JSONEncoder
from typing import Final

Value = str | int | None

_ENCODER: Final = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: object) -> str:
    """Return JSON with sorted keys, no spaces and unescaped characters.

    Raises
    ------
    TypeError
        If the value holds anything but what JSON has; a `Decimal` is written as text by whoever knows its sense.
    """
    return _ENCODER.encode(value)


def timestamp(moment: datetime) -> str:
    """Return a moment as the record keeps it: UTC, microseconds, ``Z``; sorts as text.

    Raises
    ------
    ValueError
        If the moment has no time zone: a local time without its zone is no time.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone; the record keeps UTC")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment(text: str) -> datetime:
    """Return the moment of a text that `timestamp` wrote."""
    return datetime.fromisoformat(text)


class RowsDigest:
    """Digest of rows: the hash of the canonical JSON array of them, each an object without its empty columns.

    Empty columns are left out so that a column added by a later version leaves every old digest as it was. ``id`` and
    ``entry`` are no part of it; the chain says them. Fed block by block, so that rows need not fit in memory.
    """

    def __init__(self, hash_name: str) -> None:
        self._hash = hashlib.new(hash_name, b"[")
        self.count = 0

    def add(self, names: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        """Add rows, in the order of their ids, as the values of the named columns."""
        block = [{name: value for name, value in zip(names, row, strict=True) if value is not None} for row in rows]
        if block:
            self._hash.update(as_bytes(("," if self.count else "") + canonical(block)[1:-1]))
            self.count += len(block)

    def hexdigest(self) -> str:
        """Return the digest of the rows added so far."""
        closed = self._hash.copy()
        closed.update(b"]")
        return closed.hexdigest()


def digest(hash_name: str, text: str) -> str:
    """Return the hexadecimal hash of a text in UTF-8."""
    return hashlib.new(hash_name, as_bytes(text)).hexdigest()


def as_bytes(text: str) -> bytes:
    """Return the text in UTF-8, bytes that were read from a damaged text (`engines.every_text`) as they were."""
    return text.encode("utf-8", "surrogateescape")
