"""Which grades hang on a single expert."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray, MarkState, ScoreTable, Weights
from scoring.statistics.aggregate import Aggregate, aggregate_indicators
from scoring.statistics.cut_scores import CutScores
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

    whole = totals_of(table)
    shift = np.full(table.values.shape[:2], np.nan)
    changed = np.zeros(shift.shape, np.bool_)
    marked = ((table.states == MarkState.SCORED) | (table.states == MarkState.INSUFFICIENT)).any(axis=2)
    for expert in range(len(table.experts)) if of is None else of:
        own = np.flatnonzero(marked[:, expert])
        without = totals_of(_without(table, own, expert))
        shift[own, expert] = whole[own] - without
        before, after = cuts.grade_of(whole[own]), cuts.grade_of(without)
        changed[own, expert] = (before >= 0) & (after >= 0) & (before != after)
    return Influence(shift, changed, whole)


def _without(table: ScoreTable, applications: NDArray[np.intp], expert: int) -> ScoreTable:
    """Return some applications without one of their experts."""
    return replace(
        table,
        applicants=tuple(table.applicants[a] for a in applications),
        experts=table.experts[:expert] + table.experts[expert + 1 :],
        values=np.delete(table.values[applications], expert, axis=1),
        states=np.delete(table.states[applications], expert, axis=1),
    )
