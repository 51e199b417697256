"""How firmly the experts of a panel are linked: the error of a difference in severity, beside that of a total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.severity.connected import BoolArray, CountArray
from scoring.statistics.severity.guarded import divided
from scoring.statistics.severity.two_way import Layout

MOST_OF_MEASUREMENT_ERROR: Final = 0.5
"""A severity difference known no better than this share of the measurement error hangs on too few applications."""


@dataclass(frozen=True, slots=True)
class Links:
    """Arrays of shape (...), in points: see `Severity`."""

    difference_error: FloatArray
    measurement_error: FloatArray

    @property
    def thin(self) -> BoolArray:
        """Where severities are hardly known."""
        return np.asarray(self.difference_error > MOST_OF_MEASUREMENT_ERROR * self.measurement_error)


def links(
    design: Layout, experts: FloatArray, *, variance: FloatArray, plain_variance: FloatArray, freedom: CountArray
) -> Links:
    """Return the links of a stack; `freedom` counts experts less subsets, the rest is as for `answer`."""
    return Links(
        difference_error=np.sqrt(variance * _largest_difference(design)),
        measurement_error=_measurement_error(design, experts, plain_variance, freedom),
    )


def _largest_difference(design: Layout) -> FloatArray:
    """Return the largest variance of a difference of two effects of one subset, in error variances, shape (...)."""
    own = own_variances(design)
    of_difference = own[..., None] + own[..., None, :] - 2 * design.inverse
    return np.asarray(np.max(of_difference, axis=(-2, -1), where=design.subsets.together, initial=0.0))


def _measurement_error(
    design: Layout,
    experts: FloatArray,
    variance: FloatArray,
    freedom: CountArray,
) -> FloatArray:
    """Return √((σ²_r + σ²) mean(1/k_p)); σ²_r by moments, since E[v'v] = σ²_r (experts − subsets) + σ² tr S⁺."""
    between = divided((experts**2).sum(axis=-1) - variance * own_variances(design).sum(axis=-1), freedom)
    marks = design.given.sum(axis=-1)
    inverse = np.divide(1.0, marks, out=np.zeros(marks.shape), where=marks > 0)
    mean = divided(inverse.sum(axis=-1), (marks > 0).sum(axis=-1))
    return np.asarray(np.sqrt((np.maximum(between, 0.0) + variance) * mean))


def own_variances(design: Layout) -> FloatArray:
    """Return the variance of each expert's effect, in error variances, shape (..., n_experts)."""
    return np.maximum(np.diagonal(design.inverse, axis1=-2, axis2=-1), 0.0)
