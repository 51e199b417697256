"""How the indicators hang together: Cronbach's alpha, alpha without each of them, how many directions there are.

Here the indicators are the items and applications the persons; `agreement.cronbach` is the other way, with experts as
items. Alpha of weighted points, over applications in which every indicator is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtri

from scoring.model import FloatArray
from scoring.statistics.items.bounded import CONFIDENCE, Bounded, bounded
from scoring.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class Cohesion:
    """How the indicators of a round hang together.

    Attributes
    ----------
    alpha : Bounded
        With Feldt's limits.
    without : ndarray, shape (n_indicators,)
        Alpha without each indicator; ``nan`` where undefined.
    applications : int
        That have every indicator.
    eigenvalues : tuple of float
        Of the correlations between indicators, descending; empty where one does not vary.
    edge : float or None
        Largest eigenvalue that indicators without anything in common would have, (1 + √(k/n))² (Marchenko & Pastur
        1967).
    """

    alpha: Bounded
    without: FloatArray
    applications: int
    eigenvalues: tuple[float, ...] = ()
    edge: float | None = None

    @property
    def directions(self) -> int | None:
        """How many things the indicators measure that noise would not: eigenvalues above `edge`."""
        return None if self.edge is None else sum(value > self.edge for value in self.eigenvalues)


def cohesion(points: FloatArray) -> Cohesion:
    """Return how indicators hang together, of points of shape (n_applications, n_indicators)."""
    whole = points[~np.isnan(points).any(axis=1)]
    n, k = whole.shape
    nothing = np.full(k, np.nan)
    if k < 2:
        return Cohesion(Bounded(None, reason=Reason.NO_INDICATORS), nothing, n)
    if n < 3:
        return Cohesion(Bounded(None, reason=Reason.TOO_FEW), nothing, n)
    covariance = np.cov(whole, rowvar=False)
    own, total = np.diag(covariance), float(covariance.sum())
    if total <= 1e-12 * max(float(np.abs(covariance).sum()), 1e-300):
        return Cohesion(Bounded(None, reason=Reason.NO_VARIANCE), nothing, n)
    alpha = k / (k - 1) * (1 - own.sum() / total)
    return Cohesion(feldt(alpha, n, k), _without(covariance), n, *_spectrum(covariance, n))


def feldt(alpha: float, n: int, k: int) -> Bounded:
    """Return alpha with the limits of Feldt (1965): 1 − (1 − α) F, F with n − 1 and (n − 1)(k − 1) degrees."""
    freedom, error = n - 1, (n - 1) * (k - 1)
    tail = (1 - CONFIDENCE) / 2
    high, low = (1 - (1 - alpha) * fdtri(freedom, error, share) for share in (tail, 1 - tail))
    return bounded(alpha, float(low), float(high))


def _without(covariance: FloatArray) -> FloatArray:
    k = len(covariance)
    if k < 3:
        return np.full(k, np.nan)
    own = np.diag(covariance)
    total = covariance.sum() - 2 * covariance.sum(axis=1) + own
    rest = own.sum() - own
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(total > 0, (k - 1) / (k - 2) * (1 - rest / total), np.nan))


def _spectrum(covariance: FloatArray, n: int) -> tuple[tuple[float, ...], float | None]:
    spread = np.sqrt(np.diag(covariance))
    if not (spread > 0).all():
        return (), None
    values = np.linalg.eigvalsh(covariance / np.outer(spread, spread))[::-1]
    return tuple(float(value) for value in values), float((1 + np.sqrt(len(values) / n)) ** 2)
