"""The mean rank correlation of experts, two by two."""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import of_panels
from scoring.statistics.agreement.rank_pairs import pair_ranks
from scoring.statistics.agreement.result import Agreement, CountArray, Method, agreement, entered
from scoring.statistics.agreement.ties import DECIMALS, rounded
from scoring.statistics.reasons import Reason


def mean_rank_correlation(marks: FloatArray, *, decimals: int = DECIMALS, fisher: bool = False) -> Agreement:
    """Return the mean of Spearman's correlations over pairs of experts, each over what both have scored.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        ``nan`` where there is none.
    decimals : int
        Marks are rounded to so many before they are ranked.
    fisher : bool
        Average atanh(ρ) and turn it back, as irr's ``meanrho`` does; pairs with |ρ| = 1 are then left out.

    Returns
    -------
    Agreement
        Named ``mean_rank_correlation``. Pairs with fewer than two applications in common, or of which one gave
        everything the same mark, are left out; `ONLY_TIES` if none remains. Checked against irr 0.84.1 (golden p05).
    """
    return of_panels(lambda panels: _mean(panels, decimals, fisher=fisher), marks)


def _mean(panels: FloatArray, decimals: int, *, fisher: bool) -> Agreement:
    seen = entered(panels)
    columns = rounded(np.swapaxes(panels, 1, 2), decimals)
    columns[seen.reason == Reason.NOT_FINITE] = np.nan
    rho, common = pair_ranks(columns)
    used = ~np.isnan(rho) & (~(np.abs(rho) >= 1.0) if fisher else True)
    mean = np.where(used, np.arctanh(rho) if fisher else rho, 0.0).sum(axis=(1, 2)) / used.sum(axis=(1, 2))
    value = np.tanh(mean) if fisher else mean
    reason = np.select(
        [seen.reason != Reason.NONE, _most_common(common) < 2, np.isnan(value)],
        [seen.reason, np.uint8(Reason.TOO_FEW), np.uint8(Reason.ONLY_TIES)],
        np.uint8(Reason.NONE),
    )
    return agreement(
        "mean_rank_correlation",
        value,
        n_applications=seen.n_applications,
        n_experts=seen.n_experts,
        reason=reason,
        method=Method.PAIRWISE_RANKS,
    )


def _most_common(common: CountArray) -> CountArray:
    """Return how many applications the pair with most of them shares."""
    pairs = common.copy()
    pairs[:, np.arange(pairs.shape[1]), np.arange(pairs.shape[1])] = 0
    return np.asarray(pairs.max(axis=(1, 2), initial=0))
