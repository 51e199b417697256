"""Sheets on which every indicator got the same mark."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import prod
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import blocks
from scoring.statistics.exact import scaled
from scoring.statistics.seats import by_seat

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_BLOCK: Final = 100_000
"""So many marks are worked on at once."""
LEAST_MARKS: Final = 3
"""Two equal marks are no line."""
_PRIOR: Final = 5.0
"""What all applications weigh beside the others' sheets of the same one, in sheets."""
_STEP_BEFORE: Final = 2.0


@dataclass(frozen=True, slots=True)
class StraightLined:
    """Which sheets are straight lines. All arrays have the shape (n_applications, n_experts).

    Attributes
    ----------
    straight : ndarray of bool
        Three marks or more, and all the same.
    value : ndarray
        The one mark, in points; ``nan`` where the sheet is not straight.
    marks : ndarray of int
        Marks on the sheet.
    expected : ndarray
        Chance of a straight line, did the expert mark as the other experts of the panel do; ``nan`` below three
        marks, or where no other expert's sheets tell.
    """

    straight: BoolArray
    value: FloatArray
    marks: IntArray
    expected: FloatArray


def straight_lined(marks: FloatArray, *, decimals: int = 0, full_marks: FloatArray | None = None) -> StraightLined:
    """Return which sheets are straight lines.

    A straight line is a fact, not a proof: an excellent application may deserve full marks throughout. What chance
    makes of it is a chain over the marks of the sheet: with p_j the share, among sheets of the other experts that
    were straight up to mark j, of those that stay straight at mark j + 1::

        expected = Π p_j        p_j = (straight still, here + 5 g_j) / (straight so far, here + 5)

    where *here* is the same application and g_j the same share over all applications, drawn towards g_(j-1) where few
    sheets are left to count. Shares of equal neighbours would not do: a sheet that has been straight for long is
    likelier to stay so, because all its marks show the same enterprise.

    Parameters
    ----------
    marks : ndarray, shape (n_applications, n_experts, n_indicators)
        In points; ``nan`` where there is none.
    decimals : int
        Most decimals a mark was printed with; marks are compared as printed.
    full_marks : ndarray, optional, shape (n_indicators,)
        Full marks of each indicator: the same *share* of them is then a straight line, and `value` that share.
    """
    # Who did not mark an application has no sheet there: of a round's hundreds of experts that is nearly everybody.
    packed, experts = by_seat(marks)
    n_experts, steps = marks.shape[1], max(marks.shape[2] - 1, 0)
    pieces = list(blocks(len(packed), prod(packed.shape[1:]), most=_BLOCK))

    def whole(piece: slice) -> FloatArray:
        values = np.where(np.isfinite(packed[piece]), packed[piece], np.nan)
        return scaled(values, decimals) if full_marks is None else np.round(values / full_marks, 9)

    # A last row for empty seats: experts are numbered from 0, and nobody is -1.
    stay, so_far = np.zeros((2, n_experts + 1, steps))
    for piece in pieces:
        for own, counts in zip((stay, so_far), _straight_still(whole(piece)), strict=True):
            np.add.at(own, experts[piece], counts)
    general = _smoothed(*(own.sum(axis=0) - own for own in (stay, so_far)))
    scale = 10.0**decimals if full_marks is None else 1.0
    parts = [_sheets(whole(piece), general[experts[piece]], scale) for piece in pieces]
    found = StraightLined(
        *(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(StraightLined))
    )
    return _spread_out(found, experts, n_experts)


def _spread_out(packed: StraightLined, experts: IntArray, n_experts: int) -> StraightLined:
    """Return what was found by seat under the experts who sit there."""
    rows, seats = np.nonzero(experts >= 0)
    shape = len(experts), n_experts
    found = StraightLined(
        np.zeros(shape, np.bool_), np.full(shape, np.nan), np.zeros(shape, np.int64), np.full(shape, np.nan)
    )
    for field in fields(StraightLined):
        getattr(found, field.name)[rows, experts[rows, seats]] = getattr(packed, field.name)[rows, seats]
    return found


def _sheets(whole: FloatArray, general: FloatArray, scale: float) -> StraightLined:
    """Return which sheets of some applications are straight, and the chance of it."""
    given = ~np.isnan(whole)
    count = given.sum(axis=2)
    highest = np.where(given, whole, -np.inf).max(axis=2, initial=-np.inf)
    lowest = np.where(given, whole, np.inf).min(axis=2, initial=np.inf)
    straight = (count >= LEAST_MARKS) & (highest == lowest)
    value = np.where(straight, lowest, np.nan) / scale
    return StraightLined(straight, value, count, np.where(count >= LEAST_MARKS, _expected(whole, general), np.nan))


def _straight_still(whole: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Return which sheets stay straight at each step, and which were so until then."""
    given = ~np.isnan(whole)
    lowest = np.fmin.accumulate(whole, axis=2)
    highest = np.fmax.accumulate(whole, axis=2)
    straight = lowest == highest  # up to here; not so before the first mark
    before = straight[..., :-1] & given[..., 1:]
    return before & straight[..., 1:], before


def _expected(whole: FloatArray, general: FloatArray) -> FloatArray:
    """Return the chance of a straight line on each sheet, from the sheets of the others."""
    given = ~np.isnan(whole)
    stay, so_far = (_others(counts) for counts in _straight_still(whole))
    share = (stay + _PRIOR * general) / (so_far + _PRIOR)
    passes = given[..., 1:] & given.cumsum(axis=2)[..., :-1].astype(np.bool_)
    return np.asarray(np.where(passes, share, 1.0).prod(axis=2))


def _smoothed(stay: FloatArray, so_far: FloatArray) -> FloatArray:
    """Return the share that stays straight at each step, shape (n_experts, n_steps); few lean on the step before.

    The first step leans on all steps; ``nan`` where the others have no sheets at all.
    """
    steps = so_far.sum(axis=1)
    last = np.divide(stay.sum(axis=1), steps, out=np.full(steps.shape, np.nan), where=steps > 0)
    shares = np.empty(stay.shape)
    for j in range(stay.shape[1]):
        last = (stay[:, j] + _STEP_BEFORE * last) / (so_far[:, j] + _STEP_BEFORE)
        shares[:, j] = last
    return shares


def _others(counts: BoolArray) -> FloatArray:
    """Return the sum over the other experts, shape unchanged."""
    return np.asarray(counts.sum(axis=1, keepdims=True) - counts, np.float64)
