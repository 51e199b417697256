"""Where a fault is: one file, one entry. Keeps the checks themselves to what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from indicators.entries import as_text
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
            seen=None if seen is None else as_text(seen),
            expected=expected if expected is None or isinstance(expected, Message) else as_text(expected),
        )

    def at(self, entry: str) -> Place:
        """Return another entry of the same file."""
        return Place(self.file, entry)


def listed(names: Iterable[object]) -> str:
    """Return names or numbers as a list for people: ``A, AA, AAA``."""
    return ", ".join(map(as_text, names))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that was probably meant, or all of them where none is near."""
    known = list(known)
    return (get_close_matches(name, known, n=1) or [listed(known)])[0]
