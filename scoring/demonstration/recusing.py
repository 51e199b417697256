"""Recusals of the demonstration: an expert steps back, another takes his place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.demonstration.pools import NotePool
from scoring.statistics.simulate import BoolArray


@dataclass(frozen=True, slots=True)
class Recusal:
    """An expert who was assigned and stepped back, and who replaced him (``None``: nobody)."""

    application_id: str
    expert_id: str
    reason: str
    replacement: str | None = None


def recuse_some(
    rng: np.random.Generator,
    assigned: BoolArray,
    may_not: BoolArray,
    *,
    applications: Sequence[str],
    experts: Sequence[str],
    share: float,
    pool: NotePool,
) -> tuple[BoolArray, tuple[Recusal, ...]]:
    """Return who scores after some have stepped back before marking, and who they were.

    A sheet in `share` is given back; the free expert with the fewest sheets takes it. No application loses two.
    """
    after = assigned.copy()
    recusals: list[Recusal] = []
    rows, columns = np.nonzero(assigned)
    drawn = rng.permutation(len(rows))[: max(1, round(share * len(rows)))]
    touched: set[int] = set()
    for row, column in zip(rows[drawn].tolist(), columns[drawn].tolist(), strict=True):
        load = after.sum(axis=0) + rng.random(len(experts))
        load[may_not[row] | after[row] | assigned[row]] = np.inf
        if row in touched or not np.isfinite(load).any():
            continue
        touched.add(row)
        other = int(np.argmin(load))
        after[row, column], after[row, other] = False, True
        reason = pool.recusal[int(rng.integers(len(pool.recusal)))]
        recusals.append(Recusal(applications[row], experts[column], reason, experts[other]))
    return after, tuple(recusals)
