"""Harrell's C: of two enterprises, one of which is known to have had an event before the other, who had the lower mark.

C = share of comparable pairs in which it was the one with the earlier event, ties of marks half (Harrell, Lee & Mark
1996). A pair is comparable if the earlier of the two times is an event; who was followed no longer than to that moment
still counts as without. So whoever was followed for a shorter time is only held against what he was there for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.fft import irfft, next_fast_len, rfft
from scipy.special import ndtr

from scoring.model import FloatArray
from scoring.statistics.foretelling.area import logit_limits
from scoring.statistics.items.bounded import BoolArray

IntArray = npt.NDArray[np.int64]

MOST_EXACT: Final = 40
"""With more events than this the sum of their ranks is as good as normal."""
_MOST_WORK: Final = 50_000_000
"""Additions to count the choices of days with several events; about a tenth of a second."""
_ROUNDING: Final = 1e-7


@dataclass(frozen=True, slots=True)
class Concordance:
    """Harrell's C; ``nan`` where no pair is comparable.

    Attributes
    ----------
    value : float
    error : float
        By the jackknife over enterprises.
    low, high : float
        On the logit scale; ``nan`` at 0 and 1.
    p_value : float
        Two-sided, of marks that have nothing to do with events (`permutation_p`).
    null_error : float
        Standard deviation of C if marks had nothing to do with events: what can be found at all.
    pairs : int
    """

    value: float
    error: float
    low: float
    high: float
    p_value: float
    null_error: float
    pairs: int


def concordance(marks: FloatArray, days: FloatArray, event: BoolArray) -> Concordance:
    """Return how well low marks tell who has an event earlier.

    Parameters
    ----------
    marks : ndarray, shape (n,)
        None ``nan``.
    days : ndarray, shape (n,)
        To the event, or to the end of following.
    event : ndarray of bool, shape (n,)
    """
    rows = np.flatnonzero(event)
    comparable = (days > days[rows, None]) | ((days == days[rows, None]) & ~event)
    gained = np.where(comparable, _lower(marks[rows, None], marks), 0.0)
    pairs = int(comparable.sum())
    if not pairs:
        return Concordance(np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, 0)
    won = float(gained.sum())
    value = won / pairs
    error = _jackknife(gained, comparable, rows, len(marks))
    low, high = logit_limits(value, error)
    p_value, spread = permutation_p(marks, days, event, won)
    return Concordance(value, error, low, high, p_value, spread / pairs, pairs)


def permutation_p(marks: FloatArray, days: FloatArray, event: BoolArray, won: float) -> tuple[float, float]:
    """Return the two-sided p of `won`, and the standard deviation of what is won by chance.

    At each moment everybody then followed was as likely to be among those with an event, if marks do not matter (the
    partial likelihood of Cox 1972 under no effect); events of one day are drawn together, nobody twice. What they would
    have won is how many of the others had higher marks, ties half. The sum over moments is convolved exactly for up to
    `MOST_EXACT` events, and taken as normal beyond. With all events on one day it is the exact test of Wilcoxon (1945).
    """
    moments = [
        _Moment(_places(marks[days >= day]), int((event & (days == day)).sum())) for day in np.unique(days[event])
    ]
    mean = sum(one.mean for one in moments) / 2
    spread = float(np.sqrt(sum(one.variance for one in moments))) / 2
    if spread == 0:
        return np.nan, 0.0
    if int(event.sum()) > MOST_EXACT or sum(one.work for one in moments) > _MOST_WORK:
        return float(2 * ndtr(-abs(won - mean) / spread)), spread
    all_chances = [one.chances() for one in moments]
    size = next_fast_len(sum(len(one) - 1 for one in all_chances) + 1, real=True)
    spectrum = np.ones(size // 2 + 1, np.complex128)
    for one in all_chances:
        spectrum *= rfft(one, size)
    chances = irfft(spectrum, size)
    away = np.abs(np.arange(len(chances)) / 2 - mean) >= abs(won - mean) - _ROUNDING
    return float(min(np.maximum(chances[away], 0.0).sum(), 1.0)), spread


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day with events: twice what each of those then followed would win over all others, and how many had one."""

    places: IntArray
    drawn: int

    @property
    def within(self) -> int:
        """Twice what those drawn win over each other whoever they are: not comparable, so taken off."""
        return self.drawn * (self.drawn - 1)

    @property
    def mean(self) -> float:
        return self.drawn * float(self.places.mean()) - self.within

    @property
    def variance(self) -> float:
        """Of a sum drawn without replacement (Cochran 1977, 2.5)."""
        n = len(self.places)
        return self.drawn * (n - self.drawn) / (n - 1) * float(self.places.var()) if n > 1 else 0.0

    @property
    def work(self) -> int:
        return 0 if self.drawn == 1 else self.drawn * len(self.places) * self._top

    @property
    def _top(self) -> int:
        return int(np.sort(self.places)[-self.drawn :].sum())

    def chances(self) -> FloatArray:
        """Return the chance of each sum, from 0 on: choices of `drawn` of those followed, counted by their sum."""
        if self.drawn == 1:
            return np.bincount(self.places) / len(self.places)
        top = self._top
        ways = np.zeros((self.drawn + 1, top + 1))
        ways[0, 0] = 1.0
        for place in self.places:
            ways[1:, place:] += ways[:-1, : top + 1 - place].copy()
        return np.asarray(ways[-1, self.within :] / ways[-1].sum())


def _places(marks: FloatArray) -> IntArray:
    """Return twice how many of the others have higher marks, ties half."""
    ordered = np.sort(marks)
    up_to = np.searchsorted(ordered, marks, side="right")
    ties = up_to - np.searchsorted(ordered, marks, side="left") - 1
    return np.asarray(2 * (len(marks) - up_to) + ties, np.int64)


def _lower(of_event: FloatArray, other: FloatArray) -> FloatArray:
    return np.asarray((of_event < other) + 0.5 * (of_event == other))


def _jackknife(gained: FloatArray, comparable: BoolArray, rows: np.ndarray, n: int) -> float:
    """Return the error of the ratio, each enterprise left out with all its pairs."""
    of_one, pairs = gained.sum(axis=0), comparable.sum(axis=0).astype(np.float64)
    of_one[rows] += gained.sum(axis=1)
    pairs[rows] += comparable.sum(axis=1)
    left = comparable.sum() - pairs
    with np.errstate(invalid="ignore", divide="ignore"):
        without = (gained.sum() - of_one) / left
    if not np.isfinite(without).all():
        return float("nan")
    return float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
