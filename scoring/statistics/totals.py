"""Marks of a panel to its scores: per indicator, and in total.

Marks, weights and rounding are whole numbers throughout; a float appears only as the result. So the order of the
experts changes no bit, and rounding half-up means what it means on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray, MarkState, ScoreTable, StateArray, Weights
from scoring.statistics.aggregate import Aggregate, Aggregated, aggregate_indicators, parse_aggregate
from scoring.statistics.exact import EXACT_FLOAT, WholeArray, half_up, largest, scaled, scaled_exactly, times
from scoring.statistics.sharing import patterns, share_weights

__all__ = [
    "Aggregate",
    "Aggregated",
    "Attendance",
    "Totals",
    "aggregate_indicators",
    "attendance",
    "expert_totals",
    "panel_totals",
    "parse_aggregate",
    "spread",
]

BoolArray = NDArray[np.bool_]
CountArray = NDArray[np.int64]

# Marks of so many sheets stay in the processor's cache between the steps.
_SHEETS: Final = 1024


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who marked what.

    Attributes
    ----------
    experts : ndarray of int, shape (n_applications,)
        Experts who gave the application any mark.
    missing : ndarray of int, shape (n_applications,)
        Cells that those experts left empty.
    applicable : ndarray of bool, shape (n_applications, n_indicators)
        Not so where every expert who marked the application judged the indicator not applicable.
    """

    experts: CountArray
    missing: CountArray
    applicable: BoolArray


def attendance(table: ScoreTable) -> Attendance:
    """Return who marked what. Insufficient is a mark; not applicable is none, and no gap either."""
    n_applications, n_experts, n_indicators = table.states.shape
    empty, refused = (table.states == int(state) for state in (MarkState.MISSING, MarkState.NOT_APPLICABLE))
    # Most panels refuse nothing and many lack nothing; counting along a short axis takes far longer than looking.
    any_empty, any_refused = bool(empty.any()), bool(refused.any())
    gaps = _per_sheet(empty) if any_empty else np.zeros((n_applications, n_experts), np.int64)
    marks = n_indicators - gaps - (_per_sheet(refused) if any_refused else 0)
    present = marks > 0
    experts = present.sum(axis=1)
    missing = (gaps * present).sum(axis=1)
    applicable = np.ones((n_applications, n_indicators), np.bool_)
    if any_refused:
        refusals = (refused & present[:, :, None]).sum(axis=1)
        applicable = (refusals < experts[:, None]) | (experts[:, None] == 0)
    return Attendance(experts, missing, applicable)


def _per_sheet(cells: BoolArray) -> CountArray:
    """Return how many cells of each sheet are so, shape (n_applications, n_experts)."""
    return np.asarray(np.einsum("aei->ae", cells.astype(np.float32)), np.int64)  # whole up to 2**24


@dataclass(frozen=True, slots=True)
class Formula:
    """A total as a sum over indicators: Σ numerators × score / denominator, and all of it divided by `divisor`."""

    numerators: tuple[int, ...]
    denominator: int
    divisor: Fraction

    @property
    def counts(self) -> BoolArray:
        """Which indicators the total needs, shape (n_indicators,)."""
        return np.array([numerator != 0 for numerator in self.numerators])


def total_formula(
    weights: Weights | None, indicators: tuple[str, ...], applicable: BoolArray, *, normalise: bool
) -> Formula | None:
    """Return how a total is made of its indicators.

    Without weights it is their mean; with weights Σ weight × score, divided by Σ weight if `normalise`. ``None`` where
    nothing that counts is applicable.
    """
    if weights is None:
        count = int(applicable.sum())
        return Formula(tuple(int(applies) for applies in applicable), 1, Fraction(count)) if count else None
    shared = share_weights(weights, indicators, tuple(bool(applies) for applies in applicable))
    if shared is None:
        return None
    divisor = sum((Fraction(weights.of[name]) for name in indicators), Fraction(0)) if normalise else Fraction(1)
    return Formula(shared.numerators, shared.denominator, divisor)


def expert_totals(table: ScoreTable, weights: Weights | None = None, *, normalise: bool = False) -> FloatArray:
    """Return each expert's total for each application.

    Parameters
    ----------
    table : ScoreTable
        The marks of a panel.
    weights : Weights, optional
        One for each indicator of the table. Without them a total is the mean of the indicators.
    normalise : bool
        Divide by the sum of the weights.

    Returns
    -------
    ndarray, shape (n_applications, n_experts)
        ``nan`` where a mark that counts is missing. What the expert judged not applicable is out of his sheet, and
        its weight is shared (`sharing.share_weights`).
    """
    n_applications, n_experts, n_indicators = table.values.shape
    states, marks = table.states.reshape(-1, n_indicators), table.values.reshape(-1, n_indicators)
    filled = (states != int(MarkState.MISSING)).any(axis=1)
    if not filled.all():
        # Of a round's sheets, every expert by every application, most are nobody's.
        found = np.full(len(filled), np.nan)
        found[filled] = _totals_of_sheets(states[filled], marks[filled], table, weights, normalise=normalise)
        return found.reshape(n_applications, n_experts)
    return _totals_of_sheets(states, marks, table, weights, normalise=normalise).reshape(n_applications, n_experts)


def _totals_of_sheets(
    states: StateArray, marks: FloatArray, table: ScoreTable, weights: Weights | None, *, normalise: bool
) -> FloatArray:
    """Return the totals of sheets, shape (n_sheets,), of states and marks of shape (n_sheets, n_indicators)."""
    totals = np.full(len(marks), np.nan)
    for kind, sheets in patterns(states != int(MarkState.NOT_APPLICABLE)):
        formula = total_formula(weights, table.indicators, kind, normalise=normalise)
        if formula is None:
            continue
        if sheets.size == totals.size:
            totals = _sheet_totals(marks, table.decimals, formula)
        else:
            totals[sheets] = _sheet_totals(marks[sheets], table.decimals, formula)
    return totals


def _sheet_totals(marks: FloatArray, decimals: int, formula: Formula) -> FloatArray:
    """Return the totals of sheets, shape (n_sheets,), of marks of shape (n_sheets, n_indicators)."""
    counts = formula.counts
    numerators = [numerator for numerator in formula.numerators if numerator]
    marks = marks if counts.all() else marks[:, counts]
    over = formula.denominator * 10**decimals * formula.divisor
    if largest(marks) * 10.0**decimals * sum(numerators) < EXACT_FLOAT:
        factors, sums = np.array(numerators, np.float64), np.empty(len(marks))
        for start in range(0, len(marks), _SHEETS):
            part = slice(start, start + _SHEETS)
            np.matmul(scaled(marks[part], decimals), factors, out=sums[part])
        sums /= float(over)
        return sums
    totals = np.full(len(marks), np.nan)
    for sheet in np.flatnonzero(~np.isnan(marks).any(axis=1)):
        whole = (scaled_exactly(mark, decimals) for mark in marks[sheet])
        totals[sheet] = sum(n * mark for n, mark in zip(numerators, whole, strict=True)) / over
    return totals


def spread(totals: FloatArray) -> FloatArray:
    """Return the sample standard deviation (n − 1) of the experts' totals, shape (n_applications,).

    `totals` has shape (n_applications, n_experts); gaps are left out; ``nan`` below two totals.
    """
    ordered = np.sort(totals, axis=1)
    ordered -= ordered[:, :1]  # equal totals have spread 0 exactly
    n = (~np.isnan(ordered)).sum(axis=1)
    mean = np.divide(np.nansum(ordered, axis=1), n, out=np.zeros(len(n)), where=n > 0)
    squares = np.nansum((ordered - mean[:, None]) ** 2, axis=1)
    return np.asarray(np.sqrt(np.divide(squares, n - 1, out=np.full(len(n), np.nan), where=n > 1)))


@dataclass(frozen=True, slots=True)
class Totals:
    """The panel's scores and totals.

    Attributes
    ----------
    scores : ndarray, shape (n_applications, n_indicators)
        The aggregate, rounded if asked; ``nan`` without a mark.
    totals : ndarray, shape (n_applications,)
        ``nan`` where an aggregate that counts has no mark, or nothing applies.
    needed : ndarray of bool, shape (n_applications, n_indicators)
        Which indicators count in the total.
    """

    scores: FloatArray
    totals: FloatArray
    needed: BoolArray


def panel_totals(
    table: ScoreTable,
    aggregated: Aggregated,
    *,
    weights: Weights | None = None,
    normalise: bool = False,
    decimals: int | None = None,
) -> Totals:
    """Return the panel's scores and totals from its aggregates.

    Parameters
    ----------
    table, aggregated : ScoreTable, Aggregated
        The marks of a panel and what `aggregate_indicators` makes of them.
    weights, normalise
        As for `expert_totals`. An indicator is out of the panel's total, and its weight shared, where every expert who
        marked the application judged it not applicable; where some scored it, their aggregate stands.
    decimals : int, optional
        Round half-up to so many decimals: each score, each product with its weight, and the total.
    """
    applicable = attendance(table).applicable
    given = aggregated.marks > 0
    needed = np.zeros(given.shape, np.bool_)
    totals = np.full(len(given), np.nan)
    rounded = None if decimals is None else _rounded(aggregated, decimals)
    scores = aggregated.values if rounded is None else _as_floats(rounded, decimals, given)
    for kind, rows in patterns(applicable):
        formula = total_formula(weights, table.indicators, kind, normalise=normalise)
        if formula is None:
            continue
        needed[rows] = formula.counts
        full = rows[(given[rows] | ~formula.counts).all(axis=1)]
        if rounded is None:
            totals[full] = _plain_totals(scores[full], formula)
        else:
            totals[full] = _as_floats(_rounded_totals(rounded[full], formula), decimals)
    return Totals(scores, totals, needed)


def _rounded(aggregated: Aggregated, decimals: int) -> WholeArray:
    """Return the aggregates × 10**decimals, rounded half-up."""
    shift = decimals - aggregated.decimals
    return half_up(aggregated.sums, 10 ** max(shift, 0), times(aggregated.divisors, 10 ** max(-shift, 0)))


def _plain_totals(scores: FloatArray, formula: Formula) -> FloatArray:
    counts = formula.counts
    weights = np.array([float(Fraction(n, formula.denominator)) for n in formula.numerators if n])
    return np.asarray((scores[:, counts] * weights).sum(axis=1) / float(formula.divisor))


def _rounded_totals(rounded: WholeArray, formula: Formula) -> WholeArray:
    """Return the totals of rounded scores, in the same whole numbers: each product rounded, then their sum."""
    products = [half_up(rounded[:, i], n, formula.denominator) for i, n in enumerate(formula.numerators) if n]
    total: WholeArray = sum(products[1:], products[0])
    return half_up(total, formula.divisor.denominator, formula.divisor.numerator)


def _as_floats(whole: WholeArray, decimals: int | None, given: BoolArray | None = None) -> FloatArray:
    floats = np.asarray(whole / 10 ** (decimals or 0), np.float64)
    return floats if given is None else np.where(given, floats, np.nan)
