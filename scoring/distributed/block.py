"""One block from its marks to its results: the task that a worker is given, as often as it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.distributed.checking import check_sheets, check_wide
from scoring.distributed.found import Found
from scoring.distributed.layout import Layout
from scoring.distributed.long import long_sheets
from scoring.distributed.manifest import Manifest, file_digest, has_manifest, made_from, read_manifest, write_manifest
from scoring.distributed.pieces import open_block, read_batches, whole_panels
from scoring.distributed.results import PieceTables, compute_piece
from scoring.distributed.scheme import Scheme
from scoring.distributed.sheets import Sheets
from scoring.distributed.wide import wide_sheets
from scoring.distributed.written import ResultFiles
from scoring.model import MarkState

OnPiece = Callable[[int], None]
"""Told how many sheets of the block have been computed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A block that is being read: its rows as Arrow tables, once, how they are laid out, and the digest of its marks.

    The digest is asked for when all rows have been read.
    """

    batches: Iterator[Any]
    layout: Layout
    digest: Callable[[], str]


class Source(Protocol):
    """Where the marks of a block are. It is sent to other processes: it holds nothing open, and no secret."""

    @property
    def block(self) -> str:
        """Its name, fit for a file."""

    def digest(self, scheme: Scheme) -> str:
        """Return the digest that `open` would give of its marks, by which a finished block is known again."""

    def open(self, scheme: Scheme, stack: ExitStack) -> Opened:
        """Begin to read; `stack` closes what is opened."""


@dataclass(frozen=True, slots=True)
class ParquetBlock:
    """A block in a Parquet file."""

    path: Path

    @property
    def block(self) -> str:
        """The name of the file, without its end."""
        return self.path.stem

    def digest(self, scheme: Scheme) -> str:
        """Return the SHA-256 of the file."""
        return file_digest(self.path)

    def open(self, scheme: Scheme, stack: ExitStack) -> Opened:
        """Open the file.

        Raises
        ------
        FaultsError
        """
        digest = file_digest(self.path)
        file, layout = open_block(self.path, scheme)
        stack.enter_context(file)
        return Opened(read_batches(file, layout, scheme), layout, lambda: digest)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a block: a manifest, or its faults. `again`: it was finished before and was not made again."""

    block: str
    manifest: Manifest | None
    faults: tuple[Fault, ...] = ()
    again: bool = False


def run_block(
    source: Source, scheme: Scheme, to: Path, *, anew: bool = False, on_piece: OnPiece | None = None
) -> Outcome:
    """Read, check, compute and write one block; do nothing where that is done already.

    The results appear under their names only when all of the block is without fault; a worker killed at any moment
    leaves nothing that could be taken for a result.

    Parameters
    ----------
    source : Source
    scheme : Scheme
    to : Path
        Folder of the results.
    anew : bool
        Compute even what is finished.
    on_piece : callable, optional
        Called after each piece.
    """
    found = Found(source.block)
    try:
        done = None if anew else _done(source, scheme, to)
        if done is not None:
            return Outcome(source.block, done, again=True)
        with ExitStack() as stack:
            opened = source.open(scheme, stack)
            files = stack.enter_context(ResultFiles(to, source.block, scheme))
            counted = _run(opened.batches, opened.layout, scheme, found, files, on_piece)
            if not found:
                key = made_from(opened.digest(), scheme.fingerprint())
                manifest = _manifest(source.block, key, opened.layout, counted, files.finish())
                write_manifest(to, manifest)
                return Outcome(source.block, manifest)
    except FaultsError as error:
        return Outcome(source.block, None, (*error.faults, *found.faults()))
    return Outcome(source.block, None, found.faults())


def _done(source: Source, scheme: Scheme, to: Path) -> Manifest | None:
    """Return the manifest of a block that is finished. Its marks are looked at only where there is one."""
    if not has_manifest(to, source.block):
        return None
    return read_manifest(to, source.block, made_from(source.digest(scheme), scheme.fingerprint()))


class _Counts:
    """Sums over the pieces of a block, in whole numbers."""

    def __init__(self, n_grades: int) -> None:
        self.applications = self.panels = self.seats = self.sheets = self.marks = 0
        self.regions: dict[int, Counter[int]] = {}
        self.n_grades = n_grades
        self.applicants: list[Any] = []

    def add(self, sheets: Sheets, tables: PieceTables) -> None:
        self.applications += tables.applications.num_rows
        self.panels += tables.panels.num_rows
        self.seats += tables.experts.num_rows
        self.sheets += len(sheets.rows)
        given = (sheets.states == MarkState.SCORED) | (sheets.states == MarkState.INSUFFICIENT)
        self.marks += int(np.count_nonzero(given))
        cells, counts = np.unique((tables.regions // 100) * (self.n_grades + 2) + tables.grades + 1, return_counts=True)
        for cell, count in zip(cells.tolist(), counts.tolist(), strict=True):
            prefecture, place = divmod(cell, self.n_grades + 2)
            self.regions.setdefault(prefecture, Counter())[place] += count


def _run(
    batches: Iterator[Any], layout: Layout, scheme: Scheme, found: Found, files: ResultFiles, on_piece: OnPiece | None
) -> _Counts:
    counts = _Counts(len(scheme.grades))
    for first, piece in whole_panels(batches, layout, scheme, found):
        if layout.kind == "long":
            sheets = long_sheets(piece, first, scheme, layout, found)
        else:
            sheets = wide_sheets(piece, first, scheme, layout)
            check_wide(sheets, scheme, found)
        del piece
        check_sheets(sheets, scheme, found)
        counts.applicants.append(sheets.applicant.names)
        if found:
            counts.sheets += len(sheets.rows)
            continue  # nothing is computed any more, but everything is still checked
        tables = compute_piece(sheets, scheme)
        files.write(tables)
        counts.add(sheets, tables)
        if on_piece is not None:
            on_piece(counts.sheets)
    if not counts.sheets and not found:
        found.one(Fault(Message("national.empty_block"), file=found.file))
    _check_applicants(counts.applicants, found)
    return counts


def _check_applicants(names: list[Any], found: Found) -> None:
    """An application has one panel: one that comes again in a later piece is a fault."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(names) < 2:
        return
    counted = pc.value_counts(pa.chunked_array(names))
    twice = counted.filter(pc.greater(counted.field("counts"), 1)).field("values")
    told = (
        Fault(Message("national.two_panels"), file=found.file, column="applicant", seen=str(name.as_py()))
        for name in twice
    )
    found.many("national.two_panels", "applicant", len(twice), told)


def _manifest(block: str, key: str, layout: Layout, counts: _Counts, results: dict[str, str]) -> Manifest:
    places = range(counts.n_grades + 2)
    return Manifest(
        block=block,
        made_from=key,
        results=results,
        synthetic=layout.synthetic,
        applications=counts.applications,
        panels=counts.panels,
        seats=counts.seats,
        sheets=counts.sheets,
        marks=counts.marks,
        regions={
            f"{code:04d}": tuple(counts.regions[code][place] for place in places) for code in sorted(counts.regions)
        },
    )
