"""How far an expert's total lies from the mean of the others' on the same application."""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray


def deviations(totals: FloatArray) -> FloatArray:
    """Return each expert's total minus the mean of the other experts' totals.

    With n totals x of an application, and m their mean::

        deviation = x - (n m - x) / (n - 1) = (x - m) n / (n - 1)

    The deviations of one application sum to zero, so they are not independent: one expert's favour of f also lowers
    each other deviation by f / (n - 1).

    Parameters
    ----------
    totals : ndarray, shape (..., n_applications, n_experts)
        In points; ``nan`` where an expert has none.

    Returns
    -------
    ndarray, same shape
        In points; ``nan`` where there is no total or nobody else's, and all over an application with an infinite total.
    """
    given = ~np.isnan(totals)
    finite = ~np.isinf(totals).any(axis=-1, keepdims=True)
    n = (given & finite).sum(axis=-1, keepdims=True)
    x = np.where(given & finite, totals, 0.0)
    mean = x.sum(axis=-1, keepdims=True) / np.maximum(n, 1)
    return np.where(given & (n > 1), (x - mean) * n / np.maximum(n - 1, 1), np.nan)
