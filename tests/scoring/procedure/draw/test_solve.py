"""The draw keeps every constraint, at the size of a real round, and a seed gives one draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from scoring.procedure.draw.model import Case, Problem, knows, problem_as_json, problem_from_json
from scoring.procedure.draw.solve import SOLVER, first_level, solve
from scoring.procedure.draw.verify import check
from scoring.statistics.severity.connected import connected_subsets

MakeProblem = Callable[..., Problem]


def test_a_real_round_is_balanced_connected_and_free_of_conflicts(make_problem: MakeProblem) -> None:
    """585 applications and 60 experts, every property told here in its own words and not by `verify`."""
    whole = make_problem(585, 60)
    drawn = solve(whole, 20260601)
    assert drawn is not None
    load = Counter(expert for _, expert in drawn.pairs)
    assert len(drawn.pairs) == len(set(drawn.pairs)) == 585 * 5
    assert set(load.values()) == {48, 49}
    home = {one.expert_id: one for one in whole.candidates}
    panels: dict[str, list[str]] = {}
    for application, expert in drawn.pairs:
        panels.setdefault(application, []).append(expert)
    for case in whole.cases:
        panel = panels[case.application_id]
        assert len(panel) == 5
        assert not set(panel) & set(case.barred)
        assert len({home[one].prefecture for one in panel}) >= 2
        assert any(knows(home[one].divisions, case.division) for one in panel)
    assert drawn.parts == 1
    assert check(whole, drawn) == ()


def test_connectedness_is_what_the_severity_statistics_mean_by_it(make_problem: MakeProblem) -> None:
    import numpy as np

    whole = make_problem(30, 20)
    drawn = solve(whole, 3)
    assert drawn is not None
    rows = {case.application_id: number for number, case in enumerate(whole.cases)}
    columns = {one.expert_id: number for number, one in enumerate(whole.candidates)}
    given = np.zeros((30, 20), dtype=bool)
    for application, expert in drawn.pairs:
        given[rows[application], columns[expert]] = True
    assert drawn.parts == int(connected_subsets(given).count) == 1


def test_the_same_seed_gives_the_same_draw_and_another_seed_another(make_problem: MakeProblem) -> None:
    whole = make_problem(60, 20)
    again = problem_from_json(problem_as_json(whole))
    assert again == whole
    assert solve(whole, 5) == solve(again, 5)
    assert solve(whole, 5) != solve(whole, 6)
    assert "HiGHS" in SOLVER


def test_chance_prefers_nobody(make_problem: MakeProblem) -> None:
    """Of experts all alike each is drawn for the one application about equally often."""
    one = make_problem(1, 13, seats=5, expertise="ignored", connected="preferred")
    case = replace(one.cases[0], barred={})
    drawn = [solve(replace(one, cases=(case,)), seed) for seed in range(130)]
    counted = Counter(expert for solution in drawn if solution for _, expert in solution.pairs)
    expected = 130 * 5 / 13
    assert len(counted) == 13
    statistic = sum((count - expected) ** 2 / expected for count in counted.values())
    assert statistic < 32.9  # chi-squared with 12 degrees of freedom, one in a thousand


def test_two_halves_that_would_fall_apart_are_joined(make_problem: MakeProblem) -> None:
    """Two prefectures bar one another's halves but for one expert: only he can hold the panels together."""
    base = make_problem(8, 13, seats=3, expertise="ignored")
    first, second = [one.expert_id for one in base.candidates[:6]], [one.expert_id for one in base.candidates[6:12]]
    cases = tuple(
        replace(case, barred=dict.fromkeys(second if number < 4 else first, ("declared",)))
        for number, case in enumerate(base.cases)
    )
    joined = [solve(replace(base, cases=cases), seed) for seed in range(6)]
    assert all(one is not None and one.parts == 1 for one in joined)


def test_where_panels_cannot_hang_together_it_is_told_or_refused(make_problem: MakeProblem) -> None:
    apart = make_problem(2, 26, seats=5)
    assert solve(apart, 1) is None
    wherever = solve(replace(apart, terms=replace(apart.terms, connected="preferred")), 1)
    assert wherever is not None
    assert wherever.parts == 2


def test_a_panel_without_expertise_is_told_or_refused(make_problem: MakeProblem) -> None:
    base = make_problem(20, 26)
    strange = replace(base.cases[0], division="Z99")
    odd = replace(base, cases=(strange, *(replace(one, panel_knows=True) for one in base.cases[1:])))
    found = solve(odd, 1)
    assert found is not None
    assert found.without_expertise == ("A000",)
    assert solve(replace(odd, terms=replace(odd.terms, expertise="required")), 1) is None


@pytest.mark.parametrize("seats", [1, 2])
def test_a_late_draw_fills_up_from_below(make_problem: MakeProblem, seats: int) -> None:
    base = make_problem(20, 13, seats=5)
    first = solve(base, 1)
    assert first is not None
    late = Case("A999", base.cases[0].division, seats, {"E00": "3201"}, False, {})
    problem = replace(base, cases=(late,), standing=(*first.pairs, ("A999", "E00")))
    drawn = solve(problem, 2)
    assert drawn is not None
    before = Counter(expert for _, expert in problem.standing)
    assert drawn.most_load == first_level(problem) == min(before.values()) + 1
    assert all(before[expert] < drawn.most_load for _, expert in drawn.pairs)
    assert check(problem, drawn) == ()


def test_a_panel_of_one_prefecture_gets_its_substitute_from_another(make_problem: MakeProblem) -> None:
    base = make_problem(1, 26, seats=1, expertise="ignored")
    sitting = dict.fromkeys(("X1", "X2", "X3", "X4"), "3201")
    case = replace(base.cases[0], panel=sitting, barred={})
    standing = tuple((case.application_id, expert) for expert in sitting)
    homes = {one.expert_id: one.prefecture for one in base.candidates}
    for seed in range(8):
        drawn = solve(replace(base, cases=(case,), standing=standing), seed)
        assert drawn is not None
        assert homes[drawn.pairs[0][1]] != "3201"


@pytest.mark.parametrize(("size", "least", "most"), [(5, 1, 5), (5, 2, 4), (5, 3, 2), (7, 3, 3), (7, 4, 2)])
def test_no_prefecture_has_more_of_a_panel_than_leaves_room_for_the_others(size: int, least: int, most: int) -> None:
    case = Case("A", "C34", size, {}, False, {})
    assert case.most_of_one_prefecture(least) == most
    assert -(-size // most) >= least
