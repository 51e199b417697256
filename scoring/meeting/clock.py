"""The clock of a sitting: its plan, when an item has taken too long, and an honest forecast of the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from indicators.model import Clocks
from scoring.meeting.triage import Block

SECOND_WARNING: Final = 1.5
"""At this multiple of its time an item is to be deferred."""
_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of a sitting: from which to which minute."""

    name: Literal["opening", "consent", "hard", "pause", "normal", "reserve", "closing"]
    items: int
    starts: float
    ends: float


@dataclass(frozen=True, slots=True)
class PlannedMinutes:
    """The plan of a sitting. Minutes from its opening.

    Attributes
    ----------
    legs : tuple of Leg
        In order. The reserve is what is left before the close, at most what the parameter sheet gives it.
    needed : float
        Of everything but the reserve that is not filled yet.
    length : float
        As the parameter sheet has it.
    """

    legs: tuple[Leg, ...]
    needed: float
    length: float

    @property
    def over(self) -> float:
        """Minutes that the plan lacks, 0 where it fits."""
        return max(self.needed - self.length, 0.0)


@dataclass(frozen=True, slots=True)
class TooLong:
    """How an item stands against its time.

    Attributes
    ----------
    seconds, first_at, second_at : float
        Used so far; at which the first warning comes (100 %) and the second (150 %).
    warning : {0, 1, 2}
        At the second the item is to be deferred with a reason, never squeezed.
    """

    seconds: float
    first_at: float
    second_at: float
    warning: Literal[0, 1, 2]

    @property
    def to_be_deferred(self) -> bool:
        """Whether its time is over for today."""
        return self.warning == 2


def item_minutes(block: Block, clocks: Clocks) -> float:
    """Return the minutes that an item of a block is given. One in the reserve is talked about like a normal one."""
    per_item = {"consent": clocks.consent_item, "hard": clocks.hard_item}
    return float(per_item.get(block, clocks.normal_item))


def pull_minutes(clocks: Clocks) -> float:
    """Return the minutes in which members may pull items out before the vote for the block."""
    return clocks.pull_window_seconds / _SECONDS


def plan_minutes(blocks: Mapping[Block, int], clocks: Clocks) -> PlannedMinutes:
    """Return the plan: opening, consent, hard, break, normal, reserve, close.

    Parameters
    ----------
    blocks : mapping of Block to int
        Items of each; what is absent has none. Items already in the reserve take their time of it.
    clocks : Clocks
    """
    counts: dict[Block, int] = {one: blocks.get(one, 0) for one in ("consent", "hard", "normal", "reserve")}
    spent = {one: count * item_minutes(one, clocks) for one, count in counts.items()}
    if counts["consent"]:
        spent["consent"] += pull_minutes(clocks)
    opening, pause, closing = float(clocks.opening), float(clocks.pause), float(clocks.closing)
    needed = opening + sum(spent.values()) + pause + closing
    spare = float(clocks.length) - needed
    reserve = spent["reserve"] + min(max(spare, 0.0), max(float(clocks.reserve) - spent["reserve"], 0.0))
    legs = []
    at = 0.0
    parts: Sequence[tuple[Literal["opening", "consent", "hard", "pause", "normal", "reserve", "closing"], int, float]]
    parts = (
        ("opening", 0, opening),
        ("consent", counts["consent"], spent["consent"]),
        ("hard", counts["hard"], spent["hard"]),
        ("pause", 0, pause),
        ("normal", counts["normal"], spent["normal"]),
        ("reserve", counts["reserve"], reserve),
        ("closing", 0, closing),
    )
    for name, items, minutes in parts:
        legs.append(Leg(name, items, at, at + minutes))
        at += minutes
    return PlannedMinutes(tuple(legs), needed, float(clocks.length))


def over_long(started: datetime, now: datetime, block: Block, clocks: Clocks) -> TooLong:
    """Return how an item that began at `started` stands against its time.

    Raises
    ------
    ValueError
        If `now` lies before `started`.
    """
    seconds = (now - started).total_seconds()
    if seconds < 0:
        raise ValueError(f"an item that starts at {started} cannot be looked at {now}")
    first = item_minutes(block, clocks) * _SECONDS
    second = SECOND_WARNING * first
    return TooLong(seconds, first, second, 2 if seconds >= second else 1 if seconds >= first else 0)
