"""Henderson's method 1: quadratic forms of marks, and what they are expected to be. With gaps or without."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.reliability.designs import APPLICATION, EXPERT, INDICATOR, Design

GRAND_MEAN: Final[frozenset[int]] = frozenset()
_NOISE: Final = 1e-12
"""Deviations from the mean below this share of it are rounding: the marks are equal."""

Sums = Callable[[frozenset[int]], FloatArray]


@dataclass(frozen=True, slots=True)
class QuadraticForms:
    """What of a stack of panels goes into its components.

    Attributes
    ----------
    forms : ndarray, shape (..., 1 + n_effects)
        T of the grand mean and of each effect: Σ over its cells of (sum of marks)² / (number of marks), of marks less
        their mean, in points².
    coefficients : ndarray, shape (..., 1 + n_effects, n_effects)
        How often each component is contained in the expectation of each form. Without the axes of the stack where
        nothing is missing.
    mean : ndarray, shape (...)
        Of all marks, in points.
    n_marks : ndarray, shape (...)
    used : ndarray of int, shape (..., n_axes)
        Applications, experts and indicators with any mark.
    experts_each, indicators_each : ndarray, shape (...)
        Harmonic means over applications of how many experts, and how many indicators, an application met; of experts
        for each of its indicators where they are nested.
    paired : ndarray of bool, shape (...)
        Some application met two experts (for one indicator, where they are nested).
    complete : ndarray of bool, shape (...)
        Of what was used, nothing is missing.
    """

    forms: FloatArray
    coefficients: FloatArray
    mean: FloatArray
    n_marks: FloatArray
    used: NDArray[np.int64]
    experts_each: FloatArray
    indicators_each: FloatArray
    paired: NDArray[np.bool_]
    complete: NDArray[np.bool_]

    @property
    def uncorrected(self) -> FloatArray:
        """T of the marks themselves, mean and all, as Brennan (2001) prints them; shape (..., 1 + n_effects)."""
        return np.asarray(self.forms + (self.n_marks * self.mean**2)[..., None])


def quadratic_forms(marks: FloatArray, design: Design) -> QuadraticForms:
    """Return the quadratic forms of a stack of panels and their expectations.

    With n_s marks in cell s of an effect S, and n_su of them in cell u of an effect U::

        T_S    = Σ_s (Σ marks of s)² / n_s
        E(T_S) = N mu² + Σ_U σ²_U Σ_s (Σ_u n_su²) / n_s

    Henderson (1953), method 1; the "analogous ANOVA" of Brennan (2001, ch. 7). Marks that are not finite count as not
    given.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts[, n_indicators])
        In points, ``nan`` where there is none.
    design : Design
        Which effects.
    """
    axes = tuple(range(-design.n_axes, 0))
    given = np.isfinite(marks)
    n_marks = given.sum(axis=axes, dtype=np.float64)
    n_or_one = np.maximum(n_marks, 1.0)
    mean = np.asarray(np.sum(marks, axis=axes, where=given) / n_or_one)
    inner = (...,) + (None,) * design.n_axes
    centred = marks - mean[inner]
    if not given.all():
        centred[~given] = 0.0
    flat = centred.reshape(*mean.shape, math.prod(centred.shape[-design.n_axes :]))
    total = np.einsum("...k,...k->...", flat, flat)
    all_equal = np.sqrt(total / n_or_one) <= _NOISE * np.abs(mean)

    sums = _summed(centred, design.n_axes)
    counts = _summed(given, design.n_axes)
    everything = frozenset(range(design.n_axes))
    levels = [GRAND_MEAN, *(effect.axes for effect in design.effects)]
    forms = [
        total if level == everything else _over_cells(sums(level) ** 2, counts(level), len(level)) for level in levels
    ]
    met = _met(counts, design)
    used = [(counts(frozenset({axis})) > 0).sum(axis=-1) for axis in range(design.n_axes)]
    return QuadraticForms(
        forms=np.where(all_equal[..., None], 0.0, np.stack(forms, axis=-1)),
        coefficients=_complete(marks.shape, design) if given.all() else _with_gaps(counts, n_marks, design),
        mean=mean,
        n_marks=n_marks,
        used=np.stack(used, axis=-1),
        experts_each=harmonic_mean(met[0]),
        indicators_each=harmonic_mean(met[1]),
        paired=np.asarray((met[0] > 1).any(axis=-1)),
        complete=_is_complete(n_marks, met[0], used, nested=_is_nested(design)),
    )


def _is_nested(design: Design) -> bool:
    return frozenset({EXPERT}) not in {effect.axes for effect in design.effects}


def _met(counts: Sums, design: Design) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many experts, and how many indicators, each application met, shape (..., n_applications).

    Where experts are nested, how many each application met for each indicator, the two axes in one.
    """
    if design.n_axes <= INDICATOR:
        met = counts(frozenset({APPLICATION, EXPERT})).sum(axis=-1)
        return met.astype(np.int64), (met > 0).astype(np.int64)
    indicators = counts(frozenset({APPLICATION, INDICATOR}))
    if _is_nested(design):
        experts = indicators.reshape(*indicators.shape[:-2], math.prod(indicators.shape[-2:])).astype(np.int64)
    else:
        experts = (counts(frozenset({APPLICATION, EXPERT})) > 0).sum(axis=-1)
    return experts, (indicators > 0).sum(axis=-1)


def _is_complete(
    n_marks: FloatArray, experts: NDArray[np.int64], used: list[NDArray[np.int64]], *, nested: bool
) -> NDArray[np.bool_]:
    if not nested:
        return np.asarray(n_marks == np.prod(used, axis=0))
    applications, _, indicators = used
    most = experts.max(axis=-1, initial=0)
    return np.asarray(n_marks == applications * indicators * most)


def harmonic_mean(counts: NDArray[np.int64]) -> FloatArray:
    """Return the harmonic mean over the last axis of counts that are not 0; ``nan`` without any."""
    given = counts > 0
    n = given.sum(axis=-1)
    inverse = np.divide(1.0, counts, out=np.zeros(counts.shape), where=given).sum(axis=-1)
    most = counts.max(axis=-1, initial=0)
    mean = np.divide(n, inverse, out=np.full(inverse.shape, np.nan), where=n > 0)
    # Counts that are all the same have that mean to the last bit.
    return np.where((counts == most[..., None]).sum(axis=-1) == n, np.where(n > 0, most, np.nan), mean)


def _summed(array: NDArray[np.float64] | NDArray[np.bool_], n_axes: int) -> Sums:
    """Return the sums over cells: of the axes that are kept, each from sums that are there already."""
    everything = frozenset(range(n_axes))

    @cache
    def over(kept: frozenset[int]) -> FloatArray:
        if kept == everything:
            return np.asarray(array)
        gone = min(everything - kept)
        wider = kept | {gone}
        place = sum(axis > gone for axis in wider)
        return np.asarray(over(wider).sum(axis=-1 - place, dtype=np.float64))

    return over


def _over_cells(squares: FloatArray, counts: FloatArray, n_axes: int) -> FloatArray:
    """Return Σ squares / counts over the cells that have marks, the last `n_axes` axes."""
    ratio = np.divide(squares, counts, out=np.zeros(squares.shape), where=counts > 0)
    return np.asarray(ratio.sum(axis=tuple(range(-n_axes, 0))) if n_axes else ratio)


def _with_gaps(counts: Sums, n_marks: FloatArray, design: Design) -> FloatArray:
    everything = frozenset(range(design.n_axes))
    rows = []
    for level in (GRAND_MEAN, *(effect.axes for effect in design.effects)):
        row = []
        for effect in design.effects:
            both = level | effect.axes
            if both == level:
                row.append(n_marks)
            elif both == everything:  # one mark a cell: the squares are the numbers themselves
                row.append(_over_cells(counts(level), counts(level), len(level)))
            else:
                ordered = sorted(both)
                gone = tuple(ordered.index(axis) - len(ordered) for axis in both - level)
                row.append(_over_cells((counts(both) ** 2).sum(axis=gone), counts(level), len(level)))
        rows.append(np.stack(row, axis=-1))
    return np.stack(rows, axis=-2)


def _complete(shape: tuple[int, ...], design: Design) -> FloatArray:
    """Return the same in closed form: every cell of S ∪ U has as many marks as the other axes have places."""
    sizes = np.array(shape[-design.n_axes :], np.float64)

    def marks_each(axes: frozenset[int]) -> float:
        return float(np.prod([size for axis, size in enumerate(sizes) if axis not in axes]))

    levels = (GRAND_MEAN, *(effect.axes for effect in design.effects))
    whole = float(sizes.prod())
    rows = [
        [whole * marks_each(level | effect.axes) / max(marks_each(level), 1.0) for effect in design.effects]
        for level in levels
    ]
    return np.array(rows)
