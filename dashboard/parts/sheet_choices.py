"""A mark as an expert enters it, and back: a level by its digit or by its anchor, points where the round has a step.

Levels are numbered from 0, the lowest, so that level 0 earns nothing on every indicator. Pure: no streamlit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from indicators.language import Message
from indicators.model import Indicator, Level
from scoring.flow import SavedMark
from scoring.model import GivenMark, MarkState

INSUFFICIENT: Final = "insufficient"
NOT_APPLICABLE: Final = "not_applicable"
_STATES: Final = {INSUFFICIENT: MarkState.INSUFFICIENT, NOT_APPLICABLE: MarkState.NOT_APPLICABLE}


class NotALevelError(ValueError):
    """A typed number that names no level of the indicator. `what` says which there are."""

    def __init__(self, what: Message) -> None:
        super().__init__(what.key)
        self.what = what


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a row's inputs: the typed number, the chosen option, the note. ``None``: empty."""

    typed: float | None
    chosen: str | None
    note: str

    def same(self, other: Entry) -> bool:
        """Whether two entries mean the same; blanks around a note mean nothing."""
        return (self.typed, self.chosen, self.note.strip()) == (other.typed, other.chosen, other.note.strip())


def levels(leaf: Indicator) -> tuple[Level, ...]:
    """Return the levels of an indicator, lowest first: the place of each is its digit."""
    return tuple(sorted(leaf.levels, key=lambda level: level.share))


def options(leaf: Indicator) -> tuple[str, ...]:
    """Return what may be chosen: the levels, insufficient, and not applicable where that is allowed."""
    states = (INSUFFICIENT, NOT_APPLICABLE) if leaf.allows_not_applicable else (INSUFFICIENT,)
    return (*(str(digit) for digit in range(len(leaf.levels))), *states)


def points_of(leaf: Indicator, digit: int) -> Decimal:
    """Return the points of a level."""
    return levels(leaf)[digit].share * leaf.max_score


def typed_mark(leaf: Indicator, number: float | None, note: str) -> GivenMark:
    """Return the mark that a typed number means: a level's digit, points where the indicator has a step.

    Raises
    ------
    NotALevelError
        No level has that digit. Points are judged by `flow`.
    """
    if number is None:
        return GivenMark(leaf.code, MarkState.MISSING, None, note)
    if leaf.step is not None:
        return GivenMark(leaf.code, MarkState.SCORED, Decimal(repr(number)), note)
    if not number.is_integer() or not 0 <= number < len(leaf.levels):
        raise NotALevelError(Message("own_sheet.no_such_level", {"seen": f"{number:g}", "most": len(leaf.levels) - 1}))
    return GivenMark(leaf.code, MarkState.SCORED, points_of(leaf, int(number)), note)


def chosen_mark(leaf: Indicator, option: str | None, note: str) -> GivenMark:
    """Return the mark that a chosen option means."""
    if option is None:
        return GivenMark(leaf.code, MarkState.MISSING, None, note)
    if option in _STATES:
        return GivenMark(leaf.code, _STATES[option], None, note)
    return GivenMark(leaf.code, MarkState.SCORED, points_of(leaf, int(option)), note)


def entry_of(leaf: Indicator, mark: SavedMark | None) -> Entry:
    """Return what the inputs of a row show for a mark of the record."""
    if mark is None:
        return Entry(None, None, "")
    return _entry(leaf, mark.state, None if mark.value is None else Decimal(mark.value), mark.note)


def entry_for(leaf: Indicator, given: GivenMark) -> Entry:
    """Return what the inputs of a row show for a mark that is meant, saved or not."""
    return _entry(leaf, given.state, given.value, given.note)


def _entry(leaf: Indicator, state: MarkState, value: Decimal | None, note: str) -> Entry:
    if value is None:
        return Entry(None, next((name for name, named in _STATES.items() if named is state), None), note)
    digit = next((at for at in range(len(leaf.levels)) if points_of(leaf, at) == value), None)
    typed = digit if leaf.step is None else value
    return Entry(None if typed is None else float(typed), None if digit is None else str(digit), note)


def says_the_same(given: GivenMark, mark: SavedMark | None) -> bool:
    """Whether the record holds just this mark, so that nothing need be written."""
    if mark is None:
        return given.state is MarkState.MISSING and not given.note.strip()
    value = None if mark.value is None else Decimal(mark.value)
    return (given.state, given.value, given.note.strip()) == (mark.state, value, mark.note)
