"""A declared scale of marks: from, to, in which steps. Never guessed from the marks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from indicators.cells import NUMBER
from indicators.language import Message
from scoring.errors import SpokenError

_PARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """The marks that may be given: `low`, `low` + `step`, … up to `high`."""

    low: Decimal
    high: Decimal
    step: Decimal

    def allows(self, mark: Decimal) -> bool:
        """Return whether the mark lies on the scale, exactly."""
        return self.low <= mark <= self.high and (mark - self.low) % self.step == 0

    def message(self) -> Message:
        """Return the scale in words."""
        return Message("scorefile.scale", {"low": self.low, "high": self.high, "step": self.step})


def parse_scale(text: str) -> Scale:
    """Return the scale written as ``LOW:HIGH:STEP``, such as ``0:10:0.25``.

    Raises
    ------
    SpokenError
        If it is not three numbers, or the steps do not lead from `low` to `high`.
    """
    parts = text.split(":")
    if len(parts) != _PARTS or not all(NUMBER.fullmatch(part.strip()) for part in parts):
        raise SpokenError(Message("scorefile.scale_not_read", {"seen": text}))
    low, high, step = (Decimal(part.strip()) for part in parts)
    if step <= 0 or high <= low or (high - low) % step != 0:
        raise SpokenError(Message("scorefile.scale_impossible", {"seen": text}))
    return Scale(low, high, step)
