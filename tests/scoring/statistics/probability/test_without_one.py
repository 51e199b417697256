"""Aggregates without each expert in turn, against leaving the column out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.aggregate import Aggregate, parse_aggregate
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.probability.leaving_out import leave_one_out
from scoring.statistics.probability.without_one import aggregate_of, without_one

RULES = ("mean", "median", "trimmed:1", "trimmed:2", "winsorised:1")
CUTS = CutScores(("A",), (70.0,))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**20), rule=st.sampled_from(RULES), n_experts=st.integers(1, 8), gaps=st.booleans())
def test_it_is_the_aggregate_of_the_other_columns(seed: int, rule: str, n_experts: int, gaps: bool) -> None:
    rng = np.random.default_rng(seed)
    marks = rng.integers(0, 11, (3, 5, n_experts)) / 2
    if gaps:
        marks[rng.random(marks.shape) < 0.4] = np.nan
    aggregate = parse_aggregate(rule)
    found = without_one(marks, aggregate)
    for expert in range(n_experts):
        np.testing.assert_allclose(found[..., expert], aggregate_of(np.delete(marks, expert, axis=-1), aggregate))


def test_aggregates_written_out() -> None:
    marks = np.array([9.0, 1, 2, np.nan, 4])
    found = {rule: float(aggregate_of(marks, parse_aggregate(rule))) for rule in RULES}
    assert found == {"mean": 4, "median": 3, "trimmed:1": 3, "trimmed:2": 4, "winsorised:1": 3}
    assert np.isnan(aggregate_of(np.full(3, np.nan), Aggregate()))


def test_a_grade_that_hangs_on_one_expert_is_counted() -> None:
    totals = np.array([[69.0, 70, 75], [60, 61, 59], [90, 92, 95], [np.nan, np.nan, 80]])
    found = leave_one_out(totals, CUTS)
    assert found.grade_changes.tolist() == [0, 0, 1]
    assert found.largest_shift == pytest.approx([7 / 6, 2 / 3, 11 / 6])
    assert found.rank_correlation.tolist() == pytest.approx([1, 1, 1])


def test_panels_of_a_stack_and_of_hardly_anybody() -> None:
    stack = np.random.default_rng(1).normal(70, 8, (2, 3, 6, 4))
    found = leave_one_out(stack, CUTS, aggregate=Aggregate("median"))
    assert found.icc_ak.shape == (2, 3, 4)
    alone = leave_one_out(stack[1, 2], CUTS, aggregate=Aggregate("median"))
    np.testing.assert_allclose(found.rest_correlation[1, 2], alone.rest_correlation)
    np.testing.assert_allclose(found.cronbach_alpha[1, 2], alone.cronbach_alpha)
    one = leave_one_out(stack[0, 0, :, :1], CUTS)
    assert np.isnan([one.icc_ak, one.largest_shift, one.rank_correlation, one.rest_correlation]).all()
    assert one.grade_changes.tolist() == [0]
