"""How consistent one expert's judgements are, and where they are not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import numpy as np

from indicators.language import Message
from indicators.weighting.judgements import Comparisons, FloatArray, parts_of
from indicators.weighting.priorities import principal_eigenvector, row_geometric_mean

RandomIndex = Literal["saaty", "simulated"]

SAATY: Final = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Saaty's random index for n = 1 … 15 (Saaty 1980, The Analytic Hierarchy Process); later prints differ in the second
decimal (0.52, 0.89, 1.11, 1.25, 1.35, 1.40 …)."""
SIMULATED: Final = (
    *(0.0, 0.0, 0.5292, 0.8858, 1.1084, 1.2506, 1.3406, 1.4040),
    *(1.4511, 1.4861, 1.5138, 1.5356, 1.5554, 1.5705, 1.5849),
)
"""Our own for n = 1 … 15: mean consistency index of 100,000 random reciprocal matrices each, from
``tests/benchmarks/weighting/random_index.py``; standard errors 0.0022 (n = 3) to 0.0004."""
MOST_RATIO: Final = 0.10
"""Up to a tenth of the inconsistency of chance is taken as acceptable (Saaty 1977)."""
GCI_LIMITS: Final = {3: 0.31, 4: 0.35}
"""Limits of the geometric consistency index that match a consistency ratio of 0.10 (Aguarón & Moreno-Jiménez 2003)."""
GCI_LIMIT_ABOVE: Final = 0.37
"""The same for five items and more."""
STEPS: Final = tuple(1 / n for n in range(9, 1, -1)) + tuple(float(n) for n in range(1, 10))
"""The steps of Saaty's scale."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """The judgement that fits the rest least.

    Attributes
    ----------
    first, second : str
    given : float
        What was judged.
    factor : float
        Saaty's ε = a_ij · w_j / w_i: how many times the judgement is what the priorities say; far from 1 is bad.
    rest : float or None
        What all the other judgements say about this pair; ``None`` where they say nothing.
    proposed : float or None
        `rest` on the nearest step of the scale; ``None`` where that is what was judged: the scale has nothing better.
    ratio_after : float or None
        The consistency ratio with the proposed value in its place.
    """

    first: str
    second: str
    given: float
    factor: float
    rest: float | None
    proposed: float | None
    ratio_after: float | None


@dataclass(frozen=True, slots=True)
class Triad:
    """Three items whose judgements contradict one another most.

    `direct` was judged of the first and the third; `indirect` follows from the other two judgements. `factor` is the
    larger over the smaller, 1 = no contradiction.
    """

    items: tuple[str, str, str]
    direct: float
    indirect: float
    factor: float


@dataclass(frozen=True, slots=True)
class Consistency:
    """How consistent one matrix of judgements is.

    Attributes
    ----------
    items : int
        How many things were compared, n.
    judged, pairs : int
        Pairs that were judged, of all n(n-1)/2.
    largest_eigenvalue : float
    index : float
        CI = (λmax - n) / (n - 1).
    random_index : float or None
        RI of that n, from `random_index_source`.
    ratio : float or None
        CR = CI / RI; ``None`` with `reason` where no random index holds.
    geometric_index, geometric_limit : float or None
        GCI and its limit; ``None`` below three items or without a judgement to spare.
    acceptable : bool or None
        CR ≤ 0.10; by the GCI where there is no CR; ``None`` where there is neither.
    worst : Deviation or None
        The judgement that fits least; ``None`` where all fit.
    triad : Triad or None
        The worst contradiction among three; ``None`` where there is none.
    """

    items: int
    judged: int
    pairs: int
    largest_eigenvalue: float
    index: float
    random_index: float | None
    random_index_source: RandomIndex
    ratio: float | None
    reason: Message | None
    geometric_index: float | None
    geometric_limit: float | None
    acceptable: bool | None
    worst: Deviation | None
    triad: Triad | None


def consistency(one: Comparisons, *, random_index: RandomIndex = "saaty") -> Consistency:
    """Return how consistent the judgements are, and where they are least so.

    References
    ----------
    Saaty (1977), as `priorities.principal_eigenvector`: CI, CR. Saaty (2003), Decision-making with the AHP: why is the
    principal eigenvector necessary, Eur. J. Oper. Res. 145(1): ε. Aguarón & Moreno-Jiménez (2003), The geometric
    consistency index: approximated thresholds, Eur. J. Oper. Res. 147(1): GCI.
    """
    n = len(one.items)
    judged = int((~np.isnan(one.matrix)).sum() - n) // 2
    largest = principal_eigenvector(one.matrix)[1] if n > 1 else float(n)
    index = max((largest - n) / (n - 1), 0.0) if n > 1 else 0.0
    ratio, chance, reason = _ratio(one, index, random_index)
    gci = geometric_index(one.matrix)
    limit = None if gci is None else GCI_LIMITS.get(n, GCI_LIMIT_ABOVE)
    acceptable = ratio <= MOST_RATIO if ratio is not None else None if gci is None or limit is None else gci <= limit
    return Consistency(
        items=n,
        judged=judged,
        pairs=n * (n - 1) // 2,
        largest_eigenvalue=largest,
        index=index,
        random_index=chance,
        random_index_source=random_index,
        ratio=ratio,
        reason=reason,
        geometric_index=gci,
        geometric_limit=limit,
        acceptable=acceptable,
        worst=worst_judgement(one, random_index=random_index),
        triad=worst_triad(one),
    )


def _ratio(one: Comparisons, index: float, source: RandomIndex) -> tuple[float | None, float | None, Message | None]:
    n = len(one.items)
    if n < 3:
        return 0.0, 0.0, None  # two judgements cannot contradict each other
    table = SAATY if source == "saaty" else SIMULATED
    if n > len(table):
        return None, None, Message("weighting.no_random_index", {"items": n, "most": len(table)})
    if not one.complete:
        # Fewer judgements contradict each other less, by chance too; the index of whole matrices would flatter.
        return None, table[n - 1], Message("weighting.ratio_needs_all_pairs")
    return index / table[n - 1], table[n - 1], None


def geometric_index(matrix: FloatArray) -> float | None:
    """Return GCI = 2 / ((n-1)(n-2)) · Σ_{i<j} ln² (a_ij w_j / w_i), w the row geometric means.

    It is the residual variance of the logarithmic least squares; with gaps, the sum is over the judged pairs and the
    divisor their number less n - 1. ``None`` where no judgement is to spare.
    """
    n = len(matrix)
    weights = row_geometric_mean(matrix)
    upper = np.triu_indices(n, 1)
    residuals = np.log(matrix * weights[None, :] / weights[:, None])[upper]
    spare = int((~np.isnan(residuals)).sum()) - (n - 1)
    return float(np.nansum(residuals**2) / spare) if spare > 0 else None


def worst_judgement(one: Comparisons, *, random_index: RandomIndex = "saaty") -> Deviation | None:
    """Return the judgement furthest from what the priorities say, ``None`` where all agree with them."""
    n = len(one.items)
    if n < 3:
        return None
    weights = principal_eigenvector(one.matrix)[0]
    factors = one.matrix * weights[None, :] / weights[:, None]
    far = np.abs(np.log(np.triu(np.where(np.isnan(factors), 1.0, factors), 1) + np.tri(n)))
    i, j = np.unravel_index(int(np.argmax(far)), far.shape)
    if far[i, j] < 1e-9:
        return None
    without = one.matrix.copy()
    without[i, j] = without[j, i] = np.nan
    rest = None
    if len(parts_of(Comparisons(one.expert, one.items, without))) == 1:
        fitted = row_geometric_mean(without)
        rest = float(fitted[i] / fitted[j])
    given = float(one.matrix[i, j])
    proposed = None if rest is None else min(STEPS, key=lambda step: abs(np.log(step / rest)))
    if proposed is not None and abs(proposed / given - 1) < 1e-9:
        proposed = None
    return Deviation(
        first=one.items[int(i)],
        second=one.items[int(j)],
        given=given,
        factor=float(factors[i, j]),
        rest=rest,
        proposed=proposed,
        ratio_after=_ratio_with(one, (int(i), int(j)), proposed, random_index),
    )


def _ratio_with(one: Comparisons, pair: tuple[int, int], value: float | None, source: RandomIndex) -> float | None:
    if value is None:
        return None
    i, j = pair
    changed = one.matrix.copy()
    changed[i, j], changed[j, i] = value, 1 / value
    n = len(one.items)
    index = max((principal_eigenvector(changed)[1] - n) / (n - 1), 0.0)
    return _ratio(Comparisons(one.expert, one.items, changed), index, source)[0]


def worst_triad(one: Comparisons) -> Triad | None:
    """Return the three items whose judgements contradict one another most: the largest of a_ij a_jk a_ki, or 1 over it.

    The triad by which Koczkodaj's index measures a matrix (1 - 1/factor); ``None`` where none contradicts.
    """
    logs = np.log(one.matrix)
    worst: tuple[float, tuple[int, int, int]] | None = None
    for i, j, k in combinations(range(len(one.items)), 3):
        error = abs(logs[i, j] + logs[j, k] - logs[i, k])
        if error > 1e-9 and (worst is None or error > worst[0] + 1e-12):
            worst = float(error), (i, j, k)
    if worst is None:
        return None
    error, (i, j, k) = worst
    indirect = float(one.matrix[i, j] * one.matrix[j, k])
    names = (one.items[i], one.items[j], one.items[k])
    return Triad(names, float(one.matrix[i, k]), indirect, float(np.exp(error)))
