"""What a Delphi round shows its experts of each application: the middle, the spread, and how far they agree.

Median, interquartile range (type 7) and the share of marks within a step of the median need no scale; the measures of
`dispersion` need the declared categories, used or not. Checked against R 4.2.2 and agrmt 1.42.12 (golden p05, p12).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import prod
from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.categories import Coded, coded, declared
from scoring.statistics.agreement.dispersion import Dispersion, dispersion
from scoring.statistics.agreement.quantiles import ascending, quantile
from scoring.statistics.agreement.result import CodeArray, CountArray
from scoring.statistics.agreement.ties import DECIMALS, blocks, rounded
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
    stack = marks.shape[:-1]
    values = rounded(marks, decimals).reshape(prod(stack), marks.shape[-1])
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

    spread, spread_reason = _spread(values, reason, categories)
    return DelphiRound(
        median=median.reshape(stack),
        iqr=iqr.reshape(stack),
        near_median=near_median.reshape(stack),
        spread=Dispersion(**{name: array.reshape(stack) for name, array in spread.items()}),
        n_marks=np.asarray(n).reshape(stack),
        reason=reason.reshape(stack),
        spread_reason=spread_reason.reshape(stack),
    )


def _spread(
    values: FloatArray, reason: CodeArray, categories: FloatArray | None
) -> tuple[dict[str, FloatArray], CodeArray]:
    """Return the measures of spread by name, and why they are undefined, shape (n_lists,)."""
    known = declared(np.empty(0) if categories is None else categories)
    scaled = np.where((reason == Reason.NONE) & (len(known) < 2), np.uint8(Reason.NO_SCALE), reason)
    found = {field.name: np.full(len(values), np.nan) for field in fields(Dispersion)}
    if len(known) < 2:
        return found, scaled
    for some in blocks(len(values), len(known)):
        marks = coded(values[some, None], known)
        scaled[some] = np.where((scaled[some] == Reason.NONE) & marks.off_scale, Reason.OFF_SCALE, scaled[some])
        frequencies = _frequencies(marks)
        frequencies[scaled[some] != Reason.NONE] = 0.0
        spread = dispersion(frequencies)
        for name, array in found.items():
            array[some] = getattr(spread, name)
    return found, scaled


def _frequencies(marks: Coded) -> FloatArray:
    """Return how many marks of each list stand in each declared category, shape (n_lists, n_categories)."""
    n_lists, n_categories = len(marks.codes), len(marks.categories)
    columns = np.append(marks.used, n_categories)[marks.codes[:, 0]]
    places = columns + np.arange(n_lists)[:, None] * (n_categories + 1)
    counts = np.bincount(places.ravel(), minlength=n_lists * (n_categories + 1))
    return counts.reshape(n_lists, n_categories + 1)[:, :-1].astype(np.float64)
