"""The panel's total as a round lays it down: exact, and rounded half-up once. In whole numbers, for many applications.

Indicators are not rounded before they are added, which would lift or lower every total in the same direction. What is
compared with cut scores and put in an order is this whole number, so that no order of adding can change a grade or a
rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from scoring.model import ScoreTable, Weights
from scoring.statistics.aggregate import Aggregated
from scoring.statistics.exact import WholeArray, half_up, times
from scoring.statistics.sharing import patterns
from scoring.statistics.totals import BoolArray, Formula, attendance, total_formula

_EXACT_INT = 2**62


@dataclass(frozen=True, slots=True)
class WholeTotals:
    """Totals as whole numbers.

    Attributes
    ----------
    whole : ndarray of int64, shape (n_applications,)
        Total × 10**`decimals`; 0 where there is none.
    known : ndarray of bool, shape (n_applications,)
        Not so where an aggregate that counts has no mark, or nothing applies.
    decimals : int
    """

    whole: NDArray[np.int64]
    known: BoolArray
    decimals: int


def once_rounded_totals(
    table: ScoreTable, aggregated: Aggregated, *, weights: Weights | None, decimals: int
) -> WholeTotals:
    """Return the panel's totals, Σ weight × score in fractions, rounded half-up to `decimals` once.

    Parameters
    ----------
    table, aggregated : ScoreTable, Aggregated
        The marks and what `aggregate_indicators` makes of them.
    weights : Weights, optional
        As for `totals.panel_totals`.
    decimals : int
        Of the total.
    """
    given = aggregated.marks > 0
    whole = np.zeros(len(given), np.int64)
    known = np.zeros(len(given), np.bool_)
    for kind, rows in patterns(attendance(table).applicable):
        formula = total_formula(weights, table.indicators, kind, normalise=False)
        if formula is None:
            continue
        full = rows[(given[rows] | ~formula.counts).all(axis=1)]
        whole[full] = _totals(aggregated, full, formula, decimals)
        known[full] = True
    return WholeTotals(whole, known, decimals)


def rounded_scores(aggregated: Aggregated, decimals: int) -> WholeArray:
    """Return the scores × 10**`decimals`, rounded half-up, shape (n_applications, n_indicators); 0 without a mark."""
    shift = decimals - aggregated.decimals
    return half_up(aggregated.sums, 10 ** max(shift, 0), times(aggregated.divisors, 10 ** max(-shift, 0)))


def _totals(aggregated: Aggregated, rows: NDArray[np.intp], formula: Formula, decimals: int) -> WholeArray:
    """Return the totals of some applications: one fraction each, over the least common multiple of its divisors."""
    counts = formula.counts
    divisors = aggregated.divisors[np.ix_(rows, counts)]
    sums = aggregated.sums[np.ix_(rows, counts)]
    numerators = [numerator for numerator in formula.numerators if numerator]
    common = np.lcm.reduce(divisors, axis=1)
    largest = max(abs(int(sums.max(initial=0))), abs(int(sums.min(initial=0))))
    if largest * int(common.max(initial=1)) * sum(numerators) >= _EXACT_INT:
        sums, divisors, common = (np.asarray(part, object) for part in (sums, divisors, common))
    terms = sums * (common[:, None] // divisors)
    above = terms @ np.array(numerators, terms.dtype)
    over: Fraction = formula.denominator * formula.divisor * 10**aggregated.decimals
    return half_up(above, 10**decimals * over.denominator, times(common, over.numerator))
