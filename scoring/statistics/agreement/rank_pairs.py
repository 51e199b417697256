"""Rank correlations of all pairs of experts, each over the applications that both have scored."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import blocks
from scoring.statistics.agreement.result import CountArray
from scoring.statistics.agreement.ties import IndexArray

_BLOCK: Final = 1 << 17  # so many marks at once were the quickest
_SPARSE: Final = 0.25
"""Share of marks given below which experts are taken by what each has marked: in a round nobody marks a tenth."""
_AT_ONCE: Final = 1 << 22  # comparisons of two marks of one expert, one byte each


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
    common = np.zeros((n_panels, n_experts, n_experts))
    rho = np.full(common.shape, np.nan)
    if columns.size:
        for some in blocks(n_panels, n_experts * n_applications, most=_BLOCK):
            given = ~np.isnan(columns[some])
            ones = given.astype(np.float64)
            common[some] = ones @ np.swapaxes(ones, 1, 2)
            if given.mean() < _SPARSE:
                for panel, of in zip(range(n_panels)[some], given, strict=True):
                    rho[panel] = _rho_of_few(columns[panel], of, common[panel])
            else:
                rho[some] = _rho(columns[some], given, common[some])
    rho[:, np.arange(n_experts), np.arange(n_experts)] = np.nan
    return PairRanks(rho, np.rint(common).astype(np.int64))


def _rho(columns: FloatArray, given: NDArray[np.bool_], common: FloatArray) -> FloatArray:
    """Return Σ (r - mean)(s - mean) / √(Σ (r - mean)² Σ (s - mean)²) of mid-ranks r, s among common applications."""
    n_panels, n_experts, n_applications = columns.shape
    order = np.argsort(columns, axis=-1)
    ascending = np.take_along_axis(columns, order, axis=-1)
    order += (np.arange(n_panels) * n_applications)[:, None, None]
    by_application = np.moveaxis(given, 1, 2).reshape(-1, n_experts)
    squares = np.empty(common.shape)
    ranks = []
    for one in range(n_experts):
        rank, squares[:, one] = _ranks_among(one, ascending[:, one], order[:, one].ravel(), by_application, common)
        ranks.append(rank.reshape(n_panels, n_applications, n_experts))
    mixed = np.zeros(common.shape)
    for one in range(n_experts):
        for other in range(one):
            mixed[:, one, other] = np.einsum("pa,pa->p", ranks[one][:, :, other], ranks[other][:, :, one])
            mixed[:, other, one] = mixed[:, one, other]
    scale = np.sqrt(squares * np.swapaxes(squares, 1, 2))
    rho = np.divide(mixed, scale, out=np.full(scale.shape, np.nan), where=scale > 0.0)
    return np.asarray(np.clip(rho, -1.0, 1.0))


def _rho_of_few(columns: FloatArray, given: NDArray[np.bool_], common: FloatArray) -> FloatArray:
    """Return what `_rho` does, to the last bit, of one panel whose experts have few applications each.

    Work and memory grow with what an expert has marked and whom he meets there, not with the whole panel.
    """
    rho = np.full(common.shape, np.nan)
    for one in range(len(columns)):
        rows = np.flatnonzero(given[one])
        others = np.flatnonzero(common[one, one + 1 :]) + one + 1
        mine = columns[one, rows][None]
        for some in blocks(len(others), len(rows) ** 2, most=_AT_ONCE):
            cells = np.ix_(others[some], rows)
            both, half = given[cells], common[one, others[some], None] / 2.0
            my = (_below(mine, both) - half) * both
            their = (_below(columns[cells], both) - half) * both
            scale = np.sqrt((my * my).sum(axis=1) * (their * their).sum(axis=1))
            found = np.divide((my * their).sum(axis=1), scale, out=np.full(scale.shape, np.nan), where=scale > 0.0)
            rho[one, others[some]] = rho[others[some], one] = np.clip(found, -1.0, 1.0)
    return rho


def _below(marks: FloatArray, both: NDArray[np.bool_]) -> FloatArray:
    """Return how many common marks lie below each, equal ones (itself too) as a half; shape (n_others, n_marks)."""
    lower = marks[:, None, :] < marks[:, :, None]
    equal = marks[:, None, :] == marks[:, :, None]
    counted = both.astype(np.float64)[:, None, :]
    return np.asarray(np.where(lower, counted, 0.0).sum(axis=2) + np.where(equal, counted, 0.0).sum(axis=2) / 2.0)


def _ranks_among(
    one: int, ascending: FloatArray, order: IndexArray, by_application: NDArray[np.bool_], common: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return how one expert ranks the applications that each other has scored too, from the middle of those ranks.

    Parameters
    ----------
    one : int
        The expert.
    ascending : ndarray, shape (n_panels, n_applications)
        His marks in order, gaps last.
    order : ndarray, shape (n_panels * n_applications,)
        Which row of `by_application` each of these marks belongs to.
    by_application : ndarray of bool, shape (n_panels * n_applications, n_experts)
        Who has scored it.
    common : ndarray, shape (n_panels, n_experts, n_experts)
        How many applications two experts have in common.

    Returns
    -------
    ranks : ndarray, shape (n_panels * n_applications, n_experts)
        0 where he has no mark; something where only the other has none, to be met by that one's 0.
    squares : ndarray, shape (n_panels, n_experts)
        Sums of squared ranks over what is common.
    """
    begins = np.ones(ascending.shape, dtype=bool)
    begins[:, 1:] = ascending[:, 1:] != ascending[:, :-1]
    starts = np.flatnonzero(begins)  # of each different mark
    panel, first = starts // ascending.shape[1], np.searchsorted(starts, np.arange(len(common)) * ascending.shape[1])
    both = by_application[order]
    both &= both[:, one, None]
    tied = np.add.reduceat(both.view(np.uint8), starts, axis=0, dtype=np.int32).astype(np.float64)
    until = np.cumsum(tied, axis=0)
    before_panel = until[first] - tied[first]
    middle = until - tied / 2.0 - (before_panel + common[:, one] / 2.0)[panel]
    squares = np.add.reduceat(tied * middle * middle, first, axis=0)
    middle[np.isnan(ascending.ravel()[starts])] = 0.0
    which = np.empty(len(order), np.intp)
    which[order] = np.cumsum(begins.ravel()) - 1
    return middle[which], squares
