"""How consistently two equal panels would decide at a cut, by normal theory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, owens_t

from scoring.model import FloatArray
from scoring.statistics.agreement.anova import two_way
from scoring.statistics.agreement.icc import icc_of
from scoring.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class NormalConsistency:
    """Consistency at each cut score of a stack of panels.

    Attributes
    ----------
    consistency : ndarray, shape (..., n_cuts)
        Share of applications that two equal panels put on the same side of the cut.
    kappa : ndarray, shape (..., n_cuts)
        (consistency − chance) / (1 − chance).
    reliability : ndarray, shape (...)
        The coefficient it was computed from.
    reason : ndarray of uint8, shape (...)
        `Reason` of each panel without an answer.
    """

    consistency: FloatArray
    kappa: FloatArray
    reliability: FloatArray
    reason: NDArray[np.uint8]


def normal_consistency(totals: FloatArray, cuts: FloatArray, *, absolute: bool = False) -> NormalConsistency:
    """Return Peng and Subkoviak's (1980) consistency of the panel's mean total at cut scores.

    Two panels' means are taken as bivariate normal with the observed mean and standard deviation (n − 1) and the
    reliability ρ as correlation. For one threshold h that has a closed form in Owen's (1956) T function,

        consistency = 1 − 4 T(h, √((1 − ρ) / (1 + ρ))),  chance = Φ(h)² + Φ(−h)²

    Parameters
    ----------
    totals : ndarray, shape (..., n_applications, n_experts)
        ``nan`` where there is none.
    cuts : ndarray, shape (n_cuts,)
    absolute : bool
        ρ = ICC(A,k) instead of Cronbach's alpha. Alpha forgets that another panel has other severities, which is right
        only for decisions by rank: against cut scores it promises 5 to 6 points too much.

    Notes
    -----
    An index of the panel: near the cut no application is as safe as it says (`outlook.panel_outlook` is for those).
    A negative ρ is taken as 0. Checked against mvtnorm in the golden cases p01 and p16.
    """
    totals = np.asarray(totals, np.float64)
    found = two_way(totals)
    chosen = icc_of(found)["icc_ak" if absolute else "icc_ck"]
    reason = chosen.reason
    rho = np.clip(chosen.value, 0.0, 1.0)
    n = (~np.isnan(totals)).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        means = np.where(n > 0, np.nansum(totals, axis=-1) / n, np.nan)
        there = (n > 0).sum(axis=-1)
        mean = np.nansum(means, axis=-1) / there
        sd = np.sqrt(np.nansum((means - mean[..., None]) ** 2, axis=-1) / (there - 1))
        h = (np.asarray(cuts, np.float64) - mean[..., None]) / sd[..., None]
        consistency = 1 - 4 * owens_t(h, np.sqrt((1 - rho) / (1 + rho))[..., None])
        chance = ndtr(h) ** 2 + ndtr(-h) ** 2
        kappa = (consistency - chance) / (1 - chance)
    reason = np.where((reason == Reason.NONE) & ~(sd > 0), np.uint8(Reason.NO_VARIANCE), reason)
    kept = (reason == Reason.NONE)[..., None]
    return NormalConsistency(
        np.where(kept, consistency, np.nan), np.where(kept & (chance < 1), kappa, np.nan), chosen.value, reason
    )
