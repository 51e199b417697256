"""Limits of Φ and Eρ². The severity of five experts has four degrees of freedom: a Φ without limits says too much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason
from scoring.statistics.reliability.d_study import d_study, parts_of
from scoring.statistics.reliability.g_study import Estimator, GStudy

_AT_ONCE: Final = 2_000_000
"""Numbers drawn at once: 16 MB."""


@dataclass(frozen=True, slots=True)
class CoefficientInterval:
    """Limits of both coefficients of a stack of panels, of its shape; ``nan`` where there is a reason.

    `g_low` to `g_high` hold Eρ² and `phi_low` to `phi_high` hold Φ with the stated confidence.
    """

    g_low: FloatArray
    g_high: FloatArray
    phi_low: FloatArray
    phi_high: FloatArray
    reason: NDArray[np.uint8]
    confidence: float


def coefficient_interval(
    study: GStudy,
    *,
    seed: int,
    n_experts: int | None = None,
    fixed_indicators: bool = False,
    confidence: float = 0.95,
    draws: int = 2000,
) -> CoefficientInterval:
    """Return limits of the coefficients of a complete panel by generalised pivotal quantities.

    Where effects are normal, the mean squares are independent and ν MS / E(MS) is χ² with ν degrees of freedom. So
    ``ν MS / χ²`` is what the expected mean square may be, given the one seen; components follow from drawn expected
    mean squares as they do from mean squares, negatives as 0, and coefficients from them. The limits are quantiles.

    With gaps mean squares are neither independent nor χ²; then the reason is `GAPS`.

    Source: Weerahandi (1993); Burdick, Borror & Montgomery (2005), whose components of gauge studies are these.

    Parameters
    ----------
    study : GStudy
        Components with their mean squares.
    seed : int
        The same seed gives the same limits.
    n_experts, fixed_indicators
        As for `d_study`.
    confidence : float
    draws : int
        2,000 fix the limits to about a hundredth.
    """
    point = d_study(study, n_experts, fixed_indicators=fixed_indicators)
    gaps = study.method != Estimator.MEAN_SQUARES
    reason = np.select(
        [study.reason != Reason.NONE, gaps, point.g_reason != Reason.NONE],
        [study.reason, Reason.GAPS, point.g_reason],
        Reason.NONE,
    ).astype(np.uint8)
    limits = np.full((4, reason.size), np.nan)
    n_effects = study.variance.shape[-1]
    expected = np.broadcast_to(study.expected, (*reason.shape, n_effects, n_effects)).reshape(-1, n_effects, n_effects)
    squares, freedom = study.mean_squares.reshape(-1, n_effects), study.degrees_of_freedom.reshape(-1, n_effects)
    experts, indicators = point.n_experts.reshape(-1), study.indicators_each.reshape(-1)
    panels = np.flatnonzero(reason == Reason.NONE)
    block = max(1, _AT_ONCE // (draws * n_effects))
    tails = np.array([0.5 - confidence / 2, 0.5 + confidence / 2])
    rng = np.random.default_rng(seed)
    for start in range(0, panels.size, block):
        some = panels[start : start + block]
        pivots = freedom[some] / rng.chisquare(freedom[some], (draws, some.size, n_effects))
        drawn = np.einsum("pij,dpj->dpi", np.linalg.inv(expected[some]), pivots * squares[some])
        parts = parts_of(study.design, np.maximum(drawn, 0.0), indicators[some], fixed_indicators=fixed_indicators)
        relative = parts.relative_constant + parts.relative_per_expert / experts[some]
        absolute = parts.absolute_constant + parts.absolute_per_expert / experts[some]
        g = np.quantile(parts.universe / (parts.universe + relative), tails, axis=0)
        phi = np.quantile(parts.universe / (parts.universe + absolute), tails, axis=0)
        limits[:, some] = np.concatenate([g, phi])
    g_low, g_high, phi_low, phi_high = limits.reshape(4, *reason.shape)
    return CoefficientInterval(
        g_low=np.asarray(g_low),
        g_high=np.asarray(g_high),
        phi_low=np.asarray(phi_low),
        phi_high=np.asarray(phi_high),
        reason=reason,
        confidence=confidence,
    )
