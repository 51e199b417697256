"""What goes wrong in a rehearsal and when, as `data/rehearsal.toml` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from scoring.demonstration.pools import read_toml

TroubleKind = Literal[
    "late_arrival",
    "pulled",
    "late_conflict",
    "dead_device",
    "tie",
    "more_time",
    "power_cut",
    "contradiction",
]
KINDS: tuple[TroubleKind, ...] = get_args(TroubleKind)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One trouble.

    Attributes
    ----------
    item : int
        At which item on the table it comes, counted from 1; 0 where it belongs to none.
    after : float
        Seconds from when the item was taken, the list was reached, or the sitting was opened.
    lasts : float
        Seconds that a power cut lasts.
    members : int
        How many come late.
    """

    kind: TroubleKind
    item: int = 0
    after: float = 0.0
    lasts: float = 0.0
    members: int = 0


@dataclass(frozen=True, slots=True)
class RehearsalPlan:
    """The whole plan: seeds of players and of the order, words, seconds that players take, troubles by kind."""

    seed: int
    order_seed: int
    place: str
    words: Mapping[str, str]
    pace: Mapping[str, tuple[float, float]]
    troubles: Mapping[TroubleKind, Trouble]


@cache
def rehearsal_plan() -> RehearsalPlan:
    """Return the plan that comes with the program."""
    found = read_toml("rehearsal")
    troubles = [Trouble(**one) for one in found["trouble"]]
    return RehearsalPlan(
        seed=found["seed"],
        order_seed=found["order_seed"],
        place=found["place"],
        words=found["words"],
        pace={name: (float(low), float(high)) for name, (low, high) in found["pace"].items()},
        troubles={one.kind: one for one in troubles},
    )
