"""Several weightings of the same indicators made one, and how far two lie apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import rankdata

from indicators.faults import FaultsError
from indicators.weighting.experts import compatibility
from indicators.weighting.judgements import FloatArray
from indicators.weighting.places import fault

Combination = Literal["linear", "product", "relative_entropy"]


@dataclass(frozen=True, slots=True)
class Distance:
    """How far two weightings lie apart.

    Attributes
    ----------
    moved : float
        Half the sum of absolute differences: the share of all weight that would have to move, 0 to 1.
    largest : float
        The largest difference of one indicator's shares, first less second.
    at : str
        That indicator.
    compatibility : float or None
        Saaty's index, 1 = the same, above 1.1 = different; ``None`` where only one of the two has a zero.
    rank_correlation : float or None
        Spearman's, of the orders; ``None`` where one of them has no order.
    """

    moved: float
    largest: float
    at: str
    compatibility: float | None
    rank_correlation: float | None


def combine(
    weightings: Sequence[Mapping[str, float]],
    *,
    how: Combination = "linear",
    shares: Sequence[float] | None = None,
) -> dict[str, float]:
    """Return one weighting of several, sum 1.

    Parameters
    ----------
    weightings : sequence of mappings
        Of the same indicators, not negative; each is rescaled to sum 1 first.
    how : {"linear", "product", "relative_entropy"}
        ``linear``: Σ share_m w_m. ``product``: ∏ w_m, which agreement sharpens and one zero kills.
        ``relative_entropy``: the weighting with the least Σ share_m KL(w ‖ w_m), which is ∏ w_m^share_m
        (最小相对信息熵).
    shares : sequence of float, optional
        Declared share of each, equal without it; ``product`` takes none.

    Raises
    ------
    FaultsError
        For an indicator that one of them lacks, weights that are negative or no numbers or all zero, shares that do
        not fit.

    Notes
    -----
    The last is the logarithmic opinion pool; that no weighting has less relative entropy is tried out in the tests.
    """
    names, table = _aligned(weightings)
    say = _shares(shares, len(weightings), how)
    if how == "linear":
        found = (table * say[:, None]).sum(axis=0)
    else:
        powers = np.ones(len(weightings)) if how == "product" else say
        found = np.prod(table ** powers[:, None], axis=0)
    whole = float(found.sum())
    if whole <= 0:
        raise FaultsError([fault("weighting.nothing_in_common", seen=0)])
    return dict(zip(names, map(float, found / whole), strict=True))


def distance(first: Mapping[str, float], second: Mapping[str, float]) -> Distance:
    """Return how far two weightings of the same indicators lie apart; each is rescaled to sum 1 first.

    Raises
    ------
    FaultsError
        As `combine`.
    """
    names, (one, other) = _aligned([first, second])
    apart = one - other
    place = int(np.argmax(np.abs(apart)))
    ranks = [rankdata(np.round(row, 12)) for row in (one, other)]
    ordered = all(np.ptp(row) > 0 for row in ranks)
    return Distance(
        moved=float(np.abs(apart).sum() / 2),
        largest=float(apart[place]),
        at=names[place],
        compatibility=compatibility(one, other),
        rank_correlation=float(np.corrcoef(*ranks)[0, 1]) if ordered else None,
    )


def _aligned(weightings: Sequence[Mapping[str, float]]) -> tuple[tuple[str, ...], FloatArray]:
    names = tuple(dict.fromkeys(name for one in weightings for name in one))
    faults = []
    for number, one in enumerate(weightings, 1):
        for name in names:
            value = one.get(name)
            if value is None or not 0 <= value < np.inf:
                seen = "-" if value is None else value
                faults.append(fault("weighting.no_weight_to_combine", seen=seen, number=number, indicator=name))
        if not faults and not any(one.values()):
            faults.append(fault("weighting.all_shares_zero", seen=0))
    if faults:
        raise FaultsError(faults)
    table = np.array([[one[name] for name in names] for one in weightings], np.float64)
    return names, table / table.sum(axis=1, keepdims=True)


def _shares(shares: Sequence[float] | None, count: int, how: Combination) -> FloatArray:
    if shares is None:
        return np.full(count, 1 / count)
    given = np.asarray(shares, np.float64)
    sound = len(given) == count and bool((given >= 0).all()) and bool(np.isfinite(given).all()) and given.sum() > 0
    if how == "product" or not sound:
        key = "weighting.product_takes_no_shares" if how == "product" else "weighting.shares_do_not_fit"
        seen = ", ".join(f"{share:g}" for share in given)
        raise FaultsError([fault(key, seen=seen, count=count)])
    return np.asarray(given / given.sum())
