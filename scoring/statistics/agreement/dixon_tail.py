"""How likely Dixon's ratio is to be so great among normal marks: exactly, by integration, not from printed tables.

Given the highest of n marks, x, and the one at the foot of the ratio, x - v, the ratio is above r if at most `spare`
marks lie between x - r v and x and the others between x - v and x - r v (`below` of them under the foot). With

    A = Φ(x - r v) - Φ(x - v),  B = Φ(x) - Φ(x - r v),  m = n - 2 - below

the chance is

    c ∫∫ φ(x) φ(x - v) Φ(x - v)^below (A^m + [spare] m A^(m-1) B) dx dv,   c = n! / (m! below!)

for one mark suspected beforehand to be the highest. Checked against Dixon's (1951) printed critical values.
"""

from __future__ import annotations

from functools import cache
from math import factorial
from typing import Final

import numpy as np
from numpy.polynomial import chebyshev
from scipy.special import ndtr

from scoring.model import FloatArray

_REACH: Final = 8.0  # beyond so many standard deviations there is nothing to add in double precision
_NODES: Final = 80
_TERMS: Final = 49


def tail(ratio: FloatArray, n: int, *, below: int, spare: int) -> FloatArray:
    """Return P(ratio of n normal marks is above `ratio`), of any shape, between 0 and 1."""
    return np.asarray(np.clip(chebyshev.chebval(2.0 * ratio - 1.0, _coefficients(n, below, spare)), 0.0, 1.0))


@cache
def _coefficients(n: int, below: int, spare: int) -> FloatArray:
    """Return the tail as a series over ratios from 0 to 1: it is smooth, and thousands of panels share it."""
    angles = np.pi * (np.arange(_TERMS) + 0.5) / _TERMS
    values = _integral((np.cos(angles) + 1.0) / 2.0, n, below, spare)
    terms = np.cos(np.arange(_TERMS)[:, None] * angles) @ values * (2.0 / _TERMS)
    terms[0] /= 2.0
    return np.asarray(terms)


def _integral(ratio: FloatArray, n: int, below: int, spare: int) -> FloatArray:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    x = (_REACH * nodes)[:, None]
    v = _REACH * (nodes + 1.0)
    middle = n - 2 - below
    density = np.exp(-(x * x + (x - v) ** 2) / 2.0) / (2.0 * np.pi) * ndtr(x - v) ** below
    mass = density * (_REACH * weights)[:, None] * (_REACH * weights)
    edge = ndtr(x - v * ratio[:, None, None])
    inside = np.maximum(edge - ndtr(x - v), 0.0)
    chance = inside**middle
    if spare:
        chance += middle * inside ** (middle - 1) * (ndtr(x) - edge)
    ways = factorial(n) / factorial(middle) / factorial(below)
    return np.asarray(ways * np.einsum("rxv,xv->r", chance, mass))
