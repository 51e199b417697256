"""The marks that may be given, as declared: from a scale, or one by one."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from indicators.cells import NUMBER
from indicators.language import Message
from scoring.errors import SpokenError
from scoring.sheets import Scale

MOST: Final = 1_000_000
"""Marks of one scale. A longer one is a slip of the pen, not a scale."""
_LEAST: Final = 2


def scale_points(scale: Scale) -> tuple[Decimal, ...]:
    """Return the marks of a declared scale, ascending: `low`, `low` + `step`, … `high`.

    Raises
    ------
    SpokenError
        If there are more than `MOST`.
    """
    steps = (scale.high - scale.low) / scale.step
    if steps >= MOST:
        raise SpokenError(Message("agreement.scale_too_long", {"most": MOST}))
    return tuple(scale.low + n * scale.step for n in range(int(steps) + 1))


def parse_points(text: str) -> tuple[Decimal, ...]:
    """Return the marks written as ``1,2,3,4,5``, ascending, each once.

    Raises
    ------
    SpokenError
        If they are not two numbers or more.
    """
    parts = [part.strip() for part in text.replace("，", ",").split(",")]
    points = sorted({Decimal(part) for part in parts if NUMBER.fullmatch(part)})
    if not all(NUMBER.fullmatch(part) for part in parts) or not _LEAST <= len(points) <= MOST:
        raise SpokenError(Message("agreement.categories_not_read", {"seen": text}))
    return tuple(points)
