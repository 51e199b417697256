"""A panel's scores from its sheets, as the parameter sheet lays down: exact until they are rounded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import compress
from math import floor
from typing import Any

import numpy as np

from indicators.model import RuleBook
from scoring.flow.bands import PanelBands, panel_bands
from scoring.meeting.nodes import shown
from scoring.model import ScoreTable
from scoring.register import marks
from scoring.register.marks import MarkColumns
from scoring.sheets import round_weights
from scoring.statistics.aggregate import Aggregate, Aggregated, aggregate_indicators
from scoring.statistics.panel_scores import ApplicantScore, panel_scores
from scoring.statistics.seats import seated
from scoring.statistics.totals import Formula, attendance, expert_totals, total_formula


@dataclass(frozen=True, slots=True)
class PanelScore:
    """A panel's scores of an application.

    Attributes
    ----------
    of : ApplicantScore
        Scores, total, spread, gaps; unrounded.
    total : Decimal or None
        The exact total, rounded half-up once, as the parameter sheet lays down: what cut scores are compared with. The
        indicators are not rounded before they are added, which would lift or lower every total in the same direction.
    exact : mapping of str to Fraction
        Panel score of each indicator that has a mark, exactly: floors and vetoes are compared with sums of them.
    not_applicable : frozenset of str
        Indicators that the whole panel found not applicable.
    bands : PanelBands or None
        How far its sheets lie apart; ``None`` with fewer than three of them.
    """

    of: ApplicantScore
    total: Decimal | None
    exact: Mapping[str, Fraction]
    not_applicable: frozenset[str]
    bands: PanelBands | None = None


def aggregate_of(book: RuleBook) -> Aggregate:
    """Return the rule of aggregation that the parameter sheet lays down."""
    sheet = book.round.parameter_sheet
    return Aggregate(sheet.aggregate, sheet.trimmed_each_side)


def scores_of(columns: MarkColumns, keys: set[tuple[str, str]], book: RuleBook) -> dict[str, PanelScore]:
    """Return the panel scores of every application that has a counting sheet, as the round lays down."""
    table = book.round.indicator_table
    leaves = [leaf.code for leaf in table.leaves()]
    return scores_of_table(marks.score_table(columns, panel=book.round.round_id, indicators=leaves, sheets=keys), book)


def scores_of_table(score_table: ScoreTable, book: RuleBook) -> dict[str, PanelScore]:
    """Return the panel scores of every application of a table whose third axis is the leaves of the round."""
    if not score_table.applicants:
        return {}
    rule, weights = aggregate_of(book), round_weights(book.round.indicator_table)
    score_table, _ = seated(score_table)  # what is asked is the panel's; of a round's experts few mark one application
    leaves, decimals = score_table.indicators, book.round.parameter_sheet.rounding_decimals
    scores = panel_scores(score_table, rule, weights=weights)
    aggregated = aggregate_indicators(score_table, rule)
    applicable = attendance(score_table).applicable
    bands = panel_bands(score_table, expert_totals(score_table, weights), book.round.cut_scores)
    formulas = {
        kind.tobytes(): total_formula(weights, leaves, kind, normalise=False) for kind in np.unique(applicable, axis=0)
    }
    found = {}
    for row, score in enumerate(scores.applicants):
        exact = _exact(aggregated, row, leaves)
        found[score.applicant] = PanelScore(
            of=score,
            total=total_of(exact, formulas[applicable[row].tobytes()], leaves, decimals),
            exact=exact,
            not_applicable=frozenset(compress(leaves, ~applicable[row])),
            bands=bands.get(score.applicant),
        )
    return found


def total_of(
    exact: Mapping[str, Fraction], formula: Formula | None, leaves: Sequence[str], decimals: int
) -> Decimal | None:
    """Return Σ weight × score in fractions, rounded half-up; ``None`` where a score that counts is missing."""
    if formula is None:
        return None
    counting = [(leaf, numerator) for leaf, numerator in zip(leaves, formula.numerators, strict=True) if numerator]
    if any(leaf not in exact for leaf, _ in counting):
        return None
    whole = sum((numerator * exact[leaf] for leaf, numerator in counting), Fraction())
    return _half_up(whole / formula.denominator / formula.divisor, decimals)


def _half_up(value: Fraction, decimals: int) -> Decimal:
    return Decimal(floor(value * 10**decimals + Fraction(1, 2))).scaleb(-decimals)


def _exact(aggregated: Aggregated, row: int, leaves: Sequence[str]) -> dict[str, Fraction]:
    sums, divisors = aggregated.sums[row].tolist(), aggregated.divisors[row].tolist()
    given = aggregated.marks[row].tolist()
    cells = zip(leaves, sums, divisors, given, strict=True)
    return {leaf: Fraction(int(whole), int(by) * 10**aggregated.decimals) for leaf, whole, by, n in cells if n}


def scores_as_json(scores: PanelScore | None, book: RuleBook) -> dict[str, Any]:
    """Return the aggregate in the canonical form that is kept with a decision.

    The total as it is compared with cut scores; an indicator's score exactly, or to four places where it never ends.
    """
    sheet = book.round.parameter_sheet
    rule = {"aggregate": sheet.aggregate, "each_side": sheet.trimmed_each_side, "decimals": sheet.rounding_decimals}
    if scores is None:
        return {**rule, "total": None, "experts": 0, "missing": 0, "indicators": {}}
    found = scores.of
    return {
        **rule,
        "total": None if scores.total is None else f"{scores.total:f}",
        "experts": found.experts,
        "missing": found.missing,
        "indicators": {
            leaf.code: f"{shown(scores.exact[leaf.code]):f}" if leaf.code in scores.exact else None
            for leaf in book.round.indicator_table.leaves()
        },
    }
