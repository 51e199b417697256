"""Regions from whole-number counts: how many of how many reach each grade, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.regions.empirical_bayes import shrunken_rates
from scoring.statistics.regions.funnel import funnel
from scoring.statistics.regions.heterogeneity import same_rate_everywhere
from scoring.statistics.regions.proportions import wilson_interval
from scoring.statistics.regions.result import Interval


@dataclass(frozen=True, slots=True)
class GradeRates:
    """How many applications reach a grade, by region.

    Attributes
    ----------
    grade : str
        It or a higher one is reached.
    events, cases : ndarray of int, shape (n_regions,)
        Cases are applications with a total.
    rate, shrunken : Interval
        The plain rate with Wilson's limits, and the rate drawn to the mean.
    outside : ndarray of int, shape (n_regions,)
        Place in the funnel, from -2 to 2, whose limits allow for regions differing anyway.
    same : float
        p-value that all regions have one rate; ``nan`` where it cannot be told.
    """

    grade: str
    events: NDArray[np.int64]
    cases: NDArray[np.int64]
    rate: Interval
    shrunken: Interval
    outside: NDArray[np.int64]
    same: float


@dataclass(frozen=True, slots=True)
class RegionalRates:
    """Regions of one level, by code, and the rates of each grade from the lowest."""

    codes: tuple[str, ...]
    without_total: NDArray[np.int64]
    grades: tuple[GradeRates, ...]


def added_up(counts: Sequence[Mapping[str, Sequence[int]]], digits: int) -> dict[str, list[int]]:
    """Return counts of regions added up, by the first `digits` of their codes, ascending."""
    found: dict[str, list[int]] = {}
    for part in counts:
        for code, own in part.items():
            known = found.setdefault(code[:digits], [0] * len(own))
            for place, count in enumerate(own):
                known[place] += count
    return dict(sorted(found.items()))


def regional_rates(counts: Mapping[str, Sequence[int]], grades: Sequence[str]) -> RegionalRates:
    """Return the rates of each grade by region.

    Parameters
    ----------
    counts : mapping of str to sequence of int
        As `manifest.Manifest.regions`.
    grades : sequence of str
        From the lowest.
    """
    table = np.array([list(own) for own in counts.values()], np.int64).reshape(len(counts), len(grades) + 2)
    cases = table[:, 1:].sum(axis=1)
    return RegionalRates(
        tuple(counts),
        table[:, 0],
        tuple(_rates(grade, table[:, place:].sum(axis=1), cases) for place, grade in enumerate(grades, start=2)),
    )


def _rates(grade: str, events: NDArray[np.int64], cases: NDArray[np.int64]) -> GradeRates:
    same: FloatArray = same_rate_everywhere(events, cases)[0]
    return GradeRates(
        grade=grade,
        events=events,
        cases=cases,
        rate=wilson_interval(events, cases),
        shrunken=shrunken_rates(events, cases).rate,
        outside=funnel(events, cases).outside_dispersed,
        same=float(same),
    )
