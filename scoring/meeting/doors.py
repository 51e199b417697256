"""The order of groups in which the fewest people go through the door."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray

EXACT_GROUPS: Final = 12
"""Up to so many groups the order is the best there is; above, the best that moving and turning groups about finds."""
_GAIN: Final = 1e-9

Outside = frozenset[str]


def movements(sequence: Sequence[Outside]) -> int:
    """Return how many times a person goes through the door while the sets of those outside follow one another."""
    return sum(len(before ^ after) for before, after in pairwise(sequence))


def in_order(segments: Sequence[Sequence[Outside]], *, start: Outside, end: Outside) -> list[list[int]]:
    """Return the order of groups within each segment that needs the fewest movements through all of them.

    Parameters
    ----------
    segments : sequence of sequences of frozenset
        Who is outside while each group is treated, segment after segment. Groups stay in their segment; of equally
        good orders the one is taken whose first differing group comes first in the sequence given.
    start, end : frozenset
        Who is outside before and after.

    Returns
    -------
    list of list of int
        Places in each segment.

    Notes
    -----
    The distance of two groups is the size of the symmetric difference of their sets: those who leave and those who come
    back. With at most `EXACT_GROUPS` groups in every segment this is a shortest Hamiltonian path through a chain of
    segments, by the recursion of Held and Karp (1962) over subsets; the cost of having reached the end of a segment
    is carried into the next. Otherwise the groups of each segment are put in one after the other where they cost least
    (cheapest insertion), then single groups are moved and stretches turned round as long as that helps (or-opt, 2-opt).
    """
    filled = [(place, list(groups)) for place, groups in enumerate(segments) if groups]
    found: list[list[int]] = [[] for _ in segments]
    if not filled:
        return found
    solve = _exact if max(len(groups) for _, groups in filled) <= EXACT_GROUPS else _improved
    for (place, _), order in zip(filled, solve([groups for _, groups in filled], start, end), strict=True):
        found[place] = order
    return found


def _distances(a: Sequence[Outside], b: Sequence[Outside]) -> FloatArray:
    return np.array([[len(one ^ other) for other in b] for one in a], np.float64).reshape(len(a), len(b))


def _exact(segments: Sequence[Sequence[Outside]], start: Outside, end: Outside) -> list[list[int]]:
    """Solve backwards: what the rest costs from each last group of a segment, so that ties go to the first group."""
    after = _distances(segments[-1], [end])[:, 0]
    tables: list[FloatArray] = []
    for at in range(len(segments) - 1, -1, -1):
        table = _to_go(_distances(segments[at], segments[at]), after)
        tables.insert(0, table)
        before = [start] if at == 0 else segments[at - 1]
        after = (_distances(before, segments[at]) + table[0]).min(axis=1)
    orders = []
    here = start
    for groups, table in zip(segments, tables, strict=True):
        order: list[int] = []
        mask = 0
        for _ in groups:
            cost = _distances([here], groups)[0] + table[mask]
            cost[[one for one in range(len(groups)) if mask >> one & 1]] = np.inf
            chosen = int(np.argmin(cost))
            order.append(chosen)
            mask |= 1 << chosen
            here = groups[chosen]
        orders.append(order)
    return orders


def _to_go(distance: FloatArray, after: FloatArray) -> FloatArray:
    """Return what is left to go when group j is entered and the groups of a mask lie behind, shape (masks, groups)."""
    n = len(distance)
    full = (1 << n) - 1
    table = np.full((1 << n, n), np.inf)
    bits = 1 << np.arange(n)
    for mask in range(full, -1, -1):
        left: NDArray[np.intp] = np.flatnonzero((mask & bits) == 0)
        for j in left.tolist():
            behind = mask | 1 << j
            others = left[left != j]
            table[mask, j] = after[j] if behind == full else (distance[j, others] + table[behind, others]).min()
    return table


def _improved(segments: Sequence[Sequence[Outside]], start: Outside, end: Outside) -> list[list[int]]:
    orders: list[list[int]] = []
    here = start
    for at, groups in enumerate(segments):
        goal = end if at == len(segments) - 1 else None
        order = _descend(_inserted(groups, here, goal), groups, here, goal)
        plain = _descend(list(range(len(groups))), groups, here, goal)
        order = min(order, plain, key=lambda one: _length(one, groups, here, goal))
        orders.append(order)
        here = groups[order[-1]]
    return orders


def _length(order: Sequence[int], groups: Sequence[Outside], start: Outside, end: Outside | None) -> int:
    return movements([start, *(groups[one] for one in order), *([] if end is None else [end])])


def _inserted(groups: Sequence[Outside], start: Outside, end: Outside | None) -> list[int]:
    order: list[int] = []
    for one in range(len(groups)):
        tries = [[*order[:at], one, *order[at:]] for at in range(len(order) + 1)]
        order = min(tries, key=lambda tried: _length(tried, groups, start, end))
    return order


def _descend(order: list[int], groups: Sequence[Outside], start: Outside, end: Outside | None) -> list[int]:
    """Turn stretches round and move single groups until nothing helps."""
    best = _length(order, groups, start, end)
    helped = True
    while helped:
        helped = False
        for i in range(len(order)):
            for j in range(len(order)):
                if i == j:
                    continue
                without = [*order[:i], *order[i + 1 :]]
                tries = [[*without[:j], order[i], *without[j:]]]
                if i < j:
                    tries.append([*order[:i], *reversed(order[i : j + 1]), *order[j + 1 :]])
                for tried in tries:
                    length = _length(tried, groups, start, end)
                    if length < best - _GAIN:
                        order, best, helped = tried, length, True
    return order
