"""Faults of a block as they are found: all kinds at once, a few of each, and how many more there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from indicators.faults import Fault
from indicators.language import Message

MOST_OF_A_KIND: Final = 20
"""So many faults of one kind and column are told with their place; the rest are counted."""


class Found:
    """Collects the faults of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._faults: list[Fault] = []
        self._counts: Counter[tuple[str, str | None]] = Counter()

    def one(self, fault: Fault) -> None:
        """Add a fault."""
        self.many(fault.what.key, fault.column, 1, (fault,))

    def many(self, key: str, column: str | None, count: int, told: Iterable[Fault]) -> None:
        """Count `count` faults of a kind, of which `told` yields at least the first few; it is asked for no more."""
        room = max(0, min(count, MOST_OF_A_KIND - self._counts[key, column]))
        self._counts[key, column] += count
        self._faults += [fault for _, fault in zip(range(room), told, strict=False)]

    def __bool__(self) -> bool:
        return bool(self._faults)

    def faults(self) -> tuple[Fault, ...]:
        """Return the faults by row, and of each kind how many more there are."""
        told = sorted(self._faults, key=lambda fault: fault.row or 0)
        more = [
            Fault(Message("national.more_faults"), file=self.file, column=column, seen=str(count - MOST_OF_A_KIND))
            for (_, column), count in self._counts.items()
            if count > MOST_OF_A_KIND
        ]
        return (*told, *more)
