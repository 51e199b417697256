"""What cannot be drawn is told: which constraint, how many are short, what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoring.procedure.draw.explain import explain
from scoring.procedure.draw.model import Problem
from scoring.procedure.draw.solve import solve
from scoring.texts import translator

MakeProblem = Callable[..., Problem]


def told(problem: Problem) -> list[tuple[str, dict[str, Any]]]:
    assert not problem.candidates or solve(problem, 1) is None
    return [(fault.what.key.removeprefix("draw."), dict(fault.what.values)) for fault in explain(problem)]


def test_ten_experts_cannot_do_a_real_round(make_problem: MakeProblem) -> None:
    """2,925 seats, ten experts of 60 sheets each: 2,325 seats short, 39 more experts."""
    problem = make_problem(585, 10)
    assert told(problem) == [
        (
            "too_few_experts",
            {"seats": 2925, "experts": 10, "most": 60, "room": 600, "short": 2325, "more": 39},
        )
    ]
    (fault,) = explain(problem)
    assert "至少增聘 39 名专家" in fault.message(translator("zh"))
    assert "Appoint at least 39 more experts" in fault.message(translator("en"))
    assert solve(make_problem(585, 49), 1) is not None


def test_nobody_is_appointed(make_problem: MakeProblem) -> None:
    problem = replace(make_problem(3, 5), candidates=())
    assert told(problem) == [("no_candidates", {"seats": 15})]


def test_every_application_that_is_short_is_named_with_the_reasons(make_problem: MakeProblem) -> None:
    base = make_problem(3, 26)
    few = {one.expert_id: ("declared", "employer") for one in base.candidates[:22]}
    nearly = {one.expert_id: ("own_prefecture",) for one in base.candidates[:22]}
    cases = (replace(base.cases[0], barred=few), base.cases[1], replace(base.cases[2], barred=nearly))
    found = told(replace(base, cases=cases))
    assert [(key, values["application"], values["short"]) for key, values in found] == [
        ("too_few_free", "A000", 1),
        ("too_few_free", "A002", 1),
    ]
    assert found[0][1]["because"].values["declared"] == 22
    assert found[1][1]["because"].values["own_prefecture"] == 22


def test_experts_of_one_prefecture_make_no_mixed_panel(make_problem: MakeProblem) -> None:
    base = make_problem(1, 8, prefectures=("3299",))
    assert told(base)[0][0] == "too_few_prefectures"
    assert told(base)[0][1]["short"] == 1


def test_a_division_that_nobody_knows(make_problem: MakeProblem) -> None:
    base = make_problem(20, 26, expertise="required")
    cases = (replace(base.cases[0], division="Z99"), *(replace(one, panel_knows=True) for one in base.cases[1:]))
    assert [key for key, _ in told(replace(base, cases=cases))] == ["nobody_knows"]


def test_panels_that_cannot_hang_together(make_problem: MakeProblem) -> None:
    """Ten sheets join at most nine of twelve: two applications and ten experts."""
    found = told(make_problem(2, 26))
    assert found == [("not_connected", {"parts": 2, "sheets": 10, "least": 11})]


def test_loads_that_conflicts_keep_apart(make_problem: MakeProblem) -> None:
    """One expert is free for a single application of twenty, the others must take what he cannot."""
    base = make_problem(20, 13, expertise="ignored")
    hindered = base.candidates[0].expert_id
    cases = tuple(
        replace(case, barred={hindered: ("found",)} if number else {}) for number, case in enumerate(base.cases)
    )
    assert told(replace(base, cases=cases)) == [("unbalanced", {"within": 1, "needed": 8, "experts": 13})]


def test_expertise_that_balance_does_not_allow(make_problem: MakeProblem) -> None:
    """One expert alone knows the division of all: he would have to sit on every panel."""
    base = make_problem(20, 26, expertise="required")
    knowing = replace(base.candidates[0], divisions=("Z99",))
    cases = tuple(replace(case, division="Z99", barred={}) for case in base.cases)
    ((key, values),) = told(replace(base, candidates=(knowing, *base.candidates[1:]), cases=cases))
    assert key == "expertise_against_load"
    assert values["short"] == 16


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_explanation_can_be_said(make_problem: MakeProblem, language: str) -> None:
    say = translator(language)
    for problem in (make_problem(585, 10), make_problem(2, 26), make_problem(1, 8, prefectures=("3299",))):
        assert all(fault.message(say) for fault in explain(problem))
