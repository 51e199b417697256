"""Faults of weighting input: with the place in a file where there is a file, without one where a page is filled in."""

from __future__ import annotations

from indicators.faults import Fault
from indicators.language import Message


def fault(
    key: str,
    *,
    file: str | None = None,
    row: int | None = None,
    column: str | None = None,
    seen: object = None,
    expected: str | None = None,
    **fields: object,
) -> Fault:
    """Return a fault whose sentence begins with ``{where}``: file and row, the file, or nothing."""
    where: object = ""
    if file is not None:
        where = (
            Message("weighting.in_file", {"file": file})
            if row is None
            else Message("weighting.in_row", {"file": file, "row": row})
        )
    what = Message(key, {**fields, "where": where})
    return Fault(what, file, row, column, seen=None if seen is None else str(seen), expected=expected)
