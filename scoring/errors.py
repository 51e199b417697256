"""What can go wrong below the pages, each with a message for the user. Faults of input are `indicators.faults`."""

from __future__ import annotations

from indicators.faults import Fault, FaultsError
from indicators.language import Message

__all__ = [
    "AccessRefusedError",
    "ClockError",
    "ConflictError",
    "Fault",
    "FaultsError",
    "FrozenError",
    "RecordError",
    "SpokenError",
]


class SpokenError(Exception):
    """An error with a message for the user, said in his language at the border where it is caught."""

    def __init__(self, what: Message) -> None:
        self.what = what
        super().__init__(f"{what.key} {dict(what.values)}")


class AccessRefusedError(SpokenError):
    """Not allowed to this person. The same for hidden and for absent things."""


class ConflictError(SpokenError):
    """The act no longer fits what the record holds: somebody, or another tab, was first. Nothing was written."""


class FrozenError(SpokenError):
    """The record stands still: nothing was written, and nothing will be before two persons let it go on."""


class ClockError(SpokenError):
    """The clock stands before the last entry of the record: nothing was written.

    Nothing will be until it is right, or somebody answers for it.
    """


class RecordError(SpokenError):
    """Disk, database or register is at fault: full, read-only, newer than this version, damaged, not there."""
