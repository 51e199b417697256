"""Which sheets of a round count, and their marks as one table: what everything said about a round's marks rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from sqlalchemy import Connection

from indicators.model import RuleBook
from scoring.model import FloatArray, MarkState, ScoreTable, Stage
from scoring.register import assignments, marks, sheets
from scoring.register.decisions import SheetReference


def panels_of(current: Iterable[assignments.Assignment]) -> dict[str, list[str]]:
    """Return who is on each panel now: the recused and replaced are not."""
    panels: dict[str, list[str]] = {}
    for one in current:
        if one.state == "assigned":
            panels.setdefault(one.application_id, []).append(one.expert_id)
    return panels


def counting_sheets(
    application_id: str,
    panels: Mapping[str, Iterable[str]],
    events: Mapping[tuple[str, str], sheets.SheetEvent],
) -> tuple[SheetReference, ...]:
    """Return the sheets of an application that count: submitted, by whom is on the panel now."""
    return tuple(
        SheetReference(expert, event.version, event.digest)
        for expert in panels.get(application_id, ())
        if (event := events.get((application_id, expert))) is not None
        and event.event == "submitted"
        and event.digest is not None
    )


def counting_table(connection: Connection, round_id: str, stage: Stage, book: RuleBook) -> ScoreTable:
    """Return the marks of every counting sheet of a round as one table, experts under their own ids.

    Whoever passes it on takes the ids away first, unless the reader may know them.
    """
    panels = panels_of(assignments.of_round(connection, round_id, stage))
    events = {(event.application_id, event.expert_id): event for event in sheets.of_round(connection, round_id, stage)}
    keys = {
        (application_id, sheet.expert_id)
        for application_id in panels
        for sheet in counting_sheets(application_id, panels, events)
    }
    columns = marks.load_table(connection, stage=stage, round_id=round_id)
    leaves = [leaf.code for leaf in book.round.indicator_table.leaves()]
    return marks.score_table(columns, panel=round_id, indicators=leaves, sheets=keys)


def times_given(connection: Connection, round_id: str, stage: Stage, table: ScoreTable) -> FloatArray:
    """Return when each mark of a table was first given, in seconds, shaped as its values; ``nan`` where there is none.

    The first time, not the last: a mark that was changed on a later day says nothing about haste.
    """
    axes = (table.applicants, table.experts, table.indicators)
    places = [{name: at for at, name in enumerate(axis)} for axis in axes]
    found = marks.first_times(connection, round_id=round_id, stage=stage)
    cells = [
        np.array([of.get(name, -1) for name in column], np.intp) for of, column in zip(places, found[:3], strict=True)
    ]
    there = np.logical_and.reduce([one >= 0 for one in cells])
    cell = tuple(one[there] for one in cells)
    seconds = np.array([moment.timestamp() for moment in found[3]])
    times = np.full(table.values.shape, np.nan)
    times[cell] = np.where(np.isnan(table.values[cell]), np.nan, seconds[there])
    return times


def sheets_began(connection: Connection, round_id: str, stage: Stage, table: ScoreTable) -> FloatArray:
    """Return when the first mark of each sheet of a table was given, whatever it said, in seconds.

    Returns
    -------
    ndarray, shape (n_applications, n_experts)
        ``nan`` where there is no sheet, or nobody knows when its marks were given.
    """
    rows, columns = ({name: at for at, name in enumerate(axis)} for axis in (table.applicants, table.experts))
    began = np.full(table.values.shape[:2], np.nan)
    for (application_id, expert_id), moment in marks.sheets_began(connection, round_id=round_id, stage=stage).items():
        if application_id in rows and expert_id in columns:
            began[rows[application_id], columns[expert_id]] = moment.timestamp()
    return np.where((table.states == MarkState.MISSING).all(axis=2), np.nan, began)
