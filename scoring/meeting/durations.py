"""How long items of a sitting take: one model for the forecast of a real one and for simulated ones.

An item of block b takes, in minutes,

    pace × clock_b × G,    G ~ gamma with mean 1 and shape `ITEM_SHAPE`

with one pace for all items of a sitting, whose inverse is gamma-distributed. Consent items are voted in one and take
their clock's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import gammaincc, gammainccinv

from indicators.model import Clocks
from scoring.meeting.clock import item_minutes
from scoring.meeting.triage import Block
from scoring.model import FloatArray

ITEM_SHAPE: Final = 6.0
"""Of one item's minutes: their standard deviation is 0.41 of their mean."""
PACE_SHAPE: Final = 27.0
"""Of the pace before anything is seen: its standard deviation is a fifth, so that 3 minutes for 2.5 surprise nobody."""


@dataclass(frozen=True, slots=True)
class Duration:
    """How long one item took, in minutes."""

    block: Block
    minutes: float


def talk(rng: np.random.Generator, clock: float, factors: FloatArray, items: int) -> FloatArray:
    """Draw the minutes of items of one clock, shape (n_items, n_draws), for a pace a draw, shape (n_draws,)."""
    return clock * factors * rng.gamma(ITEM_SHAPE, 1.0 / ITEM_SHAPE, (items, len(factors)))


def talk_left(rng: np.random.Generator, clock: float, factors: FloatArray, so_far: float) -> FloatArray:
    """Draw the minutes that an item still takes which has taken `so_far`, shape (n_draws,).

    The gamma distribution of its whole time above what it has taken, by its inverse survival function. Where hardly
    any item ever took so long, nothing is known, and nothing more is expected.
    """
    scale = clock * factors / ITEM_SHAPE
    survives = gammaincc(ITEM_SHAPE, so_far / scale)
    whole = scale * gammainccinv(ITEM_SHAPE, survives * (1.0 - rng.random(len(factors))))
    return np.asarray(np.where(np.isfinite(whole), np.maximum(whole - so_far, 0.0), 0.0), np.float64)


@dataclass(frozen=True, slots=True)
class Pace:
    """What is known of the pace, the factor by which items take longer than their clock.

    Its inverse is gamma-distributed with `shape` and `rate`.
    """

    shape: float
    rate: float

    @property
    def mean(self) -> float:
        """Expected factor; 1 = by the clock."""
        return self.rate / (self.shape - 1.0)

    def draw(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Draw factors, shape (n_draws,)."""
        return self.rate / rng.gamma(self.shape, 1.0, draws)


PRIOR: Final = Pace(PACE_SHAPE, PACE_SHAPE - 1.0)
"""Before anything is seen: as the clock has it, on average."""


def learnt_pace(done: Sequence[Duration], clocks: Clocks) -> Pace:
    """Return the pace after what was talked about; consent items, voted in one, say nothing of it.

    The prior is conjugate: minutes x_i of items with clocks c_i make it shape + Σ `ITEM_SHAPE` and rate + Σ
    `ITEM_SHAPE` × x_i / c_i. Few items move it little, many decide.

    Raises
    ------
    ValueError
        If an item took less than no time.
    """
    talked = [one for one in done if one.block != "consent"]
    if any(one.minutes < 0 for one in talked):
        raise ValueError("an item cannot take less than no time")
    ratios = [one.minutes / item_minutes(one.block, clocks) for one in talked]
    return Pace(PRIOR.shape + ITEM_SHAPE * len(ratios), PRIOR.rate + ITEM_SHAPE * sum(ratios))
