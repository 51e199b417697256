"""The area under the ROC curve: how often somebody with an event had the lower mark of a pair.

A = P(mark of one with an event < mark of one without) + ½ P(equal): Mann and Whitney's U over the number of pairs. It
takes no account of how long each was followed; `concordance` does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtri
from scipy.stats import rankdata

from scoring.model import FloatArray
from scoring.statistics.items.bounded import CONFIDENCE, BoolArray


@dataclass(frozen=True, slots=True)
class Area:
    """Area under the curve; ``nan`` where nobody, or everybody, has an event.

    Attributes
    ----------
    value : float
    error : float
        DeLong, DeLong & Clarke-Pearson (1988), from the placements of each mark among the other group's.
    hanley : float
        Hanley & McNeil (1982), from the value alone, as if marks were exponential.
    low, high : float
        Limits on the logit scale, which keeps them within 0 and 1; ``nan`` where `error` is 0.
    """

    value: float
    error: float
    hanley: float
    low: float
    high: float


def area(marks: FloatArray, event: BoolArray) -> Area:
    """Return how well low marks tell those with an event, of marks of shape (n,), none ``nan``."""
    m, n = int(event.sum()), int((~event).sum())
    if not m or not n:
        return Area(np.nan, np.nan, np.nan, np.nan, np.nan)
    risk = -marks
    ranks = rankdata(risk)
    with_event, without = rankdata(risk[event]), rankdata(risk[~event])
    # Placement: the share of the other group whose risk is lower, ties half.
    v10 = (ranks[event] - with_event) / n
    v01 = 1.0 - (ranks[~event] - without) / m
    value = float(v10.mean())
    variance = (v10.var(ddof=1) / m if m > 1 else np.nan) + (v01.var(ddof=1) / n if n > 1 else np.nan)
    error = float(np.sqrt(variance))
    low, high = logit_limits(value, error)
    return Area(value, error, _hanley(value, m, n), low, high)


def logit_limits(value: float, error: float) -> tuple[float, float]:
    """Return limits of a share on the logit scale, ``nan`` where it is 0 or 1 or has no error."""
    if not 0 < value < 1 or not error > 0:
        return np.nan, np.nan
    reach = ndtri(0.5 + CONFIDENCE / 2) * error / (value * (1 - value))
    return float(expit(logit(value) - reach)), float(expit(logit(value) + reach))


def _hanley(a: float, m: int, n: int) -> float:
    q1, q2 = a / (2 - a), 2 * a * a / (1 + a)
    variance = (a * (1 - a) + (m - 1) * (q1 - a * a) + (n - 1) * (q2 - a * a)) / (m * n)
    return float(np.sqrt(max(variance, 0.0)))
