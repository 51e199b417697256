"""Elements without a finite measure: set aside first, measured by a fixed adjustment afterwards.

An application all of whose marks are the highest there are is infinitely able by maximum likelihood. As in Facets it is
left out while the others are estimated, and then gets the measure at which `ADJUSTMENT` score points less would be
expected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.rasch.categories import IntArray, category_counts
from scoring.statistics.rasch.probability import probabilities, used_range

BoolArray = NDArray[np.bool_]
NumberArray = NDArray[np.int16]

ADJUSTMENT: Final = 0.3
"""Score points (steps of the scale) by which an extreme score is drawn in, as in Facets."""

# The axis of each facet in arrays (indicator, expert, application).
APPLICATION: Final = 2
EXPERT: Final = 1
INDICATOR: Final = 0
FACETS: Final = (APPLICATION, EXPERT, INDICATOR)

_BLOCK: Final = 2**18  # numbers in the largest temporary array
_FARTHEST: Final = 60.0  # logits


@dataclass(frozen=True, slots=True)
class Estimable:
    """What is left when all extreme elements are set aside.

    Attributes
    ----------
    kept : dict
        Axis to a bool array: which elements of the facet have a finite measure.
    used : ndarray of bool, shape (n_groups, n_categories)
        Which categories the marks of the kept elements use.
    lowest, highest : ndarray of int, shape (n_indicators,)
        Lowest and highest used category of each indicator's group; -1 where none is.
    """

    kept: dict[int, BoolArray]
    used: BoolArray
    lowest: IntArray
    highest: IntArray


def _others(axis: int) -> tuple[int, ...]:
    return tuple(other for other in FACETS if other != axis)


def set_aside(
    numbers: NumberArray, group: IntArray, n_categories: int, *, facets: tuple[int, ...] = FACETS
) -> Estimable:
    """Return what can be estimated, setting aside whatever has only the lowest or only the highest marks.

    Without it others may become extreme and categories may fall out of use, so that it is done until nothing changes.
    Only elements of `facets` are set aside.
    """
    n_groups = int(group.max(initial=-1)) + 1
    active = numbers >= 0
    kept = {axis: np.asarray(active.any(axis=_others(axis))) for axis in FACETS}
    while True:
        used = category_counts(numbers, active, group, (n_groups, n_categories)) > 0
        some = used.any(axis=1)
        lowest = np.where(some, used.argmax(axis=1), -1)[group]
        highest = np.where(some, n_categories - 1 - used[:, ::-1].argmax(axis=1), -1)[group]
        not_low = active & (numbers != lowest[:, None, None])
        not_high = active & (numbers != highest[:, None, None])
        done = True
        for axis in facets:
            others = _others(axis)
            finite = not_low.any(axis=others) & not_high.any(axis=others)
            if (kept[axis] & ~finite).any():
                done = False
                kept[axis] &= finite
                active &= np.expand_dims(kept[axis], others)
        if done:
            return Estimable(kept, used, lowest, highest)


def measure_the_rest(
    numbers: NumberArray,
    estimable: Estimable,
    measures: dict[int, FloatArray],
    information: dict[int, FloatArray],
    intercepts: FloatArray,
) -> None:
    """Fill in the measures of elements set aside, each on its marks by and for elements that are measured already.

    `measures` maps an axis to what its elements add to η (able, lenient, easy: all positive), ``nan`` where unknown,
    and `information` to Σ W of their marks. First all extreme elements are measured beside those estimated, then what
    is left beside both.
    """
    known_scale = estimable.lowest >= 0
    given = (numbers >= 0) & known_scale[:, None, None]
    while True:
        known = {axis: ~np.isnan(measures[axis]) for axis in FACETS}
        found: dict[int, tuple[FloatArray, FloatArray]] = {}
        for axis in FACETS:
            others = _others(axis)
            cells = given.copy()
            for other in others:
                cells &= np.expand_dims(known[other], _others(other))
            waiting = ~known[axis] & cells.any(axis=others)
            if waiting.any():
                found[axis] = _measures(numbers, cells, axis, waiting, estimable, measures, intercepts)
        gained = False
        for axis, (values, informed) in found.items():
            gained |= not np.isnan(values).all()
            information[axis] = np.where(known[axis], information[axis], informed)
            measures[axis] = np.where(known[axis], measures[axis], values)
        if not gained:
            return


def _measures(
    numbers: NumberArray,
    cells: BoolArray,
    axis: int,
    waiting: BoolArray,
    estimable: Estimable,
    measures: dict[int, FloatArray],
    intercepts: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Return the measures of the elements that wait and the information on them, ``nan`` for all others."""
    found = np.full((2, waiting.size), np.nan)
    used = used_range(intercepts)
    intercepts = intercepts[:, used]
    size = numbers.size // max(waiting.size, 1) * intercepts.shape[1]
    at_once = max(1, _BLOCK // max(size, 1))
    elements = np.flatnonzero(waiting)
    for start in range(0, elements.size, at_once):
        block = elements[start : start + at_once]
        where = np.nonzero(np.take(cells, block, axis=axis))
        place = list(where)
        place[axis] = block[where[axis]]
        indicator = place[INDICATOR]
        offset = np.zeros(indicator.size)
        for other in _others(axis):
            offset += measures[other][place[other]]
        low, high = estimable.lowest[indicator] - used.start, estimable.highest[indicator] - used.start
        mark = np.clip(numbers[tuple(place)] - used.start, low, high)
        low_sum, high_sum, score = (
            np.bincount(where[axis], weights=values, minlength=block.size) for values in (low, high, mark)
        )
        target = np.asarray(np.clip(score, low_sum + ADJUSTMENT, high_sum - ADJUSTMENT), np.float64)
        solved = _solve(where[axis], offset, intercepts[indicator], target)
        found[:, block] = np.where(high_sum > low_sum, solved, np.nan)
    return found[0], found[1]


def _solve(element: IntArray, offset: FloatArray, intercepts: FloatArray, target: FloatArray) -> FloatArray:
    """Return the measures at which the expected scores are `target`, and Σ W: Newton's steps, halving where they leave.

    The answer has shape (2, n_elements).
    """
    k = np.arange(intercepts.shape[1], dtype=np.float64)
    low = np.full(target.size, -_FARTHEST)
    high = np.full(target.size, _FARTHEST)
    measure = np.zeros(target.size)
    for _ in range(100):
        p, _divisor = probabilities(offset + measure[element], intercepts)
        expected = p @ k
        variance = (p * (k - expected[:, None]) ** 2).sum(axis=1)
        short = target - np.bincount(element, weights=expected, minlength=target.size)
        slope = np.bincount(element, weights=variance, minlength=target.size)
        low = np.where(short > 0, measure, low)
        high = np.where(short < 0, measure, high)
        step = np.divide(short, slope, out=np.full(target.size, np.inf), where=slope > 1e-12)
        moved = measure + step
        moved = np.where((moved > low) & (moved < high), moved, np.where(short == 0, measure, (low + high) / 2))
        largest = np.abs(moved - measure).max(initial=0.0)
        measure = moved
        if largest < 1e-10:
            break
    return np.stack([measure, slope])
