"""Invented experts, and what nobody knows of them: how severe and how quick they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from indicators.regions import Region
from scoring.demonstration.names import NameMaker, short_place
from scoring.demonstration.plan import PrefecturePlan
from scoring.demonstration.pools import Division, NamePool
from scoring.model import Application, Expert

_ID_CHARACTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CAPITAL: Final = "320100"
_SINCE: Final = date(2022, 1, 10)
# One in five was appointed later; no round before that day has them.
_LATER: Final = date(2024, 1, 15)
_CHANGED_EMPLOYER: Final = 4


@dataclass(frozen=True, slots=True)
class Rater:
    """An expert with his ways of marking.

    Attributes
    ----------
    severity : float
        In points of 100, positive = severe.
    halo : float
        From 0 to 1; see `scoring.statistics.simulate.PanelModel`.
    pace : float
        Time he takes for a mark, relative to the usual.
    """

    expert: Expert
    severity: float
    halo: float
    pace: float


def draw_raters(
    rng: np.random.Generator,
    names: NameMaker,
    pool: NamePool,
    plans: Sequence[PrefecturePlan],
    prefectures: Sequence[Region],
    divisions: Sequence[Division],
) -> tuple[Rater, ...]:
    """Return the experts of every prefecture, severities summing to zero."""
    places = {prefecture.code: short_place(prefecture.name) for prefecture in prefectures}
    regions = [plan.code for plan in plans for _ in range(plan.experts)]
    ids = _ids(rng, len(regions))
    severities = rng.normal(0.0, 3.0, len(regions))
    severities -= severities.mean()
    return tuple(
        Rater(
            expert=Expert(
                expert_id=expert_id,
                name=names.person(),
                employer=_employer(rng, pool, region, places[region]),
                region=region,
                expertise=_expertise(rng, divisions),
                appointed_from=_LATER if number % 5 == 4 else _SINCE,
            ),
            severity=float(severity),
            halo=float(rng.uniform(0.0, 0.35)),
            pace=float(rng.lognormal(0.0, 0.25)),
        )
        for number, (expert_id, region, severity) in enumerate(zip(ids, regions, severities, strict=True))
    )


def change_employers(
    rng: np.random.Generator, raters: Sequence[Rater], applications: Sequence[Application]
) -> tuple[Rater, ...]:
    """Return the experts, some of them now employed by an applicant of another prefecture than their own."""
    changed = list(raters)
    moving = rng.permutation(len(raters))[:_CHANGED_EMPLOYER].tolist()
    for place, row in zip(moving, rng.permutation(len(applications)).tolist(), strict=False):
        expert, enterprise = raters[place].expert, applications[row].enterprise
        if enterprise.county[:4] != expert.region[:4]:
            changed[place] = replace(raters[place], expert=replace(expert, employer=enterprise.name))
    return tuple(changed)


def _ids(rng: np.random.Generator, count: int) -> list[str]:
    """Return numbers of experts that tell nothing: neither order nor region."""
    ids: dict[str, None] = {}
    while len(ids) < count:
        drawn = rng.integers(len(_ID_CHARACTERS), size=5)
        ids["E" + "".join(_ID_CHARACTERS[place] for place in drawn)] = None
    return list(ids)


def _employer(rng: np.random.Generator, pool: NamePool, region: str, place: str) -> str:
    if region == _CAPITAL and rng.random() < 0.6:
        return pool.provincial_employers[int(rng.integers(len(pool.provincial_employers)))]
    return pool.employers[int(rng.integers(len(pool.employers)))].format(place=place)


def _expertise(rng: np.random.Generator, divisions: Sequence[Division]) -> tuple[str, ...]:
    drawn = rng.choice(len(divisions), size=int(rng.integers(2, 5)), replace=False)
    return tuple(sorted(divisions[number].code for number in drawn))
