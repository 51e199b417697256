"""Panels whose totals lie further apart than so many experts do by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.spread import Noise, pooled_noise, total_spread

SHARE: Final = 0.1
"""How many applications are flagged by chance alone."""


@dataclass(frozen=True, slots=True)
class RangeAlarms:
    """Which applications' totals lie too far apart. Arrays have the shape (n_applications,).

    Attributes
    ----------
    range : ndarray
        Highest minus lowest total, in points; ``nan`` below two.
    limit : ndarray
        What only `share` of panels of as many sheets exceed by chance; ``nan`` below two sheets or without noise.
    alarm : ndarray of bool
        The range is above its limit.
    experts : ndarray of int
        Sheets with a total.
    noise : Noise or None
        By what the limits were made; ``None`` where no application has three totals, and there are no alarms.
    share : float
    """

    range: FloatArray
    limit: FloatArray
    alarm: NDArray[np.bool_]
    experts: NDArray[np.int64]
    noise: Noise | None
    share: float


def range_alarms(totals: FloatArray, *, noise: Noise | None = None, share: float = SHARE) -> RangeAlarms:
    """Return which applications' totals lie further apart than chance makes for their number of experts.

    A rule such as "a range above 10" flags few small panels and most great ones. The limit here grows with the number
    of sheets n: the noise times the upper quantile of the studentized range of n normal totals
    (`spread.Noise.range_by_chance`). Severity is part of the noise, so honest panels of strict and mild experts stay
    below it; strict experts widen all ranges of their panel together, so alarms come in clusters.

    Parameters
    ----------
    totals : ndarray, shape (n_applications, n_experts)
        In points; ``nan`` where there is none.
    noise : Noise, optional
        Of the round, from calibration or earlier panels. Unless given it is that of these totals, the very panels that
        are judged: where a third of them are split, the noise is what splits them, and no alarm is heard.
    share : float
        Share of panels flagged by chance.
    """
    totals = np.where(np.isfinite(totals), totals, np.nan)
    spread = total_spread(totals)
    own = noise or pooled_noise(spread.marks.tolist(), spread.deviation.tolist())
    range_ = np.where(spread.marks > 1, spread.highest - spread.lowest, np.nan)
    limit = np.full(range_.shape, np.nan)
    if own is not None and own.deviation > 0:
        for n in np.unique(spread.marks[spread.marks > 1]).tolist():
            limit[spread.marks == n] = own.range_by_chance(n, share=share)
    return RangeAlarms(range_, limit, range_ > limit, spread.marks, own, share)
