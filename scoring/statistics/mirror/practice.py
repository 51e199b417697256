"""How an expert's practice marks stand to reference marks: how strict on average, how far off, how often the same.

Pure arithmetic over the indicators of one case. The interval is that of a mean of independent differences (Student's
t); it says how much of the mean could be the chance of these few indicators, and nothing of other cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from scoring.model import FloatArray

_CONFIDENCE: Final = 0.975
_LEAST: Final = 2
"""Of fewer differences there is no interval."""


@dataclass(frozen=True, slots=True)
class MeanDifference:
    """Reference less own mark, on average: positive = stricter than the reference.

    `low` and `high` limit its 95 % interval, ``None`` where there are too few indicators; `absolute` is the mean of the
    differences without their sign.
    """

    value: float
    low: float | None
    high: float | None
    absolute: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """An expert's marks of one case beside the reference marks.

    Attributes
    ----------
    points, shares : MeanDifference or None
        In points, and as shares of each indicator's full marks; ``None`` where no indicator has points on both sides.
    compared : int
        Indicators with points on both sides; insufficient material has 0 of them, what does not apply has none.
    exact, within_one : int
        Of all indicators, how many are marked the same, and how many the same or one level off.
    largest : tuple of int
        Places of the indicators that differ, the largest difference first.
    """

    points: MeanDifference | None
    shares: MeanDifference | None
    compared: int
    exact: int
    within_one: int
    largest: tuple[int, ...]


def compare(
    own: FloatArray,
    reference: FloatArray,
    full_marks: FloatArray,
    *,
    same: NDArray[np.bool_],
    levels: Sequence[FloatArray],
) -> Comparison:
    """Compare marks with reference marks, one of each an indicator.

    Parameters
    ----------
    own, reference : ndarray, shape (n,)
        Points; ``nan`` where the indicator was marked as not applicable.
    full_marks : ndarray, shape (n,)
        The most points of each indicator.
    same : ndarray of bool, shape (n,)
        Whether state and points are the same: 0 points and insufficient material are not.
    levels : sequence of ndarray
        Points of each indicator's levels, ascending. Points between two levels lie between them.
    """
    differences = reference - own
    both = np.isfinite(differences)
    shares = differences / full_marks
    steps = [
        abs(float(np.interp(mine, scale, np.arange(scale.size)) - np.interp(theirs, scale, np.arange(scale.size))))
        for mine, theirs, scale in zip(own, reference, levels, strict=True)
    ]
    within = same | (both & (np.array(steps) <= 1))
    # To judge an indicator that does not apply, or the other way round, is no question of degree: those come first.
    size = np.where(both, np.abs(shares), np.inf)
    differ = [int(place) for place in np.argsort(-size, kind="stable") if not same[place]]
    return Comparison(
        points=_mean(differences[both]),
        shares=_mean(shares[both]),
        compared=int(both.sum()),
        exact=int(same.sum()),
        within_one=int(within.sum()),
        largest=tuple(differ),
    )


def _mean(differences: FloatArray) -> MeanDifference | None:
    n = differences.size
    if n == 0:
        return None
    value, absolute = float(differences.mean()), float(np.abs(differences).mean())
    if n < _LEAST:
        return MeanDifference(value, None, None, absolute)
    half = float(stdtrit(n - 1, _CONFIDENCE) * differences.std(ddof=1) / np.sqrt(n))
    return MeanDifference(value, value - half, value + half, absolute)
