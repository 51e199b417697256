"""Cases counted into cells of region and stratum, a million at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.regions.result import BoolArray, IntArray

Codes = NDArray[np.integer[Any]]


def count_cells(
    region: Codes, stratum: Codes, event: BoolArray, *, n_regions: int, n_strata: int
) -> tuple[IntArray, IntArray]:
    """Return events and cases by region and stratum, each of shape (n_regions, n_strata).

    Parameters
    ----------
    region, stratum : ndarray of int, shape (n_cases,)
        From 0.
    event : ndarray of bool, shape (n_cases,)

    Raises
    ------
    ValueError
        If a code has no cell: a case is never dropped silently.
    """
    for codes, size in ((region, n_regions), (stratum, n_strata)):
        if codes.size and not (codes.min() >= 0 and codes.max() < size):
            raise ValueError(f"codes must lie between 0 and {size - 1}")
    cell = region.astype(np.int64) * n_strata + stratum
    shape, size = (n_regions, n_strata), n_regions * n_strata
    return np.bincount(cell[event], minlength=size).reshape(shape), np.bincount(cell, minlength=size).reshape(shape)


def bands_of(scores: FloatArray, *, n_bands: int) -> IntArray:
    """Return the band of each score, from 0: bands of about equally many, cut between different scores only.

    Equal scores are never in different bands, so that there are fewer bands where scores are few. Five bands take away
    some nine tenths of what scores explain (Cochran 1968).

    Parameters
    ----------
    scores : ndarray, shape (n_cases,)
    n_bands : int
        At most.
    """
    if scores.size == 0:
        return np.zeros(0, np.int64)
    edges = np.unique(np.quantile(scores, np.arange(1, n_bands) / n_bands, method="inverted_cdf"))
    return np.unique(np.searchsorted(edges, scores, side="left"), return_inverse=True)[1].astype(np.int64)
