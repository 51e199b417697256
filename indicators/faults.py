"""What is wrong with something handed in: where, what was seen, what is allowed, what to do. All faults at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.language import Message, Translator


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at a border.

    Attributes
    ----------
    what : Message
        The sentence for the user. Its fields may be given here or taken from the attributes below, which are always
        available to it as ``{file} {row} {column} {entry} {seen} {expected}``.
    file : str or None
        Name of the file (its last part, never a whole path of somebody's machine).
    row : int or None
        Row of a table, the header being row 1.
    column : str or None
        Column of a table, or key of a rule-book entry.
    entry : str or None
        Which entry of a rule book, as its author would call it: ``indicator 2.3.1``.
    seen : str or None
        What stood there.
    expected : str, Message or None
        What is allowed there.
    """

    what: Message
    file: str | None = None
    row: int | None = None
    column: str | None = None
    entry: str | None = None
    seen: str | None = None
    expected: str | Message | None = None

    def message(self, say: Translator) -> str:
        """Return the sentence in the translator's language."""
        places = {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "entry": self.entry,
            "seen": self.seen,
            "expected": self.expected,
        }
        return say(self.what.key, **{**places, **self.what.values})

    def as_json(self, say: Translator) -> dict[str, str | int | None]:
        """Return the record of ``--json``."""
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "entry": self.entry,
            "seen": self.seen,
            "expected": None if self.expected is None else say.say(self.expected),
            "message": self.message(say),
        }


class FaultsError(Exception):
    """The input is at fault; nothing was changed. Carries every fault found, in the order of the input."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(
            "; ".join(f"{fault.what.key} at {fault.file}:{fault.row or fault.entry}" for fault in self.faults)
        )
