"""What all mirrors of a panel rest on, computed once for everybody who looks into his own; no part of it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from scoring.model import FloatArray, MarkState, ScoreTable, Weights
from scoring.statistics.integrity.halo import Halo, halo
from scoring.statistics.seats import IntArray, seated
from scoring.statistics.severity.drifted import Drifted, drifted
from scoring.statistics.severity.expert_by_indicator import ExpertByIndicator, expert_by_indicator_by_seat
from scoring.statistics.severity.least_squares import least_squares
from scoring.statistics.severity.result import Severity
from scoring.statistics.totals import expert_totals

QUARTERS: Final = 4
"""Marks are counted by the nearest quarter of the full marks."""


@dataclass(frozen=True, slots=True)
class MirroredPanel:
    """The marks of a panel, and what they say of each of its experts.

    Attributes
    ----------
    experts : tuple of str
    sheets : ScoreTable
        The marks by seat: the second axis are the seats of each application, not the experts.
    seats : ndarray of int, shape (n_applications, n_seats)
        Which expert sits there; -1 where nobody does.
    totals : ndarray, shape (n_applications, n_experts)
        In points; ``nan`` where he filled in no sheet.
    severity, change, halo, leanings
        Of each expert; leanings in shares of the full marks.
    use : ndarray, shape (QUARTERS + 1, n_experts)
        Share of an expert's marks at about each quarter of the full marks; ``nan`` where he gave none.
    """

    experts: tuple[str, ...]
    sheets: ScoreTable
    seats: IntArray
    totals: FloatArray
    severity: Severity
    change: Drifted
    halo: Halo
    leanings: ExpertByIndicator
    use: FloatArray


def mirrored_panel(
    table: ScoreTable, *, weights: Weights, full_marks: FloatArray, began: FloatArray | None = None
) -> MirroredPanel:
    """Return what the mirrors of a panel rest on.

    Parameters
    ----------
    table : ScoreTable
        The sheets that decisions rest on, under the experts' own ids; of at least one application and expert.
    full_marks : ndarray, shape (n_indicators,)
        The most that each indicator can earn.
    began : ndarray, shape (n_applications, n_experts), optional
        When the first mark of each sheet was given.
    """
    sheets, seats = seated(table)
    totals = expert_totals(table, weights)
    return MirroredPanel(
        experts=table.experts,
        sheets=sheets,
        seats=seats,
        totals=totals,
        severity=least_squares(totals),
        change=drifted(totals, began),
        halo=halo(table.values),
        # Of the whole panel: of the others, an expert's own applications hold too few sheets to know their habits by.
        leanings=expert_by_indicator_by_seat(sheets.values / full_marks, seats, len(table.experts)),
        use=_use(sheets, seats, full_marks, len(table.experts)),
    )


def _use(sheets: ScoreTable, seats: IntArray, full_marks: FloatArray, n_experts: int) -> FloatArray:
    scored = sheets.states == MarkState.SCORED
    quarter = np.where(scored, np.floor(sheets.values / full_marks * QUARTERS + 0.5), np.nan)
    taken = seats >= 0
    by_quarter = [(quarter == at).sum(axis=2)[taken] for at in range(QUARTERS + 1)]
    counts = np.stack([np.bincount(seats[taken], one, minlength=n_experts) for one in by_quarter])
    marks = np.bincount(seats[taken], scored.sum(axis=2)[taken], minlength=n_experts)
    return np.asarray(np.divide(counts, marks, out=np.full(counts.shape, np.nan), where=marks > 0))
