"""Rank correlations of all pairs of experts, each over the applications that both have scored."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.agreement.result import CountArray
from scoring.statistics.agreement.ties import blocks, runs


class PairRanks(NamedTuple):
    """Spearman's correlations, shapes (n_panels, n_experts, n_experts).

    `rho` is ``nan`` on the diagonal and where one of the two gave everything the same mark; `common` says how many
    applications both have scored.
    """

    rho: FloatArray
    common: CountArray


def pair_ranks(columns: FloatArray) -> PairRanks:
    """Return Spearman's correlations of experts, from marks of shape (n_panels, n_experts, n_applications).

    Ranks are taken anew for each pair, among the applications that both scored; tied marks get the mean of their
    ranks, and the correlation is Pearson's of these ranks (as R's ``cor(method = "spearman", use = "pairwise")``).
    """
    n_panels, n_experts, n_applications = columns.shape
    given = ~np.isnan(columns)
    common = np.einsum("pia,pja->pij", given.astype(np.float64), given.astype(np.float64))
    rho = np.empty(common.shape)
    for some in blocks(n_panels, n_experts * n_experts * n_applications):
        rho[some] = _rho(columns[some], given[some], common[some])
    rho[:, np.arange(n_experts), np.arange(n_experts)] = np.nan
    return PairRanks(rho, np.rint(common).astype(np.int64))


def _rho(columns: FloatArray, given: NDArray[np.bool_], common: FloatArray) -> FloatArray:
    """Return Σ (r - mean)(s - mean) / √(Σ (r - mean)² Σ (s - mean)²) of mid-ranks r, s among common applications."""
    n_panels, n_experts, n_applications = columns.shape
    tied = runs(columns)
    first, last = np.empty_like(tied.first), np.empty_like(tied.last)
    np.put_along_axis(first, tied.order, tied.first, axis=-1)
    np.put_along_axis(last, tied.order, tied.last, axis=-1)
    ranks = np.zeros((n_panels, n_experts, n_experts, n_applications))
    counted = np.zeros((n_panels, n_experts, n_applications + 1))
    for one in range(n_experts):
        # How many of those the other has scored stand before each place of the one's order.
        members = np.take_along_axis(given, tied.order[:, one, None, :], axis=-1)
        np.cumsum(members, axis=-1, out=counted[..., 1:])
        before = np.take_along_axis(counted, first[:, one, None, :], axis=-1)
        until = np.take_along_axis(counted, last[:, one, None, :] + 1, axis=-1)
        centred = (before + until - common[:, one, :, None]) / 2.0
        ranks[:, one] = np.where(given & given[:, one, None], centred, 0.0)
    mixed = np.einsum("pija,pjia->pij", ranks, ranks)
    squares = np.einsum("pija,pija->pij", ranks, ranks)
    scale = np.sqrt(squares * np.swapaxes(squares, 1, 2))
    rho = np.divide(mixed, scale, out=np.full(scale.shape, np.nan), where=scale > 0.0)
    return np.asarray(np.clip(rho, -1.0, 1.0))
