"""Single marks that the model did not expect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.rasch.categories import IntArray
from scoring.statistics.rasch.equations import blocks
from scoring.statistics.rasch.probability import probabilities, used_range
from scoring.statistics.rasch.result import RaschFit


@dataclass(frozen=True, slots=True)
class UnexpectedMarks:
    """Marks by falling size of their standardised residual. All arrays have one length.

    Attributes
    ----------
    application, expert, indicator : ndarray of int
        Whose mark it is.
    mark, expected : ndarray
        Points.
    z : ndarray
        (y − E) / √Var(y), in points: positive = more than the model expected. Not normal where few categories are
        likely: a sign to look, not a test.
    """

    application: IntArray
    expert: IntArray
    indicator: IntArray
    mark: FloatArray
    expected: FloatArray
    z: FloatArray


def unexpected_marks(fit: RaschFit, marks: FloatArray, *, most: int = 20, least_z: float = 2.0) -> UnexpectedMarks:
    """Return the marks farthest from what the model expects, at most `most`, with |z| from `least_z`.

    Parameters
    ----------
    fit : RaschFit
        The answer of `fit_rasch`.
    marks : ndarray, shape (n_applications, n_experts, n_indicators)
        What it was fitted to.
    most : int
    least_z : float
    """
    n_applications, n_experts, _ = marks.shape
    place = np.zeros((0, 3), np.int64)
    values = np.zeros((0, 3))  # mark, expected, z
    usable = ~np.isnan(fit.eta_indicators) & np.isfinite(fit.intercepts).any(axis=1)
    indicators = np.flatnonzero(usable)
    used = used_range(fit.intercepts)
    b, y = fit.intercepts[usable, used], np.nan_to_num(fit.points[usable, used])
    for block in blocks(n_applications, n_experts * b.size) if b.size else []:
        given = marks[block][:, :, usable].transpose(2, 1, 0)
        eta = fit.eta_applications[block] + fit.eta_experts[:, None] + fit.eta_indicators[usable, None, None]
        known = ~np.isnan(given) & ~np.isnan(eta)
        p, _divisor = probabilities(np.where(known, eta, 0.0), b)
        expected = np.einsum("ikea,ik->iea", p, y)
        variance = np.einsum("ikea,ikea->iea", p, (y[:, :, None, None] - expected[:, None]) ** 2)
        known &= variance > 0
        z = np.divide(given - expected, np.sqrt(variance), out=np.zeros(given.shape), where=known)
        i, e, a = np.nonzero(np.abs(z) >= least_z)
        place = np.concatenate([place, np.stack([a + block.start, e, indicators[i]], axis=1)])
        values = np.concatenate([values, np.stack([given[i, e, a], expected[i, e, a], z[i, e, a]], axis=1)])
        first = np.lexsort((*place.T[::-1], -np.abs(values[:, 2])))[:most]
        place, values = place[first], values[first]
    return UnexpectedMarks(*place.T, *values.T)
