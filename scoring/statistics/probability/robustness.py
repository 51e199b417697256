"""What would change a grade: one expert less, another rule of aggregation, weights a little different."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray, ScoreTable, Weights
from scoring.statistics.aggregate import Aggregate, aggregate_indicators
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.probability.acceptability import acceptability, factors_near, weights_near
from scoring.statistics.seats import seated, without_seat
from scoring.statistics.sharing import patterns
from scoring.statistics.totals import Totals, attendance, panel_totals, total_formula

BoolArray = NDArray[np.bool_]

RULES: Final = (Aggregate(), Aggregate("median"), Aggregate("trimmed", 1), Aggregate("winsorised", 1))


@dataclass(frozen=True, slots=True)
class Robustness:
    """What would change the grades of a panel.

    Attributes
    ----------
    dropping : ndarray of bool, shape (n_applications, n_experts)
        The grade differs without the expert. False where there is no total without him, or none with him.
    rules : tuple of Aggregate
        The rules of aggregation beside the panel's own.
    aggregates : ndarray of bool, shape (n_applications, n_rules)
        The grade differs by that rule.
    weights : ndarray, shape (n_applications,)
        Share of weights near those declared that give another grade; ``nan`` without a total.
    """

    dropping: BoolArray
    rules: tuple[Aggregate, ...]
    aggregates: BoolArray
    weights: FloatArray


def robustness(
    table: ScoreTable,
    totals: Totals,
    cuts: CutScores,
    *,
    aggregate: Aggregate,
    weights: Weights | None = None,
    normalise: bool = False,
    decimals: int | None = None,
    seed: int = 0,
) -> Robustness:
    """Return what would change the grades of a panel whose totals are known; parameters as for `panel_decisions`.

    Every total is computed as the panel's own is, to the last bit, so a grade that differs is the grade that the same
    file without that expert, or with that rule, would get.
    """
    grade = cuts.grade_of(totals.totals)

    def differs(other: ScoreTable, rule: Aggregate, was: NDArray[np.int64]) -> BoolArray:
        found = panel_totals(
            other, aggregate_indicators(other, rule), weights=weights, normalise=normalise, decimals=decimals
        )
        now = cuts.grade_of(found.totals)
        return np.asarray((now != was) & (now >= 0) & (was >= 0))

    rules = tuple(rule for rule in RULES if rule != aggregate)
    # Seat by seat: who left an application empty is missed by none of its totals.
    packed, experts = seated(table)
    dropping = np.zeros(table.states.shape[:2], np.bool_)
    for seat in range(len(packed.experts) if len(packed.experts) > 1 else 0):
        rows = np.flatnonzero(experts[:, seat] >= 0)
        dropping[rows, experts[rows, seat]] = differs(without_seat(packed, seat, rows), aggregate, grade[rows])
    return Robustness(
        dropping=dropping,
        rules=rules,
        aggregates=np.array([differs(packed, rule, grade) for rule in rules]).T,
        weights=_other_grade(packed, totals, cuts, weights, seed, normalise=normalise, decimals=decimals),
    )


def _other_grade(
    table: ScoreTable,
    totals: Totals,
    cuts: CutScores,
    weights: Weights | None,
    seed: int,
    *,
    normalise: bool,
    decimals: int | None,
) -> FloatArray:
    """Return the share of draws that give another grade, shape (n_applications,).

    Each weight × U(0.9, 1.1), rescaled to the old sum, the same draws for all applications. Weights are drawn as they
    fall on an application: where an indicator does not apply, after its weight was shared. Products are not rounded,
    totals are.
    """
    factors = factors_near(np.random.default_rng(seed), len(table.indicators))
    grade = cuts.grade_of(totals.totals)
    shares = np.full(len(grade), np.nan)
    for kind, rows in patterns(attendance(table).applicable):
        formula = total_formula(weights, table.indicators, kind, normalise=normalise)
        if formula is None:
            continue
        over = formula.denominator * formula.divisor
        declared = np.array([float(Fraction(numerator) / over) for numerator in formula.numerators])
        kept = acceptability(totals.scores[rows], weights_near(declared, factors), cuts, decimals=decimals)
        own = np.take_along_axis(kept, np.maximum(grade[rows], 0)[:, None], axis=1)[:, 0]
        shares[rows] = np.where(grade[rows] >= 0, np.clip(1 - own, 0.0, 1.0), np.nan)
    return shares
