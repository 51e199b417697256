"""Weights from data: entropy (熵权法), CRITIC, standard deviation. What the marks tell apart, not what matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from indicators.language import Message
from indicators.weighting.judgements import FloatArray
from indicators.weighting.marks import LEAST_ROWS, BoolArray, Left, Marks

DataMethod = Literal["entropy", "critic", "deviation"]
Spread = Literal["declared", "observed"]


@dataclass(frozen=True, slots=True)
class DataWeights:
    """Weights from marks.

    Attributes
    ----------
    method : {"entropy", "critic", "deviation"}
    indicators : tuple of str
        All that were handed in and have a row here: those that stayed, then those that left.
    weights : tuple of float or None
        Sum 1 over those that have one; ``None`` with a reason where there is none.
    information : tuple of float or None
        What the weights are in proportion to: 1 - entropy, CRITIC's C, or the standard deviation.
    reasons : tuple of Message or None
        Why a weight is ``None``.
    applications : int
        How many the weights rest on.
    rows_left : tuple of Left
    """

    method: DataMethod
    indicators: tuple[str, ...]
    weights: tuple[float | None, ...]
    information: tuple[float | None, ...]
    reasons: tuple[Message | None, ...]
    applications: int
    rows_left: tuple[Left, ...]

    @property
    def of(self) -> Mapping[str, float]:
        """The weights that there are, by indicator."""
        return {name: weight for name, weight in zip(self.indicators, self.weights, strict=True) if weight is not None}


def entropy(given: Marks) -> DataWeights:
    """Return entropy weights: an indicator on which all score alike weighs little.

    p_ij = x_ij / Σ_i x_ij, e_j = -(1/ln m) Σ_i p_ij ln p_ij with 0 ln 0 = 0, w_j = (1 - e_j) / Σ (1 - e_j).

    The marks are counted from the low end of the declared scale, which must be a true zero of points: entropy is
    unchanged when a scale is stretched, not when its zero moves. A constant indicator weighs 0; one on which everybody
    has 0 has no shares and gets ``None``.

    References
    ----------
    Hwang & Yoon (1981), Multiple Attribute Decision Making, Springer; Shannon (1948), A mathematical theory of
    communication, Bell System Technical Journal 27(3). Steps as restated by Lotfi & Fallahnejad (2010), Imprecise
    Shannon's entropy and multi attribute decision making, Entropy 12(1).
    """
    return _weights("entropy", given, _divergence)


def _divergence(shares: FloatArray) -> tuple[FloatArray, list[Message | None]]:
    sums = shares.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = shares / sums
        entropies = -np.where(p > 0, p * np.log(p), 0.0).sum(axis=0) / np.log(len(shares))
    found = np.where(sums > 0, np.maximum(1 - entropies, 0.0), np.nan)
    found = np.where(_constant(shares) & (sums > 0), 0.0, found)
    return found, [None if total > 0 else Message("weighting.all_at_zero") for total in sums]


def critic(given: Marks, *, spread: Spread = "declared") -> DataWeights:
    """Return CRITIC weights: what is spread out and says something that the others do not weighs much.

    C_j = σ_j Σ_k (1 - r_jk), w_j = C_j / Σ C; σ the standard deviation, r Pearson's correlation.

    Parameters
    ----------
    given : Marks
    spread : {"declared", "observed"}
        Over what σ is measured: the declared scale, or, as published, each indicator's own lowest to highest mark. The
        latter blows up an indicator on which marks hardly differ; it is here for comparison.

    A constant indicator has no correlation: it leaves with ``None`` and a reason, and the others do not count it.

    References
    ----------
    Diakoulaki, Mavrotas & Papayannakis (1995), Determining objective weights in multiple criteria problems: the CRITIC
    method, Computers & Operations Research 22(7), equations 2 to 6 (with `spread` = "observed"), as restated in
    scikit-criteria's ``critic_weights``.
    """
    return _weights("critic", given, lambda shares: _contrast_and_conflict(shares, spread))


def _contrast_and_conflict(shares: FloatArray, spread: Spread) -> tuple[FloatArray, list[Message | None]]:
    constant = _constant(shares)
    kept = shares[:, ~constant]
    if spread == "observed" and kept.size:
        kept = (kept - kept.min(axis=0)) / (kept.max(axis=0) - kept.min(axis=0))
    found = np.full(shares.shape[1], np.nan)
    if kept.shape[1]:
        correlation = np.atleast_2d(np.corrcoef(kept, rowvar=False))
        # One alone has nobody to differ from: its spread is all there is.
        conflict = (1 - correlation).sum(axis=0) if kept.shape[1] > 1 else np.ones(1)
        found[~constant] = kept.std(axis=0, ddof=1) * np.maximum(conflict, 0.0)
    return found, [Message("weighting.constant") if same else None for same in constant]


def deviation(given: Marks) -> DataWeights:
    """Return weights in proportion to the standard deviation of the shares of the declared scale; a constant weighs 0.

    References
    ----------
    The comparison weights of Diakoulaki, Mavrotas & Papayannakis (1995), see `critic`.
    """
    return _weights("deviation", given, _deviations)


def _deviations(shares: FloatArray) -> tuple[FloatArray, list[Message | None]]:
    found = np.where(_constant(shares), 0.0, shares.std(axis=0, ddof=1))
    return found, [None] * shares.shape[1]


def _constant(shares: FloatArray) -> BoolArray:
    return np.asarray(np.ptp(shares, axis=0) < 1e-12)


def _weights(
    method: DataMethod,
    given: Marks,
    information: Callable[[FloatArray], tuple[FloatArray, list[Message | None]]],
) -> DataWeights:
    n = len(given.indicators)
    found: FloatArray = np.full(n, np.nan)
    reasons: list[Message | None]
    if len(given.applications) < LEAST_ROWS:
        fields = {"applications": len(given.applications), "least": LEAST_ROWS}
        reasons = [Message("weighting.too_few_rows", fields)] * n
    else:
        found, reasons = information(given.shares)
    whole = float(np.nansum(found))
    if whole <= 0:
        reasons = [reason or Message("weighting.nothing_told_apart") for reason in reasons]
        weights = np.full(n, np.nan)
    else:
        weights = found / whole
    left = given.columns_left
    return DataWeights(
        method=method,
        indicators=(*given.indicators, *(one.name for one in left)),
        weights=(*_floats(weights), *(None for _ in left)),
        information=(*_floats(found), *(None for _ in left)),
        reasons=(*reasons, *(one.reason for one in left)),
        applications=len(given.applications),
        rows_left=given.rows_left,
    )


def _floats(values: FloatArray) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else float(value) for value in values)
