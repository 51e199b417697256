"""The model itself: probabilities of the categories of many marks at once."""

from __future__ import annotations

from typing import Final

import numpy as np

from scoring.model import FloatArray

_LARGEST_EXPONENT: Final = 650.0  # exp() of it is still a float, with room for a sum


def used_range(intercepts: FloatArray) -> slice:
    """Return the categories from the lowest to the highest that any indicator uses."""
    used = np.flatnonzero(np.isfinite(intercepts).any(axis=0))
    return slice(int(used[0]), int(used[-1]) + 1) if used.size else slice(0, 0)


def probabilities(eta: FloatArray, intercepts: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return P(category) of each mark, and the logarithm of what divides them.

    log P_k = b_k + k η − log Σ_j exp(b_j + j η), with b_k = −Σ_{h≤k} τ_h: Andrich's rating scale and Masters' partial
    credit model (Wright & Masters 1982), η being what all facets together come to.

    Parameters
    ----------
    eta : ndarray, shape (n_indicators, ...)
        Logits.
    intercepts : ndarray, shape (n_indicators, n_categories)
        b_k; −∞ for a category that is never used.

    Returns
    -------
    ndarray, shape (n_indicators, n_categories, ...)
    ndarray, shape (n_indicators, ...)
    """
    shape = (*intercepts.shape, *(1,) * (eta.ndim - 1))
    b = intercepts.reshape(shape)
    most = max(intercepts.shape[1] - 1, 1) * max(float(eta.max(initial=0.0)), -float(eta.min(initial=0.0)))
    if most + float(np.abs(intercepts[np.isfinite(intercepts)]).max(initial=0.0)) < _LARGEST_EXPONENT:
        # Powers of exp(η): one exponential a mark instead of one a category.
        found = np.empty((*intercepts.shape, *eta.shape[1:]))
        found[:, 0] = 1.0
        z = np.exp(eta)
        for k in range(1, intercepts.shape[1]):
            np.multiply(found[:, k - 1], z, out=found[:, k])
        found *= np.exp(b)
        total = found.sum(axis=1)
        found /= total[:, None]
        return found, np.log(total)
    found = b + np.arange(intercepts.shape[1], dtype=np.float64).reshape(1, -1, *shape[2:]) * eta[:, None]
    highest = found.max(axis=1)
    found -= highest[:, None]
    np.exp(found, out=found)
    total = found.sum(axis=1)
    found /= total[:, None]
    return found, highest + np.log(total)
