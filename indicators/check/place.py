"""Where a fault is: one file, one entry. Keeps the checks themselves to what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.entries import plain
from indicators.faults import Fault
from indicators.language import Message


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of a file."""

    file: str
    entry: str

    def fault(
        self,
        key: str,
        column: str | None = None,
        *,
        seen: object = None,
        expected: object = None,
        **fields: object,
    ) -> Fault:
        """Return a fault here. `fields` are for the message only."""
        return Fault(
            Message(key, fields),
            file=self.file,
            entry=self.entry,
            column=column,
            seen=None if seen is None else plain(seen),
            expected=expected if expected is None or isinstance(expected, Message) else plain(expected),
        )

    def at(self, entry: str) -> Place:
        """Return another entry of the same file."""
        return Place(self.file, entry)


def listed(names: object) -> str:
    """Return names as a list for people: ``A, AA, AAA``."""
    return ", ".join(map(str, names)) if isinstance(names, tuple | list) else str(names)
