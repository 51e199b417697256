"""Alpha of many draws of the same applications at once, from how often each application was drawn.

A draw is a column of counts: how often each application was taken. What an application adds to alpha does not change,
only how often; so a stack of panels and a thousand draws are one matrix product (interval), or one with the table of
which mark stands where (the others, whose distances depend on the draw's own marks).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import BLOCK, blocks
from scoring.statistics.agreement.krippendorff import (
    Level,
    Pairable,
    positions,
    relative_distance,
    squares_within,
    within,
)

_NOTHING: Final = 1e-12
"""Below this share of what it is the difference of, an expected disagreement is rounding: all marks drawn are equal."""

Drawn = Callable[[FloatArray], FloatArray]
"""From counts, shape (n_applications, n_draws), to alpha, shape (n_panels, n_draws), ``nan`` where undefined."""


class Plan(NamedTuple):
    """How to compute the alphas of draws, and how many numbers a draw needs in memory."""

    alphas: Drawn
    per_draw: int


def plan(pairs: Pairable, level: Level) -> Plan:
    """Prepare what does not change from draw to draw."""
    if level is Level.INTERVAL:
        return _interval(pairs)
    if level is Level.ORDINAL:
        return _ordinal(pairs)
    return _unranked(pairs, level)


def _alpha(n: FloatArray, seen: FloatArray, expected: FloatArray, of: FloatArray) -> FloatArray:
    defined = expected > _NOTHING * of
    ratio = np.divide(seen, expected, out=np.full(expected.shape, np.nan), where=defined)
    return np.asarray(1.0 - (n - 1.0) * ratio)


def _interval(pairs: Pairable) -> Plan:
    m = pairs.per_application
    seen, s, q = squares_within(positions(pairs, Level.INTERVAL), m)
    parts = np.stack([m, seen, s, q], axis=1)
    n_panels, n_parts, n_applications = parts.shape
    rows = parts.reshape(-1, n_applications)

    def alphas(counts: FloatArray) -> FloatArray:
        n, seen, s, q = np.moveaxis((rows @ counts).reshape(n_panels, n_parts, -1), 1, 0)
        return _alpha(n, seen, n * q - s * s, n * q)

    return Plan(alphas, 2 * rows.shape[0])


class _Places(NamedTuple):
    """Which of its panel's different marks stands in which application.

    `values`, shape (n_panels, n_values), ascending, padded with 0. `margins` (scipy.sparse) has a row for each panel
    and value and a column for each application, and says how often the value stands there; `weighted` the same times
    m / (m - 1); `sums` has a row for each panel and application and a column for each panel and value.
    """

    values: FloatArray
    margins: Any
    weighted: Any
    sums: Any


def _places(pairs: Pairable) -> _Places:
    from scipy.sparse import csr_array  # takes a moment to load, and only bootstraps need it

    n_panels, n_applications, _ = pairs.marks.shape
    panel, application, _ = np.nonzero(pairs.given)
    marks = pairs.marks[pairs.given]
    order = np.lexsort((marks, panel))
    ascending, owner = marks[order], panel[order]
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (ascending[1:] != ascending[:-1]) | (owner[1:] != owner[:-1])
    place = np.cumsum(begins) - 1
    starts = np.searchsorted(owner[begins], np.arange(n_panels))
    within_panel = place - starts[owner]
    n_values = max(int(within_panel.max(initial=-1)) + 1, 1)
    values = np.zeros((n_panels, n_values))
    values[owner[begins], within_panel[begins]] = ascending[begins]

    row = owner * n_values + within_panel
    column = application[order]
    m = pairs.per_application[owner, column]
    shape = (n_panels * n_values, n_applications)
    ones = np.ones(len(row))
    return _Places(
        values,
        csr_array((ones, (row, column)), shape=shape),
        csr_array((m / (m - 1.0), (row, column)), shape=shape),
        csr_array((ones, (owner * n_applications + column, row)), shape=(n_panels * n_applications, shape[0])),
    )


def _ordinal(pairs: Pairable) -> Plan:
    """Interval of the draw's own ranks r: Σ n_v r_v² of each application is taken over values, (Σ n_v r_v)² over it."""
    places = _places(pairs)
    n_panels, n_applications, _ = pairs.marks.shape
    n_values = places.values.shape[1]
    share = 1.0 / np.maximum(pairs.per_application - 1.0, 1.0)

    def alphas(counts: FloatArray) -> FloatArray:
        drawn = (places.margins @ counts).reshape(n_panels, n_values, -1)
        rank = np.cumsum(drawn, axis=1)
        n = rank[:, -1].copy()
        rank -= drawn / 2.0
        rank -= n[:, None] / 2.0  # mid-ranks from the middle
        sums = (places.sums @ rank.reshape(n_panels * n_values, -1)).reshape(n_panels, n_applications, -1)
        sums *= sums
        sums *= counts
        squared = np.matmul(share[:, None], sums)[:, 0]
        rank *= rank
        weighted = (places.weighted @ counts).reshape(drawn.shape)
        seen = np.einsum("pvd,pvd->pd", weighted, rank) - squared
        # The ranks' mean is 0 by their symmetry, so that N Σ r² is all of what is expected.
        expected = n * np.einsum("pvd,pvd->pd", drawn, rank)
        return _alpha(n, seen, expected, np.ones(n.shape))

    return Plan(alphas, n_panels * (4 * n_values + n_applications))


def _unranked(pairs: Pairable, level: Level) -> Plan:
    """Distances that no draw changes: nominal and ratio."""
    seen = within(pairs, level)
    m = pairs.per_application
    if level is Level.NOMINAL:
        expected = _different(_places(pairs))
    else:
        places = _places(pairs)
        by_value = places.values.shape[1] < pairs.marks.shape[1]
        expected = _far_by_value(places) if by_value else _far_by_application(pairs)

    def alphas(counts: FloatArray) -> FloatArray:
        n = m @ counts
        return _alpha(n, seen @ counts, expected.alphas(counts), n)

    return Plan(alphas, expected.per_draw)


def _different(places: _Places) -> Plan:
    """Pairs of different marks among all: (N² - Σ n_v²) / 2."""
    shape = places.values.shape

    def pairs_drawn(counts: FloatArray) -> FloatArray:
        drawn = (places.margins @ counts).reshape(*shape, -1)
        n = drawn.sum(axis=1)
        return np.asarray((n * n - np.einsum("pvd,pvd->pd", drawn, drawn)) / 2.0)

    return Plan(pairs_drawn, 2 * places.values.size)


def _far_by_value(places: _Places) -> Plan:
    """Σ δ² among all by a table of values: cheaper where they are fewer than the applications."""
    shape = places.values.shape

    def distances(counts: FloatArray) -> FloatArray:
        drawn = (places.margins @ counts).reshape(*shape, -1)
        total = np.zeros((shape[0], counts.shape[1]))
        for rows in blocks(shape[1], places.values.size, most=4 * BLOCK):
            table = relative_distance(places.values[:, rows, None], places.values[:, None, :])
            total += np.einsum("pvd,pvd->pd", drawn[:, rows], np.matmul(table, drawn))
        return total / 2.0

    return Plan(distances, 2 * places.values.size)


def _far_by_application(pairs: Pairable) -> Plan:
    """Σ δ² among all by a table of applications: Σ δ² between the marks of the one and those of the other."""
    marks = pairs.marks
    n_panels, n_applications, n_experts = marks.shape
    table = np.zeros((n_panels, n_applications, n_applications))
    for one in range(n_experts):
        for other in range(n_experts):
            table += np.nan_to_num(relative_distance(marks[:, :, None, one], marks[:, None, :, other]), copy=False)

    def distances(counts: FloatArray) -> FloatArray:
        return np.asarray(np.einsum("pad,ad->pd", np.matmul(table, counts), counts) / 2.0)

    return Plan(distances, n_panels * n_applications)
