"""Panels from a seed: every constraint handed to HiGHS, chance in the costs.

Each pair (application, free expert) is a variable of 0 or 1 with a random cost, all alike in distribution, so that no
expert and no application is preferred; among all panels that keep the constraints the cheapest is taken. These
constraints are those of a transport problem with groups, whose relaxation is nearly whole, so hundreds of applications
take seconds. Connectedness is asked for only where a solution lacks it: each part that stands alone must have a pair
that leaves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.sparse import coo_array

from scoring.procedure.draw.links import parts_of
from scoring.procedure.draw.model import Case, Pair, Problem, Solution, knows

SOLVER: Final = f"scipy.optimize.milp (HiGHS), SciPy {scipy.__version__}, NumPy {np.__version__}"
"""Name and version: the same problem, seed and solver give the same panels."""

# A panel without expertise costs more than any exchange of experts can save.
_WITHOUT_EXPERTISE: Final = 100.0
_MOST_CUTS: Final = 12

Row = tuple[list[int], float, float]


@dataclass(frozen=True, slots=True)
class Model:
    """A problem in variables: one a free pair, then one an application whose panel may lack expertise."""

    problem: Problem
    pairs: tuple[Pair, ...]
    at_case: NDArray[np.int64]
    at_expert: NDArray[np.int64]
    lacking: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many variables there are."""
        return len(self.pairs) + len(self.lacking)


def model_of(problem: Problem) -> Model:
    """Return the variables of a problem."""
    free = [
        (row, column)
        for row, case in enumerate(problem.cases)
        for column, one in enumerate(problem.candidates)
        if one.expert_id not in case.barred and one.expert_id not in case.panel
    ]
    ends = np.array(free, dtype=np.int64).reshape(len(free), 2)
    pairs = tuple((problem.cases[row].application_id, problem.candidates[column].expert_id) for row, column in free)
    lacking = tuple(n for n, case in enumerate(problem.cases) if _may_lack(case, problem))
    return Model(problem, pairs, ends[:, 0], ends[:, 1], lacking)


def _may_lack(case: Case, problem: Problem) -> bool:
    return problem.terms.expertise == "preferred" and not case.panel_knows


def first_level(problem: Problem) -> int:
    """Return the least load that could be the highest after the draw: water poured into vessels of unequal filling."""
    loads, seats = sorted(problem.loads().values()), problem.seats
    level = (loads[0] if loads else 0) + 1
    while sum(max(0, level - load) for load in loads) < seats:
        level += 1
    return level


def levels(problem: Problem) -> range:
    """Return the highest loads that may be tried, lowest first."""
    first = first_level(problem)
    # From nothing, a higher level with the same distance would only move the lowest load up with it.
    last = first + problem.terms.load_within - 1 if not problem.standing else first + problem.seats
    return range(first, min(last, problem.terms.most_sheets) + 1)


def solve(problem: Problem, seed: int) -> Solution | None:
    """Return the panels that a seed draws, ``None`` where the constraints allow none.

    Parameters
    ----------
    problem : Problem
        With at least one candidate and one seat.
    seed : int
        Not negative. The same problem, seed and `SOLVER` give the same panels.
    """
    model = model_of(problem)
    costs = np.concatenate(
        [np.random.default_rng(seed).random(len(model.pairs)), np.full(len(model.lacking), _WITHOUT_EXPERTISE)]
    )
    for level in levels(problem):
        least = max(0, level - problem.terms.load_within) if not problem.standing else 0
        rows = [*_rows(model), *load_rows(model, least, level)]
        chosen = _connected(model, costs, rows, hopeless=_too_few_to_connect(problem, least, level))
        if chosen is not None:
            return _solution(problem, chosen, least, level)
    return None


def _too_few_to_connect(problem: Problem, least: int, most: int) -> bool:
    """Whether there are fewer pairs than join so many applications and experts, however they are drawn.

    A graph of n nodes hangs together by n - 1 edges or more; an expert without a sheet is no node.
    """
    pairs = problem.seats + len(problem.standing)
    applications = {case.application_id for case in problem.cases} | {one for one, _ in problem.standing}
    experts = {one for _, one in problem.standing}
    used = len(problem.candidates) if least > 0 else max(len(experts), -(-pairs // most) if not experts else 0)
    return pairs < len(applications) + used - 1


def _connected(model: Model, costs: NDArray[np.float64], rows: list[Row], *, hopeless: bool) -> tuple[Pair, ...] | None:
    """Return the cheapest pairs, connected where that can be; ``None`` where there are none.

    Parameters
    ----------
    hopeless : bool
        Whether it is known beforehand that they cannot be connected, so that no time is lost on trying.
    """
    chosen = minimise(model, costs, rows)
    if chosen is None:
        return None
    standing = model.problem.standing
    for _ in range(0 if hopeless else _MOST_CUTS):
        parts = parts_of([*standing, *chosen])
        if len(parts) < 2:
            return chosen
        rows = [*rows, *(_cut(model, part) for part in parts[1:])]
        better = minimise(model, costs, rows)
        if better is None:
            break
        chosen = better
    if model.problem.terms.connected == "preferred" or len(parts_of([*standing, *chosen])) < 2:
        return chosen
    return None


def minimise(model: Model, costs: NDArray[np.float64], rows: list[Row]) -> tuple[Pair, ...] | None:
    """Return the cheapest pairs that keep every row."""
    if any(not places and low > 0 for places, low, _ in rows):
        return None
    columns = np.concatenate([np.array(places, dtype=np.int64) for places, _, _ in rows])
    lengths = [len(places) for places, _, _ in rows]
    at_row = np.repeat(np.arange(len(rows)), lengths)
    matrix = coo_array((np.ones(len(columns)), (at_row, columns)), shape=(len(rows), model.size)).tocsr()
    lows, highs = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    from scipy.optimize import Bounds, LinearConstraint, milp  # a moment to load, and only a draw needs it

    found = milp(costs, constraints=LinearConstraint(matrix, lows, highs), integrality=1, bounds=Bounds(0, 1))
    if found.x is None:
        return None
    return tuple(pair for pair, value in zip(model.pairs, found.x, strict=False) if value > 0.5)


def _rows(model: Model) -> Iterator[Row]:
    """Yield for each application its seats, its prefectures and its expertise."""
    candidates, terms = model.problem.candidates, model.problem.terms
    slack = {case: len(model.pairs) + number for number, case in enumerate(model.lacking)}
    begins = np.searchsorted(model.at_case, np.arange(len(model.problem.cases) + 1))
    for number, case in enumerate(model.problem.cases):
        places = range(int(begins[number]), int(begins[number + 1]))
        yield list(places), case.seats, case.seats
        by_prefecture: dict[str, list[int]] = {}
        for place in places:
            by_prefecture.setdefault(candidates[model.at_expert[place]].prefecture, []).append(place)
        most = case.most_of_one_prefecture(terms.least_prefectures)
        sitting = list(case.panel.values())
        for prefecture, of_it in by_prefecture.items():
            yield of_it, 0, max(0, most - sitting.count(prefecture))
        if terms.expertise != "ignored" and not case.panel_knows:
            knowing = [place for place in places if knows(candidates[model.at_expert[place]].divisions, case.division)]
            yield knowing + ([slack[number]] if number in slack else []), 1, np.inf


def load_rows(model: Model, least: int, most: int) -> Iterator[Row]:
    """Yield for each candidate how many sheets he may get."""
    loads = list(model.problem.loads().values())
    order = np.argsort(model.at_expert, kind="stable")
    begins = np.searchsorted(model.at_expert[order], np.arange(len(loads) + 1))
    for number, load in enumerate(loads):
        places = order[begins[number] : begins[number + 1]].tolist()
        yield places, max(0, least - load), max(0, most - load)


def _cut(model: Model, part: frozenset[Pair]) -> Row:
    """Return that a pair must lead out of a part: an application of it to another expert, or the other way round."""
    inside = {application for application, _ in part}
    experts = {expert for _, expert in part}
    crossing = ((application in inside) != (expert in experts) for application, expert in model.pairs)
    return [number for number, crosses in enumerate(crossing) if crosses], 1, np.inf


def _solution(problem: Problem, chosen: tuple[Pair, ...], least: int, most: int) -> Solution:
    return Solution(
        pairs=chosen,
        least_load=least,
        most_load=most,
        parts=len(parts_of([*problem.standing, *chosen])),
        without_expertise=without_expertise(problem, chosen),
    )


def without_expertise(problem: Problem, pairs: tuple[Pair, ...]) -> tuple[str, ...]:
    """Return the applications whose panel knows nothing of their division; none where nobody asks."""
    if problem.terms.expertise == "ignored":
        return ()
    divisions = {one.expert_id: one.divisions for one in problem.candidates}
    drawn: dict[str, list[str]] = {}
    for application, expert in pairs:
        drawn.setdefault(application, []).append(expert)
    return tuple(
        case.application_id
        for case in problem.cases
        if not case.panel_knows
        and not any(knows(divisions.get(one, ()), case.division) for one in drawn.get(case.application_id, ()))
    )
