"""The way of files through the steps: how many came, passed, dropped out and wait, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.regions.proportions import wilson_interval
from scoring.statistics.regions.result import CONFIDENCE, IntArray, Interval
from scoring.statistics.regions.survival import kaplan_meier


class StepOutcome(IntEnum):
    """What became of a file at a step."""

    WAITING = 0
    PASSED = 1
    DROPPED_OUT = 2
    """Refused, returned or withdrawn there."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What files went through, by region and step. Arrays of shape (n_regions, n_steps).

    Attributes
    ----------
    came, passed, dropped_out, waiting : ndarray of int
        ``came`` is the sum of the other three.
    pass_rate : Interval
        Passed of those that passed or dropped out: what waits is in neither. Wilson's limits.
    days : Interval
        Median of days at the step, whichever way a file left it; files that wait count as far as they have waited.
        Limits of Brookmeyer & Crowley.
    longest_wait : ndarray
        Days of the file that has been waiting longest; ``nan`` where none waits.
    """

    came: IntArray
    passed: IntArray
    dropped_out: IntArray
    waiting: IntArray
    pass_rate: Interval
    days: Interval
    longest_wait: FloatArray


def way_through_steps(
    region: NDArray[np.integer[Any]],
    step: NDArray[np.integer[Any]],
    outcome: NDArray[np.integer[Any]],
    days: FloatArray,
    *,
    n_regions: int,
    n_steps: int,
    confidence: float = CONFIDENCE,
) -> Steps:
    """Return how many files came to each step of each region, what became of them, and how long it took.

    The plain median of finished files is too short while slow ones still wait, and grows long after it should have;
    the median of Kaplan & Meier (1958) counts what waits. See `survival.kaplan_meier`.

    Parameters
    ----------
    region, step : ndarray of int, shape (n_rows,)
        From 0; one row for each file and step that it came to. A step that a grade does not go through has no row.
    outcome : ndarray of int, shape (n_rows,)
        `StepOutcome`.
    days : ndarray, shape (n_rows,)
        From coming to the step until leaving it or, where the file waits, until the day that is asked about.
    n_regions, n_steps : int
    confidence : float

    Raises
    ------
    ValueError
        If a code has no place, or days are negative or not finite.
    """
    for codes, size in ((region, n_regions), (step, n_steps), (outcome, len(StepOutcome))):
        if codes.size and not (codes.min() >= 0 and codes.max() < size):
            raise ValueError(f"codes must lie between 0 and {size - 1}")
    cell, shape = region.astype(np.int64) * n_steps + step, (n_regions, n_steps)
    waiting, passed, dropped_out = (
        np.bincount(cell[outcome == one], minlength=n_regions * n_steps).reshape(shape) for one in StepOutcome
    )
    ended = outcome != StepOutcome.WAITING
    median = kaplan_meier(days, ended, cell, n_groups=n_regions * n_steps, confidence=confidence).median()
    longest = np.full(n_regions * n_steps, -np.inf)
    np.maximum.at(longest, cell[~ended], days[~ended])
    return Steps(
        came=waiting + passed + dropped_out,
        passed=passed,
        dropped_out=dropped_out,
        waiting=waiting,
        pass_rate=wilson_interval(passed, passed + dropped_out, confidence=confidence),
        days=Interval(
            median.value.reshape(shape),
            median.low.reshape(shape),
            median.high.reshape(shape),
            median.reason.reshape(shape),
            confidence,
        ),
        longest_wait=np.where(np.isinf(longest), np.nan, longest).reshape(shape),
    )
