"""What coefficients corrected for chance have in common: standard errors by linearisation, limits, reasons.

Everything is said in disagreements, 1 − weight, for a scale with many categories has weights so near to 1 that their
difference would be lost in rounding::

    observed D_o = mean over applications with two marks or more of the mean disagreement d_i of their pairs of marks
    coefficient  = 1 − D_o / D_e                                               = (p_a − p_e) / (1 − p_e)
    influence    u_i = (n / n₂) (D_e − d_i)[m_i ≥ 2] / D_e − 2 (1 − coefficient) (D_e − e_i) / D_e
    variance     = Σ (u_i − coefficient)² / (n (n − 1)),  limits by t with n − 1 degrees of freedom

over the n applications with a mark, n₂ of them with two or more; m_i marks of application i; e_i is what it adds to the
expected disagreement D_e. Applications are the sample, the experts are those that sit. Gwet (2008; 2014, ch. 5 and 6),
the conventions of irrCAC 1.0; checked against it to 1e-8 (golden p03–p06), with and without missing marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import stdtr, stdtrit

from scoring.model import FloatArray
from scoring.statistics.agreement.categories import BoolArray, CodeArray, coded, coded_as_seen, declared
from scoring.statistics.agreement.coded_panels import Panels, over, panels_of
from scoring.statistics.agreement.result import CONFIDENCE, Agreement, Method, agreement, entered
from scoring.statistics.agreement.weighting import Weighting
from scoring.statistics.reasons import Reason

_BLOCK: Final = 250_000
"""Cells that are worked on at once, marks or tables by expert and category: as many as a processor keeps at hand."""
_USUAL: Final = 100
_RARE: Final = 16
_NOTHING: Final = 1e-12
"""A standard error below it is rounding of 0."""
DECIMALS: Final = 9
"""To which marks are compared where nobody says with how many they are printed."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a coefficient expects by chance.

    Attributes
    ----------
    disagreement : ndarray, shape (n_panels,)
    by_application : ndarray, shape (n_panels, n_applications), or None
        What each application adds to it; ``None`` where nothing is estimated from the marks.
    """

    disagreement: FloatArray
    by_application: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """Coefficient and its standard error, and the applications these rest on, shape (n_panels,)."""

    value: FloatArray
    standard_error: FloatArray
    applications: CodeArray


@dataclass(frozen=True, slots=True)
class Asked:
    """Which coefficient of which marks is asked for.

    Attributes
    ----------
    statistic : str
    estimate : callable
        What computes it.
    needs_scale : bool
        Undefined without declared categories.
    needs_variety : bool
        Undefined where all marks are equal.
    one_application : bool
        Has a value of a single application.
    decimals : int
        Of the marks, where no scale is declared.
    """

    statistic: str
    estimate: Callable[[Panels], Estimate]
    needs_scale: bool = True
    needs_variety: bool = False
    one_application: bool = False
    decimals: int = DECIMALS


def estimate(panels: Panels, expected: Expected) -> Estimate:
    """Return a coefficient and its standard error; ``nan`` where there is no pair of marks."""
    present, paired = panels.marks > 0, panels.marks > 1
    n, n_paired = panels.applications, paired.sum(axis=-1)
    pairs = panels.pair_disagreement()
    wide = expected.disagreement[:, None]
    value = 1.0 - over(over(pairs.sum(axis=-1), n_paired, np.nan), expected.disagreement, np.nan)
    influence = over(n, n_paired)[:, None] * np.where(paired, wide - pairs, 0.0)
    if expected.by_application is not None:
        influence -= 2.0 * (1.0 - value)[:, None] * (wide - expected.by_application)
    return Estimate(value, spread_error(over(influence, wide), value, present), n)


def spread_error(influence: FloatArray, around: FloatArray, present: BoolArray) -> FloatArray:
    """Return √(Σ (u_i − around)² / (n (n − 1))) over the applications that are present."""
    apart = np.where(present, influence - around[:, None], 0.0)
    n = present.sum(axis=-1)
    return np.sqrt(over(np.einsum("pa,pa->p", apart, apart), n * (n - 1), np.nan))


def coefficient(
    asked: Asked,
    marks: FloatArray,
    categories: FloatArray | None,
    weighting: Weighting,
    confidence: float = CONFIDENCE,
) -> Agreement:
    """Return one coefficient of a stack of panels, with limits and the p-value against 0.

    Parameters
    ----------
    asked : Asked
        Which one.
    marks : ndarray, shape (..., n_applications, n_experts)
        ``nan`` where there is none.
    categories : ndarray, shape (n_categories,), or None
        The declared scale.
    weighting : str
        One of `Weighting`.
    confidence : float
        Of the limits.
    """
    whole = np.asarray(marks, np.float64)
    scale = None if categories is None else declared(categories)
    seen = entered(whole)
    reason = np.array(seen.reason, np.uint8)
    if asked.one_application:
        reason[reason == Reason.ONE_APPLICATION] = Reason.NONE
    lacking = _lacking(asked, scale, weighting)
    if lacking is not Reason.NONE or not (reason == Reason.NONE).any():
        reason[reason == Reason.NONE] = lacking
        nothing = np.full(reason.shape, np.nan)
        return agreement(
            asked.statistic,
            nothing,
            n_applications=seen.n_applications,
            n_experts=seen.n_experts,
            reason=reason,
            method=Method.LINEARISED,
            confidence=confidence,
        )
    blocks = [_block(asked, block, scale, weighting) for block in _blocks(whole, scale)]
    value, standard_error, applications, off_scale, equal = (
        np.concatenate(parts).reshape(reason.shape) for parts in zip(*blocks, strict=True)
    )
    reason[(reason == Reason.NONE) & (off_scale > 0)] = Reason.OFF_SCALE
    if asked.needs_variety:
        reason[(reason == Reason.NONE) & (equal > 0)] = Reason.ALL_EQUAL
    low, high, p_value = limits(value, standard_error, applications - 1.0, confidence)
    return agreement(
        asked.statistic,
        value,
        n_applications=seen.n_applications,
        n_experts=seen.n_experts,
        reason=reason,
        method=Method.LINEARISED,
        low=low,
        high=high,
        standard_error=standard_error,
        p_value=p_value,
        confidence=confidence,
    )


def limits(
    value: FloatArray, standard_error: FloatArray, freedom: FloatArray, confidence: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return lower and upper limit by t, the upper at most 1, and the two-sided p-value against 0.

    A standard error of 0 (every application agrees exactly as far as every other) gives none of the three: such a
    sample says nothing about how far another one could lie from it.
    """
    error = np.where((standard_error > _NOTHING) & (freedom > 0), standard_error, np.nan)
    half = stdtrit(np.maximum(freedom, 1.0), (1.0 + confidence) / 2.0) * error
    p_value = 2.0 * stdtr(np.maximum(freedom, 1.0), -np.abs(value / error))
    return value - half, np.minimum(value + half, 1.0), np.asarray(p_value)


def _lacking(asked: Asked, scale: FloatArray | None, weighting: Weighting) -> Reason:
    """Return why the declared scale does not do."""
    if scale is None:
        return Reason.NO_SCALE if asked.needs_scale else Reason.NONE
    if weighting == "ratio" and scale[0] < 0:
        return Reason.NEGATIVE
    # One category alone: all marks can but be equal, whatever chance does.
    return Reason.ALL_EQUAL if len(scale) == 1 and asked.needs_scale else Reason.NONE


def _block(
    asked: Asked, marks: FloatArray, scale: FloatArray | None, weighting: Weighting
) -> tuple[FloatArray, FloatArray, CodeArray, BoolArray, BoolArray]:
    """Return value, standard error, applications, whether some mark is off the scale, and whether all are equal."""
    found = coded_as_seen(marks, asked.decimals) if scale is None else coded(marks, scale)
    panels = panels_of(found, weighting)
    result = asked.estimate(panels)
    return result.value, result.standard_error, result.applications, found.off_scale, panels.all_equal()


def _blocks(marks: FloatArray, scale: FloatArray | None) -> Iterator[FloatArray]:
    """Yield a stack in blocks of panels, so that neither copies nor tables grow with it."""
    n_applications, n_experts = marks.shape[-2:]
    stack = marks.reshape(-1, n_applications, n_experts)
    # Of a long scale only some categories are used; tables have no more than those.
    declared_ones = 1 if scale is None else len(scale)
    width = max(min(declared_ones, _USUAL), declared_ones // _RARE)
    rows = max(1, _BLOCK // max(1, n_experts * max(n_applications, width)))
    for start in range(0, len(stack), rows):
        yield stack[start : start + rows]
