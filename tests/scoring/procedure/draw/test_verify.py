"""A recorded draw is checked without being drawn again: each way to be wrong is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scoring.procedure.draw.model import Problem, Solution
from scoring.procedure.draw.solve import solve
from scoring.procedure.draw.verify import check

MakeProblem = Callable[..., Problem]


@pytest.fixture
def drawn(make_problem: MakeProblem) -> tuple[Problem, Solution]:
    problem = make_problem(24, 13)
    solution = solve(problem, 11)
    assert solution is not None
    return problem, solution


def keys(problem: Problem, solution: Solution) -> set[str]:
    return {fault.what.key.removeprefix("draw.check_") for fault in check(problem, solution)}


def test_a_sound_draw_has_no_fault(drawn: tuple[Problem, Solution]) -> None:
    assert keys(*drawn) == set()


def test_an_exchanged_expert_is_found(drawn: tuple[Problem, Solution]) -> None:
    problem, solution = drawn
    (application, expert), *rest = solution.pairs
    barred = next(iter(problem.cases[0].barred))
    assert application == problem.cases[0].application_id
    assert "barred" in keys(problem, replace(solution, pairs=((application, barred), *rest)))
    assert "stranger" in keys(problem, replace(solution, pairs=((application, "E99"), *rest)))
    assert "twice" in keys(problem, replace(solution, pairs=((application, expert), *solution.pairs)))
    assert "seats" in keys(problem, replace(solution, pairs=tuple(rest)))


def test_a_panel_of_one_prefecture_is_found(drawn: tuple[Problem, Solution]) -> None:
    problem, solution = drawn
    one_place = tuple(replace(one, prefecture="3299") for one in problem.candidates)
    assert keys(replace(problem, candidates=one_place), solution) == {"prefecture"}


def test_uneven_loads_and_wrong_bounds_are_found(drawn: tuple[Problem, Solution]) -> None:
    problem, solution = drawn
    assert keys(problem, replace(solution, most_load=solution.most_load - 1)) == {"load"}
    assert keys(problem, replace(solution, least_load=solution.least_load - 1)) == {"bounds"}
    strict = replace(problem, terms=replace(problem.terms, most_sheets=1))
    assert keys(strict, solution) == {"bounds"}


def test_figures_that_are_told_wrongly_are_found(drawn: tuple[Problem, Solution]) -> None:
    problem, solution = drawn
    assert keys(problem, replace(solution, parts=2)) == {"parts"}
    assert keys(problem, replace(solution, without_expertise=("A000",))) == {"expertise"}


def test_what_is_required_is_held_against_even_where_it_was_told(make_problem: MakeProblem) -> None:
    apart = make_problem(2, 26, connected="preferred")
    solution = solve(apart, 1)
    assert solution is not None
    assert keys(apart, solution) == set()
    assert keys(replace(apart, terms=replace(apart.terms, connected="required")), solution) == {"parts"}
