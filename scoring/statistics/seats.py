"""Marks of many experts packed by seat: of a round's hundreds of experts a handful mark one application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray, MarkState, ScoreTable

IntArray = NDArray[np.int64]


def by_seat(marks: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the marks without the sheets that nobody filled in, and whose each is.

    Parameters
    ----------
    marks : ndarray, shape (n_applications, n_experts, n_indicators)
        ``nan`` where there is none.

    Returns
    -------
    marks : ndarray, shape (n_applications, n_seats, n_indicators)
        Those who marked the application, in the order of the experts; ``nan`` where it has fewer than the most.
    experts : ndarray of int, shape (n_applications, n_seats)
        The place of each among the experts; -1 where a seat is empty.
    """
    order, experts = _seats(np.asarray(~np.isnan(marks).all(axis=2)))
    return np.take_along_axis(marks, order[..., None], axis=1), experts


def seated(table: ScoreTable) -> tuple[ScoreTable, IntArray]:
    """Return a table whose second axis is the seats of each application, and who sits there, as `by_seat` does.

    What is no expert's own (aggregates, panel totals) is the same of both tables.
    """
    order, experts = _seats((table.states != int(MarkState.MISSING)).any(axis=2))
    packed = replace(
        table,
        experts=tuple(f"seat {seat + 1}" for seat in range(order.shape[1])),
        values=np.take_along_axis(table.values, order[..., None], axis=1),
        states=np.take_along_axis(table.states, order[..., None], axis=1),
    )
    return packed, experts


def unseated(packed: ScoreTable, seats: IntArray, experts: Sequence[str], rows: IntArray) -> ScoreTable:
    """Return some applications of a table by seats under the experts' own ids, as `ScoreTable.of_rows` of the whole.

    Parameters
    ----------
    packed : ScoreTable
        Of `seated`.
    seats : ndarray of int, shape (n_applications, n_seats)
        Whose each seat is; -1 where it is empty.
    experts : sequence of str
        Of the whole table.
    rows : ndarray of int
        Places of the applications.
    """
    whose = seats[rows]
    there = np.unique(whose[whose >= 0])
    shape = (len(rows), len(there), len(packed.indicators))
    values, states = np.full(shape, np.nan), np.full(shape, MarkState.MISSING, np.uint8)
    row, seat = np.nonzero(whose >= 0)
    column = np.searchsorted(there, whose[row, seat])
    values[row, column], states[row, column] = packed.values[rows[row], seat], packed.states[rows[row], seat]
    return replace(
        packed,
        applicants=tuple(packed.applicants[a] for a in rows),
        experts=tuple(experts[e] for e in there),
        values=values,
        states=states,
    )


def without_seat(table: ScoreTable, seat: int, rows: IntArray) -> ScoreTable:
    """Return some applications of a table by seats as the others marked them."""
    return replace(
        table,
        applicants=tuple(table.applicants[a] for a in rows),
        experts=table.experts[:seat] + table.experts[seat + 1 :],
        values=np.delete(table.values[rows], seat, axis=1),
        states=np.delete(table.states[rows], seat, axis=1),
    )


def _seats(present: NDArray[np.bool_]) -> tuple[IntArray, IntArray]:
    """Return which expert each seat is taken from, and the same with -1 where he left the application empty."""
    most = int(present.sum(axis=1).max(initial=1))  # one empty seat where nobody marked anything: still a table
    order = np.argsort(~present, axis=1, kind="stable")[:, :most]
    return order, np.where(np.take_along_axis(present, order, axis=1), order, -1)
