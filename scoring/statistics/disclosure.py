"""What may be told of people without telling of one of them: enough others, bands instead of columns, coarse numbers.

An expert who looks into his mirror knows his own marks, and may know who else sat on an application. What he is shown
of the others is therefore the same whichever of them gave which mark, comes of at least `LEAST_OTHERS` of them, and is
rounded to steps, so that neither one picture nor the difference of two gives a colleague's total away.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isfinite
from typing import Final, Literal

import numpy as np

from scoring.model import FloatArray

LEAST_OTHERS: Final = 4
"""So many other experts, at least, stand behind everything that is shown of others."""
TOTAL_STEP: Final = 2.0
"""Bands of others' totals are drawn to steps of so many points."""
SEVERITY_STEP: Final = 0.5
"""Severity and changes, in points."""
SHARE_STEP: Final = 0.05

Position = Literal["below", "within", "above"]


@dataclass(frozen=True, slots=True)
class Band:
    """The middle half of others, to steps outward: from `low` to `high`, of `others` people."""

    low: float
    high: float
    others: int

    def position(self, value: float) -> Position:
        """Tell where a value stands against the band."""
        return "below" if value < self.low else "above" if value > self.high else "within"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number to its step with its interval to steps outward; `low` and `high` are ``None`` where it has none."""

    value: float
    low: float | None
    high: float | None


def band(others: FloatArray, step: float) -> Band | None:
    """Return the middle half of others' values, ``None`` where they are too few.

    Parameters
    ----------
    others : ndarray, shape (n,)
        One value an expert; ``nan`` does not count.
    step : float
        The limits are moved outward to its multiples.
    """
    known = others[np.isfinite(others)]
    if len(known) < LEAST_OTHERS:
        return None
    low, high = np.quantile(known, (0.25, 0.75))
    return Band(_down(float(low), step), _up(float(high), step), len(known))


def estimate(value: float, half_width: float, step: float) -> Estimate | None:
    """Return a value to the nearest step with its interval, ``None`` where the value is undefined."""
    if not isfinite(value):
        return None
    if not isfinite(half_width):
        return Estimate(nearest(value, step), None, None)
    return Estimate(nearest(value, step), _down(value - half_width, step), _up(value + half_width, step))


def nearest(value: float, step: float) -> float:
    """Return a value to the nearest multiple of a step, halves away from zero, never minus zero."""
    steps = floor(abs(value) / step + 0.5)
    return float(round(steps * step, 9)) * (-1.0 if value < 0 and steps else 1.0)


def _down(value: float, step: float) -> float:
    # What lies on a multiple up to the error of a sum stays there.
    return float(round(floor(round(value / step, 9)) * step, 9))


def _up(value: float, step: float) -> float:
    return float(round(ceil(round(value / step, 9)) * step, 9))
