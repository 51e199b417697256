"""Panels that every statistic of agreement must answer: with a value, or with a reason."""

from __future__ import annotations

from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason

GAP: Final = np.nan


def random_panel(seed: int, *, shape: tuple[int, ...] = (12, 5), gaps: float = 0.2, categories: int = 6) -> FloatArray:
    """Return marks 1, 2, … with gaps by chance, experts on the last axis."""
    rng = np.random.default_rng(seed)
    marks = rng.integers(1, categories + 1, shape).astype(np.float64)
    marks[rng.random(shape) < gaps] = GAP
    return marks


COMMON_FAULTS: Final = {
    "no marks": (np.full((3, 3), GAP), Reason.NO_MARKS),
    "no experts": (np.empty((3, 0)), Reason.NO_MARKS),
    "no applications": (np.empty((0, 3)), Reason.NO_MARKS),
    "one expert": (np.array([[1.0], [2.0], [3.0]]), Reason.ONE_EXPERT),
    "one application": (np.array([[1.0, 2.0, 3.0]]), Reason.ONE_APPLICATION),
    "nobody with another": (np.array([[1.0, GAP], [GAP, 2.0]]), Reason.NO_PAIRS),
    "all equal": (np.full((4, 3), 7.0), Reason.ALL_EQUAL),
    "equal but for rounding": (np.array([[0.3, 0.1 + 0.2], [0.3, 0.3]]), Reason.ALL_EQUAL),
    "infinite": (np.array([[1.0, 2.0], [np.inf, 3.0], [2.0, 2.0]]), Reason.NOT_FINITE),
}
