"""Who gets into trouble in the current round, and what the simulation is to plant for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from scoring.demonstration.experts import Rater
from scoring.demonstration.marking import Troubles
from scoring.demonstration.planted import Planting
from scoring.statistics.simulate import BoolArray

HOME_SHEETS: Final = 7
FAVOUR: Final = 9.0
SEVERITY: Final = 9.0
HURRY: Final = 0.1
_STRAIGHT_SHEETS: Final = 3
_COPIED_SHEETS: Final = 3


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is in trouble, as places among the experts; nobody twice."""

    home: int
    hurried: int
    severe: int
    straight: tuple[int, int]
    copier: int

    @property
    def all(self) -> frozenset[int]:
        """Everybody who is in some trouble."""
        return frozenset({self.home, self.hurried, self.severe, *self.straight, self.copier})


def cast_roles(rng: np.random.Generator, raters: Sequence[Rater], home_applicants: Sequence[int]) -> Roles:
    """Return who gets into which trouble; the home-favouring one lives where many apply."""
    many = 0.8 * max(home_applicants)
    mild = [n for n, rater in enumerate(raters) if abs(rater.severity) < 2.5 and home_applicants[n] >= many]
    home = mild[int(rng.integers(len(mild)))]
    others = [n for n in rng.permutation(len(raters)).tolist() if n != home]
    hurried, severe, first, second, copier = others[:5]
    return Roles(home, hurried, severe, (first, second), copier)


def with_roles(raters: Sequence[Rater], roles: Roles) -> tuple[Rater, ...]:
    """Return the experts, the hurried one quick and the severe one severe."""
    changed = list(raters)
    changed[roles.hurried] = replace(changed[roles.hurried], pace=HURRY)
    changed[roles.severe] = replace(changed[roles.severe], severity=SEVERITY)
    return tuple(changed)


def seat_at_home(
    rng: np.random.Generator, assigned: BoolArray, may_not: BoolArray, expert: int, home: BoolArray
) -> list[int]:
    """Let an expert change places with others, so that he scores at home against the rule; return where.

    He gives up as many applications as he gets, so everybody keeps his number of sheets. Changes `assigned`.
    """
    seated: list[int] = []
    for row in rng.permutation(np.flatnonzero(home[:, expert] & assigned.any(axis=1))).tolist():
        if len(seated) == HOME_SHEETS:
            break
        for other in rng.permutation(np.flatnonzero(assigned[row])).tolist():
            swap = assigned[:, expert] & ~assigned[:, other] & ~may_not[:, other] & ~home[:, expert]
            if swap.any():
                away = int(rng.choice(np.flatnonzero(swap)))
                assigned[away, expert], assigned[away, other] = False, True
                assigned[row, other], assigned[row, expert] = False, True
                seated.append(row)
                break
    return seated


def troubles(
    rng: np.random.Generator,
    assigned: BoolArray,
    home: BoolArray,
    roles: Roles,
    *,
    applications: Sequence[str],
    experts: Sequence[str],
    round_id: str,
    touched: set[int],
) -> tuple[Troubles, list[Planting]]:
    """Return what the simulation is to plant, and what that is; its applications are added to `touched`."""
    favour = np.zeros(assigned.shape[1])
    favour[roles.home] = FAVOUR
    straight = np.zeros(assigned.shape, dtype=bool)
    plantings: list[Planting] = []
    for expert in roles.straight:
        for row in _untouched(rng, assigned[:, expert], touched)[:_STRAIGHT_SHEETS]:
            straight[row, expert] = True
            touched.add(row)
            plantings.append(Planting("straight_lined_sheet", round_id, (applications[row],), (experts[expert],)))
    copied: list[tuple[int, int, int]] = []
    usual = set(range(assigned.shape[1])) - roles.all
    for row in _untouched(rng, assigned[:, roles.copier], touched):
        sources = [n for n in np.flatnonzero(assigned[row]).tolist() if n in usual]
        if len(copied) < _COPIED_SHEETS and sources:
            source = sources[int(rng.integers(len(sources)))]
            copied.append((row, source, roles.copier))
            touched.add(row)
            pair = (experts[source], experts[roles.copier])
            plantings.append(Planting("copied_sheet", round_id, (applications[row],) * 2, pair))
    return Troubles(favour=favour, home=home, straight_lined=straight, copied=tuple(copied)), plantings


def _untouched(rng: np.random.Generator, has_sheet: BoolArray, touched: set[int]) -> list[int]:
    """Return an expert's applications that are in no trouble yet, in random order."""
    return [row for row in rng.permutation(np.flatnonzero(has_sheet)).tolist() if row not in touched]
