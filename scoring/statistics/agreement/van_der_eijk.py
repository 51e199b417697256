"""Van der Eijk's agreement A: how far marks in ordered categories stand together, and how far in two camps.

Frequencies are cut into layers in which every category is either empty or equally full. Of a layer with S of K
categories in use,

    A = U (1 - (S - 1) / (K - 1)),   U = ((K - 2) TU - (K - 1) TDU) / ((K - 2) (TU + TDU))

where TU counts the triples of categories, in order, that are full-full-empty or empty-full-full (one peak), and TDU
those that are full-empty-full (two). A of the whole is the mean over layers, weighted by the marks in them: 1 all in
one category, 0 evenly spread, -1 half at either end (van der Eijk 2001). Polarisation is (1 - A) / 2. Checked against
the printed example and R's agrmt 1.42.12 (golden p05, p12, p19).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray


def agreement_a(frequencies: FloatArray) -> FloatArray:
    """Return van der Eijk's A, shape (...), of frequencies, shape (..., n_categories); ``nan`` without any.

    ``nan`` as well for a scale of one category: there is nothing to agree on.
    """
    n_categories = frequencies.shape[-1]
    total = frequencies.sum(axis=-1)
    found = np.zeros(total.shape)
    below = 0.0
    # Layers of all panels at once: one that lies between two levels of a panel is part of a layer of the same pattern.
    for level in np.unique(frequencies[frequencies > 0]).tolist():
        pattern = frequencies >= level
        found += (level - below) * pattern.sum(axis=-1) * _layer(pattern)
        below = level
    defined = (total > 0) & (n_categories > 1)
    return np.asarray(np.divide(found, total, out=np.full(total.shape, np.nan), where=defined))


def polarisation(frequencies: FloatArray) -> FloatArray:
    """Return (1 - A) / 2: 0 all in one category, 0.5 evenly spread, 1 half at either end."""
    return np.asarray((1.0 - agreement_a(frequencies)) / 2.0)


def _layer(pattern: NDArray[np.bool_]) -> FloatArray:
    """Return A of layers, shape (...), from which categories are full, shape (..., n_categories)."""
    k = pattern.shape[-1]
    full = pattern.sum(axis=-1)
    left = np.cumsum(pattern, axis=-1)
    right = full[..., None] - left
    # Every empty category is the empty one of its triples: two full on one side of it, or one on each.
    two = np.where(pattern, 0, left * right).sum(axis=-1)
    one = np.where(pattern, 0, (left * (left - 1) + right * (right - 1)) // 2).sum(axis=-1)
    triples = (k - 2.0) * (one + two)
    unimodal = np.divide((k - 2.0) * one - (k - 1.0) * two, triples, out=np.ones(full.shape), where=triples > 0)
    return np.asarray(unimodal * (1.0 - np.maximum(full - 1, 0) / max(k - 1.0, 1.0)))
