"""The D study: what the components mean for a panel of so many experts and indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason
from scoring.statistics.reliability.designs import APPLICATION, EXPERT, INDICATOR, Design
from scoring.statistics.reliability.g_study import GStudy

Scalar = TypeVar("Scalar", bound=np.generic)
MOST_EXPERTS: Final = 15
"""How far the table of coefficients by number of experts goes."""


@dataclass(frozen=True, slots=True)
class ErrorParts:
    """Variances of a panel's mean, apart by what more experts do to them; each of the shape of its study, in points².

    The mean of R experts has the error variance ``constant + per_expert / R``.

    Attributes
    ----------
    universe : ndarray
        Of the universe score: what the applications truly differ by.
    relative_constant, relative_per_expert : ndarray
        Of error that changes how applications stand to each other.
    absolute_constant, absolute_per_expert : ndarray
        Of all error, severity of the experts and difficulty of the indicators among it.
    """

    universe: FloatArray
    relative_constant: FloatArray
    relative_per_expert: FloatArray
    absolute_constant: FloatArray
    absolute_per_expert: FloatArray


def error_parts(study: GStudy, *, n_indicators: ArrayLike | None = None, fixed_indicators: bool = False) -> ErrorParts:
    """Return the variances of a panel's mean of `n_indicators`, negative components as 0.

    With p the application, U an effect and n_U the product of the sizes of its other facets::

        universe score  τ = σ²_p + Σ σ²_U / n_U over the U that contain p and else only fixed facets
        relative error  δ = Σ σ²_U / n_U over the other U that contain p
        absolute error  Δ = δ + Σ σ²_U / n_U over the U without p, unless all their facets are fixed

    Source: Brennan (2001), ch. 1, 4.

    Parameters
    ----------
    study : GStudy
        Components.
    n_indicators : array_like, optional
        As many as the applications met (harmonic mean) unless given.
    fixed_indicators : bool
        These indicators are all that count, not a sample of those that might be asked.
    """
    indicators = np.asarray(study.indicators_each if n_indicators is None else n_indicators, np.float64)
    return parts_of(study.design, study.truncated, indicators, fixed_indicators=fixed_indicators)


def parts_of(design: Design, components: FloatArray, n_indicators: FloatArray, *, fixed_indicators: bool) -> ErrorParts:
    """Return the same of components, shape (..., n_effects), none negative, and numbers of indicators, shape (...)."""
    indicators = np.where(n_indicators > 0, n_indicators, np.nan)
    fixed = frozenset({INDICATOR} if fixed_indicators else ())
    zero = np.zeros(np.broadcast_shapes(components.shape[:-1], indicators.shape))
    universe, relative, absolute = zero, [zero, zero], [zero, zero]
    for place, effect in enumerate(design.effects):
        facets = effect.axes - {APPLICATION}
        share = components[..., place] / (indicators if INDICATOR in facets else 1.0)
        by_expert = int(EXPERT in facets)
        if APPLICATION in effect.axes and facets <= fixed:
            universe = universe + share
            continue
        if APPLICATION in effect.axes:
            relative[by_expert] = relative[by_expert] + share
        if APPLICATION in effect.axes or not facets <= fixed:
            absolute[by_expert] = absolute[by_expert] + share
    return ErrorParts(universe, relative[0], relative[1], absolute[0], absolute[1])


@dataclass(frozen=True, slots=True)
class DStudy:
    """What a panel of a given size would be worth. All arrays have the shape of the stack and that of `n_experts`.

    Attributes
    ----------
    n_experts : ndarray
        For how many experts.
    g_coefficient : ndarray
        Eρ², of standing: τ / (τ + δ).
    phi_coefficient : ndarray
        Φ, of the values themselves: τ / (τ + Δ).
    relative_error, absolute_error : ndarray
        Standard errors of measurement √δ and √Δ, in points of the mean mark.
    universe_variance : ndarray
        τ, in points².
    g_reason, phi_reason : ndarray of uint8
        Why a coefficient is undefined.
    """

    n_experts: FloatArray
    g_coefficient: FloatArray
    phi_coefficient: FloatArray
    relative_error: FloatArray
    absolute_error: FloatArray
    universe_variance: FloatArray
    g_reason: NDArray[np.uint8]
    phi_reason: NDArray[np.uint8]


def d_study(
    study: GStudy,
    n_experts: ArrayLike | None = None,
    *,
    n_indicators: int | None = None,
    fixed_indicators: bool = False,
) -> DStudy:
    """Return coefficients and errors of panels that meet every application with the same experts and indicators.

    Formulas: `error_parts`. Checked against golden cases p01, p05, p08, p09, p10, p11, p16 and p17 (Brennan's printed
    values; GeneralizIT).

    Parameters
    ----------
    study : GStudy
        Components, of shape (...).
    n_experts : array_like, shape (...) or (k,), optional
        For how many experts. As many as the applications met (harmonic mean) unless given; given ones make an axis of
        their own at the end.
    n_indicators, fixed_indicators
        As for `error_parts`.
    """
    parts = error_parts(study, n_indicators=n_indicators, fixed_indicators=fixed_indicators)
    asked = study.experts_each if n_experts is None else np.asarray(n_experts, np.float64)
    more = 0 if n_experts is None else asked.ndim
    experts = np.where(asked >= 1, asked, np.nan)

    def wide(array: NDArray[Scalar]) -> NDArray[Scalar]:
        return array.reshape(array.shape + (1,) * more)

    universe = wide(parts.universe)
    relative = wide(parts.relative_constant) + wide(parts.relative_per_expert) / experts
    absolute = wide(parts.absolute_constant) + wide(parts.absolute_per_expert) / experts
    all_equal = wide(np.asarray(~(study.truncated > 0).any(axis=-1)))
    g, g_reason = _coefficient(universe, relative, wide(study.reason), all_equal)
    phi, phi_reason = _coefficient(universe, absolute, wide(study.reason), all_equal)
    return DStudy(
        n_experts=np.broadcast_to(asked, g.shape),
        g_coefficient=g,
        phi_coefficient=phi,
        relative_error=np.asarray(np.sqrt(relative)),
        absolute_error=np.asarray(np.sqrt(absolute)),
        universe_variance=np.broadcast_to(universe, g.shape),
        g_reason=g_reason,
        phi_reason=phi_reason,
    )


def by_experts(study: GStudy, *, fixed_indicators: bool = False) -> DStudy:
    """Return the D study of 1 to 15 experts, arrays of shape (..., 15)."""
    return d_study(study, np.arange(1, MOST_EXPERTS + 1), fixed_indicators=fixed_indicators)


def _coefficient(
    universe: FloatArray, error: FloatArray, reason: NDArray[np.uint8], all_equal: NDArray[np.bool_]
) -> tuple[FloatArray, NDArray[np.uint8]]:
    total = universe + error
    why = np.select(
        [np.broadcast_to(reason, total.shape) != Reason.NONE, np.isnan(total), all_equal & (total == 0), total == 0],
        [np.broadcast_to(reason, total.shape), Reason.TOO_FEW, Reason.ALL_EQUAL, Reason.NO_VARIANCE],
        Reason.NONE,
    ).astype(np.uint8)
    value = np.divide(universe, total, out=np.full(total.shape, np.nan), where=why == Reason.NONE)
    return value, why
