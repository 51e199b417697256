"""A file of assignments, checked, as pairs."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.faults import FaultsError
from indicators.language import Message
from indicators.tabular import Table
from scoring.intake.columns import match_headings
from scoring.intake.row import Row


@dataclass(frozen=True, slots=True)
class AssignmentsRead:
    """The assignments of a file: (application id, expert id) to the row it stands in, and what is to be said."""

    row_of: dict[tuple[str, str], int]
    notices: tuple[Message, ...]


def read_assignments(table: Table) -> AssignmentsRead:
    """Return the assignments of a table, one a row: an application and an expert.

    Whether there are such an application and such an expert is not asked here.

    Raises
    ------
    FaultsError
        With every fault of the file.
    """
    found, faults, notices = match_headings(table, "assignment")
    if faults:
        raise FaultsError(faults)
    row_of: dict[tuple[str, str], int] = {}
    for number, cells in table.rows:
        row = Row(table.file, number, cells, found)
        pair = row.plain("application_id"), row.plain("expert_id")
        if (earlier := row_of.get(pair)) is not None and all(pair):
            row.fault("expert_id", Message("intake.twice", {"earlier": earlier}), seen=" / ".join(pair))
        row_of.setdefault(pair, number)
        faults += row.faults
    if faults:
        raise FaultsError(faults)
    return AssignmentsRead(row_of, (*table.notices, *notices))
