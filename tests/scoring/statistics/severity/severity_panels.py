"""Panels for tests of severity: what a person could write on a board, and random ones with gaps."""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray


def panel(*rows: str) -> FloatArray:
    """Return a panel: a row an application, a mark an expert, ``-`` for none."""
    return np.array([[np.nan if mark == "-" else float(mark) for mark in row.split()] for row in rows])


def with_gaps(seed: int, shape: tuple[int, ...] = (20, 6), *, share: float = 0.4) -> FloatArray:
    """Return marks on 0 to 100 with severe and mild experts, of which a share is missing at random."""
    rng = np.random.default_rng(seed)
    of_applications = rng.normal(70, 8, (*shape[:-1], 1))
    of_experts = rng.normal(0, 6, (*shape[:-2], 1, shape[-1]))
    marks = of_applications + of_experts + rng.normal(0, 4, shape)
    marks[rng.random(shape) < share] = np.nan
    return np.round(marks, 1)


UNUSUAL = {
    "one expert": panel("1", "2", "3"),
    "one application": panel("1 2 4"),
    "one mark": panel("- 3", "- -"),
    "all equal": panel("7.1 7.1 7.1", "7.1 7.1 7.1"),
    "all equal with gaps": panel("7.1 7.1 -", "- 7.1 7.1", "7.1 - 7.1"),
    "an expert of one mark": panel("1 2 3", "2 4 -", "5 5 -"),
    "two commissions": panel("1 2 - -", "3 5 - -", "- - 7 7", "- - 2 5", "- - 4 -"),
    "nobody shares anything": panel("1 -", "- 2"),
    "a tree": panel("1 2 -", "- 4 3"),
    "no mark": panel("- -", "- -"),
    "an expert without a mark": panel("1 - 2", "3 - 5", "4 - 4"),
    "an application without a mark": panel("1 2", "- -", "3 5"),
    "infinite": np.array([[1.0, np.inf], [2.0, 3.0]]),
    "as good as infinite": panel("1 1e200", "2 3"),
    "negative": panel("-1 -2 -4", "-2 -5 -", "-3 -1 -1"),
    "fits exactly": panel("1 2 -", "3 4 6", "- 5 7", "8 - 11"),
    "no application": np.zeros((0, 3)),
    "no expert": np.zeros((3, 0)),
    "no panel": np.zeros((0, 4, 3)),
}
"""What a register may hold on a bad day."""
