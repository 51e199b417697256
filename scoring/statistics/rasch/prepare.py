"""What the solver needs: the marks that can be estimated, by themselves, and where to begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.rasch.categories import MOST_CATEGORIES, IntArray, category_counts
from scoring.statistics.rasch.equations import Layout, Point
from scoring.statistics.rasch.extremes import APPLICATION, EXPERT, INDICATOR, BoolArray, Estimable, NumberArray
from scoring.statistics.rasch.probability import probabilities
from scoring.statistics.reasons import Reason

_GRID: Final = np.sinh(np.linspace(-4.0, 4.0, 401)) / 8  # logits from -3.4 to 3.4, dense about 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """Marks without extreme elements and without the categories below and above all that are used.

    Attributes
    ----------
    numbers : ndarray of int, shape (n_indicators, n_experts, n_applications)
        Of what is kept; category numbers count from `first`.
    first : int
        The lowest category that any indicator uses.
    groups : ndarray of int
        The number of each group before extreme indicators were set aside.
    layout : Layout
    start : Point
    """

    numbers: NumberArray
    first: int
    groups: IntArray
    layout: Layout
    start: Point


def prepare(numbers: NumberArray, group: IntArray, estimable: Estimable) -> Prepared:
    """Return what the solver needs."""
    kept = numbers[np.ix_(*(estimable.kept[axis] for axis in (INDICATOR, EXPERT, APPLICATION)))]
    categories = np.flatnonzero(estimable.used.any(axis=0))
    first = int(categories[0])
    given = kept >= 0
    kept = np.where(given, kept - np.int16(first), kept)
    groups, kept_group = np.unique(group[estimable.kept[INDICATOR]], return_inverse=True)
    used = estimable.used[groups, first : int(categories[-1]) + 1]
    lowest = used.argmax(axis=1)
    highest = used.shape[1] - 1 - used[:, ::-1].argmax(axis=1)
    k = np.arange(used.shape[1])
    free = used & (k > lowest[:, None]) & (k < highest[:, None])
    layout = Layout(None if given.all() else given, kept_group, (np.nonzero(free)[0], np.nonzero(free)[1]), len(groups))
    return Prepared(kept, first, groups, layout, _start(kept, given, layout, used, lowest, highest))


def why_not(marks: FloatArray, estimable: Estimable) -> Reason:
    """Return why what is left cannot be estimated; `NONE` if it can."""
    categories = np.flatnonzero(estimable.used.any(axis=0))
    if categories.size == 0:
        return Reason.ALL_EQUAL if np.nanmin(marks) == np.nanmax(marks) else Reason.EXTREME
    return Reason.TOO_FINE if categories[-1] - categories[0] >= MOST_CATEGORIES else Reason.NONE


def _start(
    numbers: NumberArray, given: BoolArray, layout: Layout, used: BoolArray, lowest: IntArray, highest: IntArray
) -> Point:
    """Return intercepts that give each category its share, and measures at which the points reached are expected.

    Each element is taken as if the other facets were of one kind: so steep a scale as it will be, or steeper.
    """
    low, high = (bound[layout.group].astype(numbers.dtype)[:, None, None] for bound in (lowest, highest))
    reached = np.where(given, numbers - low, 0)
    possible = np.where(given, high - low, 0)

    counts = category_counts(numbers, given, layout.group, (len(used), used.shape[1]))
    b = np.where(used, np.log(np.maximum(counts, 1)), -np.inf)
    rows = np.arange(len(used))
    ends = b[rows, lowest], b[rows, highest]
    slope = (ends[1] - ends[0]) / np.maximum(highest - lowest, 1)
    b -= ends[0][:, None] + slope[:, None] * (np.arange(used.shape[1]) - lowest[:, None])
    b[rows, lowest] = b[rows, highest] = 0.0

    p, _divisor = probabilities(np.broadcast_to(_GRID, (len(used), _GRID.size)), b)
    expected = np.einsum("gkn,k->gn", p, np.arange(used.shape[1])) - lowest[:, None]
    share = (expected / (highest - lowest)[:, None])[layout.group].mean(axis=0)

    def measures(axes: tuple[int, int]) -> FloatArray:
        return np.asarray(np.interp(reached.sum(axis=axes) / possible.sum(axis=axes), share, _GRID))

    experts, indicators = measures((0, 2)), measures((1, 2))
    return Point(measures((0, 1)), experts - experts.mean(), indicators - indicators.mean(), b)
