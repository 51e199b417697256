"""Draws made up for tests: experts of thirteen prefectures, applications of uneven prefectures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from scoring.procedure.draw.model import Candidate, Case, Problem, Terms

PREFECTURES = tuple(f"32{number:02d}" for number in range(1, 14))
MakeProblem = Callable[..., Problem]


def terms(**other: Any) -> Terms:
    usual = {
        "least_prefectures": 2,
        "load_within": 1,
        "most_sheets": 60,
        "expertise": "preferred",
        "connected": "required",
    }
    return Terms(**(usual | other))


def problem(
    applications: int,
    experts: int,
    *,
    seats: int = 5,
    prefectures: tuple[str, ...] = PREFECTURES,
    divisions: int = 30,
    seed: int = 7,
    **other: Any,
) -> Problem:
    """Return a draw with nobody sitting yet; experts are barred from their own prefecture."""
    rng = np.random.default_rng(seed)
    candidates = tuple(
        Candidate(
            f"E{number:02d}",
            prefectures[number % len(prefectures)],
            tuple(f"C{one}" for one in sorted(rng.choice(divisions, size=3, replace=False) + 13)),
        )
        for number in range(experts)
    )
    shares = rng.dirichlet(np.full(len(PREFECTURES), 2.0))
    cases = []
    for number in range(applications):
        home = PREFECTURES[int(rng.choice(len(PREFECTURES), p=shares))]
        barred = {one.expert_id: ("own_prefecture",) for one in candidates if one.prefecture == home}
        cases.append(Case(f"A{number:03d}", f"C{rng.integers(divisions) + 13}", seats, {}, False, barred))
    return Problem(terms(**other), candidates, tuple(cases))


@pytest.fixture
def make_problem() -> MakeProblem:
    return problem
