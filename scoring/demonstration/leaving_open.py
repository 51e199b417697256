"""Sheets that are not submitted yet: some experts are behind."""

from __future__ import annotations

import numpy as np

from scoring.demonstration.marking import Marking
from scoring.demonstration.planted import Planting
from scoring.model import MarkState

_BEHIND = 0.5
_MOST_SHEETS = 7


def leave_open(
    rng: np.random.Generator, review: Marking, round_id: str, *, spared: set[int]
) -> tuple[frozenset[tuple[str, str]], Planting]:
    """Take away the last marks of half of the experts; return which sheets are submitted, and which are not.

    Of each expert who is behind, the last sheets are open: the first of them begun, the others empty. Applications in
    `spared` keep their sheets. Changes `review`.
    """
    submitted = {
        (review.applications[row], review.experts[expert]) for row, expert in np.argwhere(review.assigned).tolist()
    }
    missing: list[tuple[str, str]] = []
    for expert in np.flatnonzero(rng.random(len(review.experts)) < _BEHIND).tolist():
        rows = np.flatnonzero(review.assigned[:, expert])
        in_order = rows[np.argsort(review.times[rows, expert, 0])].tolist()
        count = int(rng.integers(1, _MOST_SHEETS + 1))
        last = [row for row in in_order[-count:] if row not in spared]
        for place, row in enumerate(last):
            kept = int(rng.integers(5, len(review.leaves) - 5)) if place == 0 else 0
            review.states[row, expert, kept:] = MarkState.MISSING
            review.times[row, expert, kept:] = 0
            missing.append((review.applications[row], review.experts[expert]))
    submitted -= set(missing)
    details = {"sheets": str(len(missing))}
    return frozenset(submitted), Planting(
        "sheets_not_submitted",
        round_id,
        tuple(application for application, _ in missing),
        tuple(expert for _, expert in missing),
        details=details,
    )
