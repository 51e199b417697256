"""The G study: how much of the variance of marks is applications, experts, indicators, and what they do together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason
from scoring.statistics.reliability.designs import APPLICATION, CROSSED, EXPERT, INDICATOR, NESTED, TWO_WAY, Design
from scoring.statistics.reliability.henderson import QuadraticForms, quadratic_forms

_NOISE: Final = 1e-12
"""A component that is a smaller share of the variance of all marks is rounding, and 0."""
_SINGULAR: Final = 1e10
"""Condition number from which on the components cannot be told apart."""


class Estimator(IntEnum):
    """Which way the components were computed."""

    MEAN_SQUARES = 0
    """Complete: mean squares set equal to their expectations. The best quadratic unbiased estimators."""
    HENDERSON_1 = 1
    """With gaps: Henderson's method 1. Unbiased, where it does not depend on the mark whether it is missing."""

    @property
    def label(self) -> str:
        """The method in words that a program reads."""
        return ("mean squares", "Henderson method 1")[self]


@dataclass(frozen=True, slots=True)
class GStudy:
    """Variance components of a stack of panels; in points², and ``nan`` throughout where there is a reason.

    Attributes
    ----------
    design : Design
        Which effects, in the order of the last axes here.
    variance : ndarray, shape (..., n_effects)
        Untruncated: an unbiased estimate of a small component may be negative.
    mean_squares, degrees_of_freedom : ndarray, shape (..., n_effects)
        With gaps, what stands in their place in the analogous ANOVA.
    expected : ndarray, shape (..., n_effects, n_effects)
        How often each component (last axis) is contained in the expectation of each mean square; without the axes of
        the stack where nothing is missing.
    mean : ndarray, shape (...)
        Of all marks, in points.
    mean_variance : ndarray, shape (...)
        Squared standard error of that mean over applications, experts and indicators; negative components as 0.
    n_applications, n_experts, n_indicators : ndarray of int, shape (...)
        With any mark. `n_indicators` is 1 in a two-way design.
    experts_each, indicators_each : ndarray, shape (...)
        Harmonic means over applications of how many experts and how many indicators an application met. Complete:
        as many as there are.
    reason : ndarray of uint8, shape (...)
        `Reason` of each panel.
    method : ndarray of uint8, shape (...)
        `Estimator` of each panel.
    """

    design: Design
    variance: FloatArray
    mean_squares: FloatArray
    degrees_of_freedom: FloatArray
    expected: FloatArray
    mean: FloatArray
    mean_variance: FloatArray
    n_applications: NDArray[np.int64]
    n_experts: NDArray[np.int64]
    n_indicators: NDArray[np.int64]
    experts_each: FloatArray
    indicators_each: FloatArray
    reason: NDArray[np.uint8]
    method: NDArray[np.uint8]

    @property
    def effects(self) -> tuple[str, ...]:
        """Names of the effects in the order of the components."""
        return self.design.names

    @property
    def negative(self) -> NDArray[np.bool_]:
        """Which components are estimated below 0, shape (..., n_effects); coefficients take those as 0."""
        return np.asarray(self.variance < 0)

    @property
    def truncated(self) -> FloatArray:
        """Components with negatives as 0, shape (..., n_effects)."""
        return np.maximum(self.variance, 0.0)

    def component(self, effect: str) -> FloatArray:
        """Return the untruncated component of an effect by its name, shape (...)."""
        return np.asarray(self.variance[..., self.design.place(effect)])

    def reason_of(self, panel: int | tuple[int, ...] = ()) -> Reason:
        """Return why one panel has no components."""
        return Reason(int(self.reason[panel]))


def g_study(marks: FloatArray) -> GStudy:
    """Return the components of applications x experts x indicators, all random and crossed.

    Components are those under which the mean squares are what they are expected to be::

        x_pri = mu + p + r + i + pr + pi + ri + pri,e
        E(MS_pri) = σ²_pri          E(MS_pr) = σ²_pri + n_i σ²_pr          E(MS_pi) = σ²_pri + n_r σ²_pi
        E(MS_ri) = σ²_pri + n_p σ²_ri
        E(MS_p) = σ²_pri + n_i σ²_pr + n_r σ²_pi + n_r n_i σ²_p            and so on

    With gaps by Henderson's method 1 (`henderson.quadratic_forms`), which is the same thing where nothing is missing.

    Source: Brennan (2001), Generalizability Theory, ch. 3 and 7; Henderson (1953). Checked against golden cases p09,
    p11 and p16 (R aov; GeneralizIT).

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts, n_indicators)
        In points, ``nan`` where there is none. With a single indicator the study is that of `g_study_two_way`.
    """
    if marks.shape[-1] == 1:
        return g_study_two_way(marks[..., 0])
    return _study(marks, CROSSED)


def g_study_two_way(marks: FloatArray) -> GStudy:
    """Return the components of applications x experts: one indicator, or totals.

    Source: Brennan (2001), ch. 2 and, with gaps, 7. Checked against golden cases p01, p05, p08, p17 and p23.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        In points, ``nan`` where there is none.
    """
    return _study(marks, TWO_WAY)


def g_study_nested(marks: FloatArray) -> GStudy:
    """Return the components of applications x (experts nested in indicators): each indicator has experts of its own.

    Source: Brennan (2001), p. 116. Checked against golden case p10 (R aov; gtheory).

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts, n_indicators)
        In points, ``nan`` where there is none. The places of the expert axis are taken for other people in each
        indicator, so that it matters not whether all experts have places of their own or each indicator begins anew.
    """
    return _study(marks, NESTED)


def _study(marks: FloatArray, design: Design) -> GStudy:
    # Marks beyond 1e150 have no squares; what comes of them is answered with a reason, not with a warning.
    with np.errstate(over="ignore", invalid="ignore"):
        found = quadratic_forms(marks, design)
        contrasts = _contrasts(found.forms, design, axis=-1)
        rows = _contrasts(found.coefficients, design, axis=-2)
        freedom = rows[..., -1]
        divisor = np.where(freedom > 0, freedom, 1.0)
        squares = contrasts / divisor
        expected = rows / divisor[..., None]
        variance, singular = _solved(expected, squares)
        share = np.max(found.forms, axis=-1) / np.maximum(found.n_marks, 1.0)
        variance = np.where(np.abs(variance) <= _NOISE * share[..., None], 0.0, variance)
        contained = found.coefficients[..., 0, :] / np.maximum(found.n_marks, 1.0)[..., None]
        mean_variance = np.asarray((np.maximum(variance, 0.0) * contained).sum(axis=-1))
    shape = found.mean.shape
    reason = _reason(marks, found, np.broadcast_to(freedom[..., -1] <= 0, shape), singular, variance)
    undefined = reason != Reason.NONE
    used = found.used
    return GStudy(
        design=design,
        variance=np.where(undefined[..., None], np.nan, variance),
        mean_squares=np.where(undefined[..., None], np.nan, squares),
        degrees_of_freedom=np.broadcast_to(freedom, squares.shape),
        expected=expected,
        mean=np.where(undefined, np.nan, found.mean),
        mean_variance=np.where(undefined, np.nan, mean_variance),
        n_applications=used[..., APPLICATION],
        n_experts=used[..., EXPERT],
        n_indicators=used[..., INDICATOR] if design.n_axes > INDICATOR else np.minimum(used[..., EXPERT], 1),
        experts_each=found.experts_each,
        indicators_each=found.indicators_each,
        reason=reason,
        method=np.where(found.complete, Estimator.MEAN_SQUARES, Estimator.HENDERSON_1).astype(np.uint8),
    )


def _contrasts(levels: FloatArray, design: Design, *, axis: int) -> FloatArray:
    """Return each effect's own part of its form, its sum of squares: less those of all effects that it contains."""
    rows = np.moveaxis(levels, axis, 0)
    parts: list[FloatArray] = []
    for place, effect in enumerate(design.effects):
        own = rows[1 + place] - rows[0]
        for inner, part in zip(design.effects, parts, strict=False):
            if inner.axes < effect.axes:
                own = own - part
        parts.append(own)
    return np.stack(parts, axis=axis)


def _solved(expected: FloatArray, squares: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return the components of the mean squares, and which panels have none because they cannot be told apart."""
    size = np.abs(expected).max(axis=-2, keepdims=True)
    scaled = expected / np.where(size > 0, size, 1.0)
    ratio = np.linalg.cond(np.where(np.isfinite(scaled), scaled, 0.0))
    singular = ~(ratio < _SINGULAR)
    matrix = np.where(singular[..., None, None], np.eye(expected.shape[-1]), expected)
    variance = np.linalg.solve(matrix, squares[..., None])[..., 0]
    return np.asarray(variance), np.broadcast_to(singular, squares.shape[:-1])


def _reason(
    marks: FloatArray,
    found: QuadraticForms,
    no_freedom: NDArray[np.bool_],
    singular: NDArray[np.bool_],
    variance: FloatArray,
) -> NDArray[np.uint8]:
    axes = tuple(range(-found.used.shape[-1], 0))
    few = [found.used[..., axis] < 2 for axis in range(len(axes))]
    cases = [
        (np.isinf(marks).any(axis=axes), Reason.NOT_FINITE),
        (found.n_marks == 0, Reason.NO_MARKS),
        (few[EXPERT], Reason.ONE_EXPERT),
        (few[APPLICATION], Reason.ONE_APPLICATION),
        (few[-1] if len(axes) > INDICATOR else few[EXPERT], Reason.NO_INDICATORS),
        (~found.paired, Reason.NO_PAIRS),
        (no_freedom, Reason.NO_FREEDOM),
        (singular, Reason.NO_COMPONENTS),
        (~np.isfinite(variance).all(axis=-1), Reason.NOT_FINITE),
    ]
    return np.select([case for case, _ in cases], [reason for _, reason in cases], Reason.NONE).astype(np.uint8)
