"""What would change a grade, seat by seat, against leaving each expert's column out of the whole table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scoring.model import MarkState, ScoreTable
from scoring.statistics.aggregate import Aggregate, aggregate_indicators
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.integrity.influence import influence
from scoring.statistics.probability.robustness import RULES, robustness
from scoring.statistics.totals import expert_totals, panel_totals

CUTS = CutScores(("A", "AA"), (1.8, 2.2))


def scattered(seed: int, *, experts: int = 20, applications: int = 30, seats: int = 5) -> ScoreTable:
    """Return a round's table: each application has a few experts, of whom some leave cells or judge them no matter."""
    rng = np.random.default_rng(seed)
    states = np.full((applications, experts, 6), int(MarkState.MISSING), np.uint8)
    for row in states:
        who = rng.choice(experts, int(rng.integers(0, seats + 1)), replace=False)
        row[who] = rng.choice(4, (len(who), 6), p=[0.02, 0.9, 0.04, 0.04])
    values = np.where(states == int(MarkState.SCORED), rng.integers(0, 9, states.shape) / 2, np.nan)
    values[states == int(MarkState.INSUFFICIENT)] = 0.0
    names = (tuple(f"{letter}{n}" for n in range(size)) for letter, size in zip("aei", states.shape, strict=True))
    return ScoreTable("round", *names, values, states, 1)


def totals(table: ScoreTable, rule: Aggregate, decimals: int | None = None) -> np.ndarray:
    return panel_totals(table, aggregate_indicators(table, rule), decimals=decimals).totals


def without(table: ScoreTable, expert: int) -> ScoreTable:
    left = [e for e in range(len(table.experts)) if e != expert]
    names = tuple(table.experts[e] for e in left)
    return replace(table, experts=names, values=table.values[:, left], states=table.states[:, left])


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("decimals", [None, 2])
@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_the_table_without_the_column_gives(seed: int, decimals: int | None, rule: Aggregate) -> None:
    table = scattered(seed)
    whole = panel_totals(table, aggregate_indicators(table, rule), decimals=decimals)
    found = robustness(table, whole, CUTS, aggregate=rule, decimals=decimals)
    moved = influence(table, rule, CUTS, decimals=decimals)
    grade = CUTS.grade_of(whole.totals)
    for expert in range(len(table.experts)):
        less = totals(without(table, expert), rule, decimals)
        now = CUTS.grade_of(less)
        differs = (now != grade) & (now >= 0) & (grade >= 0)
        assert found.dropping[:, expert].tolist() == differs.tolist()
        marked = np.isin(table.states[:, expert], [int(MarkState.SCORED), int(MarkState.INSUFFICIENT)]).any(axis=1)
        np.testing.assert_array_equal(moved.shift[:, expert], np.where(marked, whole.totals - less, np.nan))
        assert moved.changed[:, expert].tolist() == (differs & marked).tolist()
    assert found.dropping.any()
    for n, other in enumerate(found.rules):
        now = CUTS.grade_of(totals(table, other, decimals))
        assert found.aggregates[:, n].tolist() == ((now != grade) & (now >= 0) & (grade >= 0)).tolist()


def test_some_experts_alone_are_left_out_where_they_are_named() -> None:
    table = scattered(5)
    whole, some = influence(table, Aggregate(), CUTS), influence(table, Aggregate(), CUTS, of=[3, 7])
    np.testing.assert_array_equal(some.shift[:, [3, 7]], whole.shift[:, [3, 7]])
    others = np.delete(some.shift, [3, 7], axis=1)
    assert np.isnan(others).all()


@pytest.mark.parametrize("seed", range(3))
def test_totals_of_filled_sheets_are_those_of_each_sheet_alone(seed: int) -> None:
    table = scattered(seed)
    found = expert_totals(table)
    for a, e in np.ndindex(found.shape):
        alone = replace(
            table,
            applicants=table.applicants[a : a + 1],
            experts=table.experts[e : e + 1],
            values=table.values[a : a + 1, e : e + 1],
            states=table.states[a : a + 1, e : e + 1],
        )
        np.testing.assert_array_equal(found[a, e], expert_totals(alone)[0, 0])


def test_work_grows_with_seats_not_with_experts(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def counted(table: ScoreTable, rule: Aggregate) -> object:
        seen.append(table.values.size)
        return aggregate_indicators(table, rule)

    monkeypatch.setattr("scoring.statistics.probability.robustness.aggregate_indicators", counted)
    cells = []
    for experts in (20, 80):
        seen.clear()
        table = scattered(1, experts=experts)
        robustness(table, panel_totals(table, aggregate_indicators(table, RULES[0])), CUTS, aggregate=RULES[0])
        cells.append(sum(seen))
    assert cells[1] <= 1.5 * cells[0]
