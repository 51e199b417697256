"""Why a number about regions is undefined: codes for arrays, texts for people."""

from __future__ import annotations

from enum import IntEnum

from indicators.language import Message


class RegionReason(IntEnum):
    """Why a number is undefined. One code a region, so that thousands of them need no list of texts."""

    NONE = 0
    NO_CASES = 1
    """The denominator is 0."""
    FEW_REGIONS = 2
    """Fewer than three regions have cases: how regions differ cannot be told from how they vary by chance."""
    EMPTY_STRATUM = 3
    """A stratum that the standard needs has no case in the region."""
    NO_STANDARD = 4
    """The standard says nothing: its weights, or what would be expected by it, are 0."""
    NO_COMPARISON = 5
    """No stratum holds cases of both sides and both outcomes."""
    NOT_REACHED = 6
    """Fewer than half have ended so far, so that there is no median yet."""
    SMALL_COUNTS = 7
    """Too few cases for the test to hold its level."""
    ONE_SIDED = 8
    """One outcome never occurs on one side, so that the ratio has no limit."""
    NO_ENDS = 9
    """Nothing has ended yet, so that nothing can be said of how long it takes."""

    @property
    def message(self) -> Message | None:
        """The reason as a text for people; ``None`` where there is none to give."""
        return None if self is RegionReason.NONE else Message(f"regional.reason_{self.name.lower()}")
