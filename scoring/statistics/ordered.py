"""Many short lists sorted at once: whole rows are compared, so that the processor works on long arrays."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from scoring.model import FloatArray

_LONGEST: Final = 32
"""Beyond so many rows a network makes more comparisons than sorting each list for itself."""


def sort_columns(block: FloatArray) -> list[FloatArray]:
    """Return the rows of a block, shape (n, m), so that each of its m columns ascends; the block is used up.

    A sorting network: the comparisons do not depend on the values. Batcher's odd-even merge sort, as Knuth gives it,
    The Art of Computer Programming 3, 5.2.2, algorithm M. No value may be ``nan``.
    """
    rows = list(block)
    if len(rows) > _LONGEST:
        return list(np.sort(block, axis=0))
    spare = np.empty_like(rows[0])
    for low, high in _comparisons(len(rows)):
        above, below = rows[low], rows[high]
        np.minimum(above, below, out=spare)
        np.maximum(above, below, out=below)
        rows[low], spare = spare, above
    return rows


@cache
def _comparisons(n: int) -> tuple[tuple[int, int], ...]:
    """Return which two places are compared, in order."""
    found = []
    top = 1 << max((n - 1).bit_length() - 1, 0)
    p = top
    while p > 0:
        q, r, distance = top, 0, p
        while True:
            found += [(i, i + distance) for i in range(n - distance) if i & p == r]
            if q == p:
                break
            distance, q, r = q - p, q // 2, p
        p //= 2
    return tuple(found)
