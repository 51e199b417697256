"""Totals rounded once: against plain fractions, and against what the flow compares with cut scores."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from indicators.load import shipped_rule_book
from scoring.flow.scores import aggregate_of, scores_of_table
from scoring.model import MarkState, ScoreTable
from scoring.sheets import round_weights
from scoring.statistics.aggregate import aggregate_indicators, parse_aggregate
from scoring.statistics.once_rounded import once_rounded_totals, rounded_scores

BOOK = shipped_rule_book("2026-sample")
LEAVES = BOOK.round.indicator_table.leaves()


def marked(seed: int, applications: int = 40, experts: int = 5, *, gaps: float = 0.0) -> ScoreTable:
    """Return marks of the sample round: levels drawn at random, some missing, some refused."""
    rng = np.random.default_rng(seed)
    shape = (applications, experts, len(LEAVES))
    values = np.empty(shape)
    for at, leaf in enumerate(LEAVES):
        values[:, :, at] = rng.choice([float(mark) for mark in leaf.allowed_scores()], shape[:2])
    states = np.full(shape, MarkState.SCORED, np.uint8)
    for state in (MarkState.MISSING, MarkState.NOT_APPLICABLE):
        states[rng.random(shape) < gaps] = state
    values[states != MarkState.SCORED] = np.nan
    names = [tuple(f"{kind}{n}" for n in range(count)) for kind, count in (("a", applications), ("e", experts))]
    return ScoreTable("p", names[0], names[1], tuple(leaf.code for leaf in LEAVES), values, states, 3)


@pytest.mark.parametrize("gaps", [0.0, 0.02, 0.3])
def test_what_the_flow_compares_with_cut_scores(gaps: float) -> None:
    table = marked(7, gaps=gaps)
    aggregated = aggregate_indicators(table, aggregate_of(BOOK))
    weights = round_weights(BOOK.round.indicator_table)
    found = once_rounded_totals(table, aggregated, weights=weights, decimals=2)
    told = [one.total for one in scores_of_table(table, BOOK).values()]
    ours = [Decimal(int(n)).scaleb(-2) if known else None for n, known in zip(found.whole, found.known, strict=True)]
    assert ours == told
    assert any(total is not None for total in told)


@pytest.mark.parametrize("rule", ["mean", "median", "trimmed:1", "winsorised:1"])
def test_without_weights_it_is_the_mean_of_the_aggregates(rule: str) -> None:
    table = marked(11, gaps=0.05)
    aggregated = aggregate_indicators(table, parse_aggregate(rule))
    found = once_rounded_totals(table, aggregated, weights=None, decimals=1)
    for row, (sums, divisors, marks) in enumerate(
        zip(aggregated.sums, aggregated.divisors, aggregated.marks, strict=True)
    ):
        if not (marks > 0).all():
            continue
        mean = sum(Fraction(int(s), int(d)) for s, d in zip(sums, divisors, strict=True)) / 10**3 / len(LEAVES)
        assert int(found.whole[row]) == int(mean * 10 + Fraction(1, 2))
        assert found.known[row]


def test_numbers_beyond_64_bits_are_as_exact() -> None:
    table = marked(3)
    huge = replace(table, values=np.where(np.isnan(table.values), np.nan, table.values + 2**40), decimals=3)
    aggregated = aggregate_indicators(huge, parse_aggregate("mean"))
    wide = once_rounded_totals(huge, aggregated, weights=round_weights(BOOK.round.indicator_table), decimals=2)
    exact = [sum(Fraction(int(s), 5000) for s in sums) for sums in aggregated.sums]
    assert wide.whole.tolist() == [int(total * 100 + Fraction(1, 2)) for total in exact]


def test_half_goes_up_where_a_float_would_not() -> None:
    """0.125 + 0.14 = 0.265 exactly; the nearest floats give 0.26 or 0.27 by chance."""
    values = np.array([[[0.125, 0.14]]])
    table = ScoreTable("p", ("a",), ("e",), ("i", "j"), values, np.ones((1, 1, 2), np.uint8), 3)
    aggregated = aggregate_indicators(table, parse_aggregate("mean"))
    assert rounded_scores(aggregated, 2).tolist() == [[13, 14]]
    found = once_rounded_totals(table, aggregated, weights=None, decimals=3)
    assert found.whole.tolist() == [133]  # 0.1325
