"""Severity by Huber's estimator: two-way least squares that a few wild marks cannot pull far."""

from __future__ import annotations

from math import prod
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import of_panels
from scoring.statistics.severity.answer import answer, error_variance
from scoring.statistics.severity.connected import BoolArray, CountArray
from scoring.statistics.severity.entry import enter
from scoring.statistics.severity.guarded import divided
from scoring.statistics.severity.result import Severity
from scoring.statistics.severity.two_way import effects, layout, solved

TUNING: Final = 1.345
"""Residuals beyond so many standard deviations are held back: 95% efficient with normal errors (Huber 1981)."""

T = TypeVar("T", bound=np.generic)
_OF_NORMAL_MEDIAN: Final = 0.6744897501960817
_OF_NORMAL_MEAN: Final = 1.2533141373155001
_MOST_STEPS: Final = 300
_FREE_STEPS: Final = 30  # then the scale is held: what is left is convex, and cannot go round in circles
_CLOSE: Final = 1e-9
_ROUNDING: Final = 1e-9


def huber(marks: FloatArray, *, tuning: float = TUNING) -> Severity:
    """Return severities and fair totals by Huber's M-estimator of the two-way layout.

    Σ ψ(e) = 0 over the marks of each application and of each expert, ψ(e) = max(−cs, min(cs, e)), by least squares
    weighted min(1, cs/|e|) again and again. s = median |e| / 0.6745 × √(n/(n − p)) over the n marks of applications
    with two or more (the others fit whatever happens), p = unknowns; where half of those or more fit exactly, their
    mean |e| × 1.2533 instead of the median. Standard errors: those of `least_squares` with σ² = K² Σψ²/(n − p)/m²,
    K = 1 + (p/n)(1 − m)/m, m = share of marks not held back (Huber 1981, section 7.6); the F test is Wald's. In a
    complete panel totals are left alone by this method too (`Severity.estimate` has what it would make of them).
    Checked against the estimating equations and ``statsmodels`` RLM with the same scale.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        Totals, or marks of one indicator, in points; ``nan`` = no mark. Leading axes are panels.
    tuning : float
        c, in standard deviations.
    """
    return of_panels(lambda panels: _huber(panels, tuning), np.asarray(marks, np.float64))


def _huber(marks: FloatArray, tuning: float) -> Severity:
    """Return what `huber` does, of a stack as a whole."""
    entry = enter(marks, None)
    design = layout(entry.weights)
    applications, experts = effects(design, entry.above)
    plain_variance = error_variance(entry, design, _residuals(entry.above, applications, experts), design.freedom)
    stack = entry.above.shape[:-2]
    above, given, freedom = _flat(entry.above, 2), _flat(design.given, 2), _flat(design.freedom, 0)
    applications, experts, weights, scale = _settled(
        above,
        given,
        _flat(design.subsets.together, 2),
        freedom,
        start=(_flat(applications, 1), _flat(experts, 1)),
        moving=np.flatnonzero(plain_variance > 0),
        tuning=tuning,
    )
    variance = _variance(_residuals(above, applications, experts), given, freedom, tuning * scale).reshape(stack)
    return answer(
        entry,
        design,
        applications=applications.reshape(stack + applications.shape[-1:]),
        experts=experts.reshape(stack + experts.shape[-1:]),
        variance=np.where(plain_variance > 0, variance, plain_variance),
        plain_variance=plain_variance,
        weights=weights.reshape(entry.above.shape),
    )


def _flat(array: NDArray[T], own: int) -> NDArray[T]:
    """Return an array with all axes before its last `own` made one."""
    cut = array.ndim - own
    return array.reshape(prod(array.shape[:cut]), *array.shape[cut:])


def _residuals(above: FloatArray, applications: FloatArray, experts: FloatArray) -> FloatArray:
    return above - applications[..., None] - experts[..., None, :]


def _settled(
    above: FloatArray,
    given: BoolArray,
    together: BoolArray,
    freedom: CountArray,
    *,
    start: tuple[FloatArray, FloatArray],
    moving: CountArray,
    tuning: float,
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return effects, weights and scales of a flat stack, iterated in the panels `moving` until they move no more.

    A panel that has settled is left alone, so that its answer does not depend on the others of its stack.
    """
    applications, experts, weights = start[0].copy(), start[1].copy(), given.astype(np.float64)
    scale = np.zeros(len(above))
    for step in range(_MOST_STEPS):
        if not moving.size:
            break
        here, marks = given[moving], above[moving]
        residuals = _residuals(marks, applications[moving], experts[moving])
        if step < _FREE_STEPS:
            scale[moving] = _scale(residuals, here, freedom[moving])
        most = tuning * scale[moving, None, None]
        weights[moving] = here * most / np.maximum(np.abs(residuals), most)
        of_applications, of_experts = solved(weights[moving], marks, together[moving])
        change = np.abs(of_applications - applications[moving]).max(axis=-1)
        change = np.maximum(change, np.abs(of_experts - experts[moving]).max(axis=-1))
        applications[moving], experts[moving] = of_applications, of_experts
        moving = moving[change > _CLOSE * scale[moving]]
    return applications, experts, weights, scale


def _telling(given: BoolArray) -> BoolArray:
    """Return which marks say something of the error: those of applications that have two or more."""
    return np.asarray(given & (given.sum(axis=-1, keepdims=True) > 1))


def _scale(residuals: FloatArray, given: BoolArray, freedom: CountArray) -> FloatArray:
    """Return the standard deviation of one mark, shape (n_panels,), from panels that have some error."""
    telling = _telling(given)
    n = telling.sum(axis=(-2, -1))
    size = np.sort(np.where(telling, np.abs(residuals), np.inf).reshape(len(n), -1), axis=-1)
    median = np.take_along_axis(size, np.stack([(n - 1) // 2, n // 2], axis=-1), axis=-1).mean(axis=-1)
    mean = np.where(telling, np.abs(residuals), 0.0).sum(axis=(-2, -1)) / n
    scale = np.where(median > _ROUNDING * mean, median / _OF_NORMAL_MEDIAN, mean * _OF_NORMAL_MEAN)
    return np.asarray(scale * np.sqrt(n / freedom))


def _variance(residuals: FloatArray, given: BoolArray, freedom: CountArray, most: FloatArray) -> FloatArray:
    """Return Huber's variance of one mark, shape (n_panels,); ``nan`` without freedom."""
    telling, most = _telling(given), most[:, None, None]
    n = telling.sum(axis=(-2, -1))
    squares = np.where(telling, np.clip(residuals, -most, most) ** 2, 0.0).sum(axis=(-2, -1))
    free = divided((telling & (np.abs(residuals) <= most)).sum(axis=(-2, -1)), n)
    correction = 1 + divided((n - freedom) * (1 - free), n * free)
    return np.asarray(correction**2 * divided(divided(squares, freedom), free**2))
