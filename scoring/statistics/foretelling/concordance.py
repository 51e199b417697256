"""Harrell's C: of two enterprises, one of which is known to have had an event before the other, who had the lower mark.

C = share of comparable pairs in which it was the one with the earlier event, ties of marks half (Harrell, Lee & Mark
1996). A pair is comparable if the earlier of the two times is an event; who was followed no longer than to that moment
still counts as without. So whoever was followed for a shorter time is only held against what he was there for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft
from scipy.special import ndtr

from scoring.model import FloatArray
from scoring.statistics.foretelling.area import logit_limits
from scoring.statistics.items.bounded import BoolArray

MOST_EXACT: Final = 40
"""With more events than this the sum of their ranks is as good as normal."""
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
    p_value, spread = permutation_p(marks, rows, comparable, won)
    return Concordance(value, error, low, high, p_value, spread / pairs, pairs)


def permutation_p(marks: FloatArray, rows: np.ndarray, comparable: BoolArray, won: float) -> tuple[float, float]:
    """Return the two-sided p of `won`, and the standard deviation of what is won by chance.

    At each event everybody then followed was as likely to be the one, if marks do not matter (the partial likelihood
    of Cox 1972 under no effect); what he would have won is how many of the others had higher marks, ties half. The sum
    over events is convolved exactly for up to `MOST_EXACT` events, and taken as normal beyond. With one moment of
    following for all it is the exact test of Wilcoxon (1945) but for drawing with those who had an event taken out.
    """
    scores = []
    for place, row in enumerate(rows):
        there = np.append(np.flatnonzero(comparable[place]), row)
        # Everybody there in the place of the one: how many of the others have higher marks.
        own = marks[there]
        ordered = np.sort(own)
        above = len(own) - np.searchsorted(ordered, own, side="right")
        ties = np.searchsorted(ordered, own, side="right") - np.searchsorted(ordered, own, side="left") - 1
        scores.append((2 * above + ties).astype(np.int64))
    mean = sum(float(one.mean()) for one in scores) / 2
    spread = float(np.sqrt(sum(float(one.var()) for one in scores))) / 2
    if spread == 0:
        return np.nan, 0.0
    if len(rows) > MOST_EXACT:
        return float(2 * ndtr(-abs(won - mean) / spread)), spread
    size = next_fast_len(sum(int(one.max()) for one in scores) + 1, real=True)
    spectrum = np.ones(size // 2 + 1, np.complex128)
    for one in scores:
        spectrum *= rfft(np.bincount(one) / len(one), size)
    chances = irfft(spectrum, size)
    away = np.abs(np.arange(len(chances)) / 2 - mean) >= abs(won - mean) - _ROUNDING
    return float(min(np.maximum(chances[away], 0.0).sum(), 1.0)), spread


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
