"""How experts use the steps of a scale: steps nobody takes, panels in two camps, experts who read it otherwise.

All three speak of the words by which an expert knows a level: they are what can be rewritten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc

from scoring.model import FloatArray, MarkState, ScoreTable
from scoring.statistics.items.scores import ItemScale
from scoring.statistics.regions.proportions import wilson_interval
from scoring.statistics.seats import IntArray
from scoring.statistics.severity.expert_by_indicator import expert_by_indicator_by_seat

SPLIT_GAP: Final = 0.5
"""Two camps lie at least so far apart, in shares of the scale."""
LEAST_CAMP: Final = 2
"""A camp is at least two experts: one who stands alone is an outlier, not a reading."""
READING_GAP: Final = 0.05
"""An expert who reads an indicator otherwise differs on it by more than this share of the scale from his usual self."""
MOST_STEPS: Final = 11
"""A scale of more steps than this is no set of described levels, and steps of it are not looked at one by one."""
CountArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a scale: at which share of it, and how many marks took it."""

    share: float
    points: str
    count: int


def steps_used(table: ScoreTable, scales: Mapping[str, ItemScale]) -> tuple[tuple[Step, ...], ...]:
    """Return how often each step of each indicator was taken; empty where a scale has too many.

    Marks given for insufficient material are no choice of a level and are not counted.
    """
    factor = 10.0**table.decimals
    found: list[tuple[Step, ...]] = []
    for at, name in enumerate(table.indicators):
        points = scales[name].points
        if len(points) > MOST_STEPS:
            found.append(())
            continue
        chosen = table.values[:, :, at][table.states[:, :, at] == MarkState.SCORED]
        low, width = scales[name].low, scales[name].high - scales[name].low
        whole = np.rint(chosen * factor)
        counts = [int((whole == np.rint(float(one) * factor)).sum()) for one in points]
        shares = [(float(one) - low) / width for one in points]
        texts = [f"{one.normalize():f}" for one in points]
        found.append(tuple(Step(*each) for each in zip(shares, texts, counts, strict=True)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Camps:
    """How often a panel falls into two camps over the same material; arrays of shape (n_indicators,).

    Attributes
    ----------
    split, of : ndarray of int
        Panels in two camps, and panels large enough to be.
    low, high : ndarray
        Wilson's limits of their share.
    p_value : ndarray
        One-sided binomial, against the share of the other indicators.
    """

    split: CountArray
    of: CountArray
    low: FloatArray
    high: FloatArray
    p_value: FloatArray


def camps(shares: FloatArray) -> Camps:
    """Return how often panels fall into two camps of two experts or more, half of the scale apart.

    Of marks of shape (n_applications, n_experts, n_indicators). A panel of fewer than four cannot fall so.
    """
    ordered = np.sort(shares, axis=1)  # nan last
    count = (~np.isnan(shares)).sum(axis=1)
    gaps = np.diff(ordered, axis=1) >= SPLIT_GAP - 1e-9
    below = np.arange(1, shares.shape[1])[None, :, None]
    both = (below >= LEAST_CAMP) & (count[:, None, :] - below >= LEAST_CAMP)
    split = (gaps & both).any(axis=1).sum(axis=0)
    of = (count >= 2 * LEAST_CAMP).sum(axis=0)
    limits = wilson_interval(split, of)
    others, others_of = split.sum() - split, of.sum() - of
    with np.errstate(invalid="ignore", divide="ignore"):
        usual = others / others_of
        p_value = np.where(split > 0, bdtrc(split - 1.0, of, usual), 1.0)
    p_value = np.where((of > 0) & (others_of > 0), p_value, np.nan)
    return Camps(split, of, limits.low, limits.high, p_value)


@dataclass(frozen=True, slots=True)
class Readings:
    """How many experts mark an indicator more strictly, or more mildly, than they mark the others; no names."""

    strict: Sequence[int]
    mild: Sequence[int]


def readings(shares: FloatArray, seats: IntArray, n_experts: int, *, false_share: float) -> Readings:
    """Return how many experts read each indicator otherwise than the panel does, at a false discovery rate.

    Of shares by seat, shape (n_applications, n_seats, n_indicators), and whose each seat is.
    """
    found = expert_by_indicator_by_seat(shares, seats, n_experts)
    with np.errstate(invalid="ignore"):
        sure = found.q_value < false_share
        strict = (sure & (found.effect > READING_GAP)).sum(axis=0)
        mild = (sure & (found.effect < -READING_GAP)).sum(axis=0)
    return Readings(tuple(int(one) for one in strict), tuple(int(one) for one in mild))
