"""Quantiles of the F distribution for thousands of panels at once."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.polynomial import chebyshev
from scipy.special import fdtri

from scoring.model import FloatArray

# Satterthwaite's degrees of freedom differ from panel to panel, and one quantile takes two microseconds. For one first
# degree its logarithm is smooth in the reciprocal of the second, so that a polynomial through 41 exact values gives all
# the others to thirteen digits. Below four degrees it bends too much; those are few, and computed one by one.
_MANY: Final = 500
_LEAST: Final = 4.0
_DEGREE: Final = 40
_ACCURATE: Final = 2e-13


def f_quantile(first: FloatArray, second: FloatArray, probability: float) -> FloatArray:
    """Return the value that F with these degrees of freedom stays below with this probability.

    Parameters
    ----------
    first, second : ndarray
        Degrees of freedom, not necessarily whole, broadcast together; where one is not positive, the answer is ``nan``.
    probability : float

    Notes
    -----
    `scipy.special.fdtri`, once where all panels have the same degrees of freedom. For many different `second` degrees
    interpolated, if the last coefficients of the polynomial prove that it agrees to 2e-13.
    """
    first, second = np.broadcast_arrays(np.asarray(first, np.float64), np.asarray(second, np.float64))
    if first.size == 0 or (first != first.flat[0]).any():
        return np.asarray(fdtri(first, second, probability))
    if not (second != second.flat[0]).any():
        return np.full(first.shape, fdtri(first.flat[0], second.flat[0], probability))
    if first.size < _MANY:
        return np.asarray(fdtri(first, second, probability))
    return _interpolated(float(first.flat[0]), second, probability)


def _interpolated(first: float, second: FloatArray, probability: float) -> FloatArray:
    smooth = np.isfinite(second) & (second >= _LEAST)
    if smooth.sum() < _MANY:
        return np.asarray(fdtri(first, second, probability))
    at = 1 / second[smooth]
    low, high = float(at.min()), float(at.max())
    middle, half = (high + low) / 2, max((high - low) / 2, np.finfo(np.float64).tiny)

    nodes = chebyshev.chebpts1(_DEGREE + 1)
    exact = np.log(fdtri(first, 1 / (middle + half * nodes), probability))
    coefficients = chebyshev.chebfit(nodes, exact, _DEGREE)
    if not np.abs(coefficients[-4:]).max() < _ACCURATE:
        return np.asarray(fdtri(first, second, probability))
    value = np.empty(second.shape)
    value[smooth] = np.exp(chebyshev.chebval((at - middle) / half, coefficients))
    value[~smooth] = fdtri(first, second[~smooth], probability)
    return value
