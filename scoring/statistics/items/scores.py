"""Marks of a round as item analysis needs them: shares of the scale, means of panels, points that count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from scoring.model import FloatArray, MarkState, ScoreTable, StateArray, Weights


@dataclass(frozen=True, slots=True)
class ItemScale:
    """The declared marks of one indicator, ascending: what an expert may give."""

    points: tuple[Decimal, ...]

    @property
    def low(self) -> float:
        """The lowest mark."""
        return float(self.points[0])

    @property
    def high(self) -> float:
        """Full marks."""
        return float(self.points[-1])


@dataclass(frozen=True, slots=True)
class ItemScores:
    """Marks of one panel.

    Attributes
    ----------
    shares : ndarray, shape (n_applications, n_experts, n_indicators)
        Marks from 0, the lowest of the declared scale, to 1, full marks; as printed where none is declared.
    means : ndarray, shape (n_applications, n_indicators)
        Of the shares over the experts of each application; ``nan`` where nobody gave one.
    points : ndarray, shape (n_applications, n_indicators)
        What each indicator adds to the total: weight × mean mark.
    reach : ndarray, shape (n_indicators,)
        What each could add at most: by it a total is made up for what is not applicable. Without a scale, the weights.
    has_scale : bool
    states : ndarray of uint8
        `MarkState` of each cell.
    """

    shares: FloatArray
    means: FloatArray
    points: FloatArray
    reach: FloatArray
    has_scale: bool
    states: StateArray

    @property
    def given(self) -> FloatArray:
        """The marks of those experts who marked the application at all: 1 where a cell was theirs to fill."""
        theirs = (self.states != MarkState.MISSING).any(axis=2, keepdims=True)
        return np.broadcast_to(theirs, self.states.shape).astype(np.float64)


def item_scores(
    table: ScoreTable, scales: Mapping[str, ItemScale] | None = None, weights: Weights | None = None
) -> ItemScores:
    """Return the marks of a panel by indicator.

    Parameters
    ----------
    table : ScoreTable
    scales : mapping of indicator to ItemScale, optional
        One for every indicator, or none at all.
    weights : Weights, optional
        1 each unless given.
    """
    weight = np.array([1.0 if weights is None else float(weights.of[name]) for name in table.indicators])
    low, width = _ends(table, scales)
    shares = np.asarray((table.values - low) / width)
    means = mean_of_experts(shares)
    points = weight * mean_of_experts(table.values)
    return ItemScores(shares, means, points, np.abs(weight) * width, scales is not None, table.states)


def _ends(table: ScoreTable, scales: Mapping[str, ItemScale] | None) -> tuple[FloatArray, FloatArray]:
    if scales is None:
        return np.zeros(len(table.indicators)), np.ones(len(table.indicators))
    low = np.array([scales[name].low for name in table.indicators])
    return low, np.array([scales[name].high for name in table.indicators]) - low


def mean_of_experts(values: FloatArray) -> FloatArray:
    """Return the mean over experts, shape (n_applications, n_indicators); ``nan`` where nobody gave a mark."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0))


def made_up_totals(scores: ItemScores, *, without: bool) -> FloatArray:
    """Return totals for each indicator, shape (n_applications, n_indicators), made up for what is not known.

    Σ points over the indicators that are known, times what all could add over what those could. With `without`, the
    indicator of the column is left out; otherwise all columns are the same total.
    """
    known = ~np.isnan(scores.points)
    points = np.where(known, scores.points, 0.0)
    reach = np.where(known, scores.reach, 0.0)
    total, reached = points.sum(axis=1, keepdims=True), reach.sum(axis=1, keepdims=True)
    whole = np.full(points.shape, scores.reach.sum())
    total, reached = np.broadcast_to(total, points.shape), np.broadcast_to(reached, points.shape)
    if without:
        total, reached, whole = total - points, reached - reach, whole - scores.reach
    enough = reached > 1e-12
    return np.asarray(np.divide(total * whole, reached, out=np.full(points.shape, np.nan), where=enough))
