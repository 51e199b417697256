"""How dependably a panel tells on which side of a cut score an application lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason
from scoring.statistics.reliability.d_study import d_study
from scoring.statistics.reliability.g_study import GStudy


@dataclass(frozen=True, slots=True)
class PhiLambda:
    """Φ(λ) of a stack of panels at each cut score; shapes (...) and that of `cut` after it."""

    cut: FloatArray
    value: FloatArray
    reason: NDArray[np.uint8]


def phi_lambda(
    study: GStudy, cut: ArrayLike, *, n_experts: int | None = None, fixed_indicators: bool = False
) -> PhiLambda:
    """Return Φ(λ): the share of squared distance from the cut score that is true distance.

    Φ(λ) = (τ + (μ − λ)²) / (τ + (μ − λ)² + Δ), where (mean − λ)² − σ²(mean) estimates (μ − λ)²: the squared error of
    the mean is taken off, or a panel would seem the better the worse its mean is known. Unbiased, so that with few
    experts it may be negative and Φ(λ) fall below Φ; a whole numerator below 0 is taken as 0.

    Source: Brennan & Kane (1977); Brennan (2001), sec. 2.5. Checked against golden cases p01 and p08.

    Parameters
    ----------
    study : GStudy
        Components and mean.
    cut : array_like
        λ, in points of the mean mark.
    n_experts, fixed_indicators
        As for `d_study`.
    """
    cuts = np.asarray(cut, np.float64)
    wide = study.reason.shape + (1,) * cuts.ndim
    found = d_study(study, n_experts, fixed_indicators=fixed_indicators)
    distance = (study.mean.reshape(wide) - cuts) ** 2 - study.mean_variance.reshape(wide)
    true = np.maximum(found.universe_variance.reshape(wide) + distance, 0.0)
    total = true + (found.absolute_error**2).reshape(wide)
    nothing = np.where(found.phi_reason == Reason.NONE, Reason.NO_VARIANCE, found.phi_reason).reshape(wide)
    studied = study.reason.reshape(wide)
    defined = np.isfinite(total) & (total > 0) & (studied == Reason.NONE)
    value = np.divide(true, total, out=np.full(total.shape, np.nan), where=defined)
    reason = np.where(defined, Reason.NONE, np.where(studied != Reason.NONE, studied, nothing)).astype(np.uint8)
    return PhiLambda(np.broadcast_to(cuts, value.shape), value, reason)
