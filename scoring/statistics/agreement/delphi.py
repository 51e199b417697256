"""What a Delphi round shows its experts of each application: the middle, the spread, and how far they agree.

Median, interquartile range (type 7) and the share of marks within a step of the median need no scale; the measures of
`dispersion` need the declared categories, used or not. Checked against R 4.2.2 and agrmt 1.42.12 (golden p05, p12).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import of_lists
from scoring.statistics.agreement.categories import coded, declared
from scoring.statistics.agreement.dispersion import Dispersion, dispersion
from scoring.statistics.agreement.quantiles import ascending, quantile
from scoring.statistics.agreement.result import CodeArray, CountArray
from scoring.statistics.agreement.ties import DECIMALS, rounded
from scoring.statistics.reasons import Reason

_NEAR: Final = 1e-9


@dataclass(frozen=True, slots=True)
class DelphiRound:
    """What is known of each application, all of shape (...).

    Attributes
    ----------
    median : ndarray
        ``nan`` without marks or with an infinite one.
    iqr : ndarray
        p75 - p25, in points; ``nan`` below two marks.
    near_median : ndarray
        Share of marks no further than `reach` from the median; ``nan`` below two marks.
    spread : Dispersion
        ``nan`` where `spread_reason` says why.
    n_marks : ndarray of int
    reason : ndarray of uint8
        Why `iqr` and `near_median` are undefined.
    spread_reason : ndarray of uint8
        Why `spread` is: `reason`, or `NO_SCALE`, or `OFF_SCALE`.
    """

    median: FloatArray
    iqr: FloatArray
    near_median: FloatArray
    spread: Dispersion
    n_marks: CountArray
    reason: CodeArray
    spread_reason: CodeArray


def delphi(
    marks: FloatArray, *, categories: FloatArray | None, reach: float = 1.0, decimals: int = DECIMALS
) -> DelphiRound:
    """Return what a Delphi round shows of each application.

    Parameters
    ----------
    marks : ndarray, shape (..., n_experts)
        One indicator or total; ``nan`` where there is none.
    categories : ndarray or None
        The declared categories, such as `categories.scale_categories` makes of a scale; taken as evenly spaced.
    reach : float
        How far from the median still counts as near, in points.
    decimals : int
        Marks are rounded to so many first.
    """
    known = declared(np.empty(0) if categories is None else categories)
    return of_lists(lambda lists: _round(lists, known, reach, decimals), marks, each=len(known))


def _round(marks: FloatArray, categories: FloatArray, reach: float, decimals: int) -> DelphiRound:
    """Return the round of lists, shape (n_lists, n_marks); no categories where there is no scale."""
    values = rounded(marks, decimals)
    infinite = np.isinf(values).any(axis=-1)
    values[infinite] = np.nan
    ordered, n = ascending(values)
    median = quantile(ordered, n, 0.5)
    reason = np.select(
        [infinite, n == 0, n < 2], [Reason.NOT_FINITE, Reason.NO_MARKS, Reason.ONE_EXPERT], Reason.NONE
    ).astype(np.uint8)
    enough = reason == Reason.NONE
    iqr = np.where(enough, quantile(ordered, n, 0.75) - quantile(ordered, n, 0.25), np.nan)
    near = (np.abs(values - median[:, None]) <= reach + _NEAR).sum(axis=-1)
    near_median = np.divide(near, n, out=np.full(n.shape, np.nan), where=enough)
    frequencies, spread_reason = _frequencies(values, categories, reason)
    return DelphiRound(median, iqr, near_median, dispersion(frequencies), n, reason, spread_reason)


def _frequencies(values: FloatArray, categories: FloatArray, reason: CodeArray) -> tuple[FloatArray, CodeArray]:
    """Return how many marks stand in each category, none where something is undefined, and why it is."""
    n_lists, n_categories = len(values), len(categories)
    if n_categories < 2:
        return np.zeros((n_lists, 1)), np.where(reason == Reason.NONE, np.uint8(Reason.NO_SCALE), reason)
    marks = coded(values[:, None], categories)
    reason = np.where((reason == Reason.NONE) & marks.off_scale, np.uint8(Reason.OFF_SCALE), reason)
    columns = np.append(marks.used, n_categories)[marks.codes[:, 0]]
    places = columns + np.arange(n_lists)[:, None] * (n_categories + 1)
    counts = np.bincount(places.ravel(), minlength=n_lists * (n_categories + 1))
    frequencies = counts.reshape(n_lists, n_categories + 1)[:, :-1].astype(np.float64)
    frequencies[reason != Reason.NONE] = 0.0
    return frequencies, reason
