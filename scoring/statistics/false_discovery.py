"""How many of many findings are false: Benjamini and Hochberg's q-values."""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray


def benjamini_hochberg(p_values: FloatArray, *, axis: int | None = None) -> FloatArray:
    """Return the q-value of each test: the smallest false discovery rate at which it would still be a finding.

    q_(i) = min over j ≥ i of m p_(j) / j, for p_(1) ≤ … ≤ p_(m) (Benjamini & Hochberg 1995). Equal p-values get equal
    q-values. Checked against ``scipy.stats.false_discovery_control``.

    Parameters
    ----------
    p_values : ndarray
        Of any shape. ``nan`` is a test that was not made: it counts for nothing and stays ``nan``.
    axis : int, optional
        The tests along this axis are one family; all tests of the array, unless given.

    Returns
    -------
    ndarray, the shape of `p_values`
    """
    p_values = np.asarray(p_values, np.float64)
    lines = p_values.reshape(1, -1) if axis is None else np.moveaxis(p_values, axis, -1)
    if lines.size == 0:
        return p_values.copy()
    order = np.argsort(lines, axis=-1)  # nan last
    ordered = np.take_along_axis(lines, order, axis=-1)
    made = (~np.isnan(ordered)).sum(axis=-1, keepdims=True)
    steps = ordered * made / np.arange(1, lines.shape[-1] + 1)
    lowest = np.fmin.accumulate(steps[..., ::-1], axis=-1)[..., ::-1]  # fmin: past the tests that were not made
    q_values = np.empty_like(lines)
    np.put_along_axis(q_values, order, np.where(np.isnan(ordered), np.nan, lowest), axis=-1)
    return q_values.reshape(p_values.shape) if axis is None else np.moveaxis(q_values, -1, axis)
