"""Marks as categories of a declared scale. Nothing about the scale is taken from the marks.

A mark is brought to the nearest category first, so that 1e-14 of noise makes no second category of one mark; one that
lies further off than a millionth of a step is off the scale, and its panel gets that as its reason. Declared categories
that nobody used count: coefficients that are corrected for chance depend on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.sheets import Scale
from scoring.statistics.agreement.points import scale_points
from scoring.statistics.agreement.weighting import RankArray

NEAR: Final = 1e-6
"""How far, in steps, a mark may lie from its category: noise of computing, never a mark between two categories."""
_FEW: Final = 64
"""With so few categories it costs more to find the unused ones than to carry them along."""

BoolArray = NDArray[np.bool_]
CodeArray = NDArray[np.intp]


def scale_categories(scale: Scale) -> FloatArray:
    """Return the categories of a declared scale, ascending: `low`, `low` + `step`, … `high`."""
    return np.array([float(point) for point in scale_points(scale)])


@dataclass(frozen=True, slots=True)
class Coded:
    """Marks of a stack of panels as numbers of categories.

    Attributes
    ----------
    codes : ndarray of int, shape (n_panels, n_applications, n_experts)
        Which of `used` each mark is; ``len(used)`` where there is none.
    used : ndarray of int, shape (n_used,)
        Ranks, among the declared categories, of those that `codes` speaks of.
    categories : ndarray, shape (n_categories,)
        The declared ones, ascending.
    off_scale : ndarray of bool, shape (n_panels,)
        Some mark of the panel is off the scale; such marks are left out of `codes`.
    """

    codes: CodeArray
    used: RankArray
    categories: FloatArray
    off_scale: BoolArray

    @property
    def positions(self) -> FloatArray:
        """Where the used categories lie, shape (n_used,): ranks on an even scale, so that sums of them are exact."""
        return self.used.astype(np.float64) if is_even(self.categories) else self.categories[self.used]

    @property
    def length(self) -> float:
        """The length of the scale in units of `positions`."""
        return float(len(self.categories) - 1 if is_even(self.categories) else np.ptp(self.categories))


def declared(categories: FloatArray) -> FloatArray:
    """Return declared categories ascending, each once.

    Raises
    ------
    ValueError
        If one of them is no number.
    """
    found = np.unique(np.asarray(categories, np.float64))
    if not np.isfinite(found).all():
        raise ValueError("a category is no finite number")
    return found


def is_even(categories: FloatArray) -> bool:
    """Return whether the steps between categories are all the same."""
    steps = np.diff(categories)
    return bool(len(steps) > 0 and np.ptp(steps) <= NEAR * steps.min())


def coded(marks: FloatArray, categories: FloatArray) -> Coded:
    """Return marks of shape (n_panels, n_applications, n_experts) as categories of a declared, ascending list."""
    given = np.isfinite(marks)
    ranks, near = _even_ranks(marks, categories) if is_even(categories) else _ranks(marks, categories)
    near &= given
    off_scale = np.asarray((given & ~near).any(axis=(-2, -1)))
    codes = np.full(marks.shape, len(categories), np.intp)
    np.copyto(codes, ranks, where=near, casting="unsafe")
    used = np.arange(len(categories))
    if len(categories) > _FEW:
        codes, used = _compressed(codes, len(categories))
    return Coded(codes, used, categories, off_scale)


def coded_as_seen(marks: FloatArray, decimals: int) -> Coded:
    """Return marks as categories where only equality matters: rounded to so many decimals, no scale declared."""
    given = np.isfinite(marks)
    seen, inverse = np.unique(np.round(marks[given], decimals), return_inverse=True)
    codes = np.full(marks.shape, len(seen), np.intp)
    codes[given] = inverse
    return Coded(codes, np.arange(len(seen)), seen, np.zeros(len(marks), np.bool_))


def _even_ranks(marks: FloatArray, categories: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return the rank of each mark, as a float, and whether it lies on the scale."""
    step = float(np.ptp(categories)) / (len(categories) - 1)
    places = marks - categories[0]
    places /= step
    ranks = np.rint(places)
    with np.errstate(invalid="ignore"):  # an infinite mark
        places -= ranks
    near = np.abs(places) <= NEAR
    near &= ranks >= 0
    near &= ranks < len(categories)
    return ranks, near


def _ranks(marks: FloatArray, categories: FloatArray) -> tuple[FloatArray, BoolArray]:
    ranks = np.searchsorted((categories[1:] + categories[:-1]) / 2.0, marks)
    step = float(np.diff(categories).min()) if len(categories) > 1 else 1.0
    with np.errstate(invalid="ignore"):
        near = np.abs(categories[np.minimum(ranks, len(categories) - 1)] - marks) <= NEAR * step
    return ranks.astype(np.float64), near


def _compressed(codes: CodeArray, n_categories: int) -> tuple[CodeArray, RankArray]:
    """Return codes that speak of used categories only, so that tables stay as small as the marks allow."""
    seen = np.bincount(codes.ravel(), minlength=n_categories + 1)[:n_categories] > 0
    used = np.flatnonzero(seen)
    renamed = np.append(np.cumsum(seen) - 1, len(used))
    return renamed[codes], used
