"""Kendall's coefficient of concordance W: how far experts rank the applications alike.

With mid-ranks of n applications by each of k experts, rank sums R and T = Σ (t³ - t) over all experts' ties t:

    W  = 12 Σ (R - mean R)² / (k² (n³ - n) - k T)            corrected for ties: the one that is shown
    χ² = k (n - 1) W                  with n - 1 degrees of freedom
    F  = (k - 1) W / (1 - W)          with n - 1 - 2/k and (k - 1) (n - 1 - 2/k): better for small panels

(Kendall & Babington Smith 1939; the F of Legendre 2005 as in vegan's kendall.global.) Checked against irr 0.84.1,
vegan 2.6-4 and scipy (golden p01, p05, p07, p11, p16).

With gaps, experts have ranked different applications, and W is rebuilt from their pairs (Kendall 1962; weights of
Taylor 1987; as irrNA 0.2.3 does):

    W = (1 + ρ (k' - 1)) / k',   ρ = Σ (n_ij - 1) ρ_ij / Σ (n_ij - 1),   χ² = k' (n - 1) W

over pairs of experts with n_ij applications in common and Spearman's ρ_ij among these; k' is the mean number of marks
of an application. ρ_ij counts as 0 where one of the two ties everything, as in the complete formula, where such an
expert adds no concordance. Where marks are tied the two formulas differ slightly: the method says which ran.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import of_panels
from scoring.statistics.agreement.rank_pairs import pair_ranks
from scoring.statistics.agreement.result import Agreement, CodeArray, CountArray, Method, agreement, entered
from scoring.statistics.agreement.ties import DECIMALS, midranks, rounded
from scoring.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W of a stack of panels with what is known besides. All of the stack's shape but `rank_sums`.

    Attributes
    ----------
    w, w_uncorrected : ndarray
        Corrected for ties, and not (``nan`` with gaps). `reason` says why `w` is ``nan``.
    rank_sums : ndarray, shape (..., n_applications)
        Sums of mid-ranks, 1 for the lowest mark; ``nan`` with gaps and for applications without marks.
    chi_square, p_chi_square : ndarray
    f, p_f : ndarray
        ``nan`` with gaps, and for two applications and two experts, where F has no degrees of freedom.
    n_applications, n_experts : ndarray of int
        What entered: applications with any mark by experts who scored two or more.
    reason, method : ndarray of uint8
    """

    w: FloatArray
    w_uncorrected: FloatArray
    rank_sums: FloatArray
    chi_square: FloatArray
    p_chi_square: FloatArray
    f: FloatArray
    p_f: FloatArray
    n_applications: CountArray
    n_experts: CountArray
    reason: CodeArray
    method: CodeArray


def kendall_concordance(marks: FloatArray, *, decimals: int = DECIMALS) -> Concordance:
    """Return Kendall's W with its tests; formulas at the head of this file.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        ``nan`` where there is none. Experts with a single mark rank nothing and are left out.
    decimals : int
        Marks are rounded to so many before they are ranked.

    Returns
    -------
    Concordance
        `ONLY_TIES` where every expert gave all applications the same mark, each his own; `NO_PAIRS` where no two
        experts have two applications in common.
    """
    return of_panels(lambda panels: _concordance(panels, decimals), marks)


def kendall_w(marks: FloatArray, *, decimals: int = DECIMALS) -> Agreement:
    """Return Kendall's W, corrected for ties, with p of χ²; parameters and reasons as `kendall_concordance`."""
    found = kendall_concordance(marks, decimals=decimals)
    return agreement(
        "kendall_w",
        found.w,
        n_applications=found.n_applications,
        n_experts=found.n_experts,
        reason=found.reason,
        method=found.method,
        p_value=found.p_chi_square,
    )


def _concordance(panels: FloatArray, decimals: int) -> Concordance:
    """Return W of panels, shape (n_panels, n_applications, n_experts)."""
    columns = rounded(np.swapaxes(panels, 1, 2), decimals)
    first_reason = entered(panels).reason
    columns[first_reason == Reason.NOT_FINITE] = np.nan
    columns[(~np.isnan(columns)).sum(axis=-1) == 1] = np.nan  # one mark ranks nothing
    given = ~np.isnan(columns)
    n = given.any(axis=1).sum(axis=-1)
    k = given.any(axis=2).sum(axis=-1)
    complete = given.sum(axis=(1, 2)) == n * k
    lowest = np.fmin.reduce(columns, axis=(1, 2), initial=np.inf)
    highest = np.fmax.reduce(columns, axis=(1, 2), initial=-np.inf)

    empty = np.full(len(panels), np.nan)
    w, raw, chi_square, f, p_f, ranked = empty.copy(), empty.copy(), empty.copy(), empty.copy(), empty.copy(), k >= 2
    rank_sums = np.full((len(panels), columns.shape[2]), np.nan)
    if complete.any():
        w[complete], raw[complete], rank_sums[complete] = _from_rank_sums(columns[complete], n[complete], k[complete])
        chi_square = k * (n - 1.0) * w
        f, p_f = _f_test(w, n, k, complete)
    gaps = ~complete & ranked
    if gaps.any():
        w[gaps], mean_marks, ranked[gaps] = _from_pairs(columns[gaps], n[gaps])
        chi_square[gaps] = mean_marks * (n[gaps] - 1.0) * w[gaps]

    reason = np.select(
        [first_reason != Reason.NONE, ~ranked, lowest == highest, np.isnan(w)],
        [first_reason, np.uint8(Reason.TOO_FEW), np.uint8(Reason.ALL_EQUAL), np.uint8(Reason.ONLY_TIES)],
        np.uint8(Reason.NONE),
    )
    for numbers in (w, raw, chi_square, f, p_f, rank_sums):
        numbers[reason != Reason.NONE] = np.nan
    method = np.where(complete, Method.CHI_SQUARE, Method.PAIRWISE_RANKS).astype(np.uint8)
    p_chi_square = np.asarray(chdtrc(n - 1.0, np.maximum(chi_square, 0.0)))  # with gaps W may be below 0
    return Concordance(w, raw, rank_sums, chi_square, p_chi_square, f, p_f, n, k, reason, method)


def _from_rank_sums(columns: FloatArray, n: CountArray, k: CountArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return W corrected for ties, W not corrected, and rank sums: 12 S / (k² (n³ - n) - k T)."""
    ranks = midranks(columns)
    sums = np.nansum(ranks.rank, axis=1)
    sums[np.isnan(columns).all(axis=1)] = np.nan
    squares = 12.0 * np.nansum(np.square(sums - (k * (n + 1.0) / 2.0)[:, None]), axis=-1)
    most = k * k * (n**3.0 - n)
    return squares / (most - k * ranks.ties.sum(axis=-1)), squares / most, sums


def _f_test(w: FloatArray, n: CountArray, k: CountArray, complete: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
    """Return F = (k - 1) W / (1 - W), infinite for perfect concordance, and its p."""
    freedom = np.where(complete, n - 1.0 - 2.0 / k, np.nan)
    freedom[freedom <= 0.0] = np.nan
    f = np.where(np.isnan(freedom), np.nan, (k - 1.0) * w / (1.0 - w))
    return f, np.where(np.isinf(f), 0.0, fdtrc(freedom, (k - 1.0) * freedom, f))


def _from_pairs(columns: FloatArray, n: CountArray) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """Return W from pairs of experts, the mean number k' of marks an application has, and if any pair can be ranked.

    W is ``nan`` where all pairs are tied throughout.
    """
    rho, common = pair_ranks(columns)
    weight = np.maximum(common - 1.0, 0.0)
    weight[:, np.arange(len(rho[0])), np.arange(len(rho[0]))] = 0.0
    total = weight.sum(axis=(1, 2))
    tied = (np.isnan(rho) | (weight == 0.0)).all(axis=(1, 2))
    mean_rho = np.nansum(weight * rho, axis=(1, 2)) / total
    mean_marks = (~np.isnan(columns)).sum(axis=(1, 2)) / n
    w = (1.0 + mean_rho * (mean_marks - 1.0)) / mean_marks
    return np.where(tied, np.nan, w), mean_marks, total > 0.0
