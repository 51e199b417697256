"""Krippendorff's alpha: disagreement seen within applications over disagreement expected among all marks.

With m marks of application u, N marks in all applications that have two or more, and a distance δ between marks:

    alpha = 1 - (N - 1) · Σ_u [Σ_{i<j in u} δ²(i, j) / (m - 1)] / Σ_{i<j} δ²(i, j)

(Krippendorff 2011, Computing Krippendorff's alpha-reliability; written over pairs of marks instead of a coincidence
matrix.) The distances:

    nominal    δ² = 0 if equal, else 1
    ordinal    δ² = (difference of mid-ranks among the N marks)²; his Σ n_g - (n_c + n_k)/2 is just that
    interval   δ² = (x - y)²
    ratio      δ² = ((x - y) / (x + y))², 0 for two zeros

So interval needs only Σx and Σx² of each application, m Σx² - (Σx)² being its Σ_{i<j} (x - y)², and ordinal is
interval of the ranks. Checked against the published values of Krippendorff (2011), golden p02, and against golden p01,
p03, p05.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import BLOCK, blocks, of_panels
from scoring.statistics.agreement.result import Agreement, CodeArray, CountArray, agreement, entered
from scoring.statistics.agreement.ties import DECIMALS, midranks, rounded
from scoring.statistics.reasons import Reason

LEAST_UNITS: Final = 2
"""Within one application everything expected is what was seen: alpha would be 0 whatever the marks."""


class Level(StrEnum):
    """What differences between marks mean."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Pairable:
    """The marks that can be compared with another of the same application.

    Attributes
    ----------
    marks : ndarray, shape (n_panels, n_applications, n_experts)
        Rounded; ``nan`` where there is none or nothing to compare it with.
    given : ndarray of bool, same shape
    per_application : ndarray, shape (n_panels, n_applications)
        m: 0 or at least 2.
    n_applications, n_experts : ndarray of int, shape (n_panels,)
        How many have such a mark.
    lowest : ndarray, shape (n_panels,)
        The lowest mark; infinite where there is none.
    reason : ndarray of uint8, shape (n_panels,)
        Why alpha is undefined.
    """

    marks: FloatArray
    given: NDArray[np.bool_]
    per_application: FloatArray
    n_applications: CountArray
    n_experts: CountArray
    lowest: FloatArray
    reason: CodeArray

    @property
    def as_lists(self) -> FloatArray:
        """The marks of each panel in one list, shape (n_panels, n_applications * n_experts)."""
        n_panels, n_applications, n_experts = self.marks.shape
        return self.marks.reshape(n_panels, n_applications * n_experts)


def pairable(marks: FloatArray, level: Level, decimals: int) -> Pairable:
    """Return what of panels, shape (n_panels, n_applications, n_experts), can be compared, and what cannot and why."""
    reason = entered(marks).reason
    values = rounded(marks, decimals)
    values[reason == Reason.NOT_FINITE] = np.nan
    given = ~np.isnan(values)
    n_panels, n_applications, n_experts = values.shape
    if n_experts > 1 and given.all():  # complete: no need to count
        count = np.full((n_panels, n_applications), n_experts)
        experts, n_units = np.full(n_panels, n_experts if n_applications else 0), np.full(n_panels, n_applications)
    else:
        count, experts = _counted(values, given)
        n_units = (count > 0).sum(axis=-1)
    lowest = np.fmin.reduce(values, axis=(-2, -1), initial=np.inf)
    highest = np.fmax.reduce(values, axis=(-2, -1), initial=-np.inf)
    reason = np.select(
        [reason != Reason.NONE, n_units < LEAST_UNITS, lowest == highest, (level is Level.RATIO) & (lowest < 0)],
        [reason, np.uint8(Reason.TOO_FEW), np.uint8(Reason.ALL_EQUAL), np.uint8(Reason.NEGATIVE)],
        np.uint8(Reason.NONE),
    )
    return Pairable(values, given, count.astype(np.float64), n_units, experts, lowest, reason)


def _counted(values: FloatArray, given: NDArray[np.bool_]) -> tuple[NDArray[Any], CountArray]:
    """Return the marks of each application and the experts of each panel; marks without another are taken out."""
    # Counted in single precision, whole up to 2**24: adding bytes along a short axis takes three times as long.
    single = given.astype(np.float32)
    count = np.einsum("pae->pa", single)
    alone = count == 1
    if alone.any():
        count[alone] = 0
        single[alone] = 0
        given &= ~alone[..., None]
        values[~given] = np.nan
    return count, (np.einsum("pae->pe", single) > 0).sum(axis=-1)


def positions(pairs: Pairable, level: Level) -> FloatArray:
    """Return the marks as numbers whose squared difference is the distance, 0 for none; used up if interval."""
    if level is Level.ORDINAL:
        flat = pairs.as_lists
        numbers = midranks(flat).rank.reshape(pairs.marks.shape)
    else:
        numbers = pairs.marks
        # Taken from the lowest mark, so that squares of great numbers do not eat up their differences.
        numbers -= np.where(np.isfinite(pairs.lowest), pairs.lowest, 0.0)[:, None, None]
    if not pairs.given.all():
        numbers[~pairs.given] = 0.0
    return numbers


def within(pairs: Pairable, level: Level) -> FloatArray:
    """Return Σ_{i<j} δ² / (m - 1) of each application by a distance that needs no ranks: nominal or ratio.

    Returns
    -------
    ndarray, shape (n_panels, n_applications)
        0 where nothing can be compared.
    """
    m = pairs.per_application
    nominal = level is Level.NOMINAL
    distances = m * (m - 1.0) / 2.0 if nominal else np.zeros(m.shape)
    marks, most = pairs.marks, int(m.max(initial=0))
    if most < marks.shape[-1]:
        # Who gave a mark is no matter here, and of a round's hundreds of experts a handful did: gaps go last, and off.
        marks = np.sort(marks, axis=-1)[..., :most]
    for apart in range(1, marks.shape[-1]):
        one, other = marks[..., apart:], marks[..., :-apart]
        if nominal:
            distances -= (one == other).sum(axis=-1)
        else:
            distances += np.nansum(relative_distance(one, other), axis=-1)
    return distances / np.maximum(m - 1.0, 1.0)


def squares_within(numbers: FloatArray, m: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return, for each application, (m Σx² - (Σx)²) / (m - 1), Σx and Σx²."""
    s = np.einsum("...ae->...a", numbers)
    q = np.einsum("...ae,...ae->...a", numbers, numbers)
    return (m * q - s * s) / np.maximum(m - 1.0, 1.0), s, q


def relative_distance(x: FloatArray, y: FloatArray) -> FloatArray:
    """Return ((x - y) / (x + y))², 0 for two zeros; ``nan`` if one is missing."""
    total = x + y
    return np.asarray(np.square((x - y) / np.where(total == 0.0, 1.0, total)))


def _sum_of_squared_counts(values: FloatArray) -> FloatArray:
    """Return Σ n_v² over the different values v of lists, shape (n_lists, n): 1 + 3 + 5 … along every run of ties."""
    ascending = np.sort(values, axis=-1)  # gaps last
    begins = np.ones(values.shape, dtype=bool)
    begins[:, 1:] = ascending[:, 1:] != ascending[:, :-1]
    place = np.arange(values.shape[-1])
    before = place - np.maximum.accumulate(np.where(begins, place, 0), axis=-1)  # 0 for a gap: it equals nothing
    return np.asarray(2.0 * before.sum(axis=-1) + (~np.isnan(ascending)).sum(axis=-1))


def distinct(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the different values of lists, shape (n_lists, n), ascending, and how often each occurs.

    Both of shape (n_lists, most different values), padded with value 0 and count 0.
    """
    ascending = np.sort(values, axis=-1)
    begins = ~np.isnan(ascending)
    begins[:, 1:] &= ascending[:, 1:] != ascending[:, :-1]
    which = np.cumsum(begins, axis=-1) - 1
    n_values = max(int(which.max(initial=-1)) + 1, 1)
    rows = np.broadcast_to(np.arange(len(values))[:, None], values.shape)
    found = np.zeros((len(values), n_values))
    found[rows[begins], which[begins]] = ascending[begins]
    kept = ~np.isnan(ascending)
    counts = np.bincount(rows[kept] * n_values + which[kept], minlength=len(values) * n_values)
    return found, counts.reshape(found.shape).astype(np.float64)


def _expected_ratio(values: FloatArray) -> FloatArray:
    """Return Σ_{i<j} δ² among all marks of each panel, shape (n_panels,), by a table of their different values."""
    found, counts = distinct(values)
    total = np.zeros(len(values))
    for rows in blocks(found.shape[1], found.size, most=4 * BLOCK):
        table = relative_distance(found[:, rows, None], found[:, None, :])
        total += np.einsum("pv,pvw,pw->p", counts[:, rows], table, counts, optimize=True)
    return total / 2.0


def _alpha(marks: FloatArray, level: Level, decimals: int) -> Agreement:
    """Return alpha of panels, shape (n_panels, n_applications, n_experts)."""
    pairs = pairable(marks, level, decimals)
    m = pairs.per_application
    n = m.sum(axis=-1)
    if level in (Level.INTERVAL, Level.ORDINAL):
        seen, s, q = squares_within(positions(pairs, level), m)
        total = s.sum(axis=-1)
        expected = n * q.sum(axis=-1) - total * total
    else:
        flat = pairs.as_lists
        seen = within(pairs, level)
        nominal = level is Level.NOMINAL
        expected = (n * n - _sum_of_squared_counts(flat)) / 2.0 if nominal else _expected_ratio(flat)
    value = 1.0 - (n - 1.0) * seen.sum(axis=-1) / np.where(expected > 0.0, expected, np.nan)
    # Marks may be so great that their squares are infinite.
    unknown = (pairs.reason == Reason.NONE) & ~np.isfinite(value)
    return agreement(
        f"alpha_{level}",
        value,
        n_applications=pairs.n_applications,
        n_experts=pairs.n_experts,
        reason=np.where(unknown, np.uint8(Reason.NOT_FINITE), pairs.reason),
    )


def krippendorff_alpha(
    marks: FloatArray, *, level: Level | str = Level.INTERVAL, decimals: int = DECIMALS
) -> Agreement:
    """Return Krippendorff's alpha; formula and sources at the head of this file.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        ``nan`` where there is none. Applications with one mark are left out.
    level : Level or str
        ``nominal``, ``ordinal``, ``interval`` or ``ratio``.
    decimals : int
        Marks are rounded to so many before they are compared: a third of a sum is no category of its own.

    Returns
    -------
    Agreement
        Named ``alpha_<level>``, without limits (see `krippendorff_bootstrap`); counts are of applications with two
        marks and of experts who gave one of those. All such marks equal: `ALL_EQUAL`; a negative mark and ``ratio``:
        `NEGATIVE`; fewer than two such applications: `TOO_FEW`, for then alpha is 0 whatever the marks.
    """
    known = Level(level)
    return of_panels(lambda panels: _alpha(panels, known, decimals), marks)
