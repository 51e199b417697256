"""Places of all applications, in their province and in the country: the one kernel that ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]

QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Order:
    """All totals of the country, ascending: 8 bytes an application, the only thing held of all of them at once."""

    ascending: IntArray

    def ranks(self, totals: IntArray) -> IntArray:
        """Return the place of each total, from 1; equal totals share the best of their places (1, 2, 2, 4)."""
        above = len(self.ascending) - np.searchsorted(self.ascending, totals, side="right")
        return np.asarray(above + 1, np.int64)

    def quantiles(self) -> tuple[int, ...]:
        """Return the totals at `QUANTILES`: the least of which at least so many are no greater. Empty without any."""
        n = len(self.ascending)
        return tuple(int(self.ascending[max(0, int(np.ceil(share * n)) - 1)]) for share in QUANTILES) if n else ()


def order_of(parts: list[IntArray]) -> Order:
    """Return the order of totals, whole numbers, of any number of parts in any order."""
    ascending = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    ascending.sort()
    return Order(ascending)
