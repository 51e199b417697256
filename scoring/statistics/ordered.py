"""Many short lists sorted at once: whole rows are compared, so that the processor works on long arrays."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_LONGEST: Final = 32
"""Beyond so many rows a network makes more comparisons than sorting each list for itself."""


def sort_columns(block: NDArray[Any], needed: frozenset[int] | None = None) -> list[NDArray[Any]]:
    """Return the rows of a block, shape (n, m), so that each of its m columns ascends; the block is used up.

    A sorting network: the comparisons do not depend on the values. Batcher's odd-even merge sort, as Knuth gives it,
    The Art of Computer Programming 3, 5.2.2, algorithm M. No value may be ``nan``. Where only some places are `needed`
    the others hold anything: what leads to them alone is not computed.
    """
    rows = list(block)
    if len(rows) > _LONGEST:
        return list(np.sort(block, axis=0))
    spare = np.empty_like(rows[0])
    for low, high, keep_low, keep_high in _steps(len(rows), needed):
        above, below = rows[low], rows[high]
        if keep_low and keep_high:
            np.minimum(above, below, out=spare)
            np.maximum(above, below, out=below)
            rows[low], spare = spare, above
        elif keep_low:
            np.minimum(above, below, out=above)
        else:
            np.maximum(above, below, out=below)
    return rows


@cache
def _steps(n: int, needed: frozenset[int] | None) -> tuple[tuple[int, int, bool, bool], ...]:
    """Return which two places are compared, in order, and which of the two results anything needed depends on."""
    live = set(range(n) if needed is None else needed)
    found = []
    for low, high in reversed(_comparisons(n)):
        if low in live or high in live:
            found.append((low, high, low in live, high in live))
            live |= {low, high}
    return tuple(reversed(found))


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
