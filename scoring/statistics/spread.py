"""How far the experts of a panel lie apart: bands without labels, the noise of a round, and what chance alone makes.

A band says how many marks there are, the lowest, the highest and their standard deviation; never whose they are, nor
which marks of different indicators belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import fsum, inf, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray, ScoreTable

LEAST_SHEETS: Final = 3
"""Of two marks, aggregate and band together give each away, and each expert the other's."""

# From here on a quantile differs by less than one percent from that of a deviation known for certain, and the solver
# is spared an integral that takes it a second.
_AS_GOOD_AS_KNOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Spread:
    """How far marks lie apart, over the axis of the experts.

    Attributes
    ----------
    marks : ndarray of int
        How many marks there are; insufficient material is one, of 0 points, not applicable is none.
    lowest, highest : ndarray
        ``nan`` without any mark.
    deviation : ndarray
        Sample standard deviation (n − 1); ``nan`` below two marks.
    """

    marks: NDArray[np.int64]
    lowest: FloatArray
    highest: FloatArray
    deviation: FloatArray


def indicator_spread(table: ScoreTable) -> Spread:
    """Return the spread of each indicator's marks, arrays of shape (n_applications, n_indicators), in points."""
    return _spread(table.values)


def total_spread(totals: FloatArray) -> Spread:
    """Return the spread of the experts' totals, arrays of shape (n_applications,).

    `totals` has shape (n_applications, n_experts), ``nan`` where an expert has none.
    """
    return _spread(totals)


def _spread(values: FloatArray) -> Spread:
    # Sorted, so that the order of the experts changes no bit; equal marks have deviation 0 exactly.
    marks = (~np.isnan(values)).sum(axis=1)
    most = max(int(marks.max(initial=0)), 1)
    ordered = np.sort(values, axis=1)[:, :most]
    if ordered.shape[1] == 0:
        gap = np.full(marks.shape, np.nan)
        return Spread(marks, gap, gap, gap)
    lowest = ordered[:, 0]
    last = np.maximum(marks - 1, 0)
    highest = np.take_along_axis(ordered, np.expand_dims(last, 1), axis=1)[:, 0]
    above = ordered - np.expand_dims(lowest, 1)
    mean = np.divide(np.nansum(above, axis=1), marks, out=np.zeros(marks.shape), where=marks > 0)
    squares = np.nansum((above - np.expand_dims(mean, 1)) ** 2, axis=1)
    variance = np.divide(squares, marks - 1, out=np.full(marks.shape, np.nan), where=marks > 1)
    return Spread(marks, lowest, highest, np.asarray(np.sqrt(variance)))


@dataclass(frozen=True, slots=True)
class Noise:
    """How far one sheet's total lies from the others of its panel: the pooled standard deviation within panels.

    Severity of experts is part of it. `degrees_of_freedom` is Σ (n − 1) over the `panels` that were pooled.
    """

    deviation: float
    degrees_of_freedom: int
    panels: int

    def standard_error(self, sheets: int) -> float:
        """Return the standard error of the mean of so many sheets, in points: deviation / √n."""
        return self.deviation / sqrt(sheets)

    def range_by_chance(self, sheets: int, *, share: float = 0.1) -> float:
        """Return the range of totals that only this share of panels of so many sheets exceeds by chance.

        The studentized range times the deviation: a rule for ranges must depend on the number of sheets, for seven lie
        further apart than three. For normal totals of equal spread.
        """
        known = self.degrees_of_freedom if self.degrees_of_freedom < _AS_GOOD_AS_KNOWN else inf
        return self.deviation * _studentized(1 - share, sheets, known)


def pooled_noise(sheets: Sequence[int], deviations: Sequence[float]) -> Noise | None:
    """Return the noise of a round from the number of sheets of each panel and the standard deviation of their totals.

    Panels of fewer than three sheets are left out. ``None`` where none is left: then there is nothing to measure it
    by, and no number is put in its place.
    """
    counted = [(n - 1, deviation) for n, deviation in zip(sheets, deviations, strict=True) if n >= LEAST_SHEETS]
    if not counted:
        return None
    freedom = sum(weight for weight, _ in counted)
    return Noise(sqrt(fsum(weight * deviation**2 for weight, deviation in counted) / freedom), freedom, len(counted))


@cache
def _studentized(quantile: float, sheets: int, degrees_of_freedom: float) -> float:
    # Imported here: it takes a second to load, and every command on a register would pay for it.
    from scipy.stats import studentized_range

    return float(studentized_range.ppf(quantile, sheets, degrees_of_freedom))


def reaching(totals: Iterable[float], cut: float) -> int:
    """Return how many totals reach a cut score; one equal to it does."""
    return sum(total >= cut for total in totals)
