"""What item analysis finds of an indicator, each with its reason and how sure it is.

A finding is *sure* where a test says so at a false discovery rate of 5 % over all indicators (over all pairs, for
those that repeat each other), or limits do where there is no test. Where the number alone lies on the wrong side it is
to be *looked at*: with so few applications it may be chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from indicators.language import Message

FALSE_SHARE: Final = 0.05
LEAST_APPLICATIONS: Final = 10
"""With fewer applications numbers and limits are shown and nothing is found."""
LEAST_REST: Final = 0.20
"""Below this an item should go or be rewritten (Ebel & Frisbie 1991; Nunnally & Bernstein 1994 ask for .30)."""
LEAST_ICC: Final = 0.20
"""Below this four fifths of a mark's variance are the expert's, not the application's."""
LEAST_APART: Final = 0.10
"""Experts who differ by less than this share of the scale agree, whatever the ICC: then applications do not differ."""
ENOUGH_ALIKE: Final = 0.85
"""A true correlation above this shares more than 72 % of its variance."""
ONE_END: Final = 0.80
"""So many marks at one end leave no room to differ."""
LEAST_STEP_MARKS: Final = 100
"""So many marks must have been given before a step can be called unused."""
SURE_STEP_MARKS: Final = 300
"""By the rule of three a step that none of so many took is taken by less than 1 % (Hanley & Lippman-Hand 1983)."""
OFTEN_OPEN: Final = 0.20
LEAST_SPLIT: Final = 0.10


class Kind(StrEnum):
    """What is the matter."""

    ALL_EQUAL = "all_equal"
    """All applications have the same mark."""
    ALL_FULL = "all_full"
    """Nearly all marks are full marks."""
    ALL_NOTHING = "all_nothing"
    """Nearly all marks are the lowest."""
    NOT_TELLING = "not_telling"
    NOT_AGREED = "not_agreed"
    REPEATS = "repeats"
    STEP_UNUSED = "step_unused"
    TWO_CAMPS = "two_camps"
    TWO_READINGS = "two_readings"
    OFTEN_OPEN = "often_open"


class Remedy(StrEnum):
    """What is usually done."""

    REWRITE = "rewrite"
    DROP = "drop"
    MERGE = "merge"
    EVIDENCE = "evidence"

    @property
    def word(self) -> Message:
        """What to do, in a few words."""
        return Message(f"items.remedy_{self}")


REMEDIES: Final = {
    Kind.ALL_EQUAL: Remedy.DROP,
    Kind.ALL_FULL: Remedy.REWRITE,
    Kind.ALL_NOTHING: Remedy.REWRITE,
    Kind.NOT_TELLING: Remedy.DROP,
    Kind.NOT_AGREED: Remedy.REWRITE,
    Kind.REPEATS: Remedy.MERGE,
    Kind.STEP_UNUSED: Remedy.REWRITE,
    Kind.TWO_CAMPS: Remedy.REWRITE,
    Kind.TWO_READINGS: Remedy.REWRITE,
    Kind.OFTEN_OPEN: Remedy.EVIDENCE,
}


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding: its kind, whether it is sure, and the numbers that its sentence names."""

    kind: Kind
    sure: bool
    values: tuple[tuple[str, object], ...] = ()

    @property
    def remedy(self) -> Remedy:
        """What is usually done about it."""
        return REMEDIES[self.kind]

    @property
    def word(self) -> Message:
        """A few words for a list: ``does not discriminate``."""
        return Message(f"items.flag_{self.kind}", dict(self.values))

    @property
    def sentence(self) -> Message:
        """What it means, with its numbers."""
        return Message(f"items.says_{self.kind}", dict(self.values))
