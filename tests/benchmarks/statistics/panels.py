"""The panels that everything is timed on, drawn by the product's own simulator from one seed.

=====  ==============================================================================================
Name   Load
=====  ==============================================================================================
one    one panel: 40 applications x 7 experts x 49 indicators, complete
small  10,000 panels of 12 x 7, complete: the many small loads of statistics of one indicator
wide   40 indicators of 2,000 x 9, five marks in a hundred missing, as a stack of panels
big    2,000 x 9 x 49, complete and with gaps
=====  ==============================================================================================

Marks are whole points from 0 to 10; weights add up to 10, so that totals run from 0 to 100.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Final

import numpy as np

from scoring.model import FloatArray, ScoreTable, Weights
from scoring.statistics.simulate import PanelModel, SimulatedPanels, simulate_panels

SEED: Final = 20_261_126
POINTS: Final = tuple(Decimal(n) for n in range(11))
SCALE: Final = np.arange(11.0)
MISSING: Final = 0.05


def drawn(
    n_applications: int, n_experts: int, n_indicators: int, *, n_panels: int = 1, missing: float = 0.0
) -> SimulatedPanels:
    """Draw panels in which everybody scores everything but for what is missing."""
    return simulate_panels(
        np.random.default_rng(SEED),
        PanelModel(missing_share=missing),
        allowed=[POINTS] * n_indicators,
        assigned=np.ones((n_applications, n_experts), np.bool_),
        n_panels=n_panels,
    )


@cache
def table(n_applications: int, n_experts: int, n_indicators: int, missing: float = 0.0) -> ScoreTable:
    """Return one panel with names."""
    return drawn(n_applications, n_experts, n_indicators, missing=missing).table(
        0,
        panel="panel",
        applicants=tuple(f"a{n}" for n in range(n_applications)),
        experts=tuple(f"e{n}" for n in range(n_experts)),
        indicators=tuple(f"i{n}" for n in range(n_indicators)),
    )


def one_panel() -> ScoreTable:
    return table(40, 7, 49)


def big(missing: float = 0.0) -> ScoreTable:
    return table(2_000, 9, 49, missing)


@cache
def small() -> FloatArray:
    """Return shape (10,000, 12, 7)."""
    return np.ascontiguousarray(drawn(12, 7, 1, n_panels=10_000).values[..., 0])


@cache
def wide(missing: float = MISSING) -> FloatArray:
    """Return shape (40, 2,000, 9)."""
    return np.ascontiguousarray(np.moveaxis(drawn(2_000, 9, 40, missing=missing).values[0], -1, 0))


@cache
def totals(missing: float = 0.0) -> FloatArray:
    """Return the totals of 2,000 x 9, with marks and not sheets missing: what a panel with gaps looks like."""
    values = drawn(2_000, 9, 49).values[0] @ np.array([float(weight) for weight in weights(49).of.values()])
    gaps = np.random.default_rng(SEED).random(values.shape) < missing
    return np.where(gaps, np.nan, values)


def weights(n_indicators: int) -> Weights:
    """Return weights of one decimal that add up to 10."""
    each = [Decimal(1 + n % 3) / 10 for n in range(n_indicators - 1)]
    return Weights({f"i{n}": weight for n, weight in enumerate([*each, 10 - sum(each)])})
