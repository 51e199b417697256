"""How far the experts agree on each indicator: one expert's and the panel's ICC, and how far apart they mark."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtr

from scoring.model import FloatArray
from scoring.statistics.agreement.anova import two_way
from scoring.statistics.agreement.icc import icc_of
from scoring.statistics.items.bounded import CodeArray


@dataclass(frozen=True, slots=True)
class Agreed:
    """Agreement by indicator; arrays of shape (n_indicators,).

    Attributes
    ----------
    icc, low, high : ndarray
        ICC(1): the experts of one application are others than those of the next.
    panel, panel_low, panel_high : ndarray
        ICC(1,k), of the panel's mean.
    p_below : ndarray
        One-sided, of an ICC(1) of `least` or more: F lies as far below as it does or further.
    reason : ndarray of uint8
    apart : ndarray
        Standard deviation of the marks of one application, pooled, in shares of the scale; ``nan`` without pairs.
    """

    icc: FloatArray
    low: FloatArray
    high: FloatArray
    panel: FloatArray
    panel_low: FloatArray
    panel_high: FloatArray
    p_below: FloatArray
    reason: CodeArray
    apart: FloatArray


def agreed(shares: FloatArray, *, least: float) -> Agreed:
    """Return the agreement on each indicator, of marks of shape (n_applications, n_experts, n_indicators).

    Where the true ICC(1) is ρ, F = MSR/MSW is (1 + kρ/(1 − ρ)) times F-distributed (McGraw & Wong 1996).
    """
    squares = two_way(np.moveaxis(shares, -1, 0))
    forms = icc_of(squares)
    single, mean = forms["icc_1"], forms["icc_1k"]
    stretch = 1 + squares.marks_per_application * least / (1 - least)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = squares.ms_applications / squares.ms_within / stretch
        p_below = fdtr(squares.df_applications, squares.df_within, ratio)
        apart = np.sqrt(squares.ms_within)
    return Agreed(
        single.value, single.low, single.high, mean.value, mean.low, mean.high,
        np.where(np.isnan(single.value), np.nan, p_below), single.reason, apart,
    )  # fmt: skip
