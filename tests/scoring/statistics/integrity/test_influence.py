"""Which grades hang on one expert."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.model import MarkState, ScoreTable
from scoring.statistics.aggregate import Aggregate, parse_aggregate
from scoring.statistics.cut_scores import parse_cuts
from scoring.statistics.integrity.influence import influence

GAP = np.nan


def table(marks: list[list[float]]) -> ScoreTable:
    values = np.array(marks, float).reshape(len(marks), -1, 1)
    states = np.where(np.isnan(values), MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    names = tuple(f"a{n}" for n in range(values.shape[0])), tuple(f"e{n}" for n in range(values.shape[1]))
    return ScoreTable("", *names, ("total",), values, states)


def test_by_hand() -> None:
    found = influence(table([[70, 70, 91], [90, 90, 90], [79, 81, GAP]]), Aggregate(), parse_cuts("A=75,AA=80"))
    assert found.changed.tolist() == [[True, True, True], [False] * 3, [False, True, False]]
    assert found.grade_changes.tolist() == [1, 2, 1]
    np.testing.assert_allclose(found.shift[0], [77 - 80.5, 77 - 80.5, 77 - 70])
    np.testing.assert_allclose(found.shift[2], [80 - 81, 80 - 79, GAP])


@pytest.mark.parametrize("rule", ["mean", "median", "trimmed:1", "winsorised:1"])
def test_every_rule_is_computed_afresh(rule: str) -> None:
    from scoring.statistics.aggregate import aggregate_indicators

    marks = np.random.default_rng(1).integers(60, 100, (15, 6)).astype(float)
    marks[[0, 3, 7], [1, 2, 2]] = GAP
    found = influence(table(marks.tolist()), parse_aggregate(rule), parse_cuts("A=75,AA=80"))
    whole = aggregate_indicators(table(marks.tolist()), parse_aggregate(rule)).values[:, 0]
    for e in range(6):
        rest = aggregate_indicators(table(np.delete(marks, e, axis=1).tolist()), parse_aggregate(rule)).values[:, 0]
        np.testing.assert_allclose(found.shift[:, e], np.where(np.isnan(marks[:, e]), GAP, whole - rest))


def test_nothing_is_left_without_the_only_expert() -> None:
    found = influence(table([[70.0], [90.0]]), Aggregate(), parse_cuts("A=75"))
    assert found.grade_changes.tolist() == [0]
    assert np.isnan(found.shift).all()
    assert influence(table([[GAP, GAP]]), Aggregate(), parse_cuts("A=75")).grade_changes.tolist() == [0, 0]
