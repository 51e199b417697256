"""An honest clock: when a sitting will end, by the talk so far, and what cannot be taken any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.model import Clocks
from scoring.meeting.clock import item_minutes, pull_minutes
from scoring.meeting.durations import Duration, Pace, learnt_pace, talk, talk_left
from scoring.meeting.triage import Block
from scoring.model import FloatArray

SURE: Final = 0.9
"""Probability of ending in time with which items are said to fit."""
PULL_PROBABILITY: Final = 0.05
"""Of a consent item to be pulled out, before there is experience."""
__all__ = ["PULL_PROBABILITY", "SURE", "Duration", "Forecast", "forecast"]
_ORDER: Final[tuple[Block, ...]] = ("consent", "hard", "normal", "reserve")
_DRAWS: Final = 4_000
_ROUNDING: Final = 1e-6  # minutes: of sums of floats


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the sitting will end, in minutes from its opening.

    Attributes
    ----------
    mean, low, high : float
        Expected end, and the 5 % and 95 % points.
    probability_on_time : float
        Of ending within the length of the sitting, the close included.
    pace : float
        Expected factor by which items take longer than their clock; 1 before anything is seen.
    can_still_take : int
        How many of the items left, in the order of the agenda, end in time with probability `SURE`.
    to_defer : mapping of Block to int
        The others, by block, the last first; empty where all can be taken.
    room_for : int
        How many normal items could be taken beside all that is left; 0 where there is something to defer.
    """

    mean: float
    low: float
    high: float
    probability_on_time: float
    pace: float
    can_still_take: int
    to_defer: Mapping[Block, int]
    room_for: int


def forecast(
    done: Sequence[Duration],
    left: Mapping[Block, int],
    *,
    clocks: Clocks,
    elapsed_minutes: float,
    seed: int,
    pull_probability: float = PULL_PROBABILITY,
    fixed_left: float | None = None,
    consent_done: int = 0,
    on_table: Duration | None = None,
    draws: int = _DRAWS,
) -> Forecast | None:
    """Return when the sitting will end.

    The model is that of `durations`: with nothing observed the spread is that of its prior, and every item treated
    makes the pace surer. Each consent item is pulled out by somebody with `pull_probability` and then takes the time of
    a normal item besides. The probabilities are those of `draws` drawn ends. How many items are left of each block
    comes of a triage whose certainties rest on the noise of this panel's own sheets.

    Parameters
    ----------
    done : sequence of Duration
        Items treated so far.
    left : mapping of Block to int
        Items still to be treated, the one on the table among them; what is absent has none.
    clocks : Clocks
    elapsed_minutes : float
        Since the opening.
    seed : int
        Of the draws: the same question has the same answer.
    pull_probability : float
        Of one consent item, from 0 to 1.
    fixed_left : float, optional
        Minutes ahead in which nothing is treated: opening, break, close. Unless given, those of the clocks that the
        time since the opening, less all items treated, leaves over; the close always lies ahead.
    consent_done : int
        Items settled in the consent block, which took the pull window and their clock's time.
    on_table : Duration, optional
        The item that is talked about now, one of those left, and how long it has been so far. Unless given it is
        thought to begin now.
    draws : int

    Returns
    -------
    Forecast or None
        ``None`` where the time elapsed is less than the items took, so that one of them is wrong.

    Raises
    ------
    ValueError
        If a count or a duration is negative, the probability none, or the item on the table not one of those left.
    """
    if not 0.0 <= pull_probability <= 1.0 or min(left.values(), default=0) < 0 or draws < 1:
        raise ValueError("counts are not negative, and a probability lies between 0 and 1")
    spent = sum(one.minutes for one in done)
    if elapsed_minutes < spent - _ROUNDING:
        return None
    if on_table is not None:
        if not left.get(on_table.block):
            raise ValueError("the item on the table is one of those left")
        left = {**left, on_table.block: left[on_table.block] - 1}
        spent += on_table.minutes
    if consent_done:
        spent += pull_minutes(clocks) + consent_done * item_minutes("consent", clocks)
    pace = learnt_pace(done, clocks)
    rng = np.random.Generator(np.random.PCG64(seed))
    fixed = _fixed(clocks, elapsed_minutes - spent) if fixed_left is None else fixed_left
    if left.get("consent", 0):
        fixed += pull_minutes(clocks)
    order = [block for block in _ORDER for _ in range(left.get(block, 0))]
    factors = pace.draw(rng, draws)
    steps = _steps(order, clocks, factors, pull_probability, rng)
    if on_table is not None:
        order.insert(0, on_table.block)
        rest = talk_left(rng, item_minutes(on_table.block, clocks), factors, on_table.minutes)
        steps = np.concatenate([rest[None], steps])
    at = elapsed_minutes + fixed
    ends = at + np.cumsum(steps, axis=0)
    length = float(clocks.length)
    whole = ends[-1] if len(ends) else np.full(draws, at)
    return _forecast(whole, ends, order, length, pace, _room(whole, length, clocks, factors, rng))


def _fixed(clocks: Clocks, unexplained: float) -> float:
    """Return the minutes ahead in which nothing is treated, when so many of them lie behind."""
    before_close = float(clocks.opening + clocks.pause)
    return max(before_close - max(unexplained, 0.0), 0.0) + float(clocks.closing)


def _steps(
    order: Sequence[Block], clocks: Clocks, factors: FloatArray, pull: float, rng: np.random.Generator
) -> FloatArray:
    """Return the minutes of each item left, in the order of the agenda, shape (n_items, n_draws)."""
    rows = [np.zeros((0, len(factors)))]
    for block in _ORDER:
        items, minutes = order.count(block), item_minutes(block, clocks)
        if block == "consent":
            pulled = rng.random((items, len(factors))) < pull
            rows.append(minutes + pulled * talk(rng, item_minutes("normal", clocks), factors, items))
        else:
            rows.append(talk(rng, minutes, factors, items))
    return np.concatenate(rows)


def _room(whole: FloatArray, length: float, clocks: Clocks, factors: FloatArray, rng: np.random.Generator) -> int:
    """Return how many normal items fit behind everything else."""
    minutes = item_minutes("normal", clocks)
    most = max(int((length - whole.min()) / (minutes * factors.min())) + 1, 0)
    more = talk(rng, minutes, factors, most)
    return int(((whole + np.cumsum(more, axis=0) <= length).mean(axis=1) >= SURE).sum())


def _forecast(
    whole: FloatArray, ends: FloatArray, order: Sequence[Block], length: float, pace: Pace, room: int
) -> Forecast:
    fits = int(((ends <= length).mean(axis=1) >= SURE).sum())
    deferred: dict[Block, int] = {}
    for block in reversed(order[fits:]):
        deferred[block] = deferred.get(block, 0) + 1
    low, high = np.quantile(whole, [0.05, 0.95])
    return Forecast(
        mean=float(whole.mean()),
        low=float(low),
        high=float(high),
        probability_on_time=float((whole <= length).mean()),
        pace=pace.mean,
        can_still_take=fits,
        to_defer=deferred,
        room_for=0 if deferred else room,
    )
