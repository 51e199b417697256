"""Which grades hang on a single expert."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray, MarkState, ScoreTable, Weights
from scoring.statistics.aggregate import Aggregate, aggregate_indicators
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.seats import seated, without_seat
from scoring.statistics.totals import panel_totals


@dataclass(frozen=True, slots=True)
class Influence:
    """What each expert's marks do to the panel's totals and grades.

    Attributes
    ----------
    shift : ndarray, shape (n_applications, n_experts)
        The panel's total minus its total without the expert, in points; ``nan`` where he gave no mark or nothing is
        left without him.
    changed : ndarray of bool, same shape
        The grade is another one without him. Not so where nothing is left to grade by.
    whole : ndarray, shape (n_applications,)
        The panel's totals with everybody.
    """

    shift: FloatArray
    changed: NDArray[np.bool_]
    whole: FloatArray

    @property
    def grade_changes(self) -> NDArray[np.int64]:
        """How many grades hang on each expert, shape (n_experts,)."""
        return np.asarray(self.changed.sum(axis=0), np.int64)


def influence(
    table: ScoreTable,
    aggregate: Aggregate,
    cuts: CutScores,
    *,
    weights: Weights | None = None,
    normalise: bool = False,
    decimals: int | None = None,
    of: Iterable[int] | None = None,
) -> Influence:
    """Return how the panel's totals and grades change when each expert is left out, one at a time.

    Totals are those of `score`, exact and rounded as asked, each time computed afresh without the expert: a median or
    a trimmed mean has no short cut. That a grade hangs on one expert is no fault of his; a panel of three near a cut
    always has such grades. With `of`, only these experts (places in the table) are left out.
    """

    def totals_of(part: ScoreTable) -> FloatArray:
        aggregated = aggregate_indicators(part, aggregate)
        return panel_totals(part, aggregated, weights=weights, normalise=normalise, decimals=decimals).totals

    shift = np.full(table.values.shape[:2], np.nan)
    changed = np.zeros(shift.shape, np.bool_)
    packed, experts = seated(table)
    whole = totals_of(packed)
    marked = ((packed.states == MarkState.SCORED) | (packed.states == MarkState.INSUFFICIENT)).any(axis=2)
    if of is not None:
        marked &= np.isin(experts, list(of))
    for seat in range(len(packed.experts)):
        own = np.flatnonzero(marked[:, seat])
        without = totals_of(without_seat(packed, seat, own))
        before, after = cuts.grade_of(whole[own]), cuts.grade_of(without)
        cells = own, experts[own, seat]
        shift[cells] = whole[own] - without
        changed[cells] = (before >= 0) & (after >= 0) & (before != after)
    return Influence(shift, changed, whole)
