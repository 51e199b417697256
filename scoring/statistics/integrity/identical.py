"""Sheets that are more alike than the panel's own marks make by chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.exact import scaled
from scoring.statistics.integrity.chance_of_alike import Counted, tails

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_PRIOR: Final = 2.0
"""What the indicator's own rate weighs beside the pairs of one application, in pairs."""
_BLOCK: Final = 200_000
"""Marks held against each other at once."""


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike the sheets of two experts on one application are.

    Attributes
    ----------
    experts : ndarray of int, shape (n_pairs, 2)
        The pairs.
    compared : ndarray of int, shape (n_applications, n_pairs)
        Indicators that both marked.
    equal : ndarray of int, same shape
        Of these, marks that are the same.
    longest_run : ndarray of int, same shape
        Most equal marks in a row, in the order of the indicators.
    expected : ndarray, same shape
        Equal marks that chance makes.
    p_value : ndarray, same shape
        Of so many equal marks or more, or of so long a run; ``nan`` where fewer than two indicators are compared, or
        nothing tells what chance makes. Many small ones are expected among many pairs: multiply by `tests`.
    dispersion : ndarray, same shape
        How much further than independent marks the counts of honest pairs scatter; 1 at least.
    """

    experts: IntArray
    compared: IntArray
    equal: IntArray
    longest_run: IntArray
    expected: FloatArray
    p_value: FloatArray
    dispersion: FloatArray

    @property
    def share(self) -> FloatArray:
        """Share of equal marks; ``nan`` where nothing is compared."""
        return np.asarray(np.where(self.compared > 0, self.equal / np.maximum(self.compared, 1), np.nan))

    @property
    def tests(self) -> int:
        """How many pairs of sheets were tested."""
        return int((~np.isnan(self.p_value)).sum())


def alike(marks: FloatArray, *, decimals: int = 0) -> Alike:
    """Return how alike all pairs of sheets are, and what chance makes of it.

    Two honest experts agree because both see the same dossier, and because a scale has few steps. So the chance that
    their marks on indicator i of application a are equal is taken from all *other* pairs of the panel there, drawn
    towards the indicator's rate over all applications where pairs are few::

        r = (equal pairs - own + 2 r_i) / (pairs - 1 + 2)

    Sheets whose means lie close have more equal marks than others, copied or not, and so have two generous sheets at
    the upper end of the scale. So the pairs are put in order, first of the distance of their means, then of their
    common mean above the application's, and in each group of neighbours the odds are shifted to fit what is seen.
    The count of equal marks is held against a beta-binomial of this mean, and of the variance Σ r (1 - r) times the
    dispersion that the group shows (an expert's view of a dossier moves many of his marks together), each pair's part
    in shift and dispersion bounded. Unlike the copying indices of school tests that it resembles (van der Linden &
    Sotaridona 2006), nothing is assumed about how marks come about.

    A part of a sheet may be copied. So the longest run of equal marks is tested as well, by the bound::

        P(a run of L or more among n) ≤ E[θ^L + (n - L) θ^L (1 - θ)]

    with θ from the same beta distribution, its mean that of the chances within the run; `p_value` is twice the
    smaller of both.

    Two experts alone who always copy each other are each other's chance, and cannot be found. A p-value says that
    sheets are alike, not who copied, nor that anybody did: two sheets of full marks throughout are alike, too.

    Parameters
    ----------
    marks : ndarray, shape (n_applications, n_experts, n_indicators)
        In points; ``nan`` where there is none.
    decimals : int
        Most decimals a mark was printed with; marks are compared as printed.
    """
    rates = _rates(_blocks(marks, decimals), marks.shape[2])
    parts = [_counted(block, rates) for block in _blocks(marks, decimals)]
    counted = Counted(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Counted)))
    del parts
    expected, dispersion, p_value = tails(counted)
    pairs = np.stack(_pairs(marks), axis=1)
    return Alike(pairs, counted.compared, counted.equal, counted.run, expected, p_value, dispersion)


def _blocks(marks: FloatArray, decimals: int) -> Iterator[FloatArray]:
    """Yield some applications after the other, their marks as whole numbers; an empty piece if there are none."""
    n_applications, n_experts, n_indicators = marks.shape
    step = max(_BLOCK // max(n_experts * n_experts * n_indicators, 1), 1)
    for start in range(0, max(n_applications, 1), step):
        block = marks[start : start + step]
        yield scaled(np.where(np.isfinite(block), block, np.nan), decimals)


def _pairs(whole: FloatArray) -> tuple[IntArray, IntArray]:
    left, right = np.triu_indices(whole.shape[1], 1)
    return left, right


def _both(block: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Return what is compared and what is equal, shape (block, n_pairs, n_indicators)."""
    left, right = _pairs(block)
    one, other = block[:, left], block[:, right]
    return ~(np.isnan(one) | np.isnan(other)), one == other


def _rates(blocks: Iterable[FloatArray], n_indicators: int) -> FloatArray:
    """Return the rate of equal pairs of each indicator, shape (n_indicators,)."""
    pairs, same = np.zeros(n_indicators), np.zeros(n_indicators)
    for block in blocks:
        compared, equal = _both(block)
        pairs += compared.sum(axis=(0, 1))
        same += equal.sum(axis=(0, 1))
    return np.asarray((same + 0.5) / (pairs + 1.0))


def _counted(block: FloatArray, rates: FloatArray) -> Counted:
    """Return what is equal on some applications, and the chances of it before sheets are set beside their like."""
    compared, equal = _both(block)
    pairs, same = compared.sum(axis=1, keepdims=True), equal.sum(axis=1, keepdims=True)
    others = np.maximum(pairs - 1, 0) + _PRIOR
    chance = np.where(compared, (same + _PRIOR * rates) / others - equal / others, 0.0)
    run, in_run = _longest_run(compared, equal, chance)
    apart, above = _distances(block)
    return Counted(
        compared=compared.sum(axis=2),
        equal=equal.sum(axis=2),
        run=run,
        expected=chance.sum(axis=2),
        variance=(chance * (1.0 - chance)).sum(axis=2),
        in_run=in_run,
        apart=apart,
        above=above,
    )


def _distances(block: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return how far the means of two sheets lie apart, and how far above the application's, shape (block, n_pairs)."""
    given = ~np.isnan(block)
    marks = given.sum(axis=1, keepdims=True)
    x = np.where(given, block, 0.0)
    x = np.where(given, x - x.sum(axis=1, keepdims=True) / np.maximum(marks, 1), 0.0)
    means = x.sum(axis=2) / np.maximum(given.sum(axis=2), 1)
    left, right = _pairs(block)
    return np.abs(means[:, left] - means[:, right]), means[:, left] + means[:, right]


def _longest_run(compared: BoolArray, equal: BoolArray, chance: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return the most equal marks in a row, and the sum of their chances; what is not compared breaks no row."""
    if equal.shape[2] == 0:
        return np.zeros(equal.shape[:2], np.int64), np.zeros(equal.shape[:2])
    broken = compared & ~equal
    so_far, chances = equal.cumsum(axis=2, dtype=np.int32), chance.cumsum(axis=2)
    lengths = so_far - np.maximum.accumulate(np.where(broken, so_far, 0), axis=2)
    since = chances - np.maximum.accumulate(np.where(broken, chances, 0.0), axis=2)
    last = lengths.argmax(axis=2)[..., None]
    length, in_run = (np.take_along_axis(of, last, axis=2)[..., 0] for of in (lengths, since))
    return length.astype(np.int64), in_run
