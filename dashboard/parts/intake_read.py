"""A table of applications as it was handed in: read once, every fault kept, in words for whoever handed it in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import RuleBook
from indicators.tabular import Table, table_of
from scoring.intake.applications import read_applications
from scoring.intake.columns import match_headings
from scoring.model import Application
from scoring.procedure.attachments import shown

#: More rows than a province ever has at once: a mistake, or meant to harm.
MOST_ROWS: Final = 5_000
MOST_BYTES: Final = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a file: its applications and in which row each stands, or its faults."""

    name: str
    applications: tuple[Application, ...] = ()
    row_of: Mapping[str, int] = field(default_factory=dict)
    notices: tuple[Message, ...] = ()
    faults: tuple[Fault, ...] = ()


def read(content: bytes, name: str, book: RuleBook, *, counties: Collection[str], own: Collection[str]) -> Read:
    """Return what a file holds, for an office that takes in the counties `own`."""
    name = shown(name)
    try:
        table = _table(content, name)
        found = read_applications(table, regulation=book.regulation, accreditation_round=book.round, counties=counties)
    except FaultsError as error:
        return Read(name, faults=error.faults)
    numbers = [row for row, _ in table.rows]  # where all is well, every row is an application
    row_of = {one.enterprise.uscc: row for row, one in zip(numbers, found.applications, strict=True)}
    row_of |= {one.application_id: row for row, one in zip(numbers, found.applications, strict=True)}
    column = match_headings(table, "application")[0]["county"]
    faults = tuple(
        Fault(Message("dossier.other_region"), file=name, row=row, column=column, seen=one.enterprise.county)
        for row, one in zip(numbers, found.applications, strict=True)
        if one.enterprise.county not in own
    )
    return Read(name, found.applications, row_of, found.notices, faults)


def _table(content: bytes, name: str) -> Table:
    if len(content) > MOST_BYTES:
        raise FaultsError([Fault(Message("dossier.file_too_large"), file=name)])
    table = table_of(content, name)
    if len(table.rows) > MOST_ROWS:
        values = {"rows": len(table.rows), "most": MOST_ROWS}
        raise FaultsError([Fault(Message("dossier.too_many_rows", values), file=name)])
    return table
