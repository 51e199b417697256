"""Panels alike put into stacks, so that one call of a pure function computes hundreds of panels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.distributed.sheets import IntArray, Sheets, firsts
from scoring.model import MarkState, ScoreTable


@dataclass(frozen=True, slots=True)
class Roll:
    """Who is in the panels of a piece, each by first appearance, so that those of a panel stand together.

    Attributes
    ----------
    n_panels : int
    applicant_of, expert_of : ndarray of int, shape (n_sheets,)
        Place of each sheet's applicant, and of its expert in this panel, in the lists below.
    applicant_panel, applicant_row : ndarray of int, shape (n_applicants,)
        Panel of each applicant, and a sheet of his.
    seat_panel, seat_row : ndarray of int, shape (n_seats,)
        A seat is an expert in a panel: the panel, and a sheet of his there.
    applicants, seats : ndarray of int, shape (n_panels,)
        How many each panel has.
    """

    n_panels: int
    applicant_of: IntArray
    expert_of: IntArray
    applicant_panel: IntArray
    applicant_row: IntArray
    seat_panel: IntArray
    seat_row: IntArray
    applicants: IntArray
    seats: IntArray


@dataclass(frozen=True, slots=True)
class Stack:
    """Panels of equally many applicants and experts.

    Attributes
    ----------
    panels : ndarray of int, shape (n_panels,)
        Their places in the piece.
    applicants, seats : ndarray of int, shapes (n_panels, n_applicants) and (n_panels, n_experts)
        Places in the roll.
    table : ScoreTable
        All of them as one panel, its first axis n_panels × n_applicants: whatever is computed application by
        application is the same for each of them.
    """

    panels: IntArray
    applicants: IntArray
    seats: IntArray
    table: ScoreTable


def roll_of(sheets: Sheets) -> Roll:
    """Return who is in the panels of a piece without faults."""
    panel = sheets.panel.codes
    applicant_of, applicant_row = firsts(sheets.applicant.codes)
    expert_of, seat_row = firsts(panel * (len(sheets.expert.names) + 1) + sheets.expert.codes)
    n_panels = len(sheets.panel.names)
    applicant_panel, seat_panel = panel[applicant_row], panel[seat_row]
    return Roll(
        n_panels=n_panels,
        applicant_of=applicant_of,
        expert_of=expert_of,
        applicant_panel=applicant_panel,
        applicant_row=applicant_row,
        seat_panel=seat_panel,
        seat_row=seat_row,
        applicants=np.bincount(applicant_panel, minlength=n_panels),
        seats=np.bincount(seat_panel, minlength=n_panels),
    )


def stacks_of(sheets: Sheets, roll: Roll, indicators: tuple[str, ...]) -> Iterator[Stack]:
    """Yield the panels of a piece in stacks."""
    shapes, which = np.unique(np.stack([roll.applicants, roll.seats], axis=1), axis=0, return_inverse=True)
    kind = which.reshape(-1)
    first_applicant = np.cumsum(roll.applicants) - roll.applicants
    first_seat = np.cumsum(roll.seats) - roll.seats
    local_applicant = roll.applicant_of - first_applicant[sheets.panel.codes]
    local_expert = roll.expert_of - first_seat[sheets.panel.codes]
    place = np.empty(roll.n_panels, np.int64)
    for number, (n_applicants, n_experts) in enumerate(shapes.tolist()):
        panels = np.flatnonzero(kind == number)
        place[panels] = np.arange(len(panels))
        rows = slice(None) if len(shapes) == 1 else np.flatnonzero(kind[sheets.panel.codes] == number)
        at = (place[sheets.panel.codes[rows]] * n_applicants + local_applicant[rows], local_expert[rows])
        values, states = _arrays(sheets, rows, at, (len(panels) * n_applicants, n_experts))
        table = ScoreTable(
            panel="",
            applicants=("",) * values.shape[0],
            experts=("",) * n_experts,
            indicators=indicators,
            values=values,
            states=states,
            decimals=sheets.decimals,
        )
        yield Stack(
            panels,
            first_applicant[panels][:, None] + np.arange(n_applicants),
            first_seat[panels][:, None] + np.arange(n_experts),
            table,
        )


def _arrays(
    sheets: Sheets, rows: slice | IntArray, at: tuple[IntArray, IntArray], shape: tuple[int, int]
) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Return values and states, of shape (*shape, n_indicators), of the sheets of some rows."""
    n_indicators = sheets.marks.shape[1]
    marks, states = sheets.marks[rows], sheets.states[rows]
    points = marks / 10.0**sheets.decimals
    unmarked = (states == MarkState.MISSING) | (states == MarkState.NOT_APPLICABLE)
    if unmarked.any():
        points[unmarked] = np.nan
    n_cells = shape[0] * shape[1]
    flat = at[0] * shape[1] + at[1]
    if len(flat) == n_cells and (flat == np.arange(n_cells)).all():  # every sheet there and in order: nothing to move
        return points.reshape(*shape, n_indicators), states.reshape(*shape, n_indicators)
    values = np.full((n_cells, n_indicators), np.nan)
    cells = np.full((n_cells, n_indicators), MarkState.MISSING, np.uint8)
    values[flat] = points
    cells[flat] = states
    return values.reshape(*shape, n_indicators), cells.reshape(*shape, n_indicators)
