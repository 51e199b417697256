"""Several experts: their judgements or priorities taken together, and how far they agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import rankdata

from indicators.faults import FaultsError
from indicators.language import Message
from indicators.weighting.judgements import Comparisons, FloatArray
from indicators.weighting.places import fault

COMPATIBLE: Final = 1.10
"""Two sets of priorities whose compatibility index is above this are told apart (Saaty 1994: 1.1)."""


@dataclass(frozen=True, slots=True)
class Concordance:
    """How far the experts' priorities agree.

    Attributes
    ----------
    kendall_w : float or None
        Kendall's W of the orders that their priorities give, ties corrected: 0 = none, 1 = the same order.
    reason : Message or None
        Why there is no W.
    compatibility : tuple of float
        Each expert's compatibility index with the group, 1 = the same priorities; above 1.1 = another opinion.
    """

    kendall_w: float | None
    reason: Message | None
    compatibility: tuple[float, ...]


def shares_of(experts: Sequence[str], weights: Mapping[str, float] | None) -> FloatArray:
    """Return each expert's share of the say, sum 1; equal without `weights`.

    Raises
    ------
    FaultsError
        For every expert without a weight, with one below zero or not finite, and where all are zero.
    """
    if weights is None:
        return np.full(len(experts), 1 / len(experts))
    faults = [
        fault("weighting.no_expert_weight", seen=weights.get(one, "-"), expert=one)
        for one in experts
        if one not in weights or not 0 <= weights[one] < np.inf
    ]
    if not faults and not any(weights[one] for one in experts):
        faults = [fault("weighting.no_say", seen=0)]
    if faults:
        raise FaultsError(faults)
    given = np.array([weights[one] for one in experts], np.float64)
    return np.asarray(given / given.sum())


def together(several: Sequence[Comparisons], weights: Mapping[str, float] | None = None) -> Comparisons:
    """Return the judgements of all, the weighted geometric mean of each pair (aggregation of individual judgements).

    The only mean that keeps reciprocal matrices reciprocal. A pair is the mean of those who judged it.

    References
    ----------
    Aczél & Saaty (1983), Procedures for synthesizing ratio judgements, J. Math. Psychology 27(1).
    Forman & Peniwati (1998), Aggregating individual judgments and priorities with the AHP, Eur. J. Oper. Res. 108(1).
    """
    shares = shares_of([one.expert for one in several], weights)
    logs = np.log(np.array([one.matrix for one in several]))
    judged = ~np.isnan(logs) & (shares > 0)[:, None, None]
    say = np.where(judged, shares[:, None, None], 0.0)
    with np.errstate(invalid="ignore"):
        mean = np.where(judged, logs * shares[:, None, None], 0.0).sum(axis=0) / say.sum(axis=0)
    return Comparisons("", several[0].items, np.exp(mean))


def mean_priorities(
    priorities: FloatArray, experts: Sequence[str], weights: Mapping[str, float] | None = None
) -> FloatArray:
    """Return the weighted geometric mean of priorities, rescaled to sum 1 (aggregation of individual priorities).

    Parameters
    ----------
    priorities : ndarray, shape (n_experts, n)
    """
    shares = shares_of(experts, weights)
    mean = np.exp((np.log(priorities) * shares[:, None]).sum(axis=0))
    return np.asarray(mean / mean.sum())


def compatibility(one: FloatArray, other: FloatArray) -> float | None:
    """Return Saaty's compatibility index of two weightings: (1/n²) Σ_ij (u_i/u_j)(v_j/v_i); 1 = proportional.

    ``None`` where one of them has a zero that the other has not; things that weigh nothing in both are left out.
    References: Saaty (1994), A ratio scale metric and the compatibility of ratio scales, Appl. Math. Letters 7(6).
    """
    used = ~((one == 0) & (other == 0))
    if not used.any() or (one[used] == 0).any() or (other[used] == 0).any():
        return None
    ratios = one[used] / other[used]
    return float(ratios.sum() * (1 / ratios).sum() / len(ratios) ** 2)


def concordance(priorities: FloatArray, group: FloatArray) -> Concordance:
    """Return how far the experts agree with one another and with the group.

    Parameters
    ----------
    priorities : ndarray, shape (n_experts, n)
    group : ndarray, shape (n,)
    """
    found = tuple(compatibility(row, group) or float("nan") for row in priorities)
    w, reason = kendall_w(priorities)
    return Concordance(w, reason, found)


def kendall_w(priorities: FloatArray) -> tuple[float | None, Message | None]:
    """Return Kendall's W of the rows' orders, ties corrected, or why there is none.

    W = 12 S / (m² (n³ - n) - m Σ T), S the sum of squared deviations of the rank sums (Kendall & Babington Smith 1939).
    Priorities that differ by less than a billionth are ties.
    """
    m, n = priorities.shape
    if m < 2 or n < 2:
        return None, Message("weighting.agreement_needs_two")
    ranks = rankdata(np.round(priorities, 9), axis=1)
    sums = ranks.sum(axis=0)
    tied = sum(float((counts**3 - counts).sum()) for counts in (np.unique(row, return_counts=True)[1] for row in ranks))
    below = m**2 * (n**3 - n) - m * tied
    if below <= 0:
        return None, Message("weighting.agreement_all_tied")
    return float(12 * ((sums - sums.mean()) ** 2).sum() / below), None
