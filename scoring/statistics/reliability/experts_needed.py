"""How many experts it takes: for a wanted coefficient, or for a wanted certainty at a distance from a cut score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason
from scoring.statistics.reliability.d_study import d_study, error_parts
from scoring.statistics.reliability.g_study import GStudy

Kind = Literal["absolute", "relative"]
"""Absolute for a cut score, where severity counts; relative for a quota, where only the order does."""
_SAME: Final = 1e-9


@dataclass(frozen=True, slots=True)
class ExpertsNeeded:
    """Whole numbers of experts, as floats of the shape of the stack; ``nan`` where there is a reason."""

    experts: FloatArray
    reason: NDArray[np.uint8]


def experts_for_coefficient(
    study: GStudy, wanted: float, *, kind: Kind = "absolute", fixed_indicators: bool = False
) -> ExpertsNeeded:
    """Return how many experts reach a wanted Φ (absolute) or Eρ² (relative).

    With error variance A + B/R: the least R for which τ / (τ + A + B/R) ≥ wanted, R = B / (τ (1 − wanted)/wanted − A).
    With one indicator A is 0 and Φ takes Φ/(1 − Φ) (σ²_r + σ²_pr)/σ²_p experts.

    Source: Brennan (2001), ch. 2.

    Parameters
    ----------
    study : GStudy
        Components.
    wanted : float
        Between 0 and 1.
    kind : "absolute" or "relative"
    fixed_indicators : bool
        As for `d_study.error_parts`.

    Raises
    ------
    ValueError
        If `wanted` is not between 0 and 1.
    """
    if not 0 < wanted < 1:
        raise ValueError(f"a coefficient of {wanted} cannot be wanted: it must lie between 0 and 1")
    universe = error_parts(study, fixed_indicators=fixed_indicators).universe
    return _least(study, universe * (1 - wanted) / wanted, universe > 0, kind, fixed_indicators=fixed_indicators)


def experts_for_certainty(
    study: GStudy,
    distance: ArrayLike,
    certainty: float = 0.90,
    *,
    kind: Kind = "absolute",
    fixed_indicators: bool = True,
) -> ExpertsNeeded:
    """Return how many experts make another panel of the same size decide the same, at a distance from the cut score.

    The least R for which z √2 √(A + B/R) ≤ distance, z being the normal quantile of the certainty: two panels' means
    differ by twice the error variance of one.

    Parameters
    ----------
    study : GStudy
        Components.
    distance : array_like, shape (...)
        Of the application's score from the cut, in points of the mean mark.
    certainty : float
        Wanted probability of the same decision, between 0.5 and 1.
    kind : "absolute" or "relative"
    fixed_indicators : bool
        Another panel is asked the same indicators unless false.

    Raises
    ------
    ValueError
        If the certainty is not between 0.5 and 1.
    """
    allowed = (np.abs(np.asarray(distance, np.float64)) / (_quantile(certainty) * np.sqrt(2.0))) ** 2
    return _least(study, allowed, np.ones(study.reason.shape, np.bool_), kind, fixed_indicators=fixed_indicators)


def required_distance(
    study: GStudy,
    n_experts: ArrayLike | None = None,
    certainty: float = 0.90,
    *,
    kind: Kind = "absolute",
    fixed_indicators: bool = True,
) -> FloatArray:
    """Return how far from a cut score an application must lie for so much certainty of the same decision, in points.

    z √2 times the standard error of measurement; shapes as those of `d_study`, ``nan`` where it has no components.
    """
    found = d_study(study, n_experts, fixed_indicators=fixed_indicators)
    error = found.absolute_error if kind == "absolute" else found.relative_error
    return np.asarray(_quantile(certainty) * np.sqrt(2.0) * error)


def _quantile(certainty: float) -> float:
    if not 0.5 < certainty < 1:
        raise ValueError(f"a certainty of {certainty} cannot be wanted: it must lie between 0.5 and 1")
    return float(ndtri(certainty))


def _least(
    study: GStudy, allowed: FloatArray, can_be_told_apart: NDArray[np.bool_], kind: Kind, *, fixed_indicators: bool
) -> ExpertsNeeded:
    """Return the least R with constant + per_expert / R ≤ allowed."""
    parts = error_parts(study, fixed_indicators=fixed_indicators)
    constant = parts.absolute_constant if kind == "absolute" else parts.relative_constant
    by_expert = parts.absolute_per_expert if kind == "absolute" else parts.relative_per_expert
    constant, by_expert, allowed = np.broadcast_arrays(constant, by_expert, allowed)
    room = allowed - constant
    free = (by_expert == 0) & (room >= 0)
    needed = np.divide(by_expert, room, out=np.ones(room.shape), where=room > 0)
    reason = np.select(
        [study.reason != Reason.NONE, ~can_be_told_apart, ~free & ~(room > 0)],
        [study.reason, Reason.NO_VARIANCE, Reason.UNATTAINABLE],
        Reason.NONE,
    ).astype(np.uint8)
    whole = np.maximum(np.ceil(np.where(free, 1.0, needed) - _SAME), 1.0)
    return ExpertsNeeded(np.where(reason == Reason.NONE, whole, np.nan), reason)
