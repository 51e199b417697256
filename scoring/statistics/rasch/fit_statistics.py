"""How well the marks of each element fit the model: infit and outfit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.rasch.equations import Layout, Point, blocks
from scoring.statistics.rasch.extremes import APPLICATION, EXPERT, INDICATOR, NumberArray
from scoring.statistics.rasch.probability import probabilities

_LEAST_VARIANCE = 1e-100


@dataclass(frozen=True, slots=True)
class FitStatistics:
    """Mean squares of an element's marks. 1 = as much noise as the model expects, above = erratic, below = too regular.

    All arrays have the shape of the facet.

    Attributes
    ----------
    information : ndarray
        Σ W, W the model's variance of a mark.
    infit : ndarray
        Σ (x − E)² / Σ W.
    outfit : ndarray
        Mean of (x − E)² / W.
    infit_z, outfit_z : ndarray
        By the cube root of Wright & Masters (1982, ch. 5), (v^⅓ − 1) 3/q + q/3, with the model's kurtosis. Other
        programs use other variances and give other values for one mean square: compare mean squares.
    """

    information: FloatArray
    infit: FloatArray
    outfit: FloatArray
    infit_z: FloatArray
    outfit_z: FloatArray


def fit_statistics(numbers: NumberArray, layout: Layout, point: Point) -> dict[int, FitStatistics]:
    """Return the fit of each facet's elements, by axis of `numbers`. One pass, in blocks of applications."""
    per_indicator = point.intercepts[layout.group]
    k = np.arange(per_indicator.shape[1], dtype=np.float64)
    sums = {axis: np.zeros((6, size)) for axis, size in enumerate(numbers.shape)}
    for block in blocks(numbers.shape[APPLICATION], numbers.size // numbers.shape[APPLICATION] * k.size):
        eta = point.applications[block] + point.experts[:, None] + point.indicators[:, None, None]
        p, _divisor = probabilities(eta, per_indicator)
        expected = np.einsum("ikea,k->iea", p, k)
        off = k[:, None, None] - expected[:, None]
        off *= off
        w = np.einsum("ikea,ikea->iea", p, off)
        fourth = np.einsum("ikea,ikea,ikea->iea", p, off, off)
        square = (numbers[:, :, block] - expected) ** 2
        counted = w > _LEAST_VARIANCE  # a mark that is as good as certain says nothing
        if layout.given is not None:
            counted &= layout.given[:, :, block]
        w = np.where(counted, w, 1.0)
        terms = [counted, w * counted, square * counted, square / w * counted]
        terms += [(fourth - w * w) * counted, fourth / (w * w) * counted]
        for row, term in enumerate(terms):
            sums[APPLICATION][row, block] = term.sum(axis=(0, 1))
            sums[EXPERT][row] += term.sum(axis=(0, 2))
            sums[INDICATOR][row] += term.sum(axis=(1, 2))
    return {axis: _statistics(*rows) for axis, rows in sums.items()}


def _statistics(
    n: FloatArray,
    information: FloatArray,
    squares: FloatArray,
    standardised: FloatArray,
    spread: FloatArray,
    kurtosis: FloatArray,
) -> FitStatistics:
    information = np.where(n > 0, information, np.nan)
    n = np.where(n > 0, n, np.nan)
    infit, outfit = squares / information, standardised / n
    infit_variance = spread / information**2  # Wright & Masters (1982), ch. 5
    outfit_variance = kurtosis / n**2 - 1 / n
    return FitStatistics(information, infit, outfit, _z(infit, infit_variance), _z(outfit, outfit_variance))


def _z(mean_square: FloatArray, variance: FloatArray) -> FloatArray:
    q = np.sqrt(np.where(variance > 0, variance, np.nan))  # two equal chances: the square is always 1, and no z
    return np.asarray((np.cbrt(mean_square) - 1) * 3 / q + q / 3)
