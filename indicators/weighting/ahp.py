"""The analytic hierarchy process (层次分析法) on one set of things: weights, consistency, agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from indicators.weighting.consistency import Consistency, RandomIndex, consistency
from indicators.weighting.experts import Concordance, concordance, mean_priorities, together
from indicators.weighting.judgements import Comparisons, FloatArray
from indicators.weighting.priorities import Method, priorities

Together = Literal["judgements", "priorities"]


@dataclass(frozen=True, slots=True)
class ExpertPriorities:
    """What one expert's judgements come to."""

    expert: str
    weights: FloatArray
    consistency: Consistency


@dataclass(frozen=True, slots=True)
class Priorities:
    """Weights of a few things that were compared in pairs.

    Attributes
    ----------
    items : tuple of str
    weights : ndarray, shape (n,)
        The group's, sum 1.
    consistency : Consistency
        Of the judgements taken together. It flatters: contradictions of different experts cancel; judge the experts
        one by one.
    experts : tuple of ExpertPriorities
    agreement : Concordance
    """

    items: tuple[str, ...]
    weights: FloatArray
    consistency: Consistency
    experts: tuple[ExpertPriorities, ...]
    agreement: Concordance

    @property
    def inconsistent(self) -> tuple[str, ...]:
        """The experts whose judgements are not acceptable as they are."""
        return tuple(one.expert for one in self.experts if one.consistency.acceptable is False)


def ahp(
    several: Sequence[Comparisons],
    *,
    method: Method = "eigenvector",
    by: Together = "judgements",
    expert_weights: Mapping[str, float] | None = None,
    random_index: RandomIndex = "saaty",
) -> Priorities:
    """Return the weights that experts' judgements in pairs come to.

    Parameters
    ----------
    several : sequence of Comparisons
        One an expert, of the same items in the same order, each tying them all together.
    method : {"eigenvector", "geometric_mean"}
        Saaty's principal eigenvector, or the row geometric mean (logarithmic least squares).
    by : {"judgements", "priorities"}
        What is averaged over the experts, geometrically: the judgements of each pair (experts act as one), or the
        priorities of each expert (experts act each by himself).
    expert_weights : mapping, optional
        Say of each expert; equal without it.
    random_index : {"saaty", "simulated"}

    References
    ----------
    See `priorities`, `consistency`, `experts`.
    """
    group = together(several, expert_weights)
    own = np.array([priorities(one.matrix, method) for one in several])
    names = [one.expert for one in several]
    # Each expert's judgements tie all items together, and so do those of all.
    weights = priorities(group.matrix, method) if by == "judgements" else mean_priorities(own, names, expert_weights)
    return Priorities(
        items=group.items,
        weights=weights,
        consistency=consistency(group, random_index=random_index),
        experts=tuple(
            ExpertPriorities(one.expert, row, consistency(one, random_index=random_index))
            for one, row in zip(several, own, strict=True)
        ),
        agreement=concordance(own, weights),
    )
