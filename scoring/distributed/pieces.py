"""A block in pieces of whole panels: rows are read a batch at a time, and the last panel waits for the next batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.distributed.found import Found
from scoring.distributed.layout import Layout, layout_of
from scoring.distributed.scheme import Scheme
from scoring.distributed.sheets import named

CELLS: Final = 1 << 21
"""About so many marks are in a batch: some 40 MB by the time they are floats."""
LARGEST_PANEL: Final = 1 << 23
"""A panel of more marks than this is refused: it could not be held beside others in bounded memory."""


def batch_rows(layout: Layout, scheme: Scheme) -> int:
    """Return how many rows are read at once."""
    return CELLS if layout.kind == "long" else max(1, CELLS // len(scheme.indicators))


def open_block(path: Path, scheme: Scheme) -> tuple[Any, Layout]:
    """Open a Parquet file; return it and its layout.

    Raises
    ------
    FaultsError
        If it is no Parquet file, or its columns are not those of a block.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise FaultsError([Fault(Message("national.not_parquet"), file=path.name)]) from error
    try:
        return file, layout_of(file.schema_arrow, scheme, file=path.name)
    except BaseException:
        file.close()
        raise


def read_batches(file: Any, layout: Layout, scheme: Scheme) -> Iterator[Any]:
    """Yield the rows of an open Parquet file as Arrow tables, so that never more than a batch is in memory."""
    import pyarrow as pa

    columns = layout.columns(scheme)
    for batch in file.iter_batches(batch_size=batch_rows(layout, scheme), columns=columns, use_threads=False):
        yield pa.Table.from_batches([batch])


def whole_panels(batches: Iterable[Any], layout: Layout, scheme: Scheme, found: Found) -> Iterator[tuple[int, Any]]:
    """Yield (first row, Arrow table) of pieces that no panel is cut by; rows are counted from 1.

    A panel whose rows do not stand together, in this piece or in an earlier one, is a fault, and so is a panel too
    large to be held.
    """
    import pyarrow as pa

    most = LARGEST_PANEL if layout.kind == "long" else LARGEST_PANEL // len(scheme.indicators)
    waiting: list[Any] = []
    first = 1
    names: list[Any] = []
    for batch in batches:
        waiting.append(batch)
        begins = _last_begins(batch)
        if begins == 0 and _same_panel(waiting):
            if sum(part.num_rows for part in waiting) > most:
                raise FaultsError([Fault(Message("national.panel_too_large", {"most": most}), file=found.file)])
            continue
        piece = pa.concat_tables([*waiting[:-1], batch.slice(0, begins)])
        waiting = [batch.slice(begins)]
        if piece.num_rows:
            names.append(_check_together(piece, first, found))
            yield first, piece
            first += piece.num_rows
    if waiting:
        piece = pa.concat_tables(waiting)
        if piece.num_rows:
            names.append(_check_together(piece, first, found))
            yield first, piece
    _check_once(names, found)


def _last_begins(batch: Any) -> int:
    """Return the row where the last panel of a batch begins."""
    codes = named(batch.column("panel")).codes
    changes = np.flatnonzero(codes[1:] != codes[:-1])
    return int(changes[-1]) + 1 if changes.size else 0


def _same_panel(waiting: list[Any]) -> bool:
    """Return whether all that waits is of one panel: a batch of one panel may be another one than that before it."""
    values = {part.column("panel")[at].as_py() for part in waiting if part.num_rows for at in (0, -1)}
    return len(values) <= 1


def _check_together(piece: Any, first: int, found: Found) -> Any:
    """Return the names of the panels of a piece, each once; tell of those that stand in two places."""
    panels = named(piece.column("panel"))
    begins = np.concatenate([[0], np.flatnonzero(panels.codes[1:] != panels.codes[:-1]) + 1])
    seen: set[int] = set()
    for row in begins.tolist() if len(begins) > len(panels.names) else ():
        code = int(panels.codes[row])
        if code in seen:
            found.one(_scattered(found, panels.name(code), first + row))
        seen.add(code)
    return panels.names


def _check_once(names: list[Any], found: Found) -> None:
    seen: set[object] = set()
    for part in names:
        own = part.to_pylist()
        for name in own:
            if name in seen:
                found.one(_scattered(found, str(name), None))
        seen.update(own)


def _scattered(found: Found, name: str, row: int | None) -> Fault:
    return Fault(Message("national.scattered_panel"), file=found.file, row=row, column="panel", seen=name)
